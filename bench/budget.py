"""Measures the latency budget over real sockets: how soon an answer sounds with services of the classic latencies.

    python -m bench.budget [--turns 12]

Starts fakes of OpenAI's interfaces on sockets of this machine, which take as long as the classic services (recognition
300 ms, a model's first sentence 400 ms, a voice's first sound 400 ms), and the real server with the real clients of
them. Then it calls the server through its socket. Prints JSON; milliseconds, from the caller's last voiced frame, as
the VAD's rule counts it, to the first audio of the answer.

- `budget`: what the path takes in virtual time (`tests/actors/test_latency_budget.py`).
- `measured`: median and percentiles of all turns but the first, which connects.
- `services_alone`: what the path's services take together when a bare HTTP client asks them, one request after the
  other, just after the call: the waits of the budget, sockets, and both ends of HTTP.
- `added`: what is left to the engine and its clients of services: the median less the silence and `services_alone`.
"""

import argparse
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec
import trio

from bench.bare_requests import WITHIN_S, BareRequests, median_ms
from bench.recordings import recordings
from bench.zero_latency import SETTINGS
from offhook.reports.spread import spread
from offhook.simulation.fakes.http_server import on_a_socket
from offhook.simulation.fakes.openai_audio import FakeOpenAiAudio
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat
from offhook.simulation.fakes.openai_model import KEY, Answer
from offhook.simulation.fakes.openai_realtime import FakeOpenAiRealtime
from offhook.simulation.fakes.steps import slow
from offhook.telephone.phone import CallOptions, place_call
from offhook.telephone.phone_network import open_network
from offhook.telephone.phone_script import say
from offhook.telephone.server_process import running_server

RECOGNITION_S, FIRST_SENTENCE_S, FIRST_SOUND_S = 0.3, 0.4, 0.4
TURNS = 12
REQUESTS = 1000  # more than one call makes
AGENT = 'name = "budget"\ngreeting = "Good evening."\nprompt = "You know the prices."\n'
QUESTION, ANSWERS = "price", ("It is fifty euros.", "It is sixty euros.")


class Route(msgspec.Struct, frozen=True):
    """One row of the budget: which services take part, and what it comes to in virtual time."""

    name: str
    budget_ms: int
    recognizer: str
    drafts: int = 2
    is_cached: bool = False
    """Whether the model always writes the same sentence, which the voice's cache has from the first turn on."""

    @property
    def waits_for_recognizer(self) -> bool:
        return self.recognizer == "openai"

    @property
    def silence_ms(self) -> float:
        """What of the budget is no service's: how long the caller is silent before anything is asked."""
        services_s = FIRST_SENTENCE_S + (0.0 if self.is_cached else FIRST_SOUND_S)
        return self.budget_ms - 1000 * (services_s + (RECOGNITION_S if self.waits_for_recognizer else 0.0))


ROUTES = (
    Route("drafts on, batch recognition", 1220, "openai"),
    Route("drafts on, streaming recognition", 920, "openai_realtime"),
    Route("drafts off, streaming recognition", 1100, "openai_realtime", drafts=0),
    Route("reply in the voice cache, streaming recognition", 520, "openai_realtime", is_cached=True),
)


class Row(msgspec.Struct, frozen=True):
    """What was measured."""

    path: str
    budget: int
    measured: Mapping[str, float]
    services_alone: float
    added: float
    unanswered: int
    failures: Sequence[str]


class Fakes(msgspec.Struct, frozen=True):
    """Where they are, and the settings of the server that lead to them."""

    chat_url: str
    ear_url: str
    voice_url: str
    settings: dict[str, str]


async def measure(route: Route, turns: int) -> Row:
    """One call of so many turns."""
    voices = list(islice(cycle(recordings()), turns))
    script = tuple(say(name, clip) for name, clip in voices)
    async with _fakes(route) as fakes:
        async with (
            running_server(fakes.settings, lambda line: None) as address,
            open_network() as network,
        ):
            outcome = await place_call(
                CallOptions(url=f"{address}/voice-stream", items=script, max_seconds=20.0 * turns), network=network
            )
        alone_ms = await _services_alone(route, fakes, turns)
    answered = [turn.vad_response_ms for turn in outcome.report.turns[1:]]
    found = spread([each for each in answered if each is not None])
    return Row(
        route.name,
        route.budget_ms,
        found,
        round(alone_ms, 1),
        round(found.get("p50", 0.0) - route.silence_ms - alone_ms, 1),
        answered.count(None) + turns - len(outcome.report.turns),
        [] if outcome.went_through else [str(outcome.failure)],
    )


async def _services_alone(route: Route, fakes: Fakes, times: int) -> float:
    """The sum of the medians, in milliseconds, of the services that the caller waits for."""
    async with httpx.AsyncClient(timeout=WITHIN_S, trust_env=False) as client:
        bare = BareRequests(client, KEY)
        took_ms = await median_ms(lambda: bare.first_sentence(fakes.chat_url), times)
        if not route.is_cached:
            took_ms += await median_ms(lambda: bare.first_sound(fakes.voice_url), times)
        if route.waits_for_recognizer:
            took_ms += await median_ms(lambda: bare.transcription(fakes.ear_url), times)
    return took_ms


@asynccontextmanager
async def _fakes(route: Route) -> AsyncIterator[Fakes]:
    written = [_written(text) for text in islice(cycle(ANSWERS[:1] if route.is_cached else ANSWERS), REQUESTS)]
    chat = FakeOpenAiChat(*written)
    ear, voice = FakeOpenAiAudio(key=KEY, words=QUESTION), FakeOpenAiAudio(key=KEY, speech_s=0.8)
    ear.faults.extend([slow(RECOGNITION_S)] * REQUESTS)
    voice.faults.extend([slow(FIRST_SOUND_S)] * REQUESTS)
    live = FakeOpenAiRealtime(key=KEY, words=QUESTION, final_s=0.0, tells_last=True)
    with TemporaryDirectory() as folder:
        agent = Path(folder, "budget.toml")
        await trio.Path(agent).write_text(AGENT)
        async with (
            on_a_socket(chat.serve) as chat_url,
            on_a_socket(ear.server.serve) as ear_url,
            on_a_socket(voice.server.serve) as voice_url,
            on_a_socket(live.server.serve) as live_url,
        ):
            settings = {
                **SETTINGS,
                "OPENAI_API_KEY": KEY,
                "OFFHOOK__AGENT__PATH": str(agent),
                "OFFHOOK__RECOGNIZER__CHAIN": json.dumps([route.recognizer]),
                "OFFHOOK__RECOGNIZER__OPENAI__BASE_URL": f"{ear_url}/v1",
                "OFFHOOK__RECOGNIZER__OPENAI_REALTIME__BASE_URL": f"{live_url}/v1",
                "OFFHOOK__RESPONDER__CHAIN": '["openai"]',
                "OFFHOOK__RESPONDER__OPENAI__BASE_URL": f"{chat_url}/v1",
                "OFFHOOK__RESPONDER__OPENAI__TOKEN_LIMIT_FIELD": "max_completion_tokens",
                "OFFHOOK__RESPONDER__MAX_DRAFTS": str(route.drafts),
                "OFFHOOK__SPEAKER__CHAIN": '["openai"]',
                "OFFHOOK__SPEAKER__OPENAI__BASE_URL": f"{voice_url}/v1",
                "OFFHOOK__SPEAKER__CACHE__MEMORY_MB": "64" if route.is_cached else "0",
                "OFFHOOK__FLOOR__FILLER_S": "0",
            }
            yield Fakes(chat_url, ear_url, voice_url, settings)


def _written(text: str) -> Answer:
    """The first sentence is complete after FIRST_SENTENCE_S."""
    return Answer(pieces=(f"{text} ",), first_piece_s=FIRST_SENTENCE_S)


def main() -> None:
    parser = argparse.ArgumentParser(description="The latency budget over real sockets, against fakes of services.")
    parser.add_argument("--turns", type=int, default=TURNS, help="turns of the call on each path")
    arguments = parser.parse_args()
    rows = [trio.run(measure, route, arguments.turns) for route in ROUTES]
    print(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode())


if __name__ == "__main__":
    main()
