"""
A rate limit for each job. It is counted in the database, so it holds for all processes together: Django's
default cache is one for each process.
"""

from __future__ import annotations

import math
from datetime import timedelta

from django.utils import timezone

from .answers import ask_again
from .jobs import Job
from .models import RequestCount
from .transactions import write_transaction

WINDOW = timedelta(minutes=1)


def count_request(job: Job) -> None:
    """:raises Refusal: 429, once there were `requests_per_minute` in this minute."""
    now = timezone.now()
    with write_transaction():
        RequestCount.objects.bulk_create([RequestCount(job=job.name, since=now)], ignore_conflicts=True)
        requests = RequestCount.objects.select_for_update().get(job=job.name)
        if now - requests.since >= WINDOW:
            requests.since, requests.count = now, 0
        if requests.count >= job.requests_per_minute:
            seconds = math.ceil((requests.since + WINDOW - now).total_seconds())
            raise ask_again(
                429, f"over {job.requests_per_minute} requests in a minute", seconds=max(seconds, 1)
            )
        requests.count += 1
        requests.save()
