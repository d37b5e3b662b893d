"""The HTTP pages of the real application, over an exchange in memory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from offhook.engine.run.exchange import Exchange
from offhook.web.application import Application
from offhook.web.lifespan_state import EXCHANGE
from offhook.web.media import AsgiReceive, AsgiScope, AsgiSend


@asynccontextmanager
async def open_pages(
    exchange: Exchange, *, peer: str = "127.0.0.1", root_path: str = ""
) -> AsyncIterator[httpx.AsyncClient]:
    """A client whose requests come from `peer` and reach the application as Hypercorn would hand them over."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Exchange]:
        yield exchange

    application = Application(opened)

    async def serve(scope: AsgiScope, receive: AsgiReceive, send: AsgiSend) -> None:
        scope["state"] = {EXCHANGE: exchange}
        await application(scope, receive, send)

    transport = httpx.ASGITransport(app=serve, client=(peer, 40_000), root_path=root_path)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        yield client


TUNNEL = {
    "host": "5d1f-203-0-113-7.ngrok-free.app",
    "x-forwarded-for": "203.0.113.7",
    "x-forwarded-host": "5d1f-203-0-113-7.ngrok-free.app",
    "x-forwarded-proto": "https",
}
"""What a tunnel such as ngrok adds to a request that it hands on over plain HTTP from this very machine."""
