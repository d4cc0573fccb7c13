from __future__ import annotations

import json
import logging
import urllib.request
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from elections import sources
from elections.models import Party
from elections.upsert import upsert

logger = logging.getLogger(__name__)

SLACK_TIMEOUT_SECONDS = 5


class Command(BaseCommand):
    help = "Takes the register of parties over."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--post-to-slack", action="store_true", help="say in Slack what has changed")

    def handle(self, *, post_to_slack: bool, **options: Any) -> str:
        rows = [{"ec_id": party["ecId"], "name": party["name"]} for party in sources.parties()]
        result = upsert(Party, "ec_id", rows, command="parties_import_from_ec").result
        if post_to_slack:
            self._post(f"Parties: {result}")
        return result

    def _post(self, text: str) -> None:
        """The import is done and stays so: a message that can not be posted does not make it fail."""
        if not settings.SLACK_WEBHOOK_URL:
            logger.info(f"Slack: {text}")
            return
        request = urllib.request.Request(
            settings.SLACK_WEBHOOK_URL,
            data=json.dumps({"text": text}).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            urllib.request.urlopen(request, timeout=SLACK_TIMEOUT_SECONDS).close()
        except OSError as error:
            # Without the error's own text: the address is a secret.
            logger.warning(f"Slack did not take the message ({type(error).__name__})")
