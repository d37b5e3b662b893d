"""Telnyx before the real application, in memory: its webhooks, its REST API, and the sockets that it opens."""

import json
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import trio
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from offhook.actors.agent_files import AgentFiles
from offhook.actors.responder.service import Responder
from offhook.engine.host.settings_telnyx import TelnyxSettings
from offhook.engine.run.exchange import Exchange
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import open_simulated_exchange, settings_with
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.telnyx_rest import KEY, Commanded, FakeTelnyx
from offhook.simulation.services import SimulatedVoice
from offhook.simulation.shared_folder import SharedMemory
from offhook.simulation.telnyx_side import TELNYX_FAR_SIDE
from offhook.web.application import Application
from offhook.web.media import AsgiMessage

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = b64encode(PRIVATE.public_key().public_bytes_raw()).decode()
CALLER = "+15550100"
Headers = Mapping[str, str]


def webhook_body(event_type: str, call_id: str, **payload: object) -> bytes:
    """As Telnyx writes it. Each has an id of its own."""
    event = {
        "record_type": "event",
        "event_type": event_type,
        "id": str(uuid4()),
        "occurred_at": "2026-11-29T12:00:00.521992Z",
        "payload": {
            "call_control_id": call_id,
            "connection_id": "7267000000000000",
            "call_leg_id": "428c31b6-7af4-4bcb-b7f5-5013ef9657c1",
            "call_session_id": "428c31b6-abf3-3bc1-b7f4-5013ef9657c1",
            "client_state": None,
            "from": CALLER,
            "to": "+15550199",
            **payload,
        },
    }
    return json.dumps(
        {"data": event, "meta": {"attempt": 1, "delivered_to": "https://voice.example.com/telnyx"}}
    ).encode()


class Rig:
    """One worker, and Telnyx."""

    def __init__(
        self, exchange: Exchange, fake: FakeTelnyx, application: Application, state: dict[str, object]
    ) -> None:
        self.exchange, self.fake = exchange, fake
        self._application, self._state = application, state

    def signed(self, body: bytes, *, age_s: float = 0, key: Ed25519PrivateKey = PRIVATE) -> Headers:
        timestamp = str(int(self.exchange.wall_time() - age_s))
        signature = b64encode(key.sign(timestamp.encode() + b"|" + body)).decode()
        return {"telnyx-signature-ed25519": signature, "telnyx-timestamp": timestamp}

    async def post(
        self, body: bytes, headers: Headers | None = None, peer: str = "203.0.113.7", path: str = "/telnyx"
    ) -> httpx.Response:
        """Signed, unless there are headers."""

        async def serve(scope: object, receive: object, send: object) -> None:
            scope["state"] = self._state  # type: ignore[index]
            await self._application(scope, receive, send)  # type: ignore[arg-type]

        transport = httpx.ASGITransport(app=serve, client=(peer, 40_000))
        async with httpx.AsyncClient(transport=transport, base_url="https://voice.example.com") as client:
            signed = self.signed(body) if headers is None else headers
            return await client.post(path, content=body, headers={"content-type": "application/json", **signed})

    async def told(self, event_type: str, call_id: str, **payload: object) -> Commanded | None:
        """A webhook that must be taken: the command that it leads to."""
        before = len(self.fake.commanded)
        answer = await self.post(webhook_body(event_type, call_id, **payload))
        assert answer.status_code == 200
        assert len(self.fake.commanded) <= before + 1
        return self.fake.commanded[before] if len(self.fake.commanded) > before else None

    async def rings(self, call_id: str) -> Commanded | None:
        return await self.told("call.initiated", call_id, direction="incoming", state="parked")

    async def is_answered(self, call_id: str) -> Commanded:
        """The same for a call that must be answered."""
        answered = await self.rings(call_id)
        assert answered is not None
        return answered

    @asynccontextmanager
    async def stream_of(self, ordered: Commanded, *, returned: int = 0) -> AsyncIterator[SimulatedCarrier]:
        """The stream that a command asks for, until either side has ended it."""
        carrier = telnyx_carrier(ordered, returned=returned)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(carrier.run, {"caller": CALLER, **ordered.state})  # noqa: ASYNC113  # it waits for the next
            nursery.start_soon(self.open, carrier, ordered.path)
            yield carrier

    async def open(self, carrier: SimulatedCarrier, path: str, headers: Headers | None = None) -> list[AsgiMessage]:
        """The socket at a path, from its handshake to its end: what the application said about it."""
        said: list[AsgiMessage] = []
        greeting: list[AsgiMessage] = [{"type": "websocket.connect"}]

        async def receive() -> AsgiMessage:
            if greeting:
                return greeting.pop()
            try:
                message = await carrier.to_server.receive()
            except (trio.EndOfChannel, trio.ClosedResourceError):
                return {"type": "websocket.disconnect", "code": 1005}
            return {"type": "websocket.receive", "text": message}

        async def send(message: AsgiMessage) -> None:
            await trio.lowlevel.checkpoint()
            if message["type"] == "websocket.send":
                carrier.receive(message["text"])
            else:
                said.append(message)
            if message["type"] == "websocket.close":
                carrier.drop()

        scope = {
            "type": "websocket",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": [
                (b"host", b"voice.example.com"),
                *((name.encode(), value.encode()) for name, value in (headers or {}).items()),
            ],
            "client": ("203.0.113.7", 40_000),
            "extensions": {"websocket.http.response": {}},
            "state": self._state,
        }
        await self._application(scope, receive, send)
        return said


def telnyx_carrier(call: Commanded | None, *, returned: int = 0) -> SimulatedCarrier:
    """The stream that a command asks for, with the client state that it gave."""
    assert call is not None
    carrier = SimulatedCarrier(far_side=TELNYX_FAR_SIDE, returned=returned)
    carrier.call_sid = call.call_id
    carrier.side = TELNYX_FAR_SIDE.open(call.call_id, 1 + returned)
    return carrier


@asynccontextmanager
async def telnyx_rig(
    tmp_path: Path | None = None,
    *,
    responder: Responder | None = None,
    public_key: str | None = PUBLIC,
    api_key: str | None = KEY,
    fake: FakeTelnyx | None = None,
    agents: AgentFiles | None = None,
    shared_memory: SharedMemory | None = None,
    **sections: Mapping[str, object],
) -> AsyncIterator[Rig]:
    fake = fake or FakeTelnyx()
    telnyx = TelnyxSettings.model_validate(
        {"public_key": public_key, "api_key": api_key, "api_url": "https://api.telnyx.example"}
    )
    store = {"store": {"path": str(tmp_path / "calls.db")}} if tmp_path is not None else {}
    settings = settings_with(**{"server": {"public_url": "https://voice.example.com"}, **store, **sections})
    settings = settings.model_copy(update={"telnyx": telnyx})
    async with (
        in_memory(fake.serve) as (_, transport),
        open_simulated_exchange(
            settings,
            transport=transport,
            agents=agents,
            voice=SimulatedVoice(1),
            responder=responder or (),
            shared_memory=shared_memory,
        ) as exchange,
    ):

        @asynccontextmanager
        async def opened() -> AsyncIterator[Exchange]:
            yield exchange

        application = Application(opened)
        async with application.lifespan() as state:
            yield Rig(exchange, fake, application, state)
