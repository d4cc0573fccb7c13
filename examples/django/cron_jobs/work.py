"""Doing the work of a run, in a request or in the background."""

from __future__ import annotations

import logging

from . import idempotency, leases
from .answers import Answer, Refusal, ask_again
from .jobs import Finding, job_named
from .models import CronRun

logger = logging.getLogger(__name__)

FAILED = Refusal(500, "the job failed; the reason is in the backend's log").answer
ENDED = Refusal(503, "the backend's process was ended during the job").answer
TAKEN_OVER = ask_again(409, "another process has taken this run over").answer


def do(run: CronRun) -> Answer:
    """Runs the command of a run that this process holds, notes how it ended, and returns what to answer."""
    try:
        with leases.kept_alive(run):
            result = job_named(run.job).run(run.options)
        answer = Answer(200, {"status": "success", "result": _storable(result)})
    except Finding as finding:
        answer = Refusal(422, _storable(str(finding))).answer
    except Exception:
        # The reason stays here: a caller has no use for it, and it may hold more than it should.
        logger.exception("The job failed")
        answer = FAILED
    except BaseException:
        # A web server ends a process that is over its limit this way.
        idempotency.finish(run, ENDED)
        raise
    return answer if idempotency.finish(run, answer) else TAKEN_OVER


def _storable(text: str) -> str:
    """With `?` for what a database refuses: half of a surrogate pair and, in PostgreSQL, NUL."""
    return text.encode(errors="replace").decode().replace("\0", "?")
