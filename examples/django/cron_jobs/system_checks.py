"""`manage.py check`, and what every `manage.py` says as it starts."""

from __future__ import annotations

from typing import Any, List

from django.core.checks import CheckMessage, Error, Warning, register
from django.core.management import get_commands

from . import conf, signature
from .jobs import all_jobs


@register()
def check_settings(**kwargs: Any) -> List[CheckMessage]:
    problems: List[CheckMessage] = []
    if not conf.tokens():
        problems.append(
            Warning(
                "CRON_JOBS['TOKEN'] is empty: every request of the Worker is answered 401.",
                hint="Set it to the token that the Worker sends.",
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
