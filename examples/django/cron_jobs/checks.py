"""What is checked before a job runs, in the order in which a reader would, and what each refusal answers."""

from __future__ import annotations

import hashlib
import json
import re
import time
from typing import Any, Dict, Optional

from django.http import HttpRequest

from . import conf, signature
from .answers import DRY_RUNS, Refusal
from .auth import has_bearer
from .idempotency import RunRequest
from .jobs import BadInput, Job
from .limits import count_request

MAX_BODY_BYTES = 64 * 1024
MAX_HOLD_MS = 2000


def check(request: HttpRequest, job: Job) -> RunRequest:
    """:raises Refusal: with the answer, where something is not as it must be."""
    if request.method != "POST":
        raise Refusal(405, "use POST", {"Allow": "POST", **DRY_RUNS})
    _check_token(request)
    body = _body(request)
    _check_signature(request, body)
    content = _json_object(request, body)
    if conf.signing_secrets() and content.get("job") != job.name:
        raise _unauthorized(f"what was signed is not for the job {job.name}")
    count_request(job)
    hold_ms = _dry_run_hold_ms(request)
    try:
        options = job.options_for(request.GET)
    except BadInput as error:
        raise Refusal(400, str(error)) from None
    return RunRequest(
        job=job,
        options=options,
        key=_key(request),
        fingerprint=_fingerprint(request, body),
        correlation_id=plain_header(request, "X-Correlation-ID", 128) or "",
        dry_run_hold_ms=hold_ms,
    )


def plain_header(request: HttpRequest, name: str, max_length: int) -> Optional[str]:
    """None where it is not sent, too long, or not of printable ASCII without spaces."""
    value = request.headers.get(name, "")
    return value if re.fullmatch(r"[!-~]+", value) and len(value) <= max_length else None


def _dry_run_hold_ms(request: HttpRequest) -> Optional[int]:
    """
    `X-Cron-Dry-Run: 1` asks for all checks and no work; `hold=500` asks to be held for half a second as well,
    as if there were work, so that a second request finds the first one going. None: it is a real run.

    :raises Refusal: for another value, which must not turn into a real run.
    """
    value = request.headers.get("X-Cron-Dry-Run")
    if value is None:
        return None
    match = re.fullmatch(r"1|hold=([0-9]{1,4})", value.strip())
    hold_ms = int(match[1] or 0) if match else MAX_HOLD_MS + 1
    if hold_ms > MAX_HOLD_MS:
        raise Refusal(400, f"X-Cron-Dry-Run is 1, or hold=MS with at most {MAX_HOLD_MS} milliseconds")
    return hold_ms


def _unauthorized(error: str) -> Refusal:
    return Refusal(401, error, {"WWW-Authenticate": "Bearer", **DRY_RUNS})


def _body(request: HttpRequest) -> bytes:
    length = request.META.get("CONTENT_LENGTH") or "0"
    too_long = Refusal(413, f"a body is at most {MAX_BODY_BYTES} bytes")
    # Before it is read; and after, for a server that takes a body without a length.
    if length.isdigit() and int(length) > MAX_BODY_BYTES:
        raise too_long
    if len(request.body) > MAX_BODY_BYTES:
        raise too_long
    return request.body


def _check_token(request: HttpRequest) -> None:
    if conf.signing_secrets() and not conf.tokens():
        # `auth: { hmac: … }` alone: the Worker sends no token, and the signature says who it is.
        return
    if not has_bearer(request.headers.get("Authorization", ""), conf.tokens()):
        raise _unauthorized("the bearer token is missing or wrong")


def _check_signature(request: HttpRequest, body: bytes) -> None:
    secrets = conf.signing_secrets()
    if not secrets:
        return
    try:
        signature.verify(secrets, request.headers, body, time.time())
    except signature.BadSignature as error:
        raise _unauthorized(str(error)) from None
    # The signature covers webhook-id: without this, a copy of the request could come under another key.
    if request.headers.get("Idempotency-Key", "") not in ("", request.headers["webhook-id"]):
        raise _unauthorized("Idempotency-Key is not the webhook-id that was signed")


def _json_object(request: HttpRequest, body: bytes) -> Dict[str, Any]:
    if (request.content_type or "").lower() != "application/json":
        raise Refusal(415, "send application/json")
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise Refusal(400, "the body is not a JSON object")
    return value


def _key(request: HttpRequest) -> str:
    if "Idempotency-Key" not in request.headers:
        raise Refusal(400, "Idempotency-Key is missing")
    key = plain_header(request, "Idempotency-Key", 255)
    if key is None:
        raise Refusal(400, "Idempotency-Key is at most 255 characters of ASCII without spaces")
    return key


def _fingerprint(request: HttpRequest, body: bytes) -> str:
    """Of what is the same in every attempt. Headers are not."""
    line = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(line + body).hexdigest()
