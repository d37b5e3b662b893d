"""Measures what connections gain that are open before a call needs them: the first turn of a call beside later ones.

    python -m bench.warmup [--round-trip-ms 60] [--rounds 5]

Prints JSON, after half a minute; times in milliseconds. The real clients of OpenAI's three HTTP services ask the fakes
of `offhook fakes` over TLS on a socket of this machine, which answer as late as a server does that is far away. Each
role has a process-wide client of its own, cold, and again with its connections opened ahead.

- `first`, `later`: from the request to the first word, text or sound; medians over the rounds.
- `ratio`: first by later.
- `warm_holds`: whether no warm first turn takes more than 1.2 times a later one.
"""

import argparse
import json
import ssl
import statistics
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from io import StringIO
from pathlib import Path

import trio

from bench.far_away import FarAway
from offhook.actors.recognizer.openai_transcription import (
    OPENAI_TRANSCRIPTION,
    OpenAiTranscription,
    OpenAiTranscriptionSettings,
)
from offhook.actors.responder.openai_chat import OPENAI, OpenAiResponderSettings
from offhook.actors.responder.service import CallerTurn, Occasion
from offhook.actors.served_call import ServedCall
from offhook.actors.speaker.openai_speech import OPENAI_SPEECH, OpenAiSpeechSettings
from offhook.actors.warm_up import WarmConnections, open_warm_up
from offhook.engine.host.agent import load_agent
from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import open_log
from offhook.engine.host.world import RealWorld
from offhook.simulation.fakes.all_fakes import BASE_PATH, KEY, AllFakes, behaviour
from offhook.simulation.fakes.http_server import on_a_socket, over_tls

CERTIFICATE = Path(__file__).parent.parent / "tests" / "fakes" / "localhost.pem"
LATENCIES = ("chat:350", "transcription:300", "speech:250")
"""From the request to the head of the answer, without the way there and back."""
LATER_TURNS = 3
BETWEEN_TURNS_S = 0.3
RINGING_S = 2.0
AT_MOST = 1.2
AGENT = load_agent("bench.toml", 'name = "bench"\ngreeting = "Hello."\nprompt = "You answer a telephone."')
A_CALL = ServedCall(caller="", language="en")
ONE_SECOND = bytes([0xFF, 0x7F]) * 4000
Turn = Callable[[], Awaitable[None]]
"""One request, to its first byte that counts; the rest is read behind it."""


class Clock:
    """The time to the first byte of each turn."""

    def __init__(self) -> None:
        self.began_at = 0.0
        self.first_ms: list[float] = []

    def begin(self) -> None:
        self.began_at = trio.current_time()

    def first(self) -> None:
        self.first_ms.append(1000 * (trio.current_time() - self.began_at))


@asynccontextmanager
async def model(world: RealWorld, url: str, clock: Clock) -> AsyncIterator[tuple[Turn, Sequence[WarmConnections]]]:
    settings = OpenAiResponderSettings(base_url=url, token_limit_field="max_completion_tokens", reasoning_effort="none")
    async with OPENAI.open(world, settings, AGENT) as responder, responder.session(A_CALL) as session:

        async def turn() -> None:
            async with session.reply(
                CallerTurn(Occasion.SPEECH, "are you open"), (), trio.lowlevel.checkpoint
            ) as parts:
                await anext(parts)
                clock.first()
                async for _ in parts:
                    pass

        yield turn, OPENAI.connections(world, settings)


@asynccontextmanager
async def recognizer(world: RealWorld, url: str, clock: Clock) -> AsyncIterator[tuple[Turn, Sequence[WarmConnections]]]:
    settings = OpenAiTranscriptionSettings(base_url=url)
    async with OPENAI_TRANSCRIPTION.open(world, settings) as opened:
        assert isinstance(opened, OpenAiTranscription)
        service = opened

        async def turn() -> None:
            await service.transcribe(ONE_SECOND, A_CALL, lambda words: None)
            clock.first()

        yield turn, OPENAI_TRANSCRIPTION.connections(world, settings)


@asynccontextmanager
async def voice(world: RealWorld, url: str, clock: Clock) -> AsyncIterator[tuple[Turn, Sequence[WarmConnections]]]:
    settings = OpenAiSpeechSettings(base_url=url)
    async with OPENAI_SPEECH.open(world, settings) as opened, opened.session(A_CALL) as session:

        async def turn() -> None:
            async with session.sentence("We are open until nine.") as pieces:
                await anext(pieces)
                clock.first()
                async for _ in pieces:
                    pass

        yield turn, OPENAI_SPEECH.connections(world, settings)


ROLES = {"model": model, "recognizer": recognizer, "voice": voice}


async def one_call(role: str, url: str, *, warm: bool) -> list[float]:
    """The times of its turns, the first one first."""
    certificates = ssl.create_default_context(cafile=str(CERTIFICATE))
    world = _World(certificates)
    clock = Clock()
    async with ROLES[role](world, url, clock) as (turn, connections):
        log = open_log(LogSettings(), world, StringIO())
        async with open_warm_up(connections if warm else (), world, log):
            await trio.sleep(RINGING_S if warm else 0)
            for _ in range(1 + LATER_TURNS):
                clock.begin()
                await turn()
                await trio.sleep(BETWEEN_TURNS_S)
    return clock.first_ms


class _World(RealWorld):
    """Knows the fakes' key and certificate, and nothing of the environment."""

    def __init__(self, certificates: ssl.SSLContext) -> None:
        super().__init__(trust_environment=False, certificates=certificates)

    def environment(self) -> dict[str, str]:
        return {"OPENAI_API_KEY": KEY}


def summary(calls: Sequence[Sequence[float]]) -> dict[str, float]:
    first = statistics.median(call[0] for call in calls)
    later = statistics.median(time for call in calls for time in call[1:])
    return {"first": round(first, 1), "later": round(later, 1), "ratio": round(first / later, 2)}


async def measure(rounds: int, round_trip_ms: float) -> dict[str, object]:
    fakes = AllFakes(behaviour((), LATENCIES), lambda line: None)
    served = over_tls(fakes.serve, CERTIFICATE)

    async def far_away(stream: trio.abc.Stream) -> None:
        assert isinstance(stream, trio.SocketStream)
        await served(FarAway(stream, round_trip_ms / 1000))

    roles: dict[str, Mapping[str, Mapping[str, float]]] = {}
    async with on_a_socket(far_away) as address:
        url = address.replace("http:", "https:") + BASE_PATH
        await one_call("model", url, warm=False)  # what the process loads once is no matter of connections
        for role in ROLES:
            roles[role] = {
                name: summary([await one_call(role, url, warm=warm) for _ in range(rounds)])
                for name, warm in (("cold", False), ("warm", True))
            }
    return {
        "round_trip_ms": round_trip_ms,
        "rounds": rounds,
        **roles,
        "warm_holds": all(each["warm"]["ratio"] <= AT_MOST for each in roles.values()),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="First and later turns with and without connections opened ahead.")
    parser.add_argument("--round-trip-ms", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    print(json.dumps(trio.run(measure, arguments.rounds, arguments.round_trip_ms), indent=2))


if __name__ == "__main__":
    main()
