"""Twilio's REST API as an operator uses it: where numbers point, calls that are under way, what went wrong lately.

ServiceFailed
+-- TwilioFailed         Twilio refused, or no answer of its was to be had; the message says why, never with a key
"""

import random
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

import httpx  # noqa: ASYNC127  # the project's client is httpx
import trio

from offhook.actors.http_answer import LONGEST_ERROR, Deadlines, HttpAnswer, http_answer
from offhook.engine.host.service_failed import ServiceFailed
from offhook.protocol.carriers.twilio import rest, rest_errors, twiml
from offhook.protocol.carriers.twilio.rest import Alert, Call, PhoneNumber, RestRequest
from offhook.protocol.errors import RemoteProtocolError
from offhook.web.carriers.twilio_account import TwilioAccount

T = TypeVar("T")
Read = TypeVar("Read")
WITHIN_S = 8.0
"""For one answer."""
TOTAL_S = 30.0
"""For an answer with all attempts; of a list, for each page."""
ATTEMPTS = 4
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 8.0
LONGEST_ANSWER = 1_048_576
MOST_PAGES = 50
_DEADLINES = Deadlines(connect_s=5.0, first_byte_s=WITHIN_S, gap_s=WITHIN_S, total_s=WITHIN_S)
_JSON = ("application/json", "application/problem+json")
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""What went wrong where nothing was sent: the `__context__` of the failure, which is told in words of its own."""
_MAY_HAVE_HAPPENED = "it may have been done nevertheless: look before you try again"


class TwilioFailed(ServiceFailed):
    """`code` is Twilio's own number for the error, `status` that of the answer; None where there was none."""

    def __init__(self, message: str, *, status: int | None = None, code: int | None = None) -> None:
        super().__init__(message)
        self.status, self.code = status, code


class _Answer:
    """Status and body of an answer that has come to its end."""

    def __init__(self, answer: HttpAnswer, body: bytes) -> None:
        self.status, self.body = answer.status, body
        self.kind = answer.content_type.partition(";")[0].strip().lower()
        self.retry_after = answer.headers.get("retry-after", "")


class TwilioRest:
    """One account. Every method raises TwilioFailed; none takes longer than TOTAL_S, a list that long for each page."""

    def __init__(self, account: TwilioAccount, http: httpx.AsyncClient, chance: random.Random) -> None:
        self._account, self._http, self._chance = account, http, chance
        self.host = httpx.URL(account.api_url).host

    async def numbers(self) -> Sequence[PhoneNumber]:
        """All numbers of the account."""
        found: list[PhoneNumber] = []
        request = rest.numbers(self._account.sid)
        for _ in range(MOST_PAGES):
            page = await self._asked(request, rest.read_numbers)
            found += page.incoming_phone_numbers
            following = self._read(partial(rest.next_numbers, self._account.sid), page)
            if following is None:
                return found
            request = following
        raise self._failed(f"the list of numbers has not ended after {MOST_PAGES} pages")

    async def number(self, phone_number: str) -> PhoneNumber | None:
        """The number, if it is one of the account."""
        page = await self._asked(rest.numbers(self._account.sid, phone_number), rest.read_numbers)
        exact = (each for each in page.incoming_phone_numbers if each.phone_number == phone_number)
        return next(exact, None)  # Twilio's filter also matches parts of numbers

    async def set_number(self, number_sid: str, values: Mapping[str, str]) -> PhoneNumber:
        """`values` as in `PhoneNumber.values`; what is not named stays as it is. Returns what Twilio has now."""
        return await self._asked(rest.set_number(self._account.sid, number_sid, values), rest.read_number)

    async def call(self, call_sid: str) -> Call:
        return await self._asked(rest.fetch_call(self._account.sid, call_sid), rest.read_call)

    async def hang_up(self, call_sid: str) -> bool:
        """False if the call was over already."""
        try:
            await self._asked(rest.hang_up(self._account.sid, call_sid), rest.read_call)
        except TwilioFailed as exc:
            if exc.code not in (rest_errors.NOT_FOUND, rest_errors.NOT_IN_PROGRESS):
                raise
            refused = exc
        else:
            return True
        if not (await self.call(call_sid)).is_over:  # one that never was gets the same answer as one that is over
            raise refused
        return False

    async def transfer(self, call_sid: str, destination: str) -> None:
        """Put the caller through to a phone number or SIP URI; the agent is out of the call at once."""
        request = rest.continue_with(self._account.sid, call_sid, twiml.dial(destination))
        await self._asked(request, rest.read_call)

    async def alerts(self, start: str) -> Sequence[Alert]:
        """The newest errors and warnings since `start` (ISO 8601), one page."""
        url = rest.monitor_url(self._account.api_url)
        return (await self._asked(rest.alerts(start), rest.read_alerts, url)).alerts

    async def _asked(self, request: RestRequest, read: Callable[[bytes], T], url: str | None = None) -> T:
        try:
            with trio.move_on_after(TOTAL_S):
                return self._read(read, await self._repeated(request, url or self._account.api_url))
            raise self._failed(f"no answer within {TOTAL_S:g} s, with all attempts")
        except TwilioFailed as exc:
            if request.method == "GET" or _changed_nothing(exc):
                raise
            raise TwilioFailed(f"{exc}; {_MAY_HAVE_HAPPENED}", status=exc.status, code=exc.code) from exc

    async def _repeated(self, request: RestRequest, url: str) -> bytes:
        """The body of the answer, asked for again where that does no harm."""
        attempt = 0
        while True:
            attempt += 1
            retry_after = ""
            try:
                answer = await self._sent(request, url)
            except TwilioFailed as exc:
                harmless = request.repeatable or isinstance(exc.__context__, _NOT_SENT)
                if not harmless or attempt == ATTEMPTS:
                    raise
            else:
                # One of too many requests that is refused was not processed (Twilio, "Error 20429").
                again = answer.status == 429 or (answer.status >= 500 and request.repeatable)
                if not again or attempt == ATTEMPTS:
                    return self._body(answer)
                retry_after = answer.retry_after
            await self._pause(attempt, retry_after)

    async def _sent(self, request: RestRequest, url: str) -> _Answer:
        data = dict(request.form) if request.method == "POST" else None
        headers = {**self._account.headers, "Accept": "application/json"}
        built = self._http.build_request(request.method, url + request.path, headers=headers, data=data)
        async with http_answer(self._http, built, _DEADLINES, self._failed, resend=request.repeatable) as answer:
            if answer.status >= 300:
                return _Answer(answer, await answer.beginning(LONGEST_ERROR))
            return _Answer(answer, await answer.whole(LONGEST_ANSWER))

    async def _pause(self, attempt: int, retry_after: str) -> None:
        """Longer each time, and never the same for all who were refused together."""
        longest = FIRST_PAUSE_S * 2**attempt
        asked = float(retry_after) if retry_after.isascii() and retry_after.isdecimal() else 0.0
        await trio.sleep(min(max(asked, self._chance.uniform(longest / 2, longest)), LONGEST_PAUSE_S))

    def _body(self, answer: _Answer) -> bytes:
        if answer.kind not in _JSON:
            kind = "a web page" if answer.kind == "text/html" else answer.kind or "no content type"
            what = f"HTTP {answer.status} with {kind}: that is not Twilio's API, check twilio.api_url and a proxy"
            raise TwilioFailed(f"{self.host}: {what}", status=answer.status)
        if answer.status >= 300:
            error = rest_errors.of_answer(answer.status, answer.body)
            said = self._account.masked(error.in_words)
            what = "; ".join(filter(None, (said, self._fix(error), error.page)))
            raise TwilioFailed(f"{self.host}: {what}", status=answer.status, code=error.code)
        return answer.body

    def _read(self, read: Callable[[Read], T], what: Read) -> T:
        try:
            return read(what)
        except RemoteProtocolError as exc:
            raise self._failed(str(exc)) from exc

    def _failed(self, why: str) -> TwilioFailed:
        return TwilioFailed(f"{self.host}: {why}")

    def _fix(self, error: rest_errors.RestError) -> str:
        match error.status:
            case 401:
                return f"correct {self._account.set_by}, and check that it is a key of {self._account.sid}"
            case 403:
                return f"the key is not allowed to do this: give {self._account.set_by} more rights"
            case 404:
                return f"nothing of that name is in the account {self._account.sid}"
            case 429:
                return "too many requests at the same time: try again later"
            case _:
                return ""


def _changed_nothing(exc: TwilioFailed) -> bool:
    """Whether it is sure: the request was refused, or never sent."""
    refused = exc.status is not None and 300 <= exc.status < 500
    return refused or isinstance(exc.__context__, _NOT_SENT)
