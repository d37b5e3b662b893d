"""Measures the latency budget over real sockets: how soon an answer sounds with services of the classic latencies.

    python -m bench.budget [--turns 12]

Starts fakes of services on sockets of this machine, which take as long as the classic services (recognition 300 ms, a
model's first sentence 400 ms, a voice's first sound 400 ms), and the real server with the real clients of them. Then it
calls the server through its socket. Prints JSON; milliseconds, from the caller's last voiced frame, as the VAD's rule
counts it, to the first audio of the answer.

- `budget`: what the path takes in virtual time (`tests/actors/test_latency_budget.py`).
- `measured`: median and percentiles of all turns but the first, which connects.
- `services_alone`: what the path's services take together when our own clients ask them, one request after the other,
  without a call, just after it: the waits of the budget, sockets, and both ends of the service's protocol.
- `added`: what is left to the engine: the median less the silence and `services_alone`.
"""

import argparse
from collections.abc import Mapping, Sequence
from itertools import cycle, islice

import msgspec
import trio

from bench import asked_services as asked
from bench.fake_services import AGENT, Fakes, fake_services
from bench.recordings import recordings
from offhook.engine.host.agent import load_agent
from offhook.engine.host.world import RealWorld
from offhook.reports.spread import spread
from offhook.simulation.vendors import FINAL_S, FIRST_SOUND_S, SENTENCE_S, Said
from offhook.telephone.phone import CallOptions, place_call
from offhook.telephone.phone_network import open_network
from offhook.telephone.phone_script import say
from offhook.telephone.server_process import running_server

TURNS = 12
MODEL = "openai"
ANSWER = "It is fifty euros."
SAID = Said("price", (ANSWER,), live_final_s=0.0)
ASKED = Said("um what does a room cost please", (ANSWER,), live_final_s=0.0)
ANSWERS = f'[[answers]]\nask = ["How much is a room?", "What does a room cost?"]\nanswer = "{ANSWER}"\n'


class Route(msgspec.Struct, frozen=True):
    """One row of the budget: which services take part, and what it comes to in virtual time."""

    name: str
    budget_ms: int
    recognizer: str
    voice: str = "openai"
    drafts: int = 2
    is_cached: bool = False
    """Whether the voice's cache has the sentence from the first turn on."""
    is_in_file: bool = False
    """Whether the agent file answers, so that no model is asked."""

    @property
    def said(self) -> Said:
        return ASKED if self.is_in_file else SAID

    @property
    def waits_for_recognizer(self) -> bool:
        return self.recognizer == "openai"

    @property
    def silence_ms(self) -> float:
        """What of the budget is no service's: how long the caller is silent before anything is asked."""
        services_s = (0.0 if self.is_in_file else SENTENCE_S) + (0.0 if self.is_cached else FIRST_SOUND_S)
        return self.budget_ms - 1000 * (services_s + (FINAL_S if self.waits_for_recognizer else 0.0))


MODELS = Route("drafts on, streaming recognition", 920, "openai_realtime")
IN_FILE = Route(
    "answer of the agent file, streaming recognition", 300, "openai_realtime", is_cached=True, is_in_file=True
)
ROUTES = (
    Route("drafts on, batch recognition", 1220, "openai"),
    MODELS,
    Route("reply in the voice cache, streaming recognition", 520, "openai_realtime", is_cached=True),
    IN_FILE,
    *(Route(f"drafts on, recognizer {name}", 920, name) for name in ("deepgram", "assemblyai")),
    *(
        Route(f"drafts on, voice {name}", 920, "openai_realtime", voice=name)
        for name in ("elevenlabs", "elevenlabs_http", "openai_realtime")
    ),
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


async def measure(route: Route, turns: int) -> Row:
    """One call of so many turns."""
    voices = list(islice(cycle(recordings()), turns))
    script = tuple(say(name, clip) for name, clip in voices)
    services = {"recognizer": route.recognizer, "responder": MODEL, "speaker": route.voice}
    cache_mb, agent = 64 if route.is_cached else 0, AGENT + (ANSWERS if route.is_in_file else "")
    async with fake_services(services, route.said, drafts=route.drafts, cache_mb=cache_mb, agent=agent) as fakes:
        async with (
            running_server({**fakes.settings}, lambda line: None) as address,
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
    world, agent, took_ms = RealWorld(), load_agent("bench.toml", AGENT), 0.0
    async with world.network():  # one client for all of them
        if not route.is_in_file:
            async with asked.responder(world, MODEL, fakes.sections["responder"], agent) as model:
                took_ms += await asked.median_ms(lambda: asked.first_sentence(model, SAID.words), times)
        if not route.is_cached:
            async with asked.voice(world, route.voice, fakes.sections["speaker"]) as voice:
                took_ms += await asked.median_ms(lambda: asked.first_sound(voice, ANSWER), times)
        if route.waits_for_recognizer:
            async with asked.recognizer(world, route.recognizer, fakes.sections["recognizer"]) as recognizer:
                took_ms += await asked.median_ms(lambda: asked.words(recognizer), times)
    return took_ms


def main() -> None:
    parser = argparse.ArgumentParser(description="The latency budget over real sockets, against fakes of services.")
    parser.add_argument("--turns", type=int, default=TURNS, help="turns of the call on each path")
    arguments = parser.parse_args()
    rows = [trio.run(measure, route, arguments.turns) for route in ROUTES]
    print(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode())


if __name__ == "__main__":
    main()
