"""A job: its key in schedules.yaml, the path that the Worker calls, and the management command behind it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Dict, Mapping, Tuple

from django.core.management import CommandError, call_command
from django.http import QueryDict
from django.utils.module_loading import import_string

from . import conf


class Finding(CommandError):
    """
    The command did its work, and what it found needs a person: the same again would find the same. It is
    answered 422, which the Worker does not repeat. Its text is in the answer and in the Worker's log.
    """


class BadInput(Exception):
    """What the request asks for makes no sense. It is answered 400, with this text."""


@dataclass(frozen=True)
class WholeNumber:
    """A parameter of the query that becomes an option of the command."""

    option: str
    unit: str
    minimum: int
    maximum: int
    default: int

    def parse(self, name: str, text: str) -> int:
        """:raises BadInput: when it is no whole number from `minimum` to `maximum`."""
        if re.fullmatch(r"[0-9]{1,9}", text) and self.minimum <= int(text) <= self.maximum:
            return int(text)
        raise BadInput(f"{name} must be a whole number of {self.unit}, {self.minimum} to {self.maximum}")


@dataclass(frozen=True)
class Job:
    """
    One path, one command. Two jobs with the same command never run at once.

    `requests_per_minute` counts all that come with a good token: retries, duplicates and waiting runs too.
    """

    # Its key in schedules.yaml.
    name: str
    # Without a `/` at its beginning.
    path: str
    command: str
    options: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, WholeNumber] = field(default_factory=dict)
    in_background: bool = False
    requests_per_minute: int = 300

    def options_for(self, query: QueryDict) -> Dict[str, Any]:
        """The command's options.

        :raises BadInput: for a parameter that is unknown, doubled or out of range.
        """
        for name, values in query.lists():
            if name not in self.query:
                known = ", ".join(self.query) or "none"
                raise BadInput(f"this job has no parameter {name[:40]!r}; it has: {known}")
            if len(values) > 1:
                raise BadInput(f"{name} is there {len(values)} times")
        options = dict(self.options)
        for name, number in self.query.items():
            options[number.option] = number.parse(name, query[name]) if name in query else number.default
        return options

    def run(self, options: Mapping[str, Any]) -> str:
        """Runs the command, and returns what its `handle` returns."""
        output = io.StringIO()
        return call_command(self.command, stdout=output, stderr=output, **options) or ""


@lru_cache(maxsize=None)
def _table(dotted_path: str) -> Tuple[Job, ...]:
    return tuple(import_string(dotted_path))


def all_jobs() -> Tuple[Job, ...]:
    return _table(conf.jobs_path())


def job_named(name: str) -> Job:
    """:raises LookupError: when the table has no such job, any more."""
    for job in all_jobs():
        if job.name == name:
            return job
    raise LookupError(f"no job {name}")
