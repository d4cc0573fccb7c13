from __future__ import annotations

import signal
from datetime import timedelta
from typing import List
from unittest import mock

from django.core.management import call_command
from django.db import OperationalError
from django.test import TestCase, TransactionTestCase
from django.utils import timezone

from cron_jobs import leases, queue
from cron_jobs.jobs import Finding
from cron_jobs.models import CommandLock, CronRun

from .support import Commands, cron_settings, post


class Killed(BaseException):
    """As SIGKILL: nothing in the process can do anything about it."""


@cron_settings()
class QueueTest(TestCase):
    def setUp(self) -> None:
        self.commands = Commands()
        patched = self.commands.patched()
        patched.start()
        self.addCleanup(patched.stop)

    def run_and_die(self) -> None:
        with mock.patch("cron_jobs.work.do", side_effect=Killed), self.assertRaises(Killed):
            queue.run_next()
        past = timezone.now() - timedelta(seconds=1)
        CronRun.objects.filter(state="running").update(lease_until=past)
        CommandLock.objects.exclude(holder="").update(lease_until=past)

    def test_accepts_then_works(self) -> None:
        accepted = post("/cron/long", Idempotency_Key="a")
        self.assertEqual((accepted.status_code, accepted.json()), (202, {"status": "accepted", "runId": "a"}))
        self.assertEqual(self.commands.calls, [])
        again = post("/cron/long", Idempotency_Key="a")
        self.assertEqual((again.status_code, again["Idempotency-Replayed"]), (202, "true"))

        self.assertTrue(queue.run_next())
        self.assertEqual(self.commands.calls, [("long_command", {})])
        done = post("/cron/long", Idempotency_Key="a")
        self.assertEqual((done.status_code, done.json()), (200, {"status": "success", "result": "done"}))
        self.assertFalse(queue.run_next())

    def test_answers_202_while_it_is_being_done(self) -> None:
        def action() -> str:
            self.response = post("/cron/long")
            return "done"

        self.commands.action = action
        post("/cron/long")
        queue.run_next()
        self.assertEqual((self.response.status_code, self.response["Idempotency-Replayed"]), (202, "true"))

    def test_oldest_first(self) -> None:
        for key in ("b", "a", "c"):
            post("/cron/long", Idempotency_Key=key)
        order = []
        self.commands.action = lambda: order.append(CronRun.objects.get(state="running").key)
        while queue.run_next():
            pass
        self.assertEqual(order, ["b", "a", "c"])

    def test_a_failure_frees_the_key_and_says_why(self) -> None:
        for error, message in ((Finding("2 missing"), "2 missing"), (RuntimeError("x"), "the job failed")):
            with self.subTest(message):
                self.commands.action = mock.Mock(side_effect=error)
                post("/cron/long")
                self.assertTrue(queue.run_next())
                run = CronRun.objects.get()
                self.assertEqual(run.state, "failed")
                self.assertIn(message, run.message)
                again = post("/cron/long")
                self.assertEqual(again.status_code, 202)
                self.assertNotIn("Idempotency-Replayed", again)

    def test_a_run_whose_process_died_is_done_by_the_next(self) -> None:
        post("/cron/long")
        self.run_and_die()
        self.assertEqual(post("/cron/long").status_code, 202)
        self.assertTrue(queue.run_next())
        run = CronRun.objects.get()
        self.assertEqual((run.state, run.attempts), ("succeeded", 2))
        self.assertEqual(len(self.commands.calls), 1)

    def test_a_run_in_which_three_processes_died_is_given_up(self) -> None:
        post("/cron/long")
        for _ in range(3):
            self.run_and_die()
        self.assertTrue(queue.run_next())
        run = CronRun.objects.get()
        self.assertEqual((run.state, self.commands.calls), ("failed", []))
        self.assertIn("3 processes have died in this run", run.message)
        self.assertFalse(queue.run_next())

    def test_a_job_that_is_no_more_is_given_up(self) -> None:
        post("/cron/long")
        CronRun.objects.update(job="ofYesterday")
        self.assertTrue(queue.run_next())
        self.assertIn("no such job any more", CronRun.objects.get().message)

    def test_leaves_a_command_that_is_going_and_does_another(self) -> None:
        leases.lock_command("long_command", "a request")
        for target in ("/cron/long", "/cron/long-too", "/cron/other-long"):
            post(target, Idempotency_Key=target)
        self.assertTrue(queue.run_next())
        self.assertEqual([name for name, _ in self.commands.calls], ["other_command"])
        self.assertFalse(queue.run_next())
        leases.unlock_command("a request")
        self.assertTrue(queue.run_next())
        self.assertTrue(queue.run_next())

    def test_leaves_dry_runs_and_dead_requests_alone(self) -> None:
        post("/cron/long", X_Cron_Dry_Run="1")
        CronRun.objects.update(state="running", lease_until=timezone.now() - timedelta(hours=1))
        self.assertFalse(queue.run_next())


@cron_settings()
class WorkerProcessTest(TransactionTestCase):
    def setUp(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            self.addCleanup(signal.signal, number, signal.getsignal(number))

    def test_once_does_all_that_is_there(self) -> None:
        for key in ("a", "b"):
            post("/cron/long", Idempotency_Key=key)
        commands = Commands()
        with commands.patched():
            call_command("run_cron_jobs", once=True)
        self.assertEqual(len(commands.calls), 2)

    def test_sigterm_ends_it_after_the_present_run(self) -> None:
        for key in ("a", "b"):
            post("/cron/long", Idempotency_Key=key)

        def action() -> str:
            signal.raise_signal(signal.SIGTERM)
            return "done to its end"

        with Commands(action).patched():
            call_command("run_cron_jobs")
        states = dict(CronRun.objects.values_list("key", "state"))
        self.assertEqual(states, {"a": "succeeded", "b": "queued"})

    def test_goes_on_when_the_database_is_back(self) -> None:
        looks = mock.Mock(side_effect=[OperationalError("gone"), True, False])

        def sleep(seconds: float) -> None:
            slept.append(seconds)
            if looks.call_count == 3:
                signal.raise_signal(signal.SIGTERM)

        slept: List[float] = []
        with mock.patch("cron_jobs.queue.run_next", looks), mock.patch("time.sleep", sleep):
            call_command("run_cron_jobs", poll_seconds=5)
        self.assertEqual(slept, [5, 5])


@cron_settings(KEEP_DAYS=30)
class ClearTest(TestCase):
    def test_forgets_what_is_old_and_over(self) -> None:
        now = timezone.now()
        ages = {"succeeded": 31, "failed": 31, "running": 31, "queued": 31, "recent": 29, "held": 31}
        for key, days in ages.items():
            CronRun.objects.create(
                key=key,
                state={"recent": "succeeded", "held": "running"}.get(key, key),
                created_at=now - timedelta(days=days),
                lease_until=now + timedelta(seconds=9 if key == "held" else -9),
            )
        self.assertEqual(call_command("clear_cron_runs", stdout=mock.Mock()), "3 runs forgotten")
        self.assertEqual(
            set(CronRun.objects.values_list("key", flat=True)),
            {"queued", "recent", "held"},
        )
