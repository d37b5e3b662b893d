"""Why there is no connection, and what to do: from whatever a network library has raised."""

import ssl
from collections.abc import Iterator
from os import strerror
from socket import gaierror
from typing import NamedTuple

from offhook.engine.host.errors_in_words import leaves

_MOST = 50
"""Exceptions that are looked at; a chain of causes may be a loop."""


class Trouble(NamedTuple):
    """What has happened, in words that quote neither side."""

    what: str
    fix: str


def connection_trouble(exc: BaseException) -> Trouble | None:
    """None if it does not say."""
    found = list(_causes(exc))
    for each in found:
        if isinstance(each, ssl.SSLCertVerificationError):
            return _of_certificate(each.verify_message)
    for each in found:
        match each:
            case gaierror():
                return Trouble("its name is not known", "check the name for a typing error, and this machine's DNS")
            case ssl.SSLError():
                reason = (each.reason or "no reason given").lower().replace("_", " ")
                return Trouble(f"no TLS: {reason}", "check that the port speaks TLS, and that no proxy is in between")
            case ConnectionRefusedError():
                return Trouble("the connection was refused", "check the address and the port")
            case OSError(errno=int() as number) if number > 0:
                return Trouble(f"no connection: {strerror(number).lower()}", "check the network and the address")
    return None


def _of_certificate(said: str) -> Trouble:
    """`said` is a text of OpenSSL's own, which quotes no more than the host that was asked for."""
    if "expired" in said or "not yet valid" in said:
        fix = "renew the certificate if the server is yours; else check this machine's date"
    elif "self-signed" in said or "self signed" in said or "issuer" in said:
        fix = "set SSL_CERT_FILE to a file that holds the certificate of its authority; a proxy may have put in its own"
    elif "mismatch" in said or "not valid for" in said:
        fix = "correct the address, or give the server a certificate for this name"
    else:
        fix = "give the server a certificate that can be verified"
    return Trouble(f"its certificate is not accepted: {said}", fix)


def _causes(exc: BaseException) -> Iterator[BaseException]:
    waiting, seen = [exc], 0
    while waiting and seen < _MOST:
        each = waiting.pop(0)
        for leaf in leaves(each):
            seen += 1
            yield leaf
            waiting += [cause for cause in (leaf.__cause__, leaf.__context__) if cause is not None]
