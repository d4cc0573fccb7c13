"""One view for each job, and `GET /health`."""

from __future__ import annotations

import logging
import time
from typing import Any, Callable, Dict, Optional

from django.db import Error, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from . import checks, idempotency, logs, work
from .answers import Answer, Refusal, ask_again
from .jobs import Job
from .models import CronRun
from .transactions import DATABASE_DOWN

logger = logging.getLogger(__name__)


def job_view(job: Job) -> Callable[[HttpRequest], HttpResponse]:
    # Under ATOMIC_REQUESTS, nobody would see that a key is taken before the work is done.
    @csrf_exempt
    @transaction.non_atomic_requests
    def view(request: HttpRequest) -> HttpResponse:
        started = time.monotonic()
        correlation_id = checks.plain_header(request, "X-Correlation-ID", 128)
        with logs.bound(
            correlationId=correlation_id,
            job=job.name,
            runId=checks.plain_header(request, "Idempotency-Key", 255),
        ):
            answer = _answer(request, job)
            _log(f"{request.method} /{job.path}", answer, started)
        response = answer.to_response()
        if correlation_id is not None:
            response["X-Correlation-ID"] = correlation_id
        return response

    return view


def health(request: HttpRequest) -> HttpResponse:
    """Whether the work can be done: the database answers."""
    if request.method not in ("GET", "HEAD"):
        return Refusal(405, "use GET", {"Allow": "GET, HEAD"}).answer.to_response()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return Answer(503, {"status": "unhealthy"}).to_response()
    return Answer(200, {"status": "healthy"}).to_response()


def not_found(request: HttpRequest, exception: Optional[Exception] = None) -> HttpResponse:
    return Refusal(404, f"no job at {request.path}").answer.to_response()


def server_error(request: HttpRequest) -> HttpResponse:
    return Refusal(500, "the backend failed; the reason is in its log").answer.to_response()


def _answer(request: HttpRequest, job: Job) -> Answer:
    try:
        run_request = checks.check(request, job)
        run = idempotency.begin(run_request)
        if isinstance(run, Answer):
            return run
        return _run(run, run_request.dry_run_hold_ms)
    except Refusal as refusal:
        return refusal.answer
    except DATABASE_DOWN:
        logger.exception("The database does not answer")
        return ask_again(503, "the database does not answer").answer


def _run(run: CronRun, hold_ms: Optional[int]) -> Answer:
    if hold_ms is not None:
        time.sleep(hold_ms / 1000)
        answer = Answer(200, {"status": "success", "dryRun": True})
        return answer if idempotency.finish(run, answer) else work.TAKEN_OVER
    if run.state == CronRun.State.QUEUED:
        return Answer(run.answer_status, run.answer_body)
    return work.do(run)


def _log(message: str, answer: Answer, started: float) -> None:
    fields: Dict[str, Any] = {"status": answer.status, "duration": round((time.monotonic() - started) * 1000)}
    if "error" in answer.body:
        fields["error"] = answer.body["error"]
    level = logging.INFO if answer.status < 400 else logging.WARNING if answer.status < 500 else logging.ERROR
    logger.log(level, message, extra={"fields": fields})
