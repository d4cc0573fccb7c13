"""Telling the Worker how a run in the background has ended: `POST <worker>/runs/<id>/complete`."""

from __future__ import annotations

import http.client
import json
import logging
import urllib.error
import urllib.request
from datetime import datetime, timedelta
from typing import Any, Dict, Optional
from urllib.parse import quote

from django.utils import timezone

from . import conf, logs
from .models import CronRun
from .transactions import write_transaction

logger = logging.getLogger(__name__)

REQUEST_TIMEOUT_SECONDS = 10
# With 1, 2, 4 … seconds in between: over two hours. Then the Worker notices by itself that the time is up.
MAX_REPORTS = 14
MAX_MESSAGE_BYTES = 512

# What a call raises when it gets no answer that can be read, or can not be made by these settings.
NO_ANSWER = (OSError, http.client.HTTPException, ValueError)


def report_next() -> bool:
    """Makes one call that is due. False: none is."""
    run = _claim()
    if run is None:
        return False
    with logs.bound(correlationId=run.correlation_id or None, job=run.job, runId=run.key):
        _report(run)
    return True


def _claim() -> Optional[CronRun]:
    with write_transaction():
        now = timezone.now()
        due = CronRun.objects.select_for_update(skip_locked=True).filter(report_at__lte=now)
        run = due.order_by("report_at").first()
        if run is not None:
            run.reports_sent += 1
            # If this process dies in the call, the next one is made then.
            run.report_at = now + timedelta(seconds=2 * REQUEST_TIMEOUT_SECONDS)
            run.save(update_fields=["reports_sent", "report_at"])
    return run


def _report(run: CronRun) -> None:
    report_at = None
    if run.reports_sent > MAX_REPORTS:
        logger.error("The Worker could not be told how the run ended: the process that tried last has died")
    else:
        report_at = _try_to_tell(run)
    # Unless the run was asked for again meanwhile: then there will be another end to tell.
    CronRun.objects.filter(pk=run.pk, holder=run.holder).update(report_at=report_at)


def _try_to_tell(run: CronRun) -> Optional[datetime]:
    """When to try again; None: this is over."""
    status = None
    try:
        status = _post(run)
        fields: Dict[str, Any] = {"status": status}
    except NO_ANSWER as error:
        # Not all of its text: a ValueError may quote the header that holds the token.
        fields = {"error": str(error) if isinstance(error, OSError) else type(error).__name__}
    extra = {"fields": fields}
    if status is not None and 200 <= status <= 299:
        logger.info("Told the Worker how the run ended", extra=extra)
        return None
    if _may_pass(status) and run.reports_sent < MAX_REPORTS:
        logger.warning("The Worker could not be told how the run ended; trying again", extra=extra)
        return timezone.now() + timedelta(seconds=2 ** (run.reports_sent - 1))
    # 404: it does not know the run. 409: it has another end for it.
    logger.error("The Worker could not be told how the run ended", extra=extra)
    return None


def _may_pass(status: Optional[int]) -> bool:
    """401 and 403 do when the token is right on both sides again."""
    return status is None or status in (401, 403, 429) or status >= 500


def _post(run: CronRun) -> int:
    """
    The status of the answer.

    :raises NO_ANSWER: when there is none.
    """
    succeeded = run.state == CronRun.State.SUCCEEDED
    message = run.answer_body["result"] if succeeded else run.message
    body = {
        "status": "succeeded" if succeeded else "failed",
        "message": message.encode(errors="replace")[:MAX_MESSAGE_BYTES].decode(errors="ignore"),
    }
    request = urllib.request.Request(
        f"{conf.worker_url()}/runs/{quote(run.key, safe='')}/complete",
        data=json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {conf.worker_token()}",
            "Content-Type": "application/json",
            "X-Correlation-ID": run.correlation_id,
        },
        method="POST",
    )
    try:
        with _opener.open(request, timeout=REQUEST_TIMEOUT_SECONDS) as response:
            return response.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The token must not go to another host."""

    def redirect_request(self, *args: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirects)
