"""How much sooner an answer sounds over a stream than over recordings, the old way, with the same services behind both.

    python -m bench.paths [--turns 6]

Starts fakes of services on sockets of this machine, which take as long as the classic services do at their fastest and
at their slowest, and the real server with the real clients of them. Calls it with the same voices over a stream and
over recordings, where the carrier's part takes its classic time (`telephone/phone_line.py`). Prints JSON; milliseconds,
from the caller's last voiced frame to the first sound of the answer, all turns but the first, which connects.

- `times_as_fast`: the median over recordings, divided by the median over the stream.
- `wanted`: what that is at least. The exit code is 1 where it is missed.
- `rendered_to_wire_ms`: on the stream, from the first byte that the voice has rendered to the first frame that the
  socket has accepted, median, by the server's own times. Wanted are less than 5 ms.
- `waited`: the share of the stream's time in which the server was ready to run while other processes used its core.
- `doubtful`: that share was large, so that most of `rendered_to_wire_ms` may be a wait for the processor.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from itertools import cycle, islice
from statistics import median

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec
import trio

from bench.fake_services import fake_services
from bench.process_figures import usage
from bench.recordings import recordings
from bench.turns import WAITED
from offhook.reports.spread import spread
from offhook.simulation.vendors import Said
from offhook.telephone.phone import CallOptions, CallOutcome, CallPath, place_call, url_of_path
from offhook.telephone.phone_network import open_network
from offhook.telephone.phone_script import say
from offhook.telephone.server_process import COMMAND, started_server

TURNS = 6
RENDERED_TO_WIRE_MS = 5.0
CLASSIC_SILENCE_S = "1"


class Latencies(msgspec.Struct, frozen=True):
    """What the services take, in seconds."""

    name: str
    recognition: float
    model: float
    voice: float

    def said(self) -> Said:
        return Said(
            "price",
            ("It is fifty euros.",),
            live_final_s=0.0,
            first_sound_s=self.voice,
            final_s=self.recognition,
            sentence_s=self.model,
        )


class Route(msgspec.Struct, frozen=True):
    """How the stream's side works."""

    name: str
    recognizer: str
    drafts: int
    wanted: float


ENDS = (Latencies("fastest", 0.3, 0.4, 0.4), Latencies("slowest", 0.5, 0.6, 0.6))
ROUTES = (
    Route("batch recognition, no drafts", "openai", 0, 1.6),
    Route("streaming recognition, drafts", "openai_realtime", 2, 2.5),
)
CLASSIC = "openai"  # the recognizer of the old way: it gets a file


class Row(msgspec.Struct, frozen=True):
    """One route at one end of the latencies."""

    name: str
    recordings_ms: Mapping[str, float]
    stream_ms: Mapping[str, float]
    times_as_fast: float
    wanted: float
    rendered_to_wire_ms: float
    waited: float
    doubtful: bool
    failures: Sequence[str]

    @property
    def is_missed(self) -> bool:
        too_slow = self.times_as_fast < self.wanted or self.rendered_to_wire_ms >= RENDERED_TO_WIRE_MS
        return too_slow or bool(self.failures)


class _Measured(msgspec.Struct, frozen=True):
    answers_ms: Mapping[str, float]
    rendered_to_wire_ms: float
    waited: float
    failure: str


async def measure(latencies: Latencies, turns: int, routes: Sequence[Route] = ROUTES) -> list[Row]:
    """These routes, beside one call over recordings."""
    old = await _call(latencies, CLASSIC, 0, CallPath.RECORD, turns)
    rows = []
    for route in routes:
        new = await _call(latencies, route.recognizer, route.drafts, CallPath.STREAM, turns)
        rows.append(
            Row(
                f"{route.name}, {latencies.name} services",
                old.answers_ms,
                new.answers_ms,
                round(old.answers_ms.get("p50", 0.0) / new.answers_ms.get("p50", float("inf")), 2),
                route.wanted,
                new.rendered_to_wire_ms,
                new.waited,
                new.waited > WAITED,
                [each for each in (old.failure, new.failure) if each],
            )
        )
    return rows


async def _call(latencies: Latencies, recognizer: str, drafts: int, path: CallPath, turns: int) -> _Measured:
    script = tuple(say(name, clip) for name, clip in islice(cycle(recordings()), turns))
    services = {"recognizer": recognizer, "responder": "openai", "speaker": "openai"}
    async with fake_services(services, latencies.said(), drafts=drafts) as fakes:
        settings = {**fakes.settings, "OFFHOOK__RECORDING__SILENCE_S": CLASSIC_SILENCE_S}
        async with started_server(COMMAND, settings, lambda line: None) as server, open_network() as network:
            url = url_of_path(f"{server.address}/voice-stream", path)
            began_at, before_s = trio.current_time(), usage(server.pid).waited_s
            outcome = await place_call(CallOptions(url=url, items=script, max_seconds=30.0 * turns), network=network)
            waited = (usage(server.pid).waited_s - before_s) / (trio.current_time() - began_at)
            record = await _record(server.address, outcome.call_sid)
    return _Measured(_answers(outcome), _rendered_to_wire_ms(record), round(waited, 4), _failure(outcome, turns))


async def _record(address: str, call_sid: str) -> Mapping[str, object]:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer: Mapping[str, object] = (await client.get(f"{address}/calls/{call_sid}")).json()
        return answer


def _answers(outcome: CallOutcome) -> Mapping[str, float]:
    found = [turn.response_ms for turn in outcome.report.turns[1:]]
    return spread([each for each in found if each is not None])


def _failure(outcome: CallOutcome, turns: int) -> str:
    unanswered = sum(turn.response_ms is None for turn in outcome.report.turns) + turns - len(outcome.report.turns)
    return outcome.failure or (f"{unanswered} turns were not answered" if unanswered else "")


def _rendered_to_wire_ms(record: Mapping[str, object]) -> float:
    """0 of recordings, whose sound is only named."""
    turns = msgspec.convert(record.get("turns", []), list[dict[str, object]])
    times = [msgspec.convert(turn["times"], dict[str, float]) for turn in turns]
    took = [
        1000 * (each["first_frame_sent"] - each["voice_first_byte"])
        for each in times
        if {"first_frame_sent", "voice_first_byte"} <= each.keys()
    ]
    return round(median(took), 2) if took else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description="A stream beside recordings, with the same services behind both.")
    parser.add_argument("--turns", type=int, default=TURNS, help="turns of each call")
    arguments = parser.parse_args()
    rows = [row for latencies in ENDS for row in trio.run(measure, latencies, arguments.turns)]
    print(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode())
    sys.exit(1 if any(row.is_missed for row in rows) else 0)


if __name__ == "__main__":
    main()
