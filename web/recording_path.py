"""What recorded calls need of the server, for as long as it runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from offhook.engine.run.exchange import Exchange
from offhook.engine.run.recorded_calls import RecordedCalls
from offhook.web.carriers.twilio_recording import Recordings
from offhook.web.one_at_a_time import OneAtATime
from offhook.web.served_sounds import ServedSounds


class RecordingPath(NamedTuple):
    calls: RecordedCalls
    sounds: ServedSounds
    recordings: Recordings
    one_at_a_time: OneAtATime


@asynccontextmanager
async def open_recording_path(exchange: Exchange) -> AsyncIterator[RecordingPath]:
    async with exchange.world.network() as network:
        yield RecordingPath(
            exchange.recorded_calls,
            ServedSounds(exchange.folder, exchange.world.random("key of links"), exchange.log),
            Recordings(network.http, exchange.settings),
            OneAtATime(exchange.folder),
        )
