"""The setting `CRON_JOBS`, with what is taken where it says nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, List

from django.conf import settings

DEFAULTS = {
    # Dotted path to the table of jobs.
    "JOBS": "",
    # What callers send as `Authorization: Bearer …`; the previous one is taken too, while you rotate.
    "TOKEN": "",
    "TOKEN_PREVIOUS": "",
    # `whsec_…`: requests must be signed; without a TOKEN, that is enough.
    "SIGNING_SECRET": "",
    "SIGNING_SECRET_PREVIOUS": "",
    # The Worker that is told how a run in the background has ended, and the token for its HTTP routes.
    "WORKER_URL": "",
    "WORKER_TOKEN": "",
    # How long a process that has died keeps its run and its command.
    "LEASE_SECONDS": 30,
    # How long a key is known: as long as its minute may be run again (`catchUp`, backfills), and more.
    "KEEP_DAYS": 30,
}


def _setting(name: str) -> Any:
    return getattr(settings, "CRON_JOBS", {}).get(name, DEFAULTS[name])


def jobs_path() -> str:
    return _setting("JOBS")


def tokens() -> List[str]:
    """The tokens that open the door, the current one first. None of them is empty."""
    return [token for token in (_setting("TOKEN"), _setting("TOKEN_PREVIOUS")) if token]


def signing_secrets() -> List[str]:
    """As `tokens`. None: signatures are not asked for."""
    return [secret for secret in (_setting("SIGNING_SECRET"), _setting("SIGNING_SECRET_PREVIOUS")) if secret]


def worker_url() -> str:
    """Without a `/` at its end. Empty: the Worker is not told."""
    return _setting("WORKER_URL").rstrip("/")


def worker_token() -> str:
    return _setting("WORKER_TOKEN")


def lease() -> timedelta:
    return timedelta(seconds=_setting("LEASE_SECONDS"))


def keep() -> timedelta:
    return timedelta(days=_setting("KEEP_DAYS"))
