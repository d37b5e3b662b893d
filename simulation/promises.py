"""What must hold in every call, whatever fault strikes it. It is checked against what the carrier saw.

BrokenPromise      a promise does not hold; says which one, and where the carrier saw it
"""

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from offhook.actors.responder.service import Occasion
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import AgentSaid, CallerSaid, Entry
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.numbered import is_numbered
from offhook.simulation.placed_voice import STEP_BYTES, Place
from offhook.simulation.scene import Said
from offhook.simulation.streams import Streams

HEARD_SLACK_S = 0.1
TIMES_SLACK_S = 0.002
STEP_S = STEP_BYTES / 8000
REPEATED_AT_MOST_S = 0.4  # 300 ms, 60 ms of delay on the line, and a step of 20 ms at either end
NEXT_WORD_S = HEARD_SLACK_S + 0.1  # what another voice begins anew begins at a word, after the space before it
ENDED_WITHIN_S = 2.0


class BrokenPromise(AssertionError):
    """The message says what happened instead."""


def each_byte(mulaw: bytes) -> set[int]:
    """The sentences in a message of a voice whose every byte is the number of its sentence."""
    return set(mulaw)


def check_wire(
    carrier: SimulatedCarrier, *, codes_in: Callable[[bytes], set[int]] = each_byte, resumes: bool = False
) -> None:
    """The agent never says two things at once, and nothing of an interrupted reply is sent after its clear.

    Each sentence has a code of its own. A code that comes back after another one began means that two utterances are
    interleaved. A code that was sent before a clear and comes again after it is audio of an interrupted turn, unless
    the record has a reply that was resumed.
    """
    finished: set[int] = set()
    speaking: int | None = None
    first_allowed = 0
    for sent in carrier.sent:
        match sent.kind:
            case "media":
                codes = codes_in(sent.mulaw)
                if not codes and len(sent.mulaw) == 1:
                    continue  # half of a code: a reply was resumed at its very last byte
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
                if resumes:
                    finished.clear()  # what was sent and dropped is sent again; `check_resumes` checks from where
                speaking = None
            case "mark":
                generation = int(sent.mark[1:].partition(":")[0])
                _insist(
                    generation >= first_allowed, f"{sent.at:.3f} s: mark {sent.mark} is of a generation cleared before"
                )
                first_allowed = generation  # a clear that was begun and not sent has used a number too


def check_resumes(heard: Iterable[Place], begun_anew: Mapping[int, Collection[int]] | None = None) -> None:
    """A resumed reply skips nothing and repeats little: in each sentence the places follow one another.

    Of some sentences other voices have begun the rest, `begun_anew` at these steps: they may repeat more.
    """
    reached: dict[int, int] = {}
    begun_at: dict[int, int] = {}  # where the newest of those voices has begun
    for place in heard:
        before = reached.get(place.sentence, -1)
        begun = (begun_anew or {}).get(place.sentence, ())
        if place.step in begun:
            begun_at[place.sentence] = place.step
        _insist(
            place.step <= before + 1 + (NEXT_WORD_S / STEP_S if place.step in begun else 0),
            f"{place.at:.3f} s: sentence {place.sentence} goes on at {place.step * STEP_S:.2f} s; up to"
            f" {(before + 1) * STEP_S:.2f} s had been heard",
        )
        _insist(
            place.step >= min(before - REPEATED_AT_MOST_S / STEP_S, begun_at.get(place.sentence, math.inf)),
            f"{place.at:.3f} s: sentence {place.sentence} goes back from {before * STEP_S:.2f} s to"
            f" {place.step * STEP_S:.2f} s",
        )
        reached[place.sentence] = max(before, place.step)


def check_not_greeted_again(streams: Streams, occasions: Sequence[Occasion]) -> None:
    """A call that has returned is not greeted again, unless nothing was heard before. `occasions` are those since."""
    heard_before = any(carrier.heard for carrier in streams.all[:-1])
    _insist(not heard_before or Occasion.ANSWERED not in occasions, "the caller was greeted again")


def check_on_record(record: CallRecord, heard: Iterable[Said]) -> None:
    """Whatever was heard for longer than a moment is on record: no draft is heard that was not committed."""
    said = [entry for entry in record.transcript if isinstance(entry, AgentSaid)]
    known = " ".join(f"{entry.text} {entry.unheard}" for entry in said)
    for sentence in heard:
        words = sentence.text.split()
        on_record = sentence.seconds < HEARD_SLACK_S or all(word in known for word in words)
        _insist(on_record, f"{sentence.at:.3f} s: {sentence.text!r} was heard and is not on record")


def check_record(
    records: Sequence[CallRecord],
    heard: Sequence[Said],
    sentence_s: Callable[[str], float],
    estimated_s: Mapping[str, float] | None = None,
) -> list[int]:
    """There is one record, and it is at most 100 ms or one word off what was heard. Returns by how many words each
    distinguishable sentence is off; above zero, the record has more words than were heard.

    Of some sentences nobody can tell how fast they are spoken: the record may have as few words as were heard if they
    took so long as `estimated_s` says.
    """
    _insist(len(records) == 1, f"{len(records)} records of one call")
    (record,) = records
    _insist(record.over is not None, "the record has no end")
    _check_times(record.transcript)
    claimed = " ".join(entry.text for entry in record.transcript if isinstance(entry, AgentSaid))
    longest: dict[str, float] = {}
    for said in heard:
        if is_numbered(said.text):
            longest[said.text] = max(said.seconds, longest.get(said.text, 0.0))
    slowest_s = {text: max(sentence_s(text), (estimated_s or {}).get(text, 0.0)) for text in longest}
    return [_words_off(text, seconds, claimed, sentence_s(text), slowest_s[text]) for text, seconds in longest.items()]


def _check_times(transcript: Sequence[Entry]) -> None:
    """Entries are in the order of their first sounds, and the agent never speaks over itself."""
    begun_s = silent_from_s = 0.0
    for entry in transcript:
        _insist(entry.until_s is not None, f"{entry.at_s:.3f} s: {entry.text!r} has no end on record")
        until_s = entry.until_s or 0.0
        _insist(begun_s <= entry.at_s <= until_s, f"{entry.at_s:.3f} s to {until_s:.3f} s: after {begun_s:.3f} s")
        begun_s = entry.at_s
        if isinstance(entry, AgentSaid):
            overlaps = silent_from_s > entry.at_s + TIMES_SLACK_S
            _insist(not overlaps, f"{entry.at_s:.3f} s: the agent is on record as speaking until {silent_from_s:.3f} s")
            silent_from_s = until_s


def _words_off(text: str, heard_s: float, claimed: str, sentence_s: float, slowest_s: float) -> int:
    words = text.split()
    said = next(number for number in range(len(words), -1, -1) if " ".join(words[:number]) in claimed)
    off = said - words_in(text, heard_s, sentence_s)
    least = words_in(text, heard_s - HEARD_SLACK_S, slowest_s) - (slowest_s > sentence_s)  # an estimate, off by one
    most = words_in(text, heard_s + HEARD_SLACK_S, sentence_s)
    _insist(
        abs(off) <= 1 or least <= said <= most, f"{said} words of {text!r} are on record; {heard_s:.2f} s were heard"
    )
    return off


def words_in(text: str, heard_s: float, sentence_s: float) -> int:
    """How many words of an evenly spoken sentence are complete after so much of its audio was played."""
    ends = [len(" ".join(text.split()[:number])) for number in range(1, len(text.split()) + 1)]
    return sum(end <= heard_s / sentence_s * len(text) + 1e-6 for end in ends)


def check_never_mute(carrier: SimulatedCarrier | Streams, ended_at: float, patience_s: float) -> None:
    """No silence between two sounds or keys, of either side, is longer than the deadlines of a call allow."""
    keys = [(at, at) for at in carrier.pressed]
    sounds = sorted([*carrier.spoken, *keys, *((sound.at, sound.until) for sound in carrier.heard)])
    silent_from = 0.0
    for begins, ends in [*sounds, (ended_at, ended_at)]:
        _insist(begins - silent_from <= patience_s, f"nothing was heard from {silent_from:.2f} s to {begins:.2f} s")
        silent_from = max(silent_from, ends)


def check_never_asked_again(record: CallRecord, repeat: str) -> None:
    """A service that can hear and one that can answer were there all the time."""
    for entry in record.transcript:
        asks = isinstance(entry, AgentSaid) and repeat in entry.text
        _insist(not asks, f"{entry.at_s:.3f} s: the caller was asked again although another service could go on")


def check_no_caller(carrier: SimulatedCarrier | Streams, record: CallRecord, *, until_s: float) -> None:
    """The caller said nothing: so the agent was not interrupted, and nothing but silence was answered."""
    for clear in carrier.clears:
        _insist(clear.at >= until_s, f"{clear.at:.3f} s: the agent stopped for its own echo")
    for entry in record.transcript:
        _insist(not isinstance(entry, CallerSaid), f"{entry.at_s:.3f} s: the echo was taken for a caller")


def check_no_speech(record: CallRecord) -> None:
    """The caller did not speak: so the record has no words of the caller, whatever sounds there were."""
    for entry in record.transcript:
        spoken = isinstance(entry, CallerSaid) and entry.by != "keys"
        _insist(not spoken, f"{entry.at_s:.3f} s: something else was taken for speech")


def _insist(holds: bool, otherwise: str) -> None:
    if not holds:
        raise BrokenPromise(otherwise)
