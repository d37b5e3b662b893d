"""Signs requests by the Standard Webhooks specification (www.standardwebhooks.com), and verifies such signatures.

Signed are the message's id, the time in whole seconds and the body, with dots between them: HMAC-SHA256 (RFC 2104) in
base64. A message that is sent again keeps its id, and gets the time and signature of its new attempt.

BadSecret                nothing can be signed with it; the text says what to write, and does not quote it
NotVerified              the request is not from who holds the secret, or is too old; the text has no secret in it
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping

from offhook.protocol.errors import LocalProtocolError, RemoteProtocolError

ID_HEADER, TIMESTAMP_HEADER, SIGNATURE_HEADER = "webhook-id", "webhook-timestamp", "webhook-signature"
PREFIX = "whsec_"
"""What follows it is the key in base64. A secret without it is the key itself."""
KEY_BYTES = range(24, 65)
"""How long a key is, by the specification."""
SHORTEST_TEXT, LONGEST_TEXT = 16, 256
TOLERANCE_S = 300.0
_VERSION = "v1"
_ID = re.compile(r"[A-Za-z0-9_-]{1,256}")  # no dot: the signed text has one after it
_WHOLE_SECONDS = re.compile(r"[0-9]{1,12}")


class BadSecret(LocalProtocolError):
    """This is no secret to sign with."""


class NotVerified(RemoteProtocolError):
    """The signature does not prove where the request comes from."""


def key_of(secret: str) -> bytes:
    """The key that a secret stands for. Raises BadSecret."""
    if not secret.startswith(PREFIX):
        if not SHORTEST_TEXT <= len(secret) <= LONGEST_TEXT or not secret.isprintable():
            raise BadSecret(
                f"must be {PREFIX} and {KEY_BYTES.start} to {KEY_BYTES.stop - 1} bytes in base64, or {SHORTEST_TEXT} "
                f"to {LONGEST_TEXT} other characters without line breaks"
            )
        return secret.encode()
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if len(key) not in KEY_BYTES:
        what = f"{KEY_BYTES.start} to {KEY_BYTES.stop - 1} bytes in base64"
        raise BadSecret(f"must have {what} after {PREFIX}; `openssl rand -base64 32` makes them")
    return key


def secret_of(key: bytes) -> str:
    """How a key is written."""
    return PREFIX + base64.b64encode(key).decode()


def signed_headers(secret: str, message_id: str, timestamp: float, body: bytes) -> dict[str, str]:
    """What the request must bring. `timestamp` is that of this attempt, in seconds since 1970 UTC. Raises BadSecret."""
    if not _ID.fullmatch(message_id):
        raise LocalProtocolError(f"a message cannot be called {message_id!r:.100}")
    seconds = str(int(timestamp))
    return {
        ID_HEADER: message_id,
        TIMESTAMP_HEADER: seconds,
        SIGNATURE_HEADER: f"{_VERSION},{_signature(key_of(secret), message_id, seconds, body)}",
    }


def verify(
    secret: str, headers: Mapping[str, str], body: bytes, now: float, *, tolerance_s: float = TOLERANCE_S
) -> str:
    """The id of the message, by which one that comes twice is known. `body` is as it was received. Raises BadSecret,
    and NotVerified."""
    found = {name.lower(): value for name, value in headers.items()}
    message_id, seconds = found.get(ID_HEADER, ""), found.get(TIMESTAMP_HEADER, "")
    if not _ID.fullmatch(message_id) or not _WHOLE_SECONDS.fullmatch(seconds):
        raise NotVerified(f"{ID_HEADER} or {TIMESTAMP_HEADER} is missing, or is not one")
    wanted = f"{_VERSION},{_signature(key_of(secret), message_id, seconds, body)}".encode()
    # Several, with blanks between them, while the sender changes its secret.
    given = found.get(SIGNATURE_HEADER, "").split(" ")
    if not any(hmac.compare_digest(each.encode(errors="replace"), wanted) for each in given):
        raise NotVerified("the signature is missing or wrong: is it this secret, and the body byte for byte?")
    if abs(now - int(seconds)) > tolerance_s:
        raise NotVerified(
            f"it was signed more than {tolerance_s:g} s ago, or in the future: one of two clocks is wrong"
        )
    return message_id


def _signature(key: bytes, message_id: str, seconds: str, body: bytes) -> str:
    signed = f"{message_id}.{seconds}.".encode() + body
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
