from __future__ import annotations

import logging
import signal
import time
from types import FrameType
from typing import Any, Optional

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from cron_jobs import completion, queue
from cron_jobs.transactions import DATABASE_DOWN

logger = logging.getLogger("cron_jobs.worker")


class Command(BaseCommand):
    help = "Does what the Worker has asked for in the background, and tells it how that ended."

    is_ending = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is there, and end")
        parser.add_argument(
            "--poll-seconds", type=float, default=1.0, help="between two looks at an empty queue"
        )

    def handle(self, *, once: bool, poll_seconds: float, **options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        logger.info("Waiting for runs")
        while not self.is_ending:
            found = self._work()
            if once and not found:
                break
            if not found:
                time.sleep(poll_seconds)
        logger.info("Ended")

    def _end(self, number: int, frame: Optional[FrameType]) -> None:
        """The present run is done to its end."""
        self.is_ending = True

    def _work(self) -> bool:
        close_old_connections()
        try:
            # Both, so that a full queue does not keep a report waiting.
            reported = completion.report_next()
            return queue.run_next() or reported
        except DATABASE_DOWN:
            logger.exception("The database does not answer; trying again")
            return False
