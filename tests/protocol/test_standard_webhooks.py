"""Signing requests by the Standard Webhooks specification. Synchronous; times are given."""

import base64
import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol.errors import LocalProtocolError
from offhook.protocol.standard_webhooks import (
    KEY_BYTES,
    TOLERANCE_S,
    BadSecret,
    NotVerified,
    key_of,
    secret_of,
    signed_headers,
    verify,
)

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NOW = 1_614_265_330.0
BODY = b'{"test": 2432232314}'
ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"


def test_the_signature_is_the_one_that_the_specification_shows() -> None:
    """The example of the specification's own libraries: secret, id, time, body and signature are theirs."""
    assert signed_headers(SECRET, ID, NOW, BODY) == {
        "webhook-id": ID,
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_plain_text_is_the_key_itself() -> None:
    """Whoever has no key in base64 signs with the bytes of the text."""
    secret = "sixteen letters!"
    wanted = hmac.new(secret.encode(), f"{ID}.1614265330.".encode() + BODY, hashlib.sha256).digest()
    signature = signed_headers(secret, ID, NOW + 0.9, BODY)["webhook-signature"]
    assert signature == f"v1,{base64.b64encode(wanted).decode()}"


@given(st.binary(min_size=KEY_BYTES.start, max_size=KEY_BYTES.stop - 1), st.binary(max_size=200), st.floats(0, 4e9))
def test_what_is_signed_is_verified(key: bytes, body: bytes, now: float) -> None:
    """With any key, body and time; the names of headers may be in any case, as proxies send them."""
    headers = {name.title(): value for name, value in signed_headers(secret_of(key), ID, now, body).items()}
    assert verify(secret_of(key), headers, body, now) == ID
    assert key_of(secret_of(key)) == key


@pytest.mark.parametrize("changed", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_changed_or_missing_header_is_not_verified(changed: str) -> None:
    """Each of the three is signed, or the signature itself."""
    headers = signed_headers(SECRET, ID, NOW, BODY)
    others = {"webhook-id": "msg_other", "webhook-timestamp": "1614265331", "webhook-signature": "v1,AAAA"}
    for broken in ({**headers, changed: others[changed]}, {name: headers[name] for name in headers if name != changed}):
        with pytest.raises(NotVerified):
            verify(SECRET, broken, BODY, NOW)


def test_another_body_or_secret_is_not_verified() -> None:
    headers = signed_headers(SECRET, ID, NOW, BODY)
    for secret, body in ((SECRET, BODY + b" "), (secret_of(bytes(24)), BODY)):
        with pytest.raises(NotVerified, match="signature"):
            verify(secret, headers, body, NOW)


def test_one_of_several_signatures_is_enough() -> None:
    """A sender that changes its secret signs with both for a while."""
    headers = signed_headers(SECRET, ID, NOW, BODY)
    headers["webhook-signature"] = f"v1,AAAA {headers['webhook-signature']} v2,é"
    assert verify(SECRET, headers, BODY, NOW) == ID


@pytest.mark.parametrize("off_s", [TOLERANCE_S + 1, -TOLERANCE_S - 1])
def test_a_request_that_somebody_has_kept_is_not_verified(off_s: float) -> None:
    """Or one from the future: then a clock is wrong."""
    headers = signed_headers(SECRET, ID, NOW, BODY)
    assert verify(SECRET, headers, BODY, NOW + off_s / 2) == ID
    with pytest.raises(NotVerified, match="clocks"):
        verify(SECRET, headers, BODY, NOW + off_s)


@pytest.mark.parametrize("secret", ["", "short", "x" * 257, "whsec_", "whsec_!", "whsec_AAAA", f"two\nlines{'x' * 20}"])
def test_a_secret_that_is_none_is_refused_and_not_quoted(secret: str) -> None:
    """What is too short could be guessed; broken base64 would be another key than the receiver's."""
    with pytest.raises(BadSecret) as refusal:
        signed_headers(secret, ID, NOW, BODY)
    assert len(secret) < 7 or secret not in str(refusal.value)


def test_an_id_with_a_dot_is_refused() -> None:
    """It could be read as another id and another time with the same signature."""
    with pytest.raises(LocalProtocolError):
        signed_headers(SECRET, "msg.1", NOW, BODY)
