from __future__ import annotations

from unittest import mock

from django.test import SimpleTestCase

from cron_jobs import system_checks
from cron_jobs.jobs import Job

from .support import cron_settings

GOOD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class SystemChecksTest(SimpleTestCase):
    def ids(self, **settings: str) -> list:
        with cron_settings(**settings):
            return [problem.id for problem in system_checks.check_settings()]

    def test_settings(self) -> None:
        self.assertEqual(self.ids(SIGNING_SECRET=GOOD, WORKER_URL="https://w", WORKER_TOKEN="t"), [])
        self.assertEqual(self.ids(TOKEN=""), ["cron_jobs.W001"])
        self.assertEqual(self.ids(WORKER_URL="https://w"), ["cron_jobs.W002"])
        self.assertEqual(self.ids(SIGNING_SECRET=GOOD, SIGNING_SECRET_PREVIOUS="hunter2"), ["cron_jobs.E001"])

    def test_does_not_show_a_secret(self) -> None:
        with cron_settings(SIGNING_SECRET="hunter2"):
            self.assertNotIn("hunter2", str(system_checks.check_settings()))

    def test_jobs(self) -> None:
        jobs = (Job("a", "x", "migrate"), Job("b", "y", "no_such_command"), Job("b", "x", "migrate"))
        with mock.patch("cron_jobs.system_checks.all_jobs", return_value=jobs):
            problems = system_checks.check_jobs()
        self.assertEqual(
            [problem.id for problem in problems], ["cron_jobs.E002", "cron_jobs.E003", "cron_jobs.E003"]
        )
        self.assertIn("'no_such_command'", problems[0].msg)
        self.assertEqual(problems[1].msg, "Two jobs have the path /x.")
        self.assertEqual(problems[2].msg, "Two jobs have the name b.")
