"""The bearer token."""

from __future__ import annotations

import hashlib
import hmac
from typing import Iterable


def has_bearer(authorization: str, tokens: Iterable[str]) -> bool:
    """
    Whether an `Authorization` header carries one of these tokens. The time it takes says nothing about them:
    SHA-256 makes both sides equally long, and every token is compared.
    """
    scheme, _, given = authorization.partition(" ")
    digest = _sha256(given.strip())
    matches = [hmac.compare_digest(digest, _sha256(token)) for token in tokens if token]
    return scheme.lower() == "bearer" and any(matches)


def _sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
