"""
One effect for each `Idempotency-Key`, however often the Worker asks.

A key is taken in one short transaction, before the work, and settled in another, after it. In between, any
process can see the row and its lease. A process that dies in between leaves a key that is free when the lease
is over, and work that may be half done, or done: the next attempt does it again. So the commands must be safe
to repeat.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, Dict, Optional, Union

from django.utils import timezone

from . import conf, leases
from .answers import Answer, Refusal, ask_again
from .jobs import Job
from .models import CronRun
from .transactions import write_transaction

State = CronRun.State


@dataclass(frozen=True)
class RunRequest:
    """A request that has passed every check."""

    job: Job
    options: Dict[str, Any]
    key: str
    fingerprint: str
    correlation_id: str
    # Milliseconds that a dry run is to take; None: it is a real run.
    dry_run_hold_ms: Optional[int] = None

    @property
    def is_dry_run(self) -> bool:
        return self.dry_run_hold_ms is not None

    @property
    def in_background(self) -> bool:
        return self.job.in_background and not self.is_dry_run


def begin(request: RunRequest) -> Union[CronRun, Answer]:
    """
    A run that is now this caller's to do, or is now in the queue; or else what it was answered before.

    :raises Refusal: 422 for a key of another request, 409 while the run, or another of its command, is going.
    """
    with write_transaction():
        run = _take_key(request)
        if isinstance(run, Answer):
            return run
        needs_command = run.state == State.RUNNING and not run.is_dry_run
        if needs_command and not leases.lock_command(request.job.command, run.holder):
            raise ask_again(409, "another run of this command is still going")
    return run


def finish(run: CronRun, answer: Answer) -> bool:
    """
    Keeps a 2xx, and frees the key after anything else; frees the command. False, and nothing is changed, when
    another process has taken the run over.
    """
    succeeded = 200 <= answer.status <= 299
    now = timezone.now()
    with write_transaction():
        settled = CronRun.objects.filter(pk=run.pk, holder=run.holder, state=State.RUNNING).update(
            state=State.SUCCEEDED if succeeded else State.FAILED,
            answer_status=answer.status if succeeded else None,
            answer_body=answer.body if succeeded else None,
            message="" if succeeded else answer.body.get("error", ""),
            finished_at=now,
            report_at=now if run.in_background and conf.worker_url() else None,
        )
        leases.unlock_command(run.holder)
    return settled == 1


def _take_key(request: RunRequest) -> Union[CronRun, Answer]:
    fresh = _fresh(request)
    identity = {"key": request.key, "is_dry_run": request.is_dry_run}
    # Of several at once, one inserts; the others wait here until it has committed.
    CronRun.objects.bulk_create([CronRun(**identity, **fresh)], ignore_conflicts=True)
    run = CronRun.objects.select_for_update().get(**identity)
    if run.holder == fresh["holder"]:
        return run
    if _is_free(run):
        for name, value in fresh.items():
            setattr(run, name, value)
        run.save()
        return run
    if run.fingerprint != request.fingerprint:
        raise Refusal(422, "this Idempotency-Key belongs to another request")
    if run.answer_status is None:
        raise ask_again(409, "this run is still going")
    return Answer(run.answer_status, run.answer_body, {"Idempotency-Replayed": "true"})


def _is_free(run: CronRun) -> bool:
    """Nobody holds it, and it has no answer to give. What is in the queue has one: 202."""
    if run.answer_status is not None:
        return False
    return run.state == State.FAILED or run.lease_until < timezone.now()


def _fresh(request: RunRequest) -> Dict[str, Any]:
    accepted = {"status": "accepted", "runId": request.key}
    return {
        "holder": uuid.uuid4().hex,
        "lease_until": leases.lease_end(),
        "fingerprint": request.fingerprint,
        "job": request.job.name,
        "options": request.options,
        "correlation_id": request.correlation_id,
        "state": State.QUEUED if request.in_background else State.RUNNING,
        "in_background": request.in_background,
        "attempts": 0,
        "answer_status": 202 if request.in_background else None,
        "answer_body": accepted if request.in_background else None,
        "message": "",
        "created_at": timezone.now(),
        "finished_at": None,
        "report_at": None,
        "reports_sent": 0,
    }
