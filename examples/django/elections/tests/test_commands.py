from __future__ import annotations

import io
import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, List

from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.test import TestCase, override_settings

from elections.models import Election, Import, Party
from elections.upsert import upsert

ELECTIONS = "uk_create_elections_from_every_election"


def run(command: str, **options: Any) -> str:
    return call_command(command, stdout=io.StringIO(), **options)


class ElectionsTest(TestCase):
    def test_takes_over_what_changed_lately(self) -> None:
        # By hand, from source/elections.json: 3 changed in the last hour, 5 in the last 25, 6 in all.
        self.assertEqual(run(ELECTIONS, recently_updated=True), "3 added, 0 changed, 0 unchanged")
        self.assertEqual(
            run(ELECTIONS, recently_updated=True, recently_updated_delta=25),
            "2 added, 0 changed, 3 unchanged",
        )
        self.assertEqual(run(ELECTIONS), "1 added, 0 changed, 5 unchanged")

    def test_twice_is_once(self) -> None:
        run(ELECTIONS)
        before = list(Election.objects.order_by("pk").values())
        self.assertEqual(run(ELECTIONS), "0 added, 0 changed, 6 unchanged")
        self.assertEqual(list(Election.objects.order_by("pk").values()), before)

    def test_mends_what_differs(self) -> None:
        run(ELECTIONS)
        Election.objects.filter(slug="mayor.hull.2027-05-06").update(title="?", polling_day="2000-01-01")
        self.assertEqual(run(ELECTIONS), "0 added, 1 changed, 5 unchanged")
        hull = Election.objects.get(slug="mayor.hull.2027-05-06")
        self.assertEqual((hull.title, str(hull.polling_day)), ("Mayor of Hull", "2027-05-06"))

    def test_compares_what_is_current(self) -> None:
        run(ELECTIONS, recently_updated=True)
        self.assertEqual(run(ELECTIONS, check_current=True), "3 current elections, as in the source")
        Election.objects.filter(slug="mayor.hull.2027-05-06").delete()
        with self.assertRaises(CommandError) as raised:
            run(ELECTIONS, check_current=True)
        self.assertEqual(
            str(raised.exception), "2 current elections here, 3 in the source: mayor.hull.2027-05-06"
        )

    def test_finds_a_difference_between_equal_numbers(self) -> None:
        run(ELECTIONS)
        Election.objects.filter(slug="mayor.hull.2027-05-06").update(slug="mayor.goole.2027-05-06")
        with self.assertRaisesRegex(CommandError, "3 current elections here, 3 in the source: mayor.goole"):
            run(ELECTIONS, check_current=True)


class PartiesTest(TestCase):
    def test_all_or_nothing(self) -> None:
        with self.assertRaises(IntegrityError):
            upsert(Party, "ec_id", [{"ec_id": "A", "name": "a"}, {"ec_id": "B", "name": None}], command="c")
        self.assertEqual((Party.objects.count(), Import.objects.count()), (0, 0))

    def test_takes_over_the_register(self) -> None:
        self.assertEqual(run("parties_import_from_ec"), "3 added, 0 changed, 0 unchanged")
        Party.objects.filter(ec_id="EX1").update(name="?")
        self.assertEqual(run("parties_import_from_ec"), "0 added, 1 changed, 2 unchanged")
        self.assertEqual(Import.objects.count(), 2)

    def test_posts_to_slack(self) -> None:
        slack = Slack(status=200)
        self.addCleanup(slack.close)
        with override_settings(SLACK_WEBHOOK_URL=slack.url):
            run("parties_import_from_ec", post_to_slack=True)
            run("parties_import_from_ec")
        self.assertEqual(slack.received, [{"text": "Parties: 3 added, 0 changed, 0 unchanged"}])

    def test_succeeds_though_slack_does_not(self) -> None:
        slack = Slack(status=500)
        self.addCleanup(slack.close)
        with override_settings(SLACK_WEBHOOK_URL=slack.url):
            with self.assertLogs("elections", logging.WARNING) as logged:
                self.assertEqual(
                    run("parties_import_from_ec", post_to_slack=True), "3 added, 0 changed, 0 unchanged"
                )
        self.assertNotIn(slack.url, logged.output[0])


class Slack:
    """Stands in for Slack, on a free port."""

    def __init__(self, status: int) -> None:
        self.received: List[Any] = []
        received = self.received

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/services/secret"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
