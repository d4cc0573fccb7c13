"""Everything that differs between machines comes from the environment. README.md has the table."""

import os
import sys
import tempfile
from pathlib import Path

from django.core.management.utils import get_random_secret_key

from .database import database_from_url

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = os.environ.get("DJANGO_DEBUG") == "1"
# Nothing here is signed with it: a new one for each process does no harm.
SECRET_KEY = os.environ.get("DJANGO_SECRET_KEY") or get_random_secret_key()
ALLOWED_HOSTS = os.environ.get("DJANGO_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = ["cron_jobs", "elections"]
# No CommonMiddleware: it redirects, and a Worker does not follow a redirect.
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]
ROOT_URLCONF = "backend.urls"
WSGI_APPLICATION = "backend.wsgi.application"

DATABASES = {
    "default": database_from_url(os.environ.get("DATABASE_URL") or f"sqlite:///{BASE_DIR}/db.sqlite3")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, because threads that share a database in memory do not wait for each other.
    test_file = Path(tempfile.gettempdir(), f"cron-backend-test-{os.getpid()}.sqlite3")
    DATABASES["default"]["TEST"] = {"NAME": str(test_file)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "UTC"

CRON_JOBS = {
    "JOBS": "backend.jobs.JOBS",
    "TOKEN": os.environ.get("ERIFY_CRON_TOKEN", ""),
    "TOKEN_PREVIOUS": os.environ.get("ERIFY_CRON_TOKEN_PREVIOUS", ""),
    "SIGNING_SECRET": os.environ.get("CRON_SIGNING_SECRET", ""),
    "SIGNING_SECRET_PREVIOUS": os.environ.get("CRON_SIGNING_SECRET_PREVIOUS", ""),
    "WORKER_URL": os.environ.get("CRON_WORKER_URL", ""),
    "WORKER_TOKEN": os.environ.get("CRON_WORKER_TOKEN", ""),
    "LEASE_SECONDS": int(os.environ.get("CRON_LEASE_SECONDS", "30")),
}

# Where parties_import_from_ec --post-to-slack posts to. Empty: it writes the message into its log.
SLACK_WEBHOOK_URL = os.environ.get("SLACK_WEBHOOK_URL", "")
# Seconds that the source of elections and parties takes to answer: to see what a slow job does.
ELECTIONS_SOURCE_DELAY_SECONDS = float(os.environ.get("ELECTIONS_SOURCE_DELAY_SECONDS", "0"))

LOG_TO = "nowhere" if "test" in sys.argv[1:2] else "stdout"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "cron_jobs.logs.JsonFormatter"}},
    "handlers": {
        "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "loggers": {
        "cron_jobs": {"handlers": [LOG_TO], "level": "INFO", "propagate": False},
        "elections": {"handlers": [LOG_TO], "level": "INFO", "propagate": False},
    },
}
