from __future__ import annotations

from datetime import timedelta
from unittest import mock

from django.db import OperationalError
from django.test import TestCase
from django.utils import timezone

from cron_jobs.jobs import Finding
from cron_jobs.models import CommandLock, CronRun

from .support import BODY, KEY, Commands, cron_settings, post


@cron_settings()
class IdempotencyTest(TestCase):
    def setUp(self) -> None:
        self.commands = Commands()
        patched = self.commands.patched()
        patched.start()
        self.addCleanup(patched.stop)

    def fail_with(self, error: BaseException) -> None:
        def action() -> str:
            raise error

        self.commands.action = action

    def test_a_success_is_kept_and_given_again(self) -> None:
        first, second = post(), post()
        self.assertEqual((first.status_code, first.json()), (200, {"status": "success", "result": "done"}))
        self.assertEqual((second.status_code, second.json()), (200, {"status": "success", "result": "done"}))
        self.assertNotIn("Idempotency-Replayed", first)
        self.assertEqual(second["Idempotency-Replayed"], "true")
        self.assertEqual(self.commands.calls, [("shared_command", {"flag": True})])

    def test_headers_that_differ_between_attempts_do_not_matter(self) -> None:
        post(X_Cron_Attempt="1", X_Correlation_Id="a", Traceparent="b", X_Cron_Trigger="cron")
        again = post(X_Cron_Attempt="2", X_Correlation_Id="c", Traceparent="d", X_Cron_Trigger="catch-up")
        self.assertEqual((again.status_code, again["Idempotency-Replayed"]), (200, "true"))

    def test_a_failure_frees_the_key(self) -> None:
        self.fail_with(RuntimeError("password=hunter2"))
        with self.assertLogs("cron_jobs", "ERROR"):
            failed = post()
        self.assertEqual(failed.status_code, 500)
        self.assertNotIn("hunter2", failed.content.decode())
        self.commands.action = lambda: "mended"
        self.assertEqual(post().json()["result"], "mended")
        self.assertEqual(len(self.commands.calls), 2)

    def test_after_a_failure_the_key_may_be_used_by_another_request(self) -> None:
        self.fail_with(RuntimeError())
        with self.assertLogs("cron_jobs", "ERROR"):
            post()
        self.commands.action = lambda: "done"
        self.assertEqual(post(body='{"payload":1}').status_code, 200)

    def test_text_that_no_database_takes_ends_the_run_all_the_same(self) -> None:
        self.fail_with(Finding("half a \ud83d, and \0"))
        failed = post()
        self.assertEqual((failed.status_code, failed.json()["error"]), (422, "half a ?, and ?"))
        self.commands.action = lambda: "half a \ud83d, and \0"
        self.assertEqual(post().json()["result"], "half a ?, and ?")
        self.assertEqual(post()["Idempotency-Replayed"], "true")

    def test_a_finding_is_422_with_its_text_and_frees_the_key(self) -> None:
        self.fail_with(Finding("3 here, 4 in the source"))
        for _ in range(2):
            response = post()
            self.assertEqual(response.status_code, 422)
            self.assertEqual(response.json(), {"status": "error", "error": "3 here, 4 in the source"})
        self.assertEqual(len(self.commands.calls), 2)

    def test_another_request_under_the_same_key_is_422(self) -> None:
        post("/cron/counted?delta=25")
        others = [
            post("/cron/counted?delta=26"),
            post("/cron/counted"),
            post("/cron/short"),
            post("/cron/counted?delta=25", body=BODY + " "),
        ]
        self.assertEqual([response.status_code for response in others], [422] * 4)
        self.assertIn("belongs to another request", others[0].json()["error"])
        self.assertEqual(len(self.commands.calls), 1)

    def test_keys_are_told_apart_by_case(self) -> None:
        post(Idempotency_Key="production:a")
        post(Idempotency_Key="production:A")
        self.assertEqual(len(self.commands.calls), 2)

    def test_a_process_that_is_ended_frees_the_key_and_the_command(self) -> None:
        # gunicorn ends a worker that is over its timeout with SystemExit.
        self.fail_with(SystemExit(1))
        with self.assertRaises(SystemExit):
            post()
        self.commands.action = lambda: "done"
        self.assertEqual(post().status_code, 200)

    def test_a_holder_that_died_keeps_its_key_until_its_lease_is_over(self) -> None:
        self.die_in_a_run()
        waiting = post()
        self.assertEqual((waiting.status_code, waiting["Retry-After"]), (409, "2"))
        self.assertIn("this run is still going", waiting.json()["error"])

        self.let_leases_end()
        with self.assertLogs("cron_jobs", "WARNING"):
            self.assertEqual(post().status_code, 200)
        self.assertEqual(len(self.commands.calls), 1)

    def test_a_holder_that_was_only_slow_can_not_settle_what_was_taken_over(self) -> None:
        def slow() -> str:
            # While this one sleeps, its lease ends and the next attempt does the work.
            self.let_leases_end()
            self.commands.action = lambda: "by the second"
            self.assertEqual(post().json()["result"], "by the second")
            return "by the first"

        self.commands.action = slow
        with self.assertLogs("cron_jobs", "WARNING"):
            first = post()
        self.assertEqual((first.status_code, first["Retry-After"]), (409, "2"))
        self.assertEqual(post().json()["result"], "by the second")

    def test_a_database_that_does_not_answer_is_503(self) -> None:
        with mock.patch("cron_jobs.idempotency.begin", side_effect=OperationalError("database is locked")):
            with self.assertLogs("cron_jobs", "ERROR"):
                response = post()
        self.assertEqual((response.status_code, response["Retry-After"]), (503, "2"))
        self.assertNotIn("locked", response.content.decode())

    def die_in_a_run(self) -> None:
        """As after SIGKILL: what stands in the database stays there."""
        with mock.patch("cron_jobs.work.do", side_effect=OperationalError):
            with self.assertLogs("cron_jobs", "ERROR"):
                post()
        self.assertEqual(CronRun.objects.get(key=KEY).state, "running")

    def let_leases_end(self) -> None:
        past = timezone.now() - timedelta(seconds=1)
        CronRun.objects.update(lease_until=past)
        CommandLock.objects.exclude(holder="").update(lease_until=past)


@cron_settings()
class DryRunTest(TestCase):
    def setUp(self) -> None:
        self.commands = Commands()
        patched = self.commands.patched()
        patched.start()
        self.addCleanup(patched.stop)

    def test_does_everything_but_the_work(self) -> None:
        for target in ("/cron/short", "/cron/long"):
            with self.subTest(target):
                first = post(target, X_Cron_Dry_Run="1", Idempotency_Key=target)
                again = post(target, X_Cron_Dry_Run="1", Idempotency_Key=target)
                self.assertEqual(first.status_code, 200)
                self.assertEqual(first.json(), {"status": "success", "dryRun": True})
                self.assertEqual((again.json(), again["Idempotency-Replayed"]), (first.json(), "true"))
                other = post(target, X_Cron_Dry_Run="1", Idempotency_Key=target, body='{"payload":1}')
                self.assertEqual(other.status_code, 422)
        self.assertEqual(post(X_Cron_Dry_Run="1", Idempotency_Key=None).status_code, 400)
        self.assertEqual(post(X_Cron_Dry_Run="1", Authorization=None).status_code, 401)
        self.assertEqual(post("/cron/counted?delta=0", X_Cron_Dry_Run="1").status_code, 400)
        self.assertEqual(self.commands.calls, [])

    def test_a_real_run_under_its_key_does_the_work(self) -> None:
        post(X_Cron_Dry_Run="1")
        real = post()
        self.assertEqual(real.json(), {"status": "success", "result": "done"})
        self.assertNotIn("Idempotency-Replayed", real)
        self.assertEqual(len(self.commands.calls), 1)

    def test_is_not_given_what_a_real_run_was_answered(self) -> None:
        post()
        self.assertEqual(post(X_Cron_Dry_Run="1").json(), {"status": "success", "dryRun": True})

    def test_is_held_as_long_as_it_asks(self) -> None:
        with mock.patch("cron_jobs.views.time.sleep") as sleep:
            post(X_Cron_Dry_Run="hold=750")
        sleep.assert_called_once_with(0.75)
