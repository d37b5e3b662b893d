"""Fakes of services on sockets of this machine, and the settings of a server that uses them."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import trio

from bench.zero_latency import SETTINGS
from offhook.simulation.fakes.http_server import on_a_socket
from offhook.simulation.vendors import FAKES, SERVER, Said

AGENT = 'name = "bench"\ngreeting = "Good evening."\nprompt = "You know the prices."\n'


class Fakes(msgspec.Struct, frozen=True):
    """What leads to them: the settings of their services, by role, and the same for the server."""

    sections: Mapping[str, Mapping[str, object]]
    settings: Mapping[str, str]


@asynccontextmanager
async def fake_services(
    services: Mapping[str, str], said: Said, *, drafts: int, cache_mb: int = 0, agent: str = AGENT
) -> AsyncIterator[Fakes]:
    """By role, the service that takes part. `agent` is the text of the agent file."""
    sections: dict[str, dict[str, object]] = {}
    settings = {
        **SETTINGS,
        "OFFHOOK__RESPONDER__MAX_DRAFTS": str(drafts),
        "OFFHOOK__SPEAKER__CACHE__MEMORY_MB": str(cache_mb),
        "OFFHOOK__FLOOR__FILLER_S": "0",
    }
    async with AsyncExitStack() as stack:
        path = Path(stack.enter_context(TemporaryDirectory()), "bench.toml")
        await trio.Path(path).write_text(agent)
        settings["OFFHOOK__AGENT__PATH"] = str(path)
        for role, name in services.items():
            fake = FAKES[f"{role}.{name}"]
            url = await stack.enter_async_context(on_a_socket(fake.serve(said)))
            sections[role] = {key: str(value).replace(SERVER, url) for key, value in fake.settings.items()}
            settings[f"OFFHOOK__{role}__CHAIN".upper()] = json.dumps([name])
            for key, value in sections[role].items():
                settings[f"OFFHOOK__{role}__{name}__{key}".upper()] = str(value)
        yield Fakes(sections, settings)
