"""Links to sounds that are good for a while: whoever fetches one has no other proof to bring.

The signature is the hexadecimal HMAC-SHA256 (RFC 2104) of the sound's name and the time until which the link is good,
with a key that all workers of one server share.

BadLink              no sound is served for it; the text says why, and has no secret in it
"""

import hashlib
import hmac
import re
from typing import NamedTuple

from offhook.protocol.errors import RemoteProtocolError

_NAME = re.compile(r"[0-9a-f]{32}")
_UNTIL = re.compile(r"[1-9][0-9]{0,11}")  # one link has one spelling
_PURPOSE = b"sound "  # the same key signs other things


class BadLink(RemoteProtocolError):
    """This link was not made here, or is not good any more."""


class SignedLink(NamedTuple):
    """Which sound, and until when (seconds since 1970 UTC) the link is good."""

    name: str
    until: int

    def query(self, key: bytes) -> dict[str, str]:
        """What its URL's query must hold."""
        return {"until": str(self.until), "signature": _signature(self, key)}


def read_link(name: str, until: str, signature: str, key: bytes, now: float) -> SignedLink:
    """Raises BadLink."""
    if not _NAME.fullmatch(name) or not _UNTIL.fullmatch(until):
        raise BadLink("no sound has such a name")
    link = SignedLink(name, int(until))
    if not hmac.compare_digest(_signature(link, key).encode(), signature.encode(errors="replace")):
        raise BadLink("the signature is missing or wrong")
    if now > link.until:
        raise BadLink("it has expired")
    return link


def _signature(link: SignedLink, key: bytes) -> str:
    return hmac.new(key, _PURPOSE + f"{link.name} {link.until}".encode(), hashlib.sha256).hexdigest()
