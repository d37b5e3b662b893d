"""A fake of Twilio's REST API: numbers, calls and alerts of one account, in memory or on a socket.

What it answers is written from Twilio's reference; tests let Twilio's own package read it.
"""

import json
from base64 import b64encode
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

import trio

from offhook.simulation.fakes.http_server import Answerer, HttpServer, Received
from offhook.simulation.fakes.steps import Answer, Fault, Step, send

ACCOUNT = "AC0123456789abcdef0123456789abcdef"
TOKEN = "fedcba9876543210fedcba9876543210"
NUMBER = "+15005550001"
OLD_URL = "https://demo.twilio.com/welcome/voice/"
CREATED = "Sat, 31 Oct 2026 12:00:00 +0000"
_VERSION = "/2010-04-01"
PATHS = (_VERSION, "/v1/Alerts")
"""How its paths begin."""
_SETTABLE = {
    "VoiceUrl": "voice_url",
    "VoiceMethod": "voice_method",
    "VoiceFallbackUrl": "voice_fallback_url",
    "VoiceFallbackMethod": "voice_fallback_method",
    "StatusCallback": "status_callback",
    "StatusCallbackMethod": "status_callback_method",
    "VoiceApplicationSid": "voice_application_sid",
    "TrunkSid": "trunk_sid",
    "FriendlyName": "friendly_name",
}
_OVER = ("completed", "busy", "failed", "no-answer", "canceled")
Resource = dict[str, object]


def a_number(phone_number: str = NUMBER, sid: str = "", **more: object) -> Resource:
    """A number as it is after it was bought."""
    sid = sid or f"PN{phone_number.removeprefix('+'):0>32}"
    return {
        "sid": sid,
        "account_sid": ACCOUNT,
        "friendly_name": f"({phone_number[2:5]}) {phone_number[5:8]}-{phone_number[8:]}",
        "phone_number": phone_number,
        "voice_url": OLD_URL,
        "voice_method": "POST",
        "voice_fallback_url": None,
        "voice_fallback_method": "POST",
        "status_callback": "",
        "status_callback_method": "POST",
        "voice_caller_id_lookup": False,
        "voice_application_sid": "",
        "trunk_sid": None,
        "voice_receive_mode": "voice",
        "sms_url": "",
        "sms_method": "POST",
        "sms_fallback_url": "",
        "sms_fallback_method": "POST",
        "sms_application_sid": "",
        "capabilities": {"voice": True, "sms": True, "mms": False, "fax": False},
        "address_requirements": "none",
        "address_sid": None,
        "identity_sid": None,
        "bundle_sid": None,
        "emergency_status": "Inactive",
        "emergency_address_sid": None,
        "emergency_address_status": "unregistered",
        "status": "in-use",
        "origin": "twilio",
        "beta": False,
        "api_version": "2010-04-01",
        "date_created": CREATED,
        "date_updated": CREATED,
        "uri": f"{_VERSION}/Accounts/{ACCOUNT}/IncomingPhoneNumbers/{sid}.json",
        **more,
    }


def a_call(sid: str, status: str = "in-progress", **more: object) -> Resource:
    return {
        "sid": sid,
        "account_sid": ACCOUNT,
        "parent_call_sid": None,
        "from": "+15005550006",
        "from_formatted": "(500) 555-0006",
        "to": NUMBER,
        "to_formatted": "(500) 555-0001",
        "phone_number_sid": f"PN{NUMBER.removeprefix('+'):0>32}",
        "status": status,
        "direction": "inbound",
        "start_time": CREATED,
        "end_time": CREATED if status in _OVER else None,
        "duration": "12" if status in _OVER else None,
        "price": None,
        "price_unit": "USD",
        "answered_by": None,
        "forwarded_from": "",
        "caller_name": None,
        "group_sid": None,
        "trunk_sid": "",
        "queue_time": "0",
        "api_version": "2010-04-01",
        "annotation": None,
        "date_created": CREATED,
        "date_updated": CREATED,
        "uri": f"{_VERSION}/Accounts/{ACCOUNT}/Calls/{sid}.json",
        **more,
    }


def an_alert(code: str, at: str, **more: object) -> Resource:
    """`at` in ISO 8601."""
    return {
        "sid": f"NO{code:0>32}",
        "account_sid": ACCOUNT,
        "alert_text": f"ErrorCode={code}&LogLevel=ERROR",
        "api_version": "2010-04-01",
        "date_created": at,
        "date_generated": at,
        "date_updated": at,
        "error_code": code,
        "log_level": "error",
        "more_info": f"https://www.twilio.com/docs/api/errors/{code}",
        "request_method": "POST",
        "request_url": "https://voice.example.com/voice-stream",
        "resource_sid": "CA0123456789abcdef0123456789abcdef",
        "service_sid": None,
        "url": f"https://monitor.twilio.com/v1/Alerts/NO{code:0>32}",
        **more,
    }


def refusal(status: int, code: int, message: str, **headers: str) -> Answer:
    """The legacy form of an error."""
    more_info = f"https://www.twilio.com/docs/errors/{code}"
    return _json({"code": code, "message": message, "more_info": more_info, "status": status}, status, **headers)


def problem(status: int, code: int, title: str, detail: str) -> Answer:
    """The form of RFC 9457, as newer parts of the API have it."""
    body = {"type": f"https://www.twilio.com/docs/errors/{code}", "title": title, "status": status}
    content = json.dumps({**body, "code": code, "detail": detail, "instance": None, "errors": []}).encode()
    return Answer(status, {"content-type": "application/problem+json"}, [Step.HEAD, content])


def _json(body: Mapping[str, object], status: int = 200, **headers: str) -> Answer:
    kind = {"content-type": "application/json;charset=utf-8", **headers}
    return Answer(status, kind, [Step.HEAD, json.dumps(body).encode()])


BUSY = refusal(429, 20429, "Too Many Requests", **{"twilio-concurrent-requests": "100"})
WRONG_KEY = refusal(401, 20003, "Authenticate")
_REFUSALS: Mapping[int, Answer] = {401: WRONG_KEY, 404: refusal(404, 20404, "Not found"), 429: BUSY}


def refused(answer: Answer) -> Answer:
    """A refusal of another vendor's, as Twilio words it."""
    return _REFUSALS.get(answer.status, refusal(answer.status, 20000 + answer.status, "Service error"))


@dataclass
class FakeTwilio:
    """One account. `faults` are used up, one for each request."""

    token: str = TOKEN
    api_key: str = ""
    api_secret: str = ""
    numbers: list[Resource] = field(default_factory=lambda: [a_number()])
    calls: list[Resource] = field(default_factory=list)
    alerts: list[Resource] = field(default_factory=list)
    longest_page: int = 50
    faults: deque[Fault] = field(default_factory=deque)
    twiml: list[str] = field(default_factory=list)
    """What calls were told to go on with."""
    http: HttpServer = field(init=False)

    def __post_init__(self) -> None:
        self.http = HttpServer(self.answer)

    async def serve(self, stream: trio.abc.Stream) -> None:
        await self.http.serve(stream)

    @property
    def asked(self) -> Sequence[str]:
        """`GET /2010-04-01/...`, without queries."""
        return [f"{each.method} {each.path.partition('?')[0]}" for each in self.http.requests]

    async def answer(self, request: Received, answerer: Answerer) -> None:
        """Answer one request. One that goes wrong has been carried out, as with a real server."""
        answer = self._answer(request)
        await send(self.faults.popleft()(answer) if self.faults else answer, answerer)

    def _answer(self, request: Received) -> Answer:
        if request.headers.get("authorization", "") not in self._accepted():
            return WRONG_KEY
        path, _, query = request.path.partition("?")
        asked = dict(parse_qsl(query))
        form = dict(parse_qsl(request.body.decode(), keep_blank_values=True))
        if path == "/v1/Alerts":
            return self._alerts(asked)
        kind, _, sid = path.removeprefix(f"{_VERSION}/Accounts/{ACCOUNT}/").removesuffix(".json").partition("/")
        if kind == "IncomingPhoneNumbers" and not sid:
            return self._numbers(path, asked)
        found = next(
            (
                each
                for each in {"IncomingPhoneNumbers": self.numbers, "Calls": self.calls}.get(kind, [])
                if each["sid"] == sid
            ),
            None,
        )
        if found is None:
            return refusal(404, 20404, f"The requested resource {path} was not found")
        if request.method == "POST":
            return self._change_call(path, found, form) if kind == "Calls" else self._change_number(found, form)
        return _json(found)

    def _accepted(self) -> Sequence[str]:
        pairs = [(ACCOUNT, self.token), *([(self.api_key, self.api_secret)] if self.api_key else [])]
        return [f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}" for user, password in pairs]

    def _numbers(self, path: str, asked: Mapping[str, str]) -> Answer:
        wanted = asked.get("PhoneNumber", "").removeprefix("+")
        matching = [each for each in self.numbers if wanted in str(each["phone_number"])]
        size, page = min(int(asked.get("PageSize", 50)), self.longest_page), int(asked.get("Page", 0))
        shown = matching[page * size : (page + 1) * size]

        def uri(number: int) -> str:
            return f"{path}?{urlencode({'PageSize': size, 'Page': number})}"

        return _json(
            {
                "first_page_uri": uri(0),
                "end": page * size + len(shown) - 1,
                "incoming_phone_numbers": shown,
                "next_page_uri": f"{uri(page + 1)}&PageToken=PA{page}" if matching[(page + 1) * size :] else None,
                "page": page,
                "page_size": size,
                "previous_page_uri": uri(page - 1) if page else None,
                "start": page * size,
                "uri": uri(page),
            }
        )

    def _change_number(self, number: Resource, form: Mapping[str, str]) -> Answer:
        for name in ("VoiceUrl", "VoiceFallbackUrl", "StatusCallback"):
            if form.get(name) and not form[name].startswith(("http://", "https://")):
                return refusal(400, 21402, f"{name} is not a valid URL: {form[name]}")
        number.update({_SETTABLE[name]: value for name, value in form.items() if name in _SETTABLE})
        return _json(number)

    def _change_call(self, path: str, call: Resource, form: Mapping[str, str]) -> Answer:
        if call["status"] in _OVER:
            if form.get("Status"):
                return refusal(404, 20404, f"The requested resource {path} was not found")
            return refusal(400, 21220, "Call is not in-progress. Cannot redirect.")
        if "Twiml" in form:
            self.twiml.append(form["Twiml"])
        elif form.get("Status") == "completed":
            call.update(status="completed", end_time=CREATED, duration="12")
        return _json(call)

    def _alerts(self, asked: Mapping[str, str]) -> Answer:
        since = [each for each in self.alerts if str(each["date_generated"]) >= asked.get("StartDate", "")]
        url = "https://monitor.twilio.com/v1/Alerts?PageSize=50&Page=0"
        meta = {"first_page_url": url, "url": url, "key": "alerts", "next_page_url": None, "previous_page_url": None}
        return _json({"alerts": since, "meta": {**meta, "page": 0, "page_size": 50}})
