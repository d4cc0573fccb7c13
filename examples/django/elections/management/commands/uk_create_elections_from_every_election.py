from __future__ import annotations

from typing import Any, Optional

from django.core.management.base import BaseCommand, CommandParser

from cron_jobs.jobs import Finding
from elections import sources
from elections.models import Election
from elections.upsert import upsert


class Command(BaseCommand):
    help = "Takes elections over from the source: all of them, or those that it has changed lately."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--recently-updated", action="store_true", help="only what has changed lately")
        parser.add_argument(
            "--recently-updated-delta", type=int, default=1, metavar="HOURS", help="what is lately"
        )
        parser.add_argument(
            "--check-current", action="store_true", help="change nothing, compare what is current"
        )

    def handle(
        self, *, recently_updated: bool, recently_updated_delta: int, check_current: bool, **options: Any
    ) -> str:
        if check_current:
            return self._check_current()
        within_hours: Optional[int] = recently_updated_delta if recently_updated else None
        rows = [
            {
                "slug": election["slug"],
                "title": election["title"],
                "polling_day": election["pollingDay"],
                "current": election["current"],
            }
            for election in sources.elections(within_hours)
        ]
        return upsert(Election, "slug", rows, command="uk_create_elections_from_every_election").result

    def _check_current(self) -> str:
        wanted = {election["slug"] for election in sources.elections() if election["current"]}
        present = set(Election.objects.filter(current=True).values_list("slug", flat=True))
        if wanted != present:
            differing = ", ".join(sorted(wanted ^ present))
            raise Finding(f"{len(present)} current elections here, {len(wanted)} in the source: {differing}")
        return f"{len(present)} current elections, as in the source"
