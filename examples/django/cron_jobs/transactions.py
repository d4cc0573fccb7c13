"""Short transactions that take their turn, on SQLite as on PostgreSQL."""

from __future__ import annotations

import threading
from contextlib import contextmanager, nullcontext
from typing import Iterator

from django.db import InterfaceError, OperationalError, connection, transaction

from .models import CommandLock

# What is raised when the database can not be reached, or had no turn for us in its `timeout`.
DATABASE_DOWN = (OperationalError, InterfaceError)

_sqlite_turn = threading.Lock()


@contextmanager
def write_transaction() -> Iterator[None]:
    """
    A transaction that is over, and on disk, when the block is.

    In SQLite, one that has read and then writes is refused at once ("database is locked") if another wrote in
    between. So it begins with a write: that waits for its turn, as long as the database's `timeout` says. It
    does what `transaction_mode: IMMEDIATE` does in Django 5.1 and later.
    https://www.sqlite.org/lang_transaction.html

    SQLite has no queue: who waits asks again after ever longer pauses, and others overtake. So the threads of a
    process queue here, and only processes ask. 200 requests at once take a quarter of the time so.
    """
    turn = _sqlite_turn if connection.vendor == "sqlite" else nullcontext()
    with turn, transaction.atomic(durable=True):
        if connection.vendor == "sqlite":
            CommandLock.objects.filter(command="").update(holder="")
        yield
