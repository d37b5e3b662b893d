"""Reads webhooks of whichever carrier: who may send them, how long they may be, and what the others are told."""

from collections.abc import Awaitable, Callable
from contextlib import aclosing

import trio
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from offhook.engine.record.facts.server_fault import ServerFault
from offhook.web.lifespan_state import tell

MAX_FORM_BYTES = 65_536
FORM_WITHIN_S = 5.0  # a carrier gives up on us after 15


class BadForm(Exception):
    """A webhook's parameters cannot be read; the text says why."""


class Refused(Exception):
    """Not proven to come from the carrier. The text is for the peer, the rest for the log."""

    def __init__(self, kind: ServerFault, told: str, **said: object) -> None:
        super().__init__(told)
        self.kind, self.told, self.said = kind, told, said


class ForCarrier:
    """An ASGI application for one carrier only: what its webhooks ask."""

    def __init__(self, app: ASGIApp, prove: Callable[[Request], Awaitable[bytes | None]]) -> None:
        """`prove` returns the body if it had to read it. It raises Refused and BadForm."""
        self._app, self._prove = app, prove

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            body = await self._prove(request)
        except Refused as exc:
            tell(scope, exc.kind, **exc.said)
            await PlainTextResponse(f"{exc.told}\n", status_code=403)(scope, receive, send)
            return
        except BadForm as exc:
            await refuse_form(request, exc)(scope, receive, send)
            return
        await self._app(scope, receive if body is None else _again(body, receive), send)


def refuse_form(request: Request, why: Exception) -> Response:
    """The answer to a webhook that cannot be read, with a line in the log: a caller may have been lost."""
    tell(request.scope, ServerFault.BAD_WEBHOOKS, why=str(why))
    return PlainTextResponse(f"{why}\n", status_code=400)


async def read_body(request: Request) -> bytes:
    """The webhook's body. Raises BadForm if it is too long, or does not arrive in time."""
    try:
        with trio.fail_after(FORM_WITHIN_S):
            return await _read_body(request)
    except trio.TooSlowError as exc:
        raise BadForm(f"the form did not arrive within {FORM_WITHIN_S:g} s") from exc
    except ClientDisconnect as exc:
        raise BadForm("the connection was closed before the form was complete") from exc


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    async with aclosing(request.stream()) as parts:
        async for part in parts:
            body += part
            if len(body) > MAX_FORM_BYTES:
                raise BadForm(f"the form is longer than {MAX_FORM_BYTES} bytes; a carrier's webhook is far shorter")
    return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    """The rest of a request whose body has been read already."""
    unread: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return unread.pop() if unread else await receive()

    return receive_again
