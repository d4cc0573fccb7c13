from __future__ import annotations

import logging

from django.test import TestCase

from .support import TOKEN, Commands, cron_settings, json_log, post

logger = logging.getLogger("cron_jobs.tests")


@cron_settings()
class LogTest(TestCase):
    def setUp(self) -> None:
        log = json_log()
        self.lines = log.__enter__()
        self.addCleanup(log.__exit__, None, None, None)

    def test_one_line_for_a_request(self) -> None:
        with Commands().patched():
            response = post(X_Correlation_Id="7fb31219-68ed-436a-9913-10a16393247e")
        self.assertEqual(response["X-Correlation-ID"], "7fb31219-68ed-436a-9913-10a16393247e")
        (line,) = self.lines()
        self.assertRegex(line.pop("timestamp"), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertIsInstance(line.pop("duration"), int)
        self.assertEqual(
            line,
            {
                "level": "INFO",
                "message": "POST /cron/short",
                "correlationId": "7fb31219-68ed-436a-9913-10a16393247e",
                "job": "short",
                "runId": "production:everyHour:20261123T0200Z",
                "status": 200,
            },
        )

    def test_what_the_command_logs_carries_the_ids_too(self) -> None:
        def action() -> str:
            logger.info("in the command")
            return "done"

        with Commands(action).patched():
            post(X_Correlation_Id="abc")
        self.assertEqual([line["correlationId"] for line in self.lines()], ["abc", "abc"])

    def test_a_failure_has_its_reason_in_the_log_alone(self) -> None:
        def action() -> str:
            raise RuntimeError("line one\nline two")

        with Commands(action).patched():
            response = post(X_Correlation_Id="abc")
        reason, request = self.lines()
        self.assertIn("RuntimeError: line one\nline two", reason["error"])
        self.assertEqual(
            (request["level"], request["status"], request["correlationId"]), ("ERROR", 500, "abc")
        )
        self.assertNotIn("line one", response.content.decode())

    def test_ids_that_would_break_a_log_are_left_out(self) -> None:
        for bad in ("a b", "x" * 129, "é", ""):
            with self.subTest(bad), Commands().patched():
                response = post(X_Correlation_Id=bad)
                self.assertNotIn("X-Correlation-ID", response)
                self.assertIsNone(self.lines()[-1]["correlationId"])

    def test_holds_no_token(self) -> None:
        post(Authorization=f"Bearer {TOKEN}-wrong")
        self.assertNotIn(TOKEN, str(self.lines()))
        self.assertEqual(self.lines()[0]["level"], "WARNING")
