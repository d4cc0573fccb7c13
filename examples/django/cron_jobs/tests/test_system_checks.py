from __future__ import annotations

from typing import Any
from unittest import mock

from django.test import SimpleTestCase

from cron_jobs import system_checks
from cron_jobs.jobs import Job

from .support import cron_settings

GOOD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class SystemChecksTest(SimpleTestCase):
    def ids(self, **settings: Any) -> list:
        with cron_settings(**settings):
            return [problem.id for problem in system_checks.check_settings()]

    def test_settings(self) -> None:
        self.assertEqual(self.ids(SIGNING_SECRET=GOOD, WORKER_URL="https://w", WORKER_TOKEN="t"), [])
        self.assertEqual(self.ids(TOKEN=""), ["cron_jobs.W001"])
        self.assertEqual(self.ids(TOKEN="", SIGNING_SECRET=GOOD), [])
        self.assertEqual(self.ids(TOKEN="", TOKEN_PREVIOUS="old"), [])
        self.assertEqual(self.ids(WORKER_URL="https://w"), ["cron_jobs.W002"])
        self.assertEqual(self.ids(SIGNING_SECRET=GOOD, SIGNING_SECRET_PREVIOUS="hunter2"), ["cron_jobs.E001"])

    def test_the_address_of_the_worker(self) -> None:
        for url in ("", "https://w.workers.dev", "https://w/", "http://127.0.0.1:8787", "HTTPS://w/base"):
            with self.subTest(url):
                self.assertEqual(self.ids(WORKER_URL=url, WORKER_TOKEN="t"), [])
        no_scheme = ("my.workers.dev", "localhost:8787", "//w", "ftp://w")
        for url in (*no_scheme, "https://", "https:w", "https://w:port", "http://[w"):
            with self.subTest(url):
                self.assertEqual(self.ids(WORKER_URL=url, WORKER_TOKEN="t"), ["cron_jobs.E004"])

    def test_a_short_lease(self) -> None:
        for seconds, ids in ((4.9, ["cron_jobs.W003"]), (0, ["cron_jobs.W003"]), (5, []), (30, [])):
            with self.subTest(seconds):
                self.assertEqual(self.ids(LEASE_SECONDS=seconds), ids)

    def test_does_not_show_a_secret(self) -> None:
        with cron_settings(SIGNING_SECRET="hunter2", WORKER_URL="user:hunter2@my.workers.dev"):
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
