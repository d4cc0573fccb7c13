from __future__ import annotations

from unittest import mock

from django.test import SimpleTestCase

from cron_jobs import auth


class BearerTest(SimpleTestCase):
    def test_accepts_either_token(self) -> None:
        for header in ("Bearer new", "Bearer old", "bearer new", "Bearer  new "):
            with self.subTest(header):
                self.assertTrue(auth.has_bearer(header, ["new", "old"]))

    def test_refuses(self) -> None:
        for header in ("", "new", "Bearer", "Bearer ", "Bearer ne", "Bearer newer", "Basic new", "Bearer é"):
            with self.subTest(header):
                self.assertFalse(auth.has_bearer(header, ["new", "old"]))

    def test_an_empty_token_opens_nothing(self) -> None:
        for tokens in ([], [""]):
            with self.subTest(tokens):
                self.assertFalse(auth.has_bearer("Bearer ", tokens))

    def test_compares_every_token_with_equally_long_digests(self) -> None:
        for given in ("new", "a token that is much longer than any of the two"):
            with self.subTest(given), mock.patch.object(
                auth.hmac, "compare_digest", return_value=True
            ) as compare:
                auth.has_bearer(f"Bearer {given}", ["new", "old"])
                lengths = [tuple(map(len, call.args)) for call in compare.call_args_list]
                self.assertEqual(lengths, [(32, 32), (32, 32)])
