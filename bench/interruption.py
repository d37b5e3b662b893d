"""Measures how soon the agent falls silent for a caller on a quiet line: `python -m bench.interruption`.

Each recorded caller of `tests/audio` speaks over a reply, in a call of its own with the default settings, in virtual
time: what a busy machine adds is not in it (`bench.one_call` has that). Prints JSON, in milliseconds from the first
voiced frame of the onset window to `clear`; `missed` are callers for whom the reply went on.
"""

import json
from collections.abc import Sequence

import trio
from trio.testing import MockClock

from bench.recordings import recordings
from offhook.actors.voice_detectors import detector_opener
from offhook.engine.record.timeline import barge_in
from offhook.protocol.telephone_audio import FRAME_S
from offhook.reports.spread import spread
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.services import SimulatedVoice
from offhook.telephone.clip import Clip

REPLY_S, SPEAKS_AFTER_S = 8.0, 2.0


async def clear_after_ms(clip: Clip, confirm: str, number: int) -> int | None:
    """None if the reply was not stopped."""
    settings = settings_with(vad={"confirm": confirm})
    opener = detector_opener(settings.vad)
    carrier = SimulatedCarrier(number, seed=number)
    async with open_simulated_exchange(settings, voice=SimulatedVoice(REPLY_S), open_detector=opener) as exchange:
        async with calling(exchange, carrier):
            await carrier.wait(lambda: carrier.playout.sounding)
            await trio.sleep(SPEAKS_AFTER_S)
            carrier.say(b"".join(clip.frames))
            await trio.sleep(len(clip.frames) * FRAME_S + 1.0)
        record = await record_of(exchange, carrier)
    stopped = [found for turn in record.turns if (found := barge_in(turn.times)) is not None]
    return stopped[0].cleared if stopped else None


async def measure(callers: Sequence[tuple[str, Clip]], confirm: str) -> dict[str, object]:
    found = [await clear_after_ms(clip, confirm, number) for number, (_, clip) in enumerate(callers, start=1)]
    return {"clear_after_vad": spread([each for each in found if each is not None]), "missed": found.count(None)}  # noqa: ASYNC910  # each call waits


def main() -> None:
    rows = {
        confirm: trio.run(measure, recordings(), confirm, clock=MockClock(autojump_threshold=0))
        for confirm in ("noise_floor", "auto")
    }
    print(json.dumps(rows, indent=2))


if __name__ == "__main__":
    main()
