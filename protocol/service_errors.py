"""What errors of all services have in common, in words that may be logged.

RemoteProtocolError      errors.py
+-- ReportedError        a line of an answer, or an event of a stream, that is such an error
"""

import re

import msgspec

from offhook.protocol.errors import RemoteProtocolError

REFUSED_REST_S = 60.0
"""A wrong key, a wrong model or an empty account is put right by a person, and not by asking again."""
BUSY_REST_S = 2.0
"""How long a service that has too much to do is left alone, if it does not say so itself."""
LONGEST_REST_S = 3600.0
_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


class ServiceError(msgspec.Struct, frozen=True):
    """What went wrong, and what follows from it."""

    words: str
    rest_s: float = 0.0
    """How long it is useless to ask this service again."""
    only_this: bool = False
    """Nothing is wrong with the service: another request may well be answered."""
    refuses_tools: bool = False
    """It would have answered if no tools had been offered."""


class ReportedError(RemoteProtocolError):
    """The peer reports an error where its answer was expected."""

    def __init__(self, error: ServiceError) -> None:
        super().__init__(error.words)
        self.error = error


def by_class(status: int) -> ServiceError:
    """An answer's status that has no words of its own."""
    if status >= 500:
        return ServiceError("the server has failed")
    if status >= 400:
        return ServiceError("the request is not accepted")
    return ServiceError("a redirect, which is not followed" if status >= 300 else "no answer to the request")


def asked_to_wait_s(retry_after: str | None) -> float | None:
    """The seconds that a header names (RFC 9110, section 10.2.3)."""
    return min(float(retry_after), LONGEST_REST_S) if retry_after and _SECONDS.fullmatch(retry_after) else None


def of_status(status: int, meaning: ServiceError, name: str | None, retry_after: str | None) -> ServiceError:
    """An answer to a request, and for how long it asks to be left alone."""
    words = f"HTTP {status}: {meaning.words}{f' ({name})' if name else ''}"
    asked_s = asked_to_wait_s(retry_after) if status in (429, 503) else None
    if asked_s is None:
        return ServiceError(words, meaning.rest_s)
    return ServiceError(f"{words}; it asks to wait {asked_s:g} s", asked_s)
