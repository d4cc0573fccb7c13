from __future__ import annotations

from typing import Any, List, Tuple
from unittest import mock

from django.conf import settings
from django.core.management import call_command
from django.test import Client, TransactionTestCase, override_settings

from elections.models import Election, Import, Party

TOKEN = "token-of-the-test"


@override_settings(CRON_JOBS={"JOBS": settings.CRON_JOBS["JOBS"], "TOKEN": TOKEN})
class EndpointsTest(TransactionTestCase):
    """The table of schedules.yaml's paths and their commands, as docs/backend.md has it."""

    def post(self, target: str):
        return Client().post(
            target,
            '{"source":"cloudflare-cron"}',
            content_type="application/json",
            HTTP_AUTHORIZATION=f"Bearer {TOKEN}",
            HTTP_IDEMPOTENCY_KEY=f"production:{target}:20261123T0206Z",
        )

    def test_each_path_runs_its_command(self) -> None:
        election_command = "uk_create_elections_from_every_election"
        rows: List[Tuple[str, str, Any]] = [
            ("/cron/ee-recent", election_command, {"recently_updated": True}),
            ("/cron/parties-import", "parties_import_from_ec", {"post_to_slack": True}),
            ("/cron/check-current", election_command, {"check_current": True}),
            (
                "/cron/mop-recent?delta=25",
                election_command,
                {"recently_updated": True, "recently_updated_delta": 25},
            ),
        ]
        for target, command, options in rows:
            with self.subTest(target), mock.patch("cron_jobs.jobs.call_command", return_value="") as called:
                self.assertIn(self.post(target).status_code, (200, 202))
                if target == "/cron/parties-import":
                    call_command("run_cron_jobs", once=True)
                called.assert_called_once_with(command, stdout=mock.ANY, stderr=mock.ANY, **options)

    def test_the_work_is_done(self) -> None:
        self.assertEqual(self.post("/cron/check-current").status_code, 422)
        self.assertEqual(self.post("/cron/ee-recent").status_code, 200)
        self.assertEqual(self.post("/cron/check-current").status_code, 200)
        self.assertEqual(self.post("/cron/mop-recent?delta=25").status_code, 200)
        self.assertEqual(self.post("/cron/parties-import").status_code, 202)
        call_command("run_cron_jobs", once=True)
        self.assertEqual((Election.objects.count(), Party.objects.count()), (5, 3))
        self.assertEqual(Import.objects.count(), 3)

    def test_what_is_not_there_is_json_too(self) -> None:
        for target in ("/", "/cron/nothing", "/cron/ee-recent/", "/admin/"):
            response = Client().get(target)
            self.assertEqual(response.status_code, 404)
            self.assertEqual(response.json(), {"status": "error", "error": f"no job at {target}"})
