"""Every actor crashes, hangs or is slow in every state of a call: what the caller hears, and how the call goes on.

python -m offhook.simulation.supervision_matrix     every cell, as text
"""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import msgspec
import trio

from offhook.actors.responder.service import Sentence
from offhook.engine.record.call_record import CallOver
from offhook.engine.run.call import Cast
from offhook.engine.run.exchange import Exchange
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import REPEAT, calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.residue import Residue, count
from offhook.simulation.sabotage import Sabotage
from offhook.simulation.scene import (
    CALL_LIMIT_S,
    FIRST_BYTE_S,
    RECOGNITION_S,
    SENTENCES,
    SOUND_S,
    THOUGHT_S,
    Moment,
    Said,
    follow,
    reach,
    sentences_heard,
)
from offhook.simulation.seeded import simulate
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice, detector_with
from offhook.simulation.trouble import Kind, Trouble

ACTORS = ("receiver", "vad", "recognizer", "responder", "speaker", "line writer")
KINDS = (Kind.CRASH, Kind.HANG, Kind.SLOW)
TROUBLED, OTHER = 1, 2
CALL_SID = f"CA{TROUBLED:032d}"
OVER_WITHIN_S = 60.0
CARRIER_SILENCE_S = 4.0
NOTICEABLE_S = 0.05


class Cell(msgspec.Struct, frozen=True):
    """One fault in one state."""

    actor: str
    kind: Kind
    moment: Moment

    @property
    def name(self) -> str:
        return f"{self.actor} {self.kind.value}, {self.moment.value}"


class Finding(msgspec.Struct, frozen=True):
    """The result of one cell. Times are in seconds since the call began."""

    struck_at: float | None
    heard: list[Said]
    wire_of_other: list[tuple[float, str, int, str]]
    over: CallOver
    other_over: CallOver
    ended_at: float
    kept: Residue
    held_before: Residue


class _Places:
    """Where faults are planted: an actor fails through what it uses, such as a service or the line."""

    def __init__(self, cell: Cell | None) -> None:
        self.sabotage = Sabotage(cell.actor if cell and cell.kind is Kind.CRASH else "", CALL_SID)
        self._troubles: dict[str, Trouble] = {}
        for actor in ACTORS:
            planted = cell is not None and cell.kind is not Kind.CRASH and cell.actor == actor
            kind = cell.kind if planted and cell is not None else Kind.CRASH
            self._troubles[actor] = Trouble(kind, times=int(planted), armed=False, call_sid=CALL_SID)

    def of(self, actor: str) -> Trouble:
        return self._troubles[actor]

    def arm(self) -> None:
        self.sabotage.arm()
        for trouble in self._troubles.values():
            trouble.arm()

    @property
    def struck_at(self) -> float | None:
        struck = [self.sabotage.struck_at, *(trouble.struck_at for trouble in self._troubles.values())]
        return next((at for at in struck if at is not None), None)


@asynccontextmanager
async def _open_exchange(places: _Places, voice: SimulatedVoice) -> AsyncIterator[Exchange]:
    def sabotaged(cast: Cast) -> Cast:
        return places.sabotage.change(cast)

    hearing = places.of("recognizer")
    async with open_simulated_exchange(
        settings_with(limits={"call_s": CALL_LIMIT_S, "carrier_silence_s": CARRIER_SILENCE_S}),
        recognizer=SimulatedRecognizer("a question", feeding=hearing, finishing=hearing, final_s=RECOGNITION_S),
        responder=SimulatedResponder(
            *(Sentence(text) for text in SENTENCES),
            trouble=places.of("responder"),
            pause_s=THOUGHT_S,
            repeat=REPEAT,
        ),
        voice=voice,
        open_detector=detector_with(places.of("vad")),
        change_cast=sabotaged,
    ) as exchange:
        yield exchange


async def play(cell: Cell | None) -> Finding:
    places = _Places(cell)
    voice = SimulatedVoice(SOUND_S, places.of("speaker"), in_piece=None, first_byte_s=FIRST_BYTE_S)
    async with _open_exchange(places, voice) as exchange:
        before = count()
        troubled = SimulatedCarrier(TROUBLED, receiving=places.of("receiver"), sending=places.of("line writer"))
        other = SimulatedCarrier(OTHER)
        async with (
            calling(exchange, troubled) as over,
            calling(exchange, other) as other_over,
            trio.open_nursery() as nursery,
        ):
            nursery.start_soon(follow, troubled)
            nursery.start_soon(follow, other)
            if cell is not None:
                nursery.start_soon(_arm, places, cell, exchange, troubled)
            with trio.fail_after(OVER_WITHIN_S):
                await over.wait()
                ended_at = trio.current_time()
                await other_over.wait()
            nursery.cancel_scope.cancel(reason="both calls are over")
        kept = count()
        records = [await record_of(exchange, carrier) for carrier in (troubled, other)]
    assert records[0].over is not None
    assert records[1].over is not None
    return Finding(
        struck_at=places.struck_at,
        heard=sentences_heard(troubled, voice),
        wire_of_other=[(sent.at, sent.kind, len(sent.mulaw), sent.mark) for sent in other.sent],
        over=records[0].over,
        other_over=records[1].over,
        ended_at=ended_at,
        kept=kept,
        held_before=before,
    )


async def _arm(places: _Places, cell: Cell, exchange: Exchange, carrier: SimulatedCarrier) -> None:
    await reach(cell.moment, exchange, carrier)
    if cell.moment is Moment.THINKING and cell.actor == "responder":
        await trio.sleep(RECOGNITION_S + THOUGHT_S / 2)  # until the responder is at work
    places.arm()


def run(cell: Cell | None, *, seed: int = 1) -> Finding:
    """Play the scene with this fault, or undisturbed."""
    finding, _ = simulate(play, cell, seed=seed)
    return finding


def cells() -> Sequence[Cell]:
    return [Cell(actor, kind, moment) for actor in ACTORS for kind in KINDS for moment in Moment]


def in_words(finding: Finding, undisturbed: Finding) -> str:
    """What the caller noticed."""
    whole, usual = (Counter(said.text for said in each.heard if said.whole) for each in (finding, undisturbed))
    begun, usually_begun = (
        Counter(said.text for said in each.heard if not said.whole) for each in (finding, undisturbed)
    )
    words = [f'"{text}"' for text in whole - usual]
    delay_s = _delay(finding, undisturbed)
    if finding.over.end_reason != undisturbed.over.end_reason:
        assert finding.struck_at is not None
        silent_s = finding.ended_at - finding.struck_at
        return ", ".join([*words, f"nothing more; {silent_s:.1f} s later the call ends: {finding.over.end_reason}"])
    if delay_s > NOTICEABLE_S:
        words.append(f"what comes next {delay_s:.1f} s later")
    else:
        words += [f'"{text}" is begun, and then said whole' for text in begun - usually_begun]
        words += [f'"{text}" is missing' for text in usual - whole]
    return ", ".join(words) or "nothing"


def _delay(finding: Finding, undisturbed: Finding) -> float:
    """How much longer than usual the caller waited for the next sound after the fault struck."""
    if finding.struck_at is None:
        return 0.0
    struck_at = finding.struck_at
    usual = [said.at for said in undisturbed.heard if said.at >= struck_at]
    now = [said.at for said in finding.heard if said.at >= struck_at]
    return now[0] - usual[0] if usual and now else 0.0
