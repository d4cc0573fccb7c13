"""Runs in the background: the rows that are `queued`, and those whose process has died."""

from __future__ import annotations

import logging
import time
import uuid
from typing import Optional

from django.db.models import Q
from django.utils import timezone

from . import idempotency, leases, logs, work
from .answers import Refusal
from .jobs import all_jobs, job_named
from .models import CommandLock, CronRun
from .transactions import write_transaction

logger = logging.getLogger(__name__)

# A run in which this many processes have died is the likely reason why they did.
MAX_ATTEMPTS = 3

State = CronRun.State


def run_next() -> bool:
    """Does the oldest run that can be done now. False: there is none."""
    run = _claim()
    if run is None:
        return False
    with logs.bound(correlationId=run.correlation_id or None, job=run.job, runId=run.key):
        _do(run)
    return True


def _claim() -> Optional[CronRun]:
    with write_transaction():
        now = timezone.now()
        locked = CommandLock.objects.filter(lease_until__gte=now).values_list("command", flat=True)
        must_wait = [job.name for job in all_jobs() if job.command in set(locked)]
        run = (
            CronRun.objects.select_for_update(skip_locked=True)
            .filter(Q(state=State.QUEUED) | Q(state=State.RUNNING, lease_until__lt=now), in_background=True)
            .exclude(job__in=must_wait)
            .order_by("created_at")
            .first()
        )
        if run is None:
            return None
        run.holder, run.lease_until = uuid.uuid4().hex, leases.lease_end()
        run.state = State.RUNNING
        run.attempts += 1
        if _problem(run) is None and not leases.lock_command(job_named(run.job).command, run.holder):
            return None
        run.save()
    return run


def _do(run: CronRun) -> None:
    started = time.monotonic()
    problem = _problem(run)
    if problem is None:
        logger.info(f"Running {run.job} in the background", extra={"fields": {"attempt": run.attempts}})
        answer = work.do(run)
    else:
        answer = Refusal(500, problem).answer
        idempotency.finish(run, answer)
    fields = {"status": answer.status, "duration": round((time.monotonic() - started) * 1000)}
    if "error" in answer.body:
        fields["error"] = answer.body["error"]
    level = logging.INFO if answer.status == 200 else logging.ERROR
    logger.log(level, f"Ran {run.job} in the background", extra={"fields": fields})


def _problem(run: CronRun) -> Optional[str]:
    """Why this run can not be done at all."""
    if run.attempts > MAX_ATTEMPTS:
        return f"{MAX_ATTEMPTS} processes have died in this run; it is not tried again"
    if run.job not in [job.name for job in all_jobs()]:
        return "this backend has no such job any more"
    return None
