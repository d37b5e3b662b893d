"""The HTTP pages of the real application, over an exchange in memory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from offhook.engine.run.exchange import Exchange
from offhook.protocol.carriers.twilio.signature import HEADER, form_parameters, sign
from offhook.web.application import Application
from offhook.web.media import AsgiReceive, AsgiScope, AsgiSend

AUTH_TOKEN = "0123456789abcdef0123456789abcdef"
PROVEN = {"auth_token": AUTH_TOKEN}
"""The settings `twilio` of a server that answers only what is signed with this token."""


@asynccontextmanager
async def open_pages(
    exchange: Exchange, *, peer: str = "127.0.0.1", root_path: str = "", signed_for: str | None = None
) -> AsyncIterator[httpx.AsyncClient]:
    """A client whose requests come from `peer` and reach the application as Hypercorn would hand them over.

    Those without a signature are signed as the carrier signs what it sends to the server at `signed_for`.
    """

    @asynccontextmanager
    async def opened() -> AsyncIterator[Exchange]:
        yield exchange

    async def sign_it(request: httpx.Request) -> None:
        if signed_for is not None and HEADER not in request.headers:
            url = f"{signed_for}{request.url.raw_path.decode()}"
            request.headers.update(signed(url, await request.aread()))

    application = Application(opened)
    async with application.lifespan() as state:

        async def serve(scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
            scope["state"] = state
            await application(scope, receive, send)

        transport = httpx.ASGITransport(app=serve, client=(peer, 40_000), root_path=root_path)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1:8000", event_hooks={"request": [sign_it]}
        ) as client:
            yield client


A_CALL = b"CallSid=CA1"
"""A form with the one field that every webhook has."""


def signed(url: str, body: bytes = b"", auth_token: str = AUTH_TOKEN) -> dict[str, str]:
    """The header with the signature of a request."""
    return {HEADER: sign(auth_token, url, form_parameters(body))}


TUNNEL = {
    "host": "5d1f-203-0-113-7.ngrok-free.app",
    "x-forwarded-for": "203.0.113.7",
    "x-forwarded-host": "5d1f-203-0-113-7.ngrok-free.app",
    "x-forwarded-proto": "https",
}
"""What a tunnel such as ngrok adds to a request that it hands on over plain HTTP from this very machine."""
