"""Makes a tool of a request to a web server. It is sent once; what has effects is never sent again."""

from collections.abc import Mapping
from functools import partial
from urllib.parse import quote, urlencode, urlsplit

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec

from offhook.actors.http_answer import Deadlines, http_answer
from offhook.actors.tools.http_answers import COMPRESSED, Answer, result_of
from offhook.actors.tools.http_table import HttpRequest
from offhook.actors.tools.json_arguments import misfitting, read_arguments
from offhook.actors.tools.no_answer import NoAnswer, deadlines_within, tool_failure
from offhook.actors.tools.options import ToolOptions
from offhook.actors.tools.schema_check import misfit
from offhook.actors.tools.secret_values import Secrets
from offhook.actors.tools.template import CALL, CALL_FACTS, SECRET, filled, places
from offhook.engine.run.tool import RESULT_BYTES, ArgumentsWrong, Tool, ToolCall, ToolFailed

Arguments = Mapping[str, object]


def http_tool(request: HttpRequest, options: ToolOptions, secrets: Secrets, http: httpx.AsyncClient) -> Tool:
    has_effects = request.has_effects if options.effects is None else options.effects
    asking = _Asking(request, secrets, http, deadlines_within(options.seconds), has_effects=has_effects)
    read = partial(read_checked, schema=request.offer.parameters)
    return options.applied(request.offer, read, asking.run, has_effects=has_effects)


def read_checked(text: str, schema: Mapping[str, object]) -> Arguments:
    """Raises ArgumentsWrong."""
    arguments: dict[str, object] = read_arguments(text, dict[str, object])
    if (what := misfit(arguments, schema)) is not None:
        raise ArgumentsWrong(misfitting(what))
    return arguments


class _Asking:
    """Sends the request of one tool."""

    def __init__(
        self,
        request: HttpRequest,
        secrets: Secrets,
        http: httpx.AsyncClient,
        deadlines: Deadlines,
        *,
        has_effects: bool,
    ) -> None:
        self._request, self._secrets, self._http, self._deadlines = request, secrets, http, deadlines
        self._has_effects = has_effects

    async def run(self, call: ToolCall, arguments: object) -> object:
        assert isinstance(arguments, dict), "what `read` has returned"
        built = self._built(call, arguments)
        try:
            answer = await self._answer(built)
        except NoAnswer as exc:
            raise tool_failure(exc, has_effects=self._has_effects) from exc
        return result_of(answer, self._secrets, has_effects=self._has_effects)

    async def _answer(self, built: httpx.Request) -> Answer:
        """Raises NoAnswer."""
        resend = not self._has_effects
        async with http_answer(self._http, built, self._deadlines, NoAnswer, resend=resend) as answer:
            if answer.is_compressed:
                return Answer(answer.status, answer.content_type, None, COMPRESSED)
            body: bytes | None = b""
            while body is not None and (piece := await answer.piece()) is not None:
                body = body + piece if len(body) + len(piece) <= RESULT_BYTES else None
            return Answer(answer.status, answer.content_type, body)

    def _built(self, call: ToolCall, arguments: Arguments) -> httpx.Request:
        request = self._request
        values = {**arguments, **{fact: getattr(call, fact.removeprefix(CALL)) for fact in CALL_FACTS}}
        url = _filled_url(request.url, values)
        rest = {key: value for key, value in arguments.items() if key not in places(request.url)}
        content: bytes | None = None
        headers = {"accept": "application/json, text/plain;q=0.9", "user-agent": "Offhook"}
        if request.body is not None:
            content = msgspec.json.encode(self._filled_body(request.body, values))
        elif request.method in ("GET", "DELETE"):
            url = _with_query(url, rest)
        else:
            content = msgspec.json.encode(rest)
        if content is not None:
            headers["content-type"] = "application/json"
        headers |= {name.lower(): filled(text, self._secrets.value) for name, text in request.headers.items()}
        if self._has_effects:
            headers["idempotency-key"] = call.key
        return self._http.build_request(request.method, url, headers=headers, content=content)

    def _filled_body(self, value: object, arguments: Arguments) -> object:
        match value:
            case str():
                return self._filled_text(value, arguments)
            case dict():
                return {
                    key: self._filled_body(each, arguments)
                    for key, each in value.items()
                    if not _is_left_out(each, arguments)
                }
            case list():
                return [self._filled_body(each, arguments) for each in value if not _is_left_out(each, arguments)]
            case _:
                return value

    def _filled_text(self, text: str, arguments: Arguments) -> object:
        if (whole := _only_place(text)) in arguments:
            return arguments[whole]  # "{nights}" is the number, and not text
        return filled(text, lambda at: self._secrets.value(at) if at.startswith(SECRET) else _text(arguments.get(at)))


def _only_place(text: str) -> str:
    found = places(text)
    return found[0] if len(found) == 1 and text == f"{{{found[0]}}}" else ""


def _is_left_out(value: object, arguments: Arguments) -> bool:
    """Whether it stands for an argument that the model has not given."""
    name = _only_place(value) if isinstance(value, str) else ""
    return bool(name) and not name.startswith(SECRET) and name not in arguments


def _text(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else msgspec.json.encode(value).decode()


def _filled_url(template: str, arguments: Arguments) -> str:
    """Raises ArgumentsWrong for what would lead to another path than the one of the file."""
    url = filled(template, lambda place: quote(_text(arguments[place]), safe=""))
    for wanted, segment in zip(urlsplit(template).path.split("/"), urlsplit(url).path.split("/"), strict=True):
        if places(wanted) and segment in ("", ".", ".."):
            if all(place in CALL_FACTS for place in places(wanted)):
                raise ToolFailed(f"{wanted} of this call is not known.")
            raise ArgumentsWrong(misfitting(f"{', '.join(places(wanted))}: must not be empty, '.' or '..'"))
    return url


def _with_query(url: str, arguments: Arguments) -> str:
    pairs: list[tuple[str, str]] = []
    for name, value in arguments.items():
        pairs += [(name, _text(each)) for each in (value if isinstance(value, list) else [value])]
    return f"{url}{'&' if '?' in url else '?'}{urlencode(pairs)}" if pairs else url
