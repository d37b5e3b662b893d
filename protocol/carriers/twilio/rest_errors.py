"""Errors of Twilio's REST API. They come in two forms (Twilio, "Twilio API responses"; RFC 9457):

    legacy      {"code", "message", "more_info", "status"}
    problem     {"type", "title", "status", "code", "detail", "instance", "errors"}

Anything else that refuses is a proxy, or not Twilio.
"""

import msgspec

KEY_REFUSED = 20003
NOT_FOUND = 20404
TOO_MANY_REQUESTS = 20429
NOT_IN_PROGRESS = 21220
"""A call that is to be changed is not under way."""
LONGEST_MESSAGE = 300


class RestError(msgspec.Struct, frozen=True):
    """An answer that is not a success."""

    status: int
    code: int | None = None
    message: str = ""
    """Twilio's own words, cut. It may quote what was sent."""

    @property
    def in_words(self) -> str:
        said = f"HTTP {self.status}"
        if self.code is not None:
            said += f", error {self.code}"
        return f"{said}: {self.message}" if self.message else said

    @property
    def page(self) -> str:
        """Where Twilio explains it; empty for a bare status."""
        return "" if self.code is None else page_of(self.code)


class _Body(msgspec.Struct):
    code: object = None
    message: object = None
    title: object = None
    detail: object = None


def page_of(code: int | str) -> str:
    return f"https://www.twilio.com/docs/errors/{code}"


def of_answer(status: int, body: bytes) -> RestError:
    try:
        found = msgspec.json.decode(body, type=_Body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return RestError(status)
    code = found.code if isinstance(found.code, int) and not isinstance(found.code, bool) else None
    texts = [each for each in (found.message, found.title, found.detail) if isinstance(each, str) and each]
    return RestError(status, code, ": ".join(texts)[:LONGEST_MESSAGE])
