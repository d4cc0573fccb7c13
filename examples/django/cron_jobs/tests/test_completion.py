from __future__ import annotations

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, Dict, List, Union
from unittest import mock

from django.test import TestCase
from django.utils import timezone

from cron_jobs import completion, queue
from cron_jobs.jobs import Finding
from cron_jobs.models import CronRun

from .support import Commands, cron_settings, json_log, post

KEY = "production:partiesImport:20261123T0206Z#2"


class Worker:
    """
    Stands in for the Worker on a free port: notes what it gets, and gives the answers in turn. Bytes are sent
    as they are, in place of an answer in HTTP.
    """

    def __init__(self) -> None:
        self.received: List[Dict[str, Any]] = []
        self.answers: List[Union[int, bytes]] = []
        worker = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"] or 0))
                worker.received.append(
                    {"path": self.path, "headers": dict(self.headers), "body": json.loads(body or b"null")}
                )
                status = worker.answers.pop(0) if worker.answers else 200
                if isinstance(status, bytes):
                    self.wfile.write(status)
                    self.close_connection = True
                    return
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", f"{worker.url}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST

            def log_message(self, *args: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class CompletionTest(TestCase):
    def setUp(self) -> None:
        self.worker = Worker()
        self.addCleanup(self.worker.close)
        settings = cron_settings(WORKER_URL=f"{self.worker.url}/", WORKER_TOKEN="token-of-the-worker")
        settings.enable()
        self.addCleanup(settings.disable)

    def run_job(self, action=lambda: "done") -> None:
        post("/cron/long", Idempotency_Key=KEY, X_Correlation_Id="abc")
        with Commands(action).patched():
            queue.run_next()

    def let_time_pass(self) -> timedelta:
        """Until the next call is due. Returns how long that was."""
        due = CronRun.objects.get().report_at
        CronRun.objects.update(report_at=timezone.now())
        return due - timezone.now()

    def test_tells_a_success(self) -> None:
        self.run_job()
        self.assertTrue(completion.report_next())
        (request,) = self.worker.received
        self.assertEqual(request["path"], "/runs/production%3ApartiesImport%3A20261123T0206Z%232/complete")
        self.assertEqual(request["headers"]["Authorization"], "Bearer token-of-the-worker")
        self.assertEqual(request["headers"]["Content-Type"], "application/json")
        self.assertEqual(request["headers"]["X-Correlation-Id"], "abc")
        self.assertEqual(request["body"], {"status": "succeeded", "message": "done"})
        self.assertFalse(completion.report_next())

    def test_tells_a_failure_and_why(self) -> None:
        self.run_job(mock.Mock(side_effect=Finding("ü" * 300)))
        completion.report_next()
        self.assertEqual(self.worker.received[0]["body"], {"status": "failed", "message": "ü" * 256})

    def test_tries_again_after_1_2_4_8_seconds(self) -> None:
        # 401 and 403 pass too: a token is being rotated.
        self.worker.answers = [503, 429, 401, 403, 200]
        self.run_job()
        for seconds in (1, 2, 4, 8):
            self.assertTrue(completion.report_next())
            self.assertFalse(completion.report_next())
            self.assertAlmostEqual(self.let_time_pass().total_seconds(), seconds, delta=0.9)
        self.assertTrue(completion.report_next())
        self.assertIsNone(CronRun.objects.get().report_at)
        self.assertEqual(len(self.worker.received), 5)

    def test_leaves_it_where_the_same_again_would_not_help(self) -> None:
        for status in (400, 404, 409, 302):
            with self.subTest(status):
                CronRun.objects.all().delete()
                self.worker.answers = [status]
                self.run_job()
                self.assertTrue(completion.report_next())
                self.assertIsNone(CronRun.objects.get().report_at)
        # The redirect was not followed: the token would have gone with it.
        self.assertEqual({request["path"].split("/")[1] for request in self.worker.received}, {"runs"})

    def test_gives_up_in_the_end(self) -> None:
        self.worker.answers = [500] * 30
        self.run_job()
        waited = timedelta()
        while completion.report_next():
            if CronRun.objects.get().report_at is not None:
                waited += self.let_time_pass()
        self.assertEqual(len(self.worker.received), 14)
        # 1 + 2 + … + 4096 seconds.
        self.assertAlmostEqual(waited.total_seconds(), 8191, delta=10)

    def test_a_worker_that_can_not_be_reached_is_asked_again(self) -> None:
        self.run_job()
        with mock.patch.object(completion._opener, "open", side_effect=ConnectionRefusedError):
            self.assertTrue(completion.report_next())
        self.let_time_pass()
        self.assertTrue(completion.report_next())
        self.assertEqual(len(self.worker.received), 1)

    def test_what_is_no_answer_is_asked_again(self) -> None:
        for what in (b"SSH-2.0-OpenSSH_9.2\r\n", b"", b"HTTP/1.1 1e3 OK\r\n\r\n"):
            with self.subTest(what):
                CronRun.objects.all().delete()
                self.worker.answers = [what, 200]
                self.run_job()
                self.assertTrue(completion.report_next())
                self.let_time_pass()
                self.assertTrue(completion.report_next())
                self.assertIsNone(CronRun.objects.get().report_at)

    def test_what_can_not_be_sent_is_tried_again_and_says_why(self) -> None:
        closed = Worker()
        closed.close()
        rows = [
            ("no https://", "ValueError", {"WORKER_URL": "my.workers.dev"}),
            ("a blank in the address", "InvalidURL", {"WORKER_URL": f"{self.worker.url}/a b"}),
            ("two lines of token", "ValueError", {"WORKER_TOKEN": "token-of-the-worker\n"}),
            ("nobody there", "Connection refused", {"WORKER_URL": closed.url}),
        ]
        for what, error, settings in rows:
            with self.subTest(what), json_log() as lines:
                CronRun.objects.all().delete()
                self.run_job()
                with cron_settings(**{"WORKER_URL": self.worker.url, **settings}):
                    self.assertTrue(completion.report_next())
                self.assertIsNotNone(CronRun.objects.get().report_at)
                self.assertIn(error, lines()[-1]["error"])
                self.assertNotIn("token-of-the-worker", json.dumps(lines()))
        self.assertEqual(self.worker.received, [])

    def test_tells_text_that_is_no_unicode(self) -> None:
        run = CronRun(state=CronRun.State.FAILED, key=KEY, message="half a \ud83d")
        with cron_settings(WORKER_URL=self.worker.url):
            self.assertEqual(completion._post(run), 200)
        self.assertEqual(self.worker.received[0]["body"], {"status": "failed", "message": "half a ?"})

    def test_gives_up_where_every_process_dies_in_the_call(self) -> None:
        self.run_job()
        with mock.patch.object(completion, "_post", side_effect=RuntimeError) as calls:
            for _ in range(14):
                with self.assertRaises(RuntimeError):
                    completion.report_next()
                self.let_time_pass()
            with json_log() as lines:
                self.assertTrue(completion.report_next())
        self.assertEqual(calls.call_count, 14)
        self.assertEqual(lines()[-1]["level"], "ERROR")
        self.assertFalse(completion.report_next())
        self.assertIsNone(CronRun.objects.get().report_at)

    def test_a_process_that_dies_in_the_call_leaves_it_to_the_next(self) -> None:
        self.run_job()
        with mock.patch.object(completion, "_post", side_effect=KeyboardInterrupt):
            with self.assertRaises(KeyboardInterrupt):
                completion.report_next()
        self.assertFalse(completion.report_next())
        self.let_time_pass()
        self.assertTrue(completion.report_next())
        self.assertEqual(len(self.worker.received), 1)

    def test_a_run_that_is_asked_for_again_is_told_when_it_ends_again(self) -> None:
        self.run_job(mock.Mock(side_effect=Finding("2 missing")))
        post("/cron/long", Idempotency_Key=KEY)
        self.assertFalse(completion.report_next())
        with Commands().patched():
            queue.run_next()
        self.assertTrue(completion.report_next())
        self.assertEqual([request["body"]["status"] for request in self.worker.received], ["succeeded"])

    def test_an_end_during_the_call_for_the_one_before_is_told_too(self) -> None:
        self.run_job(mock.Mock(side_effect=Finding("2 missing")))

        def slow_call(run: CronRun) -> int:
            self.run_job()
            return 200

        with mock.patch.object(completion, "_post", slow_call):
            self.assertTrue(completion.report_next())
        self.assertTrue(completion.report_next())
        self.assertEqual([request["body"]["status"] for request in self.worker.received], ["succeeded"])

    def test_tells_nothing_of_runs_in_a_request_or_without_a_worker(self) -> None:
        with Commands().patched():
            post("/cron/short")
        with cron_settings(WORKER_URL=""):
            self.run_job()
        self.assertFalse(completion.report_next())
