from __future__ import annotations

import threading
from datetime import timedelta

from django.db import connection
from django.test import TransactionTestCase
from django.utils import timezone

from cron_jobs import leases
from cron_jobs.models import CommandLock, CronRun
from cron_jobs.transactions import write_transaction

from .support import KEY, Commands, Gate, cron_settings, json_log, post


@cron_settings(LEASE_SECONDS=0.3)
class LeaseTest(TransactionTestCase):
    def start(self) -> threading.Thread:
        """A request in a thread of its own, as a web server has it."""

        def request() -> None:
            try:
                self.response = post()
            finally:
                connection.close()

        thread = threading.Thread(target=request)
        thread.start()
        return thread

    def test_one_run_of_a_command_at_a_time(self) -> None:
        gate = Gate()
        commands = Commands(gate)
        with commands.patched():
            first = self.start()
            self.assertTrue(gate.entered.wait(timeout=30))

            other = post("/cron/same-command", Idempotency_Key="other")
            self.assertEqual((other.status_code, other["Retry-After"]), (409, "2"))
            self.assertIn("another run of this command", other.json()["error"])
            self.assertFalse(CronRun.objects.filter(key="other").exists())
            dry = post("/cron/same-command", Idempotency_Key="other", X_Cron_Dry_Run="1")
            self.assertEqual(dry.status_code, 200)

            gate.opened.set()
            first.join(timeout=30)
            self.assertEqual(self.response.status_code, 200)
            self.assertEqual(post("/cron/same-command", Idempotency_Key="other").status_code, 200)
        self.assertEqual(len(commands.calls), 2)

    def test_a_run_that_lasts_longer_than_a_lease_keeps_it(self) -> None:
        gate = Gate()
        commands = Commands(gate)
        with commands.patched():
            first = self.start()
            self.assertTrue(gate.entered.wait(timeout=30))
            run = CronRun.objects.get(key=KEY)
            lock = CommandLock.objects.get(command="shared_command")
            # Two renewals, seen from outside.
            ends = {run.lease_until}
            deadline = timezone.now() + timedelta(seconds=30)
            while len(ends) < 3 and timezone.now() < deadline:
                ends.add(CronRun.objects.get(pk=run.pk).lease_until)
            self.assertEqual(len(ends), 3)
            renewed = CommandLock.objects.get(command="shared_command")
            self.assertGreater(renewed.lease_until, lock.lease_until)
            self.assertEqual(post().status_code, 409)
            gate.opened.set()
            first.join(timeout=30)
        self.assertEqual(self.response.status_code, 200)
        self.assertEqual(len(commands.calls), 1)

    def test_says_so_when_it_has_lost_its_lease(self) -> None:
        gate = Gate()
        with Commands(gate).patched():
            with json_log() as lines:
                first = self.start()
                self.assertTrue(gate.entered.wait(timeout=30))
                CronRun.objects.update(holder="somebody else")
                deadline = timezone.now() + timedelta(seconds=30)
                while not lines() and timezone.now() < deadline:
                    threading.Event().wait(0.01)
                gate.opened.set()
                first.join(timeout=30)
                lost, *_ = lines()
        self.assertIn("Another process has taken this run over", lost["message"])
        self.assertEqual((lost["level"], lost["runId"]), ("ERROR", KEY))
        self.assertEqual(self.response.status_code, 409)

    def test_the_thread_ends_with_the_run(self) -> None:
        with Commands().patched():
            post()
        names = [thread.name for thread in threading.enumerate()]
        self.assertFalse([name for name in names if name.startswith("lease-")])

    def test_a_command_is_taken_from_a_dead_holder_only(self) -> None:
        self.assertTrue(self.lock("a", "first"))
        self.assertFalse(self.lock("a", "second"))
        self.assertTrue(self.lock("b", "second"))
        CommandLock.objects.filter(command="a").update(lease_until=timezone.now() - timedelta(seconds=1))
        with self.assertLogs("cron_jobs.leases", "WARNING"):
            self.assertTrue(self.lock("a", "third"))
        # The first one comes back, and frees nothing that is not its own.
        leases.unlock_command("first")
        self.assertFalse(self.lock("a", "second"))
        leases.unlock_command("third")
        self.assertTrue(self.lock("a", "second"))

    def lock(self, command: str, holder: str) -> bool:
        with write_transaction():
            return leases.lock_command(command, holder)
