"""Why there is no connection, in words that may be logged. Of the libraries' texts only what OpenSSL says of a
certificate is used."""

import re
import socket
import ssl
from collections.abc import Iterator

import httpx  # noqa: ASYNC127  # the project's client is httpx

_UNSAFE = re.compile(r"[^\w .,:'*-]")


def why_no_connection(exc: BaseException) -> str:
    """What is behind the error of a library, of a certificate first: other attempts may have been refused as well."""
    causes = [*_causes(exc)]
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"the certificate is not accepted: {_UNSAFE.sub('', cause.verify_message)[:120]}"
    for cause in causes:
        match cause:
            case httpx.ProxyError():
                return "the proxy refuses it, or wants a name and a password"
            case socket.gaierror():
                return "the name is not found"
            case ConnectionRefusedError():
                return "it was refused"
            case ssl.SSLError():
                return "the TLS handshake failed"
            case _:
                pass
    return "it was refused, or the name or the certificate is wrong"


def _causes(exc: BaseException) -> Iterator[BaseException]:
    yield exc
    behind = exc.exceptions if isinstance(exc, BaseExceptionGroup) else ()
    for cause in (*behind, exc.__cause__ or exc.__context__):
        if cause is not None:
            yield from _causes(cause)
