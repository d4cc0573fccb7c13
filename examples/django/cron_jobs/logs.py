"""Logs for machines: a JSON object a line, with the correlation id of the Worker's log."""

from __future__ import annotations

import json
import logging
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timezone
from typing import Any, Dict, Iterator

_context: ContextVar[Dict[str, Any]] = ContextVar("cron_jobs_log_context")


@contextmanager
def bound(**fields: Any) -> Iterator[None]:
    """Every line that is logged in this block, by whatever module, has these fields."""
    token = _context.set({**_context.get({}), **fields})
    try:
        yield
    finally:
        _context.reset(token)


class JsonFormatter(logging.Formatter):
    """Prints the fields of `bound`, and those of `logger.info("…", extra={"fields": {…}})`."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, tz=timezone.utc)
        entry = {
            "timestamp": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "message": record.getMessage(),
            **_context.get({}),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            entry["error"] = self.formatException(record.exc_info)
        return json.dumps(entry, default=str)
