"""Holding a run and a command, and not longer than one lives."""

from __future__ import annotations

import contextvars
import logging
import threading
from contextlib import contextmanager
from datetime import datetime
from typing import Iterator

from django.db import Error, connection
from django.utils import timezone

from . import conf
from .models import CommandLock, CronRun

logger = logging.getLogger(__name__)


def lease_end() -> datetime:
    return timezone.now() + conf.lease()


def lock_command(command: str, holder: str) -> bool:
    """Takes the command for this holder, inside the caller's transaction; False while another one has it."""
    CommandLock.objects.bulk_create(
        [CommandLock(command=command, holder=holder, lease_until=lease_end())], ignore_conflicts=True
    )
    lock = CommandLock.objects.select_for_update().get(command=command)
    if lock.holder not in ("", holder):
        if lock.lease_until >= timezone.now():
            return False
        logger.warning(f"Took the command {command} from a process that did not renew its lease")
    lock.holder, lock.lease_until = holder, lease_end()
    lock.save()
    return True


def unlock_command(holder: str) -> None:
    CommandLock.objects.filter(holder=holder).update(holder="", lease_until=timezone.now())


def renew(run: CronRun) -> bool:
    """Whether the run and its command are still its holder's: then they are for another lease."""
    until = lease_end()
    runs = CronRun.objects.filter(pk=run.pk, holder=run.holder, state=CronRun.State.RUNNING).update(
        lease_until=until
    )
    locks = CommandLock.objects.filter(holder=run.holder).update(lease_until=until)
    return runs == 1 and locks == 1


@contextmanager
def kept_alive(run: CronRun) -> Iterator[None]:
    """Renews the run and its command, from a thread of its own, three times in each lease."""
    stopped = threading.Event()
    interval_seconds = conf.lease().total_seconds() / 3

    def beat() -> None:
        while not stopped.wait(interval_seconds):
            try:
                if not renew(run):
                    logger.error("Another process has taken this run over: the lease was not renewed in time")
                    return
            except Error:
                logger.warning("The lease could not be renewed; trying again", exc_info=True)
            finally:
                connection.close()

    # In this context, so that its log lines carry the correlation id.
    context = contextvars.copy_context()
    thread = threading.Thread(target=context.run, args=(beat,), name=f"lease-{run.key}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()
