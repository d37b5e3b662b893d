"""Signs requests to servers of our users, as Standard Webhooks has it (standardwebhooks.com, "Signature scheme")."""

import hmac
from base64 import b64decode, b64encode

PREFIX = "whsec_"
FEWEST_BYTES, MOST_BYTES = 24, 64


def signed_headers(secret: str, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers of a request with this body. Raises ValueError for a secret that is none."""
    signed = hmac.digest(_key(secret), f"{message_id}.{timestamp}.".encode() + body, "sha256")
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{b64encode(signed).decode()}",
    }


def _key(secret: str) -> bytes:
    try:
        key = b64decode(secret.removeprefix(PREFIX), validate=True)
    except ValueError:
        key = b""
    if not secret.startswith(PREFIX) or not FEWEST_BYTES <= len(key) <= MOST_BYTES:
        raise ValueError(f"must be {PREFIX} and the base64 of {FEWEST_BYTES} to {MOST_BYTES} bytes")
    return key
