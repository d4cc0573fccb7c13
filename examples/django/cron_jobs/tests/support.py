"""Jobs of these tests' own, and what a Worker sends."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import logging
import threading
import time
from contextlib import contextmanager
from typing import Any, Callable, Dict, Iterator, List, Optional
from unittest import mock

from django.test import Client, override_settings
from django.urls import path

from cron_jobs.jobs import Job, WholeNumber
from cron_jobs.logs import JsonFormatter
from cron_jobs.views import health, job_view

TOKEN = "token-of-the-test"
BODY = '{"source":"cloudflare-cron","job":"short"}'
KEY = "production:everyHour:20261123T0200Z"

hours = WholeNumber(option="hours", unit="hours", minimum=1, maximum=168, default=24)
JOBS = (
    Job("short", "cron/short", "shared_command", {"flag": True}),
    Job("sameCommand", "cron/same-command", "shared_command"),
    Job("counted", "cron/counted", "counted_command", query={"delta": hours}),
    Job("limited", "cron/limited", "limited_command", requests_per_minute=3),
    Job("long", "cron/long", "long_command", in_background=True),
    Job("longToo", "cron/long-too", "long_command", in_background=True),
    Job("otherLong", "cron/other-long", "other_command", in_background=True),
)
urlpatterns = [path("health", health), *(path(job.path, job_view(job)) for job in JOBS)]

SETTINGS = {"JOBS": "cron_jobs.tests.support.JOBS", "TOKEN": TOKEN}


def cron_settings(**settings: Any) -> override_settings:
    return override_settings(ROOT_URLCONF="cron_jobs.tests.support", CRON_JOBS={**SETTINGS, **settings})


class Commands:
    """Stands in for `call_command`: notes what is run, and does what the test wants."""

    def __init__(self, action: Callable[[], Optional[str]] = lambda: "done") -> None:
        self.action = action
        self.calls: list = []
        self._lock = threading.Lock()

    def __call__(self, name: str, **options: Any) -> Optional[str]:
        with self._lock:
            self.calls.append(
                (name, {key: options[key] for key in options if key not in ("stdout", "stderr")})
            )
        return self.action()

    def patched(self) -> Any:
        return mock.patch("cron_jobs.jobs.call_command", self)


class Gate:
    """A command that is on its way until the test lets it go on."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.opened = threading.Event()

    def __call__(self) -> str:
        self.entered.set()
        if not self.opened.wait(timeout=30):
            raise AssertionError("the gate was never opened")
        return "done"


def post(
    target: str = "/cron/short", body: str = BODY, enforce_csrf_checks: bool = False, **headers: Any
) -> Any:
    """Headers are written `Idempotency_Key="…"`; None leaves one out."""
    sent: Dict[str, Optional[str]] = {"Authorization": f"Bearer {TOKEN}", "Idempotency_Key": KEY, **headers}
    content_type = sent.pop("Content_Type", "application/json") or ""
    extra = {f"HTTP_{name.upper()}": value for name, value in sent.items() if value is not None}
    client = Client(enforce_csrf_checks=enforce_csrf_checks, raise_request_exception=False)
    return client.post(target, body, content_type=content_type, **extra)


@contextmanager
def json_log() -> Iterator[Callable[[], List[Dict[str, Any]]]]:
    """Gives a function that returns the lines so far."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    logger = logging.getLogger("cron_jobs")
    logger.addHandler(handler)
    try:
        yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    finally:
        logger.removeHandler(handler)


def signed(secret: bytes, key: str = KEY, body: str = BODY, at: Optional[float] = None) -> Dict[str, str]:
    """The headers of Standard Webhooks, by the words of the specification."""
    timestamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret, f"{key}.{timestamp}.{body}".encode(), hashlib.sha256).digest()
    signature = f"v1,{base64.b64encode(digest).decode()}"
    return {"Webhook_Id": key, "Webhook_Timestamp": timestamp, "Webhook_Signature": signature}
