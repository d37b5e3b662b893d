"""The one-time token that the answer to a webhook gives to the carrier, and that comes back when the stream starts.

It proves that a webhook of ours announced this stream: it is signed, bound to one call, and good for a short time. It
is a custom parameter, because the URL of a stream may have no query (Twilio, "TwiML Voice: Stream"). Whether it was
used before is not in it: whoever reads it has to keep that.

BadStreamToken           it is not a token of ours for this call; the text says why, and never quotes it
"""

import hashlib
import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode

import msgspec

from offhook.protocol.errors import RemoteProtocolError

TOKEN_PARAMETER = "token"
KEY_BYTES, NONCE_BYTES = 32, 16
_FIELDS = struct.Struct(">IQ16s")
_MAC_BYTES = hashlib.sha256().digest_size
_CHARACTERS = (_FIELDS.size + _MAC_BYTES) * 4 // 3  # a multiple of three bytes needs no padding
assert (_FIELDS.size + _MAC_BYTES) % 3 == 0


class BadStreamToken(RemoteProtocolError):
    """The stream does not come from a webhook of ours."""


class StreamToken(msgspec.Struct, frozen=True):
    """The place that is reserved for the call, and until when, in ms since 1970 UTC. No two have the same nonce."""

    place: int
    expires_ms: int
    nonce: bytes


def sign(token: StreamToken, key: bytes, call_id: str) -> str:
    """The token as text: letters, digits, `-` and `_`."""
    fields = _FIELDS.pack(token.place, token.expires_ms, token.nonce)
    return urlsafe_b64encode(fields + _mac(fields, key, call_id)).decode()


def read_token(text: str, key: bytes, call_id: str, now: float) -> StreamToken:
    """`now` is in seconds since 1970 UTC. Raises BadStreamToken."""
    if not text:
        raise BadStreamToken("the stream has no token")
    if len(text) != _CHARACTERS or not text.isascii():
        raise BadStreamToken("the token is not one of ours")
    try:
        signed = urlsafe_b64decode(text)
    except ValueError as exc:
        raise BadStreamToken("the token is not one of ours") from exc
    if len(signed) != _FIELDS.size + _MAC_BYTES:  # the decoder leaves out what is not base64
        raise BadStreamToken("the token is not one of ours")
    fields, mac = signed[: _FIELDS.size], signed[_FIELDS.size :]
    if not hmac.compare_digest(mac, _mac(fields, key, call_id)):
        raise BadStreamToken("the token is not signed by this server for this call")
    token = StreamToken(*_FIELDS.unpack(fields))
    if now * 1000 >= token.expires_ms:
        raise BadStreamToken("the token has expired")
    return token


def _mac(fields: bytes, key: bytes, call_id: str) -> bytes:
    # The fields have a fixed length, so no two pairs of fields and name of a call are the same bytes.
    return hmac.digest(key, fields + call_id.encode(errors="surrogatepass"), "sha256")
