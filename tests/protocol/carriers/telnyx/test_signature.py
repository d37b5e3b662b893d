"""Telnyx's signature: what is signed, how old it may be, and what is refused. The clock is a number."""

from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from offhook.protocol.carriers.telnyx.signature import OLDEST_S, BadSignature, check, key_bytes, signed_text
from offhook.web.carriers.telnyx_key import verifier

NOW = 1_800_000_000
BODY = b'{"data": {"event_type": "call.initiated"}}'
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = b64encode(PRIVATE.public_key().public_bytes_raw()).decode()
VERIFY = verifier(PUBLIC)


def signed(body: bytes = BODY, timestamp: str = str(NOW), key: Ed25519PrivateKey = PRIVATE) -> str:
    return b64encode(key.sign(timestamp.encode() + b"|" + body)).decode()


def is_taken(age_s: int) -> bool:
    try:
        check(VERIFY, [signed()], [str(NOW)], BODY, NOW + age_s)
    except BadSignature:
        return False
    return True


def test_a_webhook_of_the_carrier_is_taken() -> None:
    """As long as it is new, by a clock that may be off."""
    ages_s = (-OLDEST_S - 1, -OLDEST_S, 0, OLDEST_S, OLDEST_S + 1)
    assert [age_s for age_s in ages_s if is_taken(age_s)] == [-OLDEST_S, 0, OLDEST_S]


def test_the_text_is_the_time_a_bar_and_the_body() -> None:
    """The body as it came: bytes, not JSON that is written again."""
    assert signed_text("1800000000", b"{}\xff") == b"1800000000|{}\xff"


OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))


@pytest.mark.parametrize(
    ("signatures", "timestamps", "why"),
    [
        ([], [str(NOW)], "not signed"),
        ([signed()], [], "not exactly one"),
        ([signed(), signed()], [str(NOW)], "not exactly one"),
        ([signed()], [str(NOW), str(NOW)], "not exactly one"),
        ([signed()], [str(NOW + 1)], "something else"),
        ([signed(BODY + b" ")], [str(NOW)], "something else"),
        ([signed(key=OTHER)], [str(NOW)], "another key"),
        ([signed(timestamp="now")], ["now"], "not a number"),
        ([signed(timestamp="-5")], ["-5"], "not a number"),
        ([signed(timestamp="9" * 13)], ["9" * 13], "not a number"),
        ([signed(timestamp="٣")], ["٣"], "not a number"),
        ([signed(timestamp=str(NOW - OLDEST_S - 1))], [str(NOW - OLDEST_S - 1)], "301 s ago"),
        ([signed(timestamp=str(NOW + OLDEST_S + 1))], [str(NOW + OLDEST_S + 1)], "301 s ahead"),
        (["no base64!"], [str(NOW)], "not an Ed25519"),
        (["ö"], [str(NOW)], "not an Ed25519"),
        ([b64encode(bytes(63)).decode()], [str(NOW)], "not an Ed25519"),
        ([b64encode(bytes(64)).decode()], [str(NOW)], "something else"),
    ],
)
def test_anything_else_is_refused(signatures: list[str], timestamps: list[str], why: str) -> None:
    """And the reason quotes neither the signature nor the body."""
    with pytest.raises(BadSignature, match=why):
        check(VERIFY, signatures, timestamps, BODY, NOW)


@pytest.mark.parametrize("text", ["", "abc", "no base64!", b64encode(bytes(31)).decode(), "ö"])
def test_what_is_no_public_key_is_told(text: str) -> None:
    """Before any webhook comes."""
    with pytest.raises(ValueError, match="44 characters"):
        key_bytes(text)
