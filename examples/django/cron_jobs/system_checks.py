"""`manage.py check`, and what every `manage.py` says as it starts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, List
from urllib.parse import urlsplit

from django.core.checks import CheckMessage, Error, Warning, register
from django.core.management import get_commands

from . import conf, signature
from .jobs import all_jobs

# It is renewed three times in a lease, from a thread that must get its turn.
MIN_LEASE = timedelta(seconds=5)


@register()
def check_settings(**kwargs: Any) -> List[CheckMessage]:
    problems: List[CheckMessage] = []
    if not conf.tokens() and not conf.signing_secrets():
        problems.append(
            Warning(
                "CRON_JOBS has no TOKEN and no SIGNING_SECRET: every request of the Worker is answered 401.",
                hint="Set the token that the Worker sends, the secret that it signs with, or both.",
                id="cron_jobs.W001",
            )
        )
    if conf.worker_url() and not conf.worker_token():
        problems.append(
            Warning(
                "CRON_JOBS['WORKER_URL'] is set and WORKER_TOKEN is not: the Worker will answer 401.",
                hint="Set it to the Worker's TRIGGER_TOKEN or, if it has none, to the token that it sends.",
                id="cron_jobs.W002",
            )
        )
    if conf.worker_url() and not _is_http(conf.worker_url()):
        problems.append(
            Error(
                "CRON_JOBS['WORKER_URL'] is no http:// or https:// address: the Worker can not be told.",
                hint="Write it with its scheme: https://….workers.dev",
                id="cron_jobs.E004",
            )
        )
    if conf.lease() < MIN_LEASE:
        problems.append(
            Warning(
                f"CRON_JOBS['LEASE_SECONDS'] is under {MIN_LEASE.seconds}: a process that gets no turn for "
                "so long loses its run to another one, and both do the work.",
                hint="Set it to 30, or leave it out.",
                id="cron_jobs.W003",
            )
        )
    for secret in conf.signing_secrets():
        try:
            signature.key_of(secret)
        except ValueError as error:
            problems.append(
                Error(
                    f"CRON_JOBS['SIGNING_SECRET'] or its PREVIOUS can not be used: {error}.",
                    hint='Make one: echo "whsec_$(openssl rand -base64 32)"',
                    id="cron_jobs.E001",
                )
            )
    return problems


def _is_http(url: str) -> bool:
    try:
        parts = urlsplit(url)
        # To read the port is to check it.
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


@register()
def check_jobs(**kwargs: Any) -> List[CheckMessage]:
    problems: List[CheckMessage] = []
    commands = get_commands()
    jobs = all_jobs()
    for job in jobs:
        if job.command not in commands:
            problems.append(
                Error(f"The job {job.name} runs {job.command!r}, which is no command.", id="cron_jobs.E002")
            )
    for what, used in (("path", [f"/{job.path}" for job in jobs]), ("name", [job.name for job in jobs])):
        for value in sorted({value for value in used if used.count(value) > 1}):
            problems.append(Error(f"Two jobs have the {what} {value}.", id="cron_jobs.E003"))
    return problems
