from __future__ import annotations

import base64
import time
from typing import Any, List, Tuple
from unittest import mock

from django.db import OperationalError
from django.test import Client, TestCase

from cron_jobs.models import CronRun

from .support import BODY, KEY, TOKEN, Commands, cron_settings, post, signed

KEY_BYTES, OLD_KEY_BYTES = b"k" * 32, b"o" * 32


def secret_of(key: bytes) -> str:
    return "whsec_" + base64.b64encode(key).decode()


@cron_settings()
class RequestChecksTest(TestCase):
    def setUp(self) -> None:
        self.commands = Commands()
        patched = self.commands.patched()
        patched.start()
        self.addCleanup(patched.stop)

    def assert_refused(self, response, status: int, error: str) -> None:
        self.assertEqual(response.status_code, status, response.content)
        self.assertEqual(response.json()["status"], "error")
        self.assertIn(error, response.json()["error"])
        self.assertEqual(response["Cache-Control"], "no-store")
        self.assertEqual(self.commands.calls, [])

    def test_refuses(self) -> None:
        long = "x" * (64 * 1024 + 1)
        rows: List[Tuple[int, str, Any]] = [
            (401, "bearer token", {"Authorization": None}),
            (401, "bearer token", {"Authorization": f"Bearer {TOKEN}x"}),
            (401, "bearer token", {"Authorization": f"Basic {TOKEN}"}),
            (413, "at most 65536 bytes", {"body": long}),
            # Longer than what Django itself takes (DATA_UPLOAD_MAX_MEMORY_SIZE).
            (413, "at most 65536 bytes", {"body": "x" * 3_000_000}),
            (415, "application/json", {"Content_Type": "text/plain"}),
            (415, "application/json", {"Content_Type": "application/jsonp"}),
            (400, "not a JSON object", {"body": "{"}),
            (400, "not a JSON object", {"body": "[]"}),
            (400, "not a JSON object", {"body": " "}),
            (400, "not a JSON object", {"body": "[" * 60_000}),
            (400, "Idempotency-Key is missing", {"Idempotency_Key": None}),
            (400, "255 characters", {"Idempotency_Key": ""}),
            (400, "255 characters", {"Idempotency_Key": "k" * 256}),
            (400, "255 characters", {"Idempotency_Key": "two words"}),
            (400, "hold=MS", {"X_Cron_Dry_Run": "0"}),
            (400, "hold=MS", {"X_Cron_Dry_Run": "true"}),
            (400, "hold=MS", {"X_Cron_Dry_Run": "hold=2001"}),
            (400, "hold=MS", {"X_Cron_Dry_Run": "hold=-1"}),
            (400, "hold=MS", {"X_Cron_Dry_Run": ""}),
        ]
        for status, error, request in rows:
            with self.subTest(request=str(request)[:60]):
                self.assert_refused(post(**request), status, error)
        self.assertEqual(CronRun.objects.count(), 0)

    def test_says_what_it_takes(self) -> None:
        for method in ("get", "head", "put", "delete", "options"):
            with self.subTest(method):
                response = getattr(Client(), method)("/cron/short")
                self.assertEqual((response.status_code, response["Allow"]), (405, "POST"))
                self.assertEqual(response["X-Cron-Dry-Run"], "supported")
        response = post(Authorization=None)
        self.assertEqual(response["WWW-Authenticate"], "Bearer")
        self.assertEqual(response["X-Cron-Dry-Run"], "supported")

    def test_accepts_a_longest_body_and_a_charset(self) -> None:
        body = '{"a":"' + "x" * (64 * 1024 - 8) + '"}'
        self.assertEqual(post(body=body, Content_Type="application/json; charset=utf-8").status_code, 200)

    def test_checks_in_the_order_of_the_table(self) -> None:
        """Each request lacks all that comes after, too."""
        wrong: Any = {
            "Authorization": None,
            "Content_Type": "text/plain",
            "body": "[" * 70_000,
            "Idempotency_Key": None,
        }
        mended = [
            (401, {}),
            (413, {"Authorization": f"Bearer {TOKEN}"}),
            (415, {"body": "[]"}),
            (400, {"Content_Type": "application/json"}),
        ]
        for status, mend in mended:
            wrong.update(mend)
            self.assertEqual(post("/cron/counted?delta=0", **wrong).status_code, status)

    def test_validates_the_query(self) -> None:
        rows = [("delta=1", 1), ("delta=25", 25), ("delta=168", 168), ("", 24)]
        for number, (query, hours) in enumerate(rows):
            with self.subTest(query):
                self.assertEqual(post(f"/cron/counted?{query}", Idempotency_Key=str(number)).status_code, 200)
                self.assertEqual(self.commands.calls[-1], ("counted_command", {"hours": hours}))
        self.commands.calls.clear()
        bad = ["0", "169", "-1", "1.5", "1e2", "", "a-day", "%2B5", "٢٥", "9" * 5000]
        for value in bad:
            with self.subTest(value[:10]):
                response = post(f"/cron/counted?delta={value}", Idempotency_Key="bad")
                self.assert_refused(response, 400, "delta must be a whole number of hours, 1 to 168")
        self.assert_refused(post("/cron/counted?dleta=2"), 400, "no parameter 'dleta'; it has: delta")
        self.assert_refused(post("/cron/counted?delta=1&delta=2"), 400, "delta is there 2 times")
        self.assert_refused(post("/cron/short?delta=2"), 400, "no parameter 'delta'; it has: none")

    def test_takes_the_previous_token_while_rotating(self) -> None:
        with cron_settings(TOKEN="new", TOKEN_PREVIOUS=TOKEN):
            self.assertEqual(post(Authorization="Bearer new").status_code, 200)
            self.assertEqual(post().status_code, 200)
        with cron_settings(TOKEN="new"):
            self.assertEqual(post().status_code, 401)

    def test_lets_nobody_in_without_a_token_of_its_own(self) -> None:
        with cron_settings(TOKEN=""):
            for header in ("Bearer ", "Bearer", None):
                self.assertEqual(post(Authorization=header).status_code, 401)


@cron_settings(SIGNING_SECRET=secret_of(KEY_BYTES), SIGNING_SECRET_PREVIOUS=secret_of(OLD_KEY_BYTES))
class SignedRequestTest(TestCase):
    def setUp(self) -> None:
        self.commands = Commands()
        patched = self.commands.patched()
        patched.start()
        self.addCleanup(patched.stop)

    def test_accepts_what_either_secret_signed(self) -> None:
        for key_bytes in (KEY_BYTES, OLD_KEY_BYTES):
            with self.subTest(key_bytes):
                self.assertEqual(post(**signed(key_bytes)).status_code, 200)
        self.assertEqual(len(self.commands.calls), 1)

    def test_refuses(self) -> None:
        rows: List[Tuple[str, str, Any]] = [
            ("no signature", "is missing", {}),
            ("another secret", "is wrong", signed(b"x" * 32)),
            ("another body", "is wrong", {**signed(KEY_BYTES), "body": BODY + " "}),
            ("an old copy", "clock", signed(KEY_BYTES, at=time.time() - 310)),
            ("a future one", "clock", signed(KEY_BYTES, at=time.time() + 310)),
            ("another key", "Idempotency-Key is not", {**signed(KEY_BYTES), "Idempotency_Key": KEY + "#2"}),
            (
                "another job's path",
                "not for the job sameCommand",
                {**signed(KEY_BYTES), "target": "/cron/same-command"},
            ),
            ("no token", "bearer token", {**signed(KEY_BYTES), "Authorization": None}),
        ]
        for what, error, request in rows:
            with self.subTest(what):
                response = post(**request)
                self.assertEqual(response.status_code, 401, response.content)
                self.assertIn(error, response.json()["error"])
                self.assertEqual(response["WWW-Authenticate"], "Bearer")
        self.assertEqual(self.commands.calls, [])


@cron_settings(TOKEN="", SIGNING_SECRET=secret_of(KEY_BYTES))
class SignedOnlyRequestTest(TestCase):
    """`auth: { hmac: … }` alone: no token is sent, and none is asked for."""

    def test_the_signature_is_enough_and_is_needed(self) -> None:
        with Commands().patched() as commands:
            self.assertEqual(post(**signed(KEY_BYTES), Authorization=None).status_code, 200)
            for wrong in (signed(b"x" * 32), {}):
                for authorization in (None, "Bearer ", f"Bearer {TOKEN}"):
                    response = post(**wrong, Authorization=authorization)
                    self.assertEqual(response.status_code, 401)
                    self.assertIn("webhook-", response.json()["error"])
        self.assertEqual(len(commands.calls), 1)

    def test_the_order_of_the_other_checks_stays(self) -> None:
        """Each request lacks all that comes after, too."""
        rows: List[Tuple[int, str, Any]] = [
            (413, "[" * 70_000, {"Content_Type": "text/plain"}),
            (401, "[]", {"Content_Type": "text/plain"}),
            (415, "[]", {"Content_Type": "text/plain", **signed(KEY_BYTES, body="[]")}),
            (400, "[]", signed(KEY_BYTES, body="[]")),
        ]
        for status, body, headers in rows:
            with self.subTest(status):
                response = post("/cron/counted?delta=0", body, Authorization=None, **headers)
                self.assertEqual(response.status_code, status)

    def test_a_previous_token_is_a_token(self) -> None:
        with cron_settings(TOKEN_PREVIOUS="old", SIGNING_SECRET=secret_of(KEY_BYTES), TOKEN=""):
            self.assertEqual(post(**signed(KEY_BYTES), Authorization=None).status_code, 401)


class HealthTest(TestCase):
    def test_needs_no_token(self) -> None:
        response = Client().get("/health")
        self.assertEqual((response.status_code, response.json()), (200, {"status": "healthy"}))
        self.assertEqual(Client().head("/health").status_code, 200)
        self.assertEqual(Client().post("/health")["Allow"], "GET, HEAD")

    def test_is_unhealthy_without_the_database(self) -> None:
        with mock.patch("cron_jobs.views.connection.cursor", side_effect=OperationalError("gone")):
            response = Client().get("/health")
        self.assertEqual((response.status_code, response.json()), (503, {"status": "unhealthy"}))
