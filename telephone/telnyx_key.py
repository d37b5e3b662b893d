"""The key with which a telephone signs as Telnyx does. It is kept in a file; without one it is made.

UnusableKey          the message says why
"""

import os
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class UnusableKey(Exception):
    """Nothing can be signed with it."""


class SigningKey(NamedTuple):
    sign: Callable[[bytes], bytes]
    public_key: str
    """For the server: telnyx.public_key."""


def signing_key(file: Path) -> SigningKey:
    """Raises UnusableKey."""
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    except ImportError as exc:
        raise UnusableKey("the package cryptography is missing: pip install 'offhook[telnyx]'") from exc
    try:
        if not file.exists():
            made = b64encode(Ed25519PrivateKey.generate().private_bytes_raw())
            with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
                written.write(made + b"\n")
        key = Ed25519PrivateKey.from_private_bytes(b64decode(file.read_bytes().strip(), validate=True))
    except OSError as exc:
        raise UnusableKey(f"{file}: {exc.strerror or type(exc).__name__}") from exc
    except ValueError as exc:
        raise UnusableKey(f"{file}: holds no key: 32 bytes in base64") from exc
    return SigningKey(key.sign, b64encode(key.public_key().public_bytes_raw()).decode())
