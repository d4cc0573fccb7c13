from __future__ import annotations

import threading
import unittest
from collections import Counter
from typing import Any, Callable, List

from django.db import connection
from django.test import TransactionTestCase
from django.utils import timezone

from cron_jobs import queue
from cron_jobs.models import CronRun, RequestCount
from cron_jobs.transactions import write_transaction

from .support import Commands, cron_settings, post


def at_once(count: int, action: Callable[[int], Any]) -> List[Any]:
    """What each of so many threads got, having started together. An error in one is an error here."""
    barrier = threading.Barrier(count)
    results: List[Any] = []
    errors: List[Exception] = []

    def run(number: int) -> None:
        try:
            barrier.wait(timeout=60)
            results.append(action(number))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results


@cron_settings()
class AtOnceTest(TransactionTestCase):
    def assert_one_effect(self, responses: List[Any], done: int, count: int) -> None:
        statuses = Counter(response.status_code for response in responses)
        self.assertEqual(sum(statuses.values()), count)
        self.assertLessEqual(set(statuses), {done, 409}, [response.content for response in responses])
        fresh = [r for r in responses if r.status_code == done and "Idempotency-Replayed" not in r]
        self.assertEqual(len(fresh), 1)

    def test_200_with_one_key_have_one_effect(self) -> None:
        commands = Commands()
        with commands.patched():
            responses = at_once(200, lambda number: post())
        self.assertEqual(len(commands.calls), 1)
        self.assert_one_effect(responses, done=200, count=200)

    def test_many_with_one_key_are_queued_once(self) -> None:
        responses = at_once(50, lambda number: post("/cron/long"))
        self.assert_one_effect(responses, done=202, count=50)
        self.assertEqual(CronRun.objects.count(), 1)

    def test_many_dry_runs_with_one_key_are_one(self) -> None:
        responses = at_once(20, lambda number: post(X_Cron_Dry_Run="hold=100"))
        self.assert_one_effect(responses, done=200, count=20)

    def test_many_keys_of_one_command_do_not_overlap(self) -> None:
        going = threading.Semaphore(1)

        def action() -> str:
            if not going.acquire(blocking=False):
                raise AssertionError("two at once")
            threading.Event().wait(0.01)
            going.release()
            return "done"

        with Commands(action).patched():
            responses = at_once(30, lambda number: post(Idempotency_Key=f"key-{number}"))
        self.assertLessEqual({response.status_code for response in responses}, {200, 409})
        self.assertIn(200, {response.status_code for response in responses})

    def test_transactions_that_read_first_take_their_turn(self) -> None:
        RequestCount.objects.create(job="counted", since=timezone.now())

        def count_up(number: int) -> None:
            for _ in range(5):
                with write_transaction():
                    row = RequestCount.objects.select_for_update().get(job="counted")
                    row.count += 1
                    row.save()

        at_once(10, count_up)
        self.assertEqual(RequestCount.objects.get(job="counted").count, 50)

    @unittest.skipUnless(connection.vendor == "sqlite", "PostgreSQL has a queue")
    def test_threads_need_no_patience_of_sqlite(self) -> None:
        def write(number: int) -> None:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout = 0")
            for attempt in range(5):
                with write_transaction():
                    RequestCount.objects.create(job=f"job-{number}-{attempt}", since=timezone.now())

        at_once(10, write)
        self.assertEqual(RequestCount.objects.count(), 50)

    def test_several_workers_do_each_run_once(self) -> None:
        for number in range(12):
            target = "/cron/long" if number % 2 else "/cron/other-long"
            post(target, Idempotency_Key=f"key-{number}")
        commands = Commands()

        def work(number: int) -> None:
            while CronRun.objects.exclude(state="succeeded").exists():
                queue.run_next()

        with commands.patched():
            at_once(4, work)
        self.assertEqual(Counter(name for name, _ in commands.calls), {"long_command": 6, "other_command": 6})
