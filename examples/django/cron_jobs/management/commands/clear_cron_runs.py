from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cron_jobs import conf
from cron_jobs.models import CronRun


class Command(BaseCommand):
    help = "Forgets the runs that are older than CRON_JOBS['KEEP_DAYS']. Run it daily."

    def handle(self, **options: Any) -> str:
        now = timezone.now()
        old = CronRun.objects.filter(created_at__lt=now - conf.keep(), lease_until__lt=now)
        count, _ = old.exclude(state=CronRun.State.QUEUED).delete()
        return f"{count} runs forgotten"
