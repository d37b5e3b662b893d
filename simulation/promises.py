"""What must hold in every call, whatever happens to it (design, section 8), judged by what the carrier saw.

BrokenPromise      which promise, and where the carrier saw it broken
"""

from collections.abc import Sequence

from engine.conversation import AgentSaid
from engine.record import CallRecord
from simulation.carrier import SimulatedCarrier
from simulation.scene import Said

HEARD_SLACK_S = 0.1
ENDED_WITHIN_S = 2.0


class BrokenPromise(AssertionError):
    """The text names the promise by what it says."""


def check_wire(carrier: SimulatedCarrier) -> None:
    """One voice, silence after clear: read off the codes of the voice's sentences and the marks' generations.

    Each sentence has a code of its own, so a code that comes back after another one began would be two utterances
    interleaved, and one that follows a clear it was sent before would be audio of an interrupted turn.
    """
    finished: set[int] = set()
    speaking: int | None = None
    first_allowed = 0
    for sent in carrier.sent:
        match sent.kind:
            case "media":
                codes = dict.fromkeys(sent.mulaw)
                _insist(len(codes) == 1, f"{sent.at:.3f} s: two sentences in one message")
                (code,) = codes
                if code != speaking:
                    if speaking is not None:
                        finished.add(speaking)
                    _insist(
                        code not in finished, f"{sent.at:.3f} s: sentence {code} goes on after its end or its clear"
                    )
                    speaking = code
            case "clear":
                first_allowed += 1
                if speaking is not None:
                    finished.add(speaking)
                speaking = None
            case "mark":
                generation = int(sent.mark[1:].partition(":")[0])
                _insist(
                    generation >= first_allowed, f"{sent.at:.3f} s: mark {sent.mark} is of a generation cleared before"
                )
                first_allowed = generation  # a clear that was begun and not sent has used up a number too


def check_record(records: Sequence[CallRecord], heard: Sequence[Said], sentence_s: float) -> None:
    """One record, which says what was heard: no whole sentence that was not, none missing that was."""
    _insist(len(records) == 1, f"{len(records)} records of one call")
    (record,) = records
    _insist(record.over is not None, "the record has no end")
    entries = [entry for entry in record.transcript if isinstance(entry, AgentSaid)]
    claimed = " ".join(entry.text for entry in entries)
    for said in heard:
        if said.seconds >= sentence_s - 1e-6:
            cut_at_its_end = any(
                said.text in entry.unheard and entry.at_s < said.until + HEARD_SLACK_S for entry in entries
            )
            _insist(
                said.text in claimed or cut_at_its_end, f"{said.text!r} was heard whole and is not in the transcript"
            )
        elif said.seconds < sentence_s - HEARD_SLACK_S and not _heard_whole(said.text, heard, sentence_s):
            _insist(said.text not in claimed, f"{said.text!r} is in the transcript; {said.seconds:.2f} s were heard")


def check_never_mute(carrier: SimulatedCarrier, ended_at: float, patience_s: float) -> None:
    """Between two sounds, whoever makes them, there is never a silence that only hanging up could end."""
    sounds = sorted([*carrier.spoken, *((sound.at, sound.until) for sound in carrier.heard)])
    silent_from = 0.0
    for begins, ends in [*sounds, (ended_at, ended_at)]:
        _insist(begins - silent_from <= patience_s, f"nothing was heard from {silent_from:.2f} s to {begins:.2f} s")
        silent_from = max(silent_from, ends)


def _heard_whole(text: str, heard: Sequence[Said], sentence_s: float) -> bool:
    return any(said.text == text and said.seconds >= sentence_s - HEARD_SLACK_S for said in heard)


def _insist(holds: bool, otherwise: str) -> None:
    if not holds:
        raise BrokenPromise(otherwise)
