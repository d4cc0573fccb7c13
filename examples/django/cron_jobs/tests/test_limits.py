from __future__ import annotations

from datetime import datetime, timedelta, timezone
from unittest import mock

from django.test import TestCase

from .support import Commands, cron_settings, post

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=timezone.utc)


@cron_settings()
class LimitTest(TestCase):
    def at(self, seconds: float, target: str = "/cron/limited", **request):
        now = NOON + timedelta(seconds=seconds)
        with mock.patch("cron_jobs.limits.timezone.now", return_value=now), Commands().patched():
            return post(target, Idempotency_Key=str(seconds), **request)

    def test_counts_the_requests_of_a_minute(self) -> None:
        self.assertEqual([self.at(seconds).status_code for seconds in (0, 10, 20)], [200, 200, 200])
        refused = self.at(30.5)
        self.assertEqual((refused.status_code, refused["Retry-After"]), (429, "30"))
        self.assertIn("3 requests in a minute", refused.json()["error"])
        self.assertEqual(self.at(59.9)["Retry-After"], "1")
        self.assertEqual([self.at(seconds).status_code for seconds in (60, 70, 80, 90)], [200, 200, 200, 429])

    def test_counts_each_job_for_itself(self) -> None:
        self.at(0)
        for seconds in (1, 2, 3, 4):
            self.assertEqual(self.at(seconds, "/cron/short").status_code, 200)
        self.assertEqual([self.at(seconds).status_code for seconds in (5, 6, 7)], [200, 200, 429])

    def test_does_not_count_those_without_a_token(self) -> None:
        for seconds in range(5):
            self.assertEqual(self.at(seconds, Authorization="Bearer no").status_code, 401)
        self.assertEqual(self.at(6).status_code, 200)
