from __future__ import annotations

from unittest import mock

from django.db import connection
from django.test import TransactionTestCase, override_settings

from .support import Commands, cron_settings, post


@cron_settings()
class AdoptionTest(TransactionTestCase):
    """What other projects switch on."""

    def test_needs_no_csrf_token(self) -> None:
        with override_settings(
            MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"]
        ), Commands().patched():
            self.assertEqual(post(enforce_csrf_checks=True).status_code, 200)

    def test_takes_the_key_in_a_transaction_of_its_own_under_atomic_requests(self) -> None:
        with mock.patch.dict(connection.settings_dict, ATOMIC_REQUESTS=True), Commands().patched():
            self.assertEqual(post().status_code, 200)
