"""What is answered: a status, a JSON body, and headers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, Mapping

from django.http import JsonResponse

# What a caller waits before it asks again for a run that is still going.
RETRY_AFTER_SECONDS = 2

# Tells a caller, before it asks for any work, that `X-Cron-Dry-Run: 1` would do none.
DRY_RUNS = {"X-Cron-Dry-Run": "supported"}


@dataclass(frozen=True)
class Answer:
    status: int
    body: Dict[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)

    def to_response(self) -> JsonResponse:
        response = JsonResponse(self.body, status=self.status)
        response["Cache-Control"] = "no-store"
        for name, value in self.headers.items():
            response[name] = value
        return response


class Refusal(Exception):
    """Ends the handling of a request with this answer. Its text is for the caller."""

    def __init__(self, status: int, error: str, headers: Mapping[str, str] = {}) -> None:
        super().__init__(error)
        self.answer = Answer(status, {"status": "error", "error": error}, headers)


def ask_again(status: int, error: str, seconds: int = RETRY_AFTER_SECONDS) -> Refusal:
    return Refusal(status, error, {"Retry-After": str(seconds)})
