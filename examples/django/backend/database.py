"""`DATABASES["default"]` from a URL, as most hosts hand it out."""

from typing import Any, Dict
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Seconds that a writer waits for another one. SQLite has one writer at a time.
SQLITE_TIMEOUT_SECONDS = 30


def database_from_url(url: str) -> Dict[str, Any]:
    """`sqlite:////var/lib/app/db.sqlite3` or `postgresql://user:password@host:5432/name?sslmode=require`."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": path[1:],
            "OPTIONS": {"timeout": SQLITE_TIMEOUT_SECONDS},
        }
    if parts.scheme in ("postgres", "postgresql"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": path[1:],
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "OPTIONS": dict(parse_qsl(parts.query)),
            "CONN_MAX_AGE": 60,
        }
    raise ImproperlyConfigured(
        f"DATABASE_URL begins with {parts.scheme!r}: use sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."
    )
