"""
Standard Webhooks: `webhook-signature` holds `v1,` and the base64 of an HMAC-SHA256 over `id.timestamp.body`.
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from typing import Iterable, Mapping

# A request that is older, or from further in the future, may be somebody's copy of it.
TOLERANCE_SECONDS = 300

PREFIX = "whsec_"


class BadSignature(Exception):
    """Its text says why, and is fit for an answer."""


def key_of(secret: str) -> bytes:
    """
    :raises ValueError: when it is not `whsec_` and the base64 of 24 to 64 bytes. It does not show the secret.
    """
    problem = f"a signing secret is {PREFIX} and the base64 of 24 to 64 bytes"
    if not secret.startswith(PREFIX):
        raise ValueError(problem)
    try:
        key = base64.b64decode(secret[len(PREFIX) :], validate=True)
    except binascii.Error:
        raise ValueError(problem) from None
    if not 24 <= len(key) <= 64:
        raise ValueError(problem)
    return key


def verify(secrets: Iterable[str], headers: Mapping[str, str], body: bytes, now: float) -> None:
    """
    Any of the header's signatures under any of the secrets will do: that is how both are rotated.

    :param now: seconds since 1970.
    :raises BadSignature: when none matches, a header is missing, or the timestamp is over 5 minutes off.
    """
    message_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    signatures = headers.get("webhook-signature", "").split()
    if not (message_id and timestamp and signatures):
        raise BadSignature("webhook-id, webhook-timestamp or webhook-signature is missing")
    if not re.fullmatch(r"[0-9]{1,12}", timestamp) or abs(now - int(timestamp)) > TOLERANCE_SECONDS:
        raise BadSignature("webhook-timestamp is more than 5 minutes from this server's clock")

    signed = f"{message_id}.{timestamp}.".encode() + body
    wanted = [b"v1," + _hmac_base64(key_of(secret), signed) for secret in secrets]
    matches = [hmac.compare_digest(given.encode(), want) for given in signatures for want in wanted]
    if not any(matches):
        raise BadSignature("webhook-signature is wrong")


def _hmac_base64(key: bytes, message: bytes) -> bytes:
    return base64.b64encode(hmac.new(key, message, hashlib.sha256).digest())
