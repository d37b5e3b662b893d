"""The public key with which Telnyx's signatures are verified; needs the package `cryptography`."""

from offhook.protocol.carriers.telnyx.signature import Verify, key_bytes

NEEDS = "telnyx.public_key is set, but the package cryptography is missing: pip install 'offhook[telnyx]'"


class NoCryptography(Exception):
    """Signatures cannot be verified here."""


def verifier(public_key: str) -> Verify:
    """Raises NoCryptography, and ValueError for what is no key."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError as exc:
        raise NoCryptography(NEEDS) from exc
    key = Ed25519PublicKey.from_public_bytes(key_bytes(public_key))

    def verify(signature: bytes, text: bytes) -> bool:
        try:
            key.verify(signature, text)
        except InvalidSignature:
            return False
        return True

    return verify
