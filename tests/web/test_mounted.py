"""Offhook below a path of somebody else's Starlette application, in one server. Real sockets, the real clock."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
import trio
from hypercorn.config import Config
from hypercorn.trio import serve
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket
from trio_websocket import open_websocket_url

from offhook.actors.start_up_failed import StartUpFailed
from offhook.engine.run.exchange import Exchange
from offhook.protocol.carriers.twilio.twiml_reader import ConnectStream, Redirect, read
from offhook.simulation.exchange import open_simulated_exchange, settings_with
from offhook.telephone.phone import CallOptions, place_call
from offhook.web import serving
from offhook.web.application import RUNS_ON_TRIO, Application
from offhook.web.serving import ServingFailed
from tests.serving import SAY_TODAY
from tests.web.pages import A_CALL, PROVEN, signed

MANY = 300  # far more than a telephone sends before a call


@asynccontextmanager
async def opened() -> AsyncIterator[Exchange]:
    async with open_simulated_exchange(settings_with(speaker={"tone": {"seconds": 0.5}})) as exchange:
        yield exchange


async def own_page(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{request.state.exchange} at {request.url_for('own page').path}")


async def echo(socket: WebSocket) -> None:
    await socket.accept()
    async for text in socket.iter_text():
        await socket.send_text(text)


def host_of(application: Application, *, enters_lifespan: bool = True) -> Starlette:
    """A host with a lifespan, a page and a socket of its own; what it keeps has a name that might be ours."""

    @asynccontextmanager
    async def lifespan(host: Starlette) -> AsyncIterator[dict[str, object]]:
        async with application.lifespan(host) as ours:
            yield {**ours, "exchange": "the stock exchange"}

    routes = [
        Mount("/phone", application),
        Route("/own", own_page, name="own page"),
        WebSocketRoute("/echo", echo),
    ]
    return Starlette(routes=routes, lifespan=lifespan if enters_lifespan else None)


@asynccontextmanager
async def served(host: Starlette, root_path: str = "") -> AsyncIterator[str]:
    """Under Hypercorn as it is used from a program; the address."""
    serving.install()
    config = Config()
    config.bind, config.root_path, config.errorlog = ["127.0.0.1:0"], root_path, None
    async with trio.open_nursery() as nursery:

        async def run(task_status: trio.TaskStatus[list[str]]) -> None:
            await serve(host, config, shutdown_trigger=trio.sleep_forever, task_status=task_status)  # type: ignore[arg-type]  # Hypercorn types ASGI by its own dictionaries

        (address,) = await nursery.start(run)
        yield address
        nursery.cancel_scope.cancel()


async def test_a_caller_reaches_the_agent_below_the_hosts_path() -> None:
    """Webhook, stream and the question afterwards: all of them below the path, and the host's own page beside them."""
    with trio.fail_after(30):
        async with served(host_of(Application(opened))) as address, httpx.AsyncClient(base_url=address) as client:
            outcome = await place_call(CallOptions(url=f"{address}/phone/voice-stream", items=(SAY_TODAY,)))
            own = await client.get("/own")
            ready = await client.get("/phone/readyz")
    assert outcome.failure == ""
    assert outcome.report.turns[0].reply_at_s is not None
    assert own.text == "the stock exchange at /own"
    assert ready.status_code == 200


@pytest.mark.parametrize(
    ("root_path", "asked", "prefix"),
    [
        ("", "/phone", "/phone"),
        ("", "/phone/", "/phone"),
        ("/site", "/site/phone", "/site/phone"),  # a proxy that keeps its prefix
        ("/site", "/phone", "/site/phone"),  # and one that strips it
    ],
)
async def test_every_address_for_the_carrier_begins_with_the_whole_path(
    root_path: str, asked: str, prefix: str
) -> None:
    """The proxy's part and the host's."""
    with trio.fail_after(30):
        async with (
            served(host_of(Application(opened)), root_path) as address,
            httpx.AsyncClient(base_url=address) as client,
        ):
            answer = await client.post(f"{asked}/voice-stream")
            wrong = await client.get(f"{asked}/nowhere")
    stream, afterwards = read(answer.content)
    assert isinstance(stream, ConnectStream)
    assert stream.url == f"{address.replace('http', 'ws')}{prefix}/media-stream"
    assert afterwards == Redirect(f"{prefix}/voice-stream/after")
    assert f" {prefix}/voice-stream," in wrong.text


@asynccontextmanager
async def opened_for_the_carrier() -> AsyncIterator[Exchange]:
    async with open_simulated_exchange(settings_with(twilio=PROVEN)) as exchange:
        yield exchange


@pytest.mark.parametrize(
    ("root_path", "asked", "called"),
    [
        ("", "/phone", "/phone"),
        ("", "/phone/", "/phone/"),
        ("/site", "/site/phone", "/site/phone"),  # a proxy that keeps its prefix
        ("/site", "/phone", "/site/phone"),  # and one that strips it
    ],
)
async def test_the_carrier_has_signed_the_whole_path(root_path: str, asked: str, called: str) -> None:
    """As it stands in the carrier's console: with the proxy's part and the host's, and with every slash."""
    url = f"https://voice.example.com{called}/voice-stream"
    with trio.fail_after(30):
        async with (
            served(host_of(Application(opened_for_the_carrier)), root_path) as address,
            httpx.AsyncClient(base_url=address, headers={"host": "voice.example.com"}) as client,
        ):
            proven = await client.post(f"{asked}/voice-stream", content=A_CALL, headers=signed(url, A_CALL))
            elsewhere = signed(f"{url}/after", A_CALL)
            other = await client.post(f"{asked}/voice-stream", content=A_CALL, headers=elsewhere)
            host_page = await client.get(f"{root_path}/own")
    assert (proven.status_code, other.status_code, host_page.status_code) == (200, 403, 200)


async def test_the_hosts_own_sockets_are_not_held_to_a_telephones_budget() -> None:
    """They hear what they are sent, at once, however much it is."""
    with trio.fail_after(30):
        async with (
            served(host_of(Application(opened))) as address,
            open_websocket_url(f"{address.replace('http', 'ws')}/echo") as socket,
        ):
            for number in range(MANY):
                await socket.send_message(f"{number} " + "x" * 2000)
                assert str(await socket.get_message()).startswith(f"{number} ")


async def test_a_host_that_does_not_enter_the_lifespan_is_told_what_to_do() -> None:
    """Not a KeyError out of the depths."""
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(host_of(Application(opened), enters_lifespan=False)), base_url="http://host"
    )
    async with client:
        with pytest.raises(Exception, match=r"from offhook\.app import lifespan") as caught:
            await client.get("/phone/healthz")
    assert type(caught.value).__name__ == "LifespanNotEntered"


async def test_a_start_that_fails_under_a_host_says_why() -> None:
    """The line that says which setting is wrong, and not a traceback of the host's."""

    @asynccontextmanager
    async def broken() -> AsyncIterator[Exchange]:
        raise StartUpFailed("vad.silence_ms = 310: must be a multiple of 20")
        yield

    with trio.fail_after(30), pytest.RaisesGroup(ServingFailed, flatten_subgroups=True) as caught:
        async with served(host_of(Application(broken))):
            pass
    assert str(caught.value.exceptions[0]) == "vad.silence_ms = 310: must be a multiple of 20"


def test_a_host_on_another_event_loop_is_told_at_once() -> None:
    """Before anything of Trio's is touched, which would fail in Trio's words."""
    entering = Application(opened).lifespan().__aenter__()
    with pytest.raises(RuntimeError, match=RUNS_ON_TRIO):
        entering.send(None)  # as any event loop would
