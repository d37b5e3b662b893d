"""The signature by which Telnyx proves that a webhook is its own (Telnyx, "Receiving webhooks").

It is an Ed25519 signature over the time of sending, a bar, and the body as it came. Who has seen a webhook can send the
same one again for as long as `OLDEST_S` allows: whoever takes it has to remember which ones it has had.

BadSignature             a webhook is not proven; the message says why
"""

from base64 import b64decode
from collections.abc import Callable, Sequence

HEADER = "telnyx-signature-ed25519"
TIME_HEADER = "telnyx-timestamp"
SIGNATURE_BYTES, KEY_BYTES = 64, 32
OLDEST_S = 300
"""A webhook may be so old, and so far in the future, as clocks differ."""
_MOST_DIGITS = 12
Verify = Callable[[bytes, bytes], bool]
"""Whether a signature belongs to a text."""


class BadSignature(Exception):
    """Not a webhook of the carrier's."""


def signed_text(timestamp: str, body: bytes) -> bytes:
    return timestamp.encode() + b"|" + body


def check_head(signatures: Sequence[str], timestamps: Sequence[str], now: float) -> tuple[bytes, str]:
    """The signature and the time, by the values of their headers. `now` is in seconds since 1970 UTC. Raises
    BadSignature."""
    if not signatures:
        raise BadSignature("not signed")
    if len(signatures) != 1 or len(timestamps) != 1:
        raise BadSignature("not exactly one signature with one time")
    timestamp = timestamps[0]
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _MOST_DIGITS):
        raise BadSignature(f"{TIME_HEADER} is not a number of seconds")
    age_s = now - int(timestamp)
    if abs(age_s) > OLDEST_S:
        raise BadSignature(f"signed {abs(age_s):.0f} s {'ago' if age_s > 0 else 'ahead'}, {OLDEST_S} s are allowed")
    try:
        signature = b64decode(signatures[0], validate=True)
    except ValueError:
        signature = b""
    if len(signature) != SIGNATURE_BYTES:
        raise BadSignature(f"{HEADER} is not an Ed25519 signature in base64")
    return signature, timestamp


def check(verify: Verify, signatures: Sequence[str], timestamps: Sequence[str], body: bytes, now: float) -> None:
    """Raises BadSignature."""
    signature, timestamp = check_head(signatures, timestamps, now)
    if not verify(signature, signed_text(timestamp, body)):
        raise BadSignature("the signature is of something else, or made with another key")


def key_bytes(text: str) -> bytes:
    """A public key as the portal shows it. Raises ValueError."""
    try:
        key = b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError("must be the public key as Telnyx's portal shows it: 44 characters of base64")
    return key
