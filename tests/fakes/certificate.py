"""The certificate of fakes that are served over TLS, and a client's trust in it."""

import ssl
from pathlib import Path

CERTIFICATE = Path(__file__).parent / "localhost.pem"
"""Certificate and key for localhost and 127.0.0.1, signed by itself."""


EXPIRED = CERTIFICATE.parent / "expired.pem"
"""The same, of January 2020."""


def trust(certificate: Path = CERTIFICATE) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))
