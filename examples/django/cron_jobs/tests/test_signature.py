from __future__ import annotations

from typing import Any, List, Tuple

from django.test import SimpleTestCase

from cron_jobs.signature import BadSignature, key_of, verify

# From the test suite of the reference libraries,
# https://github.com/standard-webhooks/standard-webhooks/tree/main/libraries
REFERENCE = {
    "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    "body": '{"test": 2432232314}',
}
# Signed by the reference library for JavaScript: npm's standardwebhooks 1.1.1.
OTHER_SECRET = "whsec_//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA="
OF_A_RUN = {
    "secret": OTHER_SECRET,
    "webhook-id": "production:partiesImport:20261123T0206Z#2",
    "webhook-timestamp": "1795399560",
    "webhook-signature": "v1,n/QTHDG1bQdGhdw2XRsDj1gvIhwp5Vhq+cURwEU4+3U=",
    "body": '{"name":"Parti für Bürger €"}',
}
WITHOUT_A_BODY = {
    "secret": OTHER_SECRET,
    "webhook-id": "production:x:20261123T0206Z",
    "webhook-timestamp": "1795399560",
    "webhook-signature": "v1,rGZ4rgswkVNM0q6aIctBnN/UcZSlVVL4qrjqAdPttq8=",
    "body": "",
}
SIGNATURE = REFERENCE["webhook-signature"]
NOW = 1614265330


def verify_vector(secrets=(REFERENCE["secret"],), now=NOW, body=REFERENCE["body"], **changes) -> None:
    headers = {**REFERENCE, **{name.replace("_", "-"): value for name, value in changes.items()}}
    verify(secrets, headers, body.encode(), now)


class VerifyTest(SimpleTestCase):
    def test_accepts_what_the_reference_libraries_sign(self) -> None:
        for vector in (REFERENCE, OF_A_RUN, WITHOUT_A_BODY):
            with self.subTest(vector["webhook-id"]):
                verify([vector["secret"]], vector, vector["body"].encode(), int(vector["webhook-timestamp"]))

    def test_accepts_any_of_several_signatures(self) -> None:
        verify_vector(webhook_signature=f"v1,{'A' * 43}= {SIGNATURE} v2,other")

    def test_accepts_either_secret_while_rotating(self) -> None:
        for secrets in ((OTHER_SECRET, REFERENCE["secret"]), (REFERENCE["secret"], OTHER_SECRET)):
            with self.subTest(secrets):
                verify_vector(secrets=secrets)

    def test_accepts_five_minutes_either_way(self) -> None:
        for now in (NOW - 300, NOW + 300):
            with self.subTest(now - NOW):
                verify_vector(now=now)

    def test_refuses(self) -> None:
        wrong = "webhook-signature is wrong"
        clock = "5 minutes from this server's clock"
        missing = "is missing"
        rows: List[Tuple[str, str, Any]] = [
            ("another body", wrong, {"body": '{"test": 2432232315}'}),
            ("a space more", wrong, {"body": REFERENCE["body"] + " "}),
            ("another id", wrong, {"webhook_id": "msg_p5jXN8AQM9LWM0D4loKWxJel"}),
            ("another second", wrong, {"webhook_timestamp": "1614265331"}),
            ("another secret", wrong, {"secrets": (OTHER_SECRET,)}),
            ("no secret", wrong, {"secrets": ()}),
            ("another version", wrong, {"webhook_signature": SIGNATURE.replace("v1,", "v2,")}),
            ("no version", wrong, {"webhook_signature": SIGNATURE[3:]}),
            ("the beginning of it", wrong, {"webhook_signature": SIGNATURE[:-4]}),
            ("what is no base64", wrong, {"webhook_signature": "v1,é"}),
            ("five minutes and a second late", clock, {"now": NOW + 301}),
            ("five minutes and a second early", clock, {"now": NOW - 301}),
            ("a time that is no number", clock, {"webhook_timestamp": "1614265330x"}),
            ("a negative time", clock, {"webhook_timestamp": "-1614265330"}),
            ("digits of another script", clock, {"webhook_timestamp": "١٦١٤٢٦٥٣٣٠"}),
            ("a time too long for a number", clock, {"webhook_timestamp": "1" * 5000}),
            ("no id", missing, {"webhook_id": ""}),
            ("no time", missing, {"webhook_timestamp": ""}),
            ("no signature", missing, {"webhook_signature": " "}),
        ]
        for what, why, changes in rows:
            with self.subTest(what), self.assertRaisesRegex(BadSignature, why):
                verify_vector(**changes)


class KeyTest(SimpleTestCase):
    def test_is_the_decoded_base64(self) -> None:
        # printf MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw | base64 -d | xxd -p
        self.assertEqual(
            key_of(REFERENCE["secret"]).hex(), "31f290f6bf06298aab4f08d43c3f082cf648a362da2da4b0"
        )

    def test_refuses_without_showing_the_secret(self) -> None:
        for secret in (
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa-_",
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaL",
            "whsec_c2hvcnQ=",
            "whsec_" + "QUFB" * 22,
            "whsec_",
        ):
            with self.subTest(secret), self.assertRaises(ValueError) as raised:
                key_of(secret)
            self.assertEqual(
                str(raised.exception), "a signing secret is whsec_ and the base64 of 24 to 64 bytes"
            )
