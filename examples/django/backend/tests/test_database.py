from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.test import SimpleTestCase

from backend.database import database_from_url


class DatabaseFromUrlTest(SimpleTestCase):
    def test_sqlite(self) -> None:
        self.assertEqual(database_from_url("sqlite:////srv/a%20b.sqlite3")["NAME"], "/srv/a b.sqlite3")
        self.assertEqual(database_from_url("sqlite:///here.sqlite3")["NAME"], "here.sqlite3")

    def test_postgresql(self) -> None:
        database = database_from_url("postgres://me:p%40ss%2F@db.example:6543/cron?sslmode=require")
        self.assertEqual(database["ENGINE"], "django.db.backends.postgresql")
        self.assertEqual(
            [database[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")],
            ["cron", "me", "p@ss/", "db.example", "6543"],
        )
        self.assertEqual(database["OPTIONS"], {"sslmode": "require"})
        socket = database_from_url("postgresql://me@/cron?host=/var/run/postgresql")
        self.assertEqual((socket["HOST"], socket["OPTIONS"]["host"]), ("", "/var/run/postgresql"))

    def test_another_scheme(self) -> None:
        with self.assertRaises(ImproperlyConfigured) as raised:
            database_from_url("mysql://me:hunter2@db/cron")
        self.assertNotIn("hunter2", str(raised.exception))
