"""What our webhook passes on to the stream: `client_state` comes back in its start, and in every later webhook.

It is base64 of whatever we like (Telnyx, "Answer call"): here of a JSON object of texts. Whoever has set another state,
for instance at the portal, has passed nothing on to us.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping

import msgspec

MAX_CHARACTERS = 8192
_decoder = msgspec.json.Decoder(dict[str, str])


def write_state(parameters: Mapping[str, str]) -> str:
    return b64encode(msgspec.json.encode(parameters)).decode()


def read_state(text: str | None) -> dict[str, str]:
    """Empty for a state that is not ours."""
    return our_state(text) or {}


def our_state(text: str | None) -> dict[str, str] | None:
    """Empty where there is none, and None for a state that is not ours."""
    if not text:
        return {}
    if len(text) > MAX_CHARACTERS:
        return None
    try:
        return _decoder.decode(b64decode(text, validate=True))
    except (ValueError, RecursionError):  # not base64, not JSON, or other JSON
        return None
