"""The lanes of the picture, top to bottom. Each draws one kind of thing for one window of the call. Pure.

turns      the turns by number, and what each answers
caller     what was said, the utterance, the keys; below it every verdict of the VAD
answer     from the caller's last sound to the agent's first, and through which stages; drafts and fillers
barge-in   from the caller's first sound to the clear, and to the verdict
agent      the audio as it plays: heard, and cut off
marks      sent, and echoed when what was before them had played
events     faults, and the end with its reason
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest

import msgspec

from offhook.engine.record.call_trace import TracedUtterance
from offhook.reports.picture.palette import STAGES
from offhook.reports.picture.shapes import Anchor, Bars, Box, Ink, Shape, Stroke, Words
from offhook.reports.picture.story import CallStory, KeyEntry, Opening, Turn
from offhook.reports.picture.typeface import shortened, width_of, wrapped
from offhook.reports.picture.window import Window, clock

SMALL, BODY = 10.5, 12.0
LINE = 15.0
GAP = 10.0  # between two texts in one line
_BAR_TOP, _BAR_BOTTOM = 38.0, 50.0  # of an utterance, in its lane
_STAGES_FROM_PX_PER_S = 150  # at this scale and above, the names of an answer's stages fit
_MARK_NAMES_FROM_PX_PER_S = 200


class Lane(msgspec.Struct, frozen=True):
    """One lane. `draw` gets the tops of all lanes, because some lines lead from one to another."""

    name: str
    height: float
    draw: Callable[[CallStory, Window, Mapping[str, float]], Iterator[Shape]]
    labels: tuple[tuple[float, str], ...]  # for the margin: y within the lane, text
    wanted: Callable[[CallStory], bool] = lambda story: True


def lanes_of(story: CallStory) -> list[Lane]:
    """The lanes in which anything happens in this call, the same for each of its windows."""
    return [lane for lane in _LANES if lane.wanted(story)]


def _draw_turns(story: CallStory, window: Window, tops: Mapping[str, float]) -> Iterator[Shape]:
    y = tops["turns"] + 12
    for turn in story.turns:
        if (span := window.clip(turn.begins_s, turn.ends_s)) is not None:
            yield Stroke(span[0], y, span[0] + span[1], y, Ink.RULE, 2)
    right = -GAP
    for turn, following in zip_longest(story.turns, story.turns[1:]):
        if not window.shows(turn.begins_s):
            continue
        number = str(turn.number)
        width = max(18.0, width_of(number, SMALL) + 10)
        x = max(min(window.x(turn.begins_s), window.width - width), right)
        tip = f"turn {turn.number}: {turn.opening.value}, from {clock(turn.begins_s)}"
        yield Box(x, y - 9, width, 18, Ink.PAPER, Ink.QUIET, 9, tip)
        yield Words(x + width / 2, y + 4, number, SMALL, Ink.TEXT, Anchor.MIDDLE)
        right = x + width + 3
        if turn.opening not in (Opening.SPEECH, Opening.KEYS):
            text = turn.opening.value
            ends = window.x(following.begins_s if following is not None else story.seconds)
            length = width_of(text, SMALL)
            if right + 8 + length + GAP < min(ends, window.width):
                yield Box(right, y - 7, length + 8, 14, Ink.PAPER)
                yield Words(right + 4, y + 4, text, SMALL, Ink.QUIET)
                right += length + 8


def _draw_caller(story: CallStory, window: Window, tops: Mapping[str, float]) -> Iterator[Shape]:
    top = tops["caller"]
    for utterance in story.trace.utterances:
        yield from _utterance(utterance, story, window, top + _BAR_TOP)
    for entry, following in zip_longest(story.keys, story.keys[1:]):
        if window.shows(entry.from_s):
            ends_s = following.from_s if following is not None else window.until_s
            yield from _key_cap(entry, window, min(window.width, window.x(ends_s)) - 3, top + _BAR_TOP - 3)
    yield from _caller_words(story, window, top)
    yield Stroke(0, top + 67.5, window.x(min(window.until_s, story.seconds)), top + 67.5, Ink.RULE, 1)
    runs = [window.clip(run.at_s, run.until_s) for run in story.trace.voiced]
    visible = tuple(run for run in runs if run is not None)
    if visible:
        yield Bars(top + 60, 7, visible, Ink.CALLER)


def _key_cap(entry: KeyEntry, window: Window, until_x: float, y: float) -> Iterator[Shape]:
    """As wide as the time between first and last key, or as its text if that is wider."""
    x = window.x(entry.from_s)
    keys = "  ".join(entry.keys)
    if width_of(keys, BODY) + 12 > until_x - x:
        keys = shortened(entry.keys, BODY, until_x - x - 12)
    width = max(width_of(keys, BODY) + 12, (entry.until_s - entry.from_s) * window.px_per_s)
    width = max(12.0, min(width, until_x - x))
    yield Box(x, y, width, 18, Ink.PAPER, Ink.CALLER, 4, f"keys {entry.keys} at {clock(entry.from_s)}")
    yield Words(x + width / 2, y + 13, keys, BODY, Ink.CALLER, Anchor.MIDDLE)


def _utterance(utterance: TracedUtterance, story: CallStory, window: Window, y: float) -> Iterator[Shape]:
    """Solid to the last voiced frame; pale for the silence that the VAD needed to be sure."""
    begins = utterance.voiced_from_s
    ended = utterance.ended_s if utterance.ended_s is not None else story.seconds
    voiced_until = utterance.voiced_until_s if utterance.voiced_until_s is not None else ended
    tip = f"speech {clock(begins)} to {clock(voiced_until)}, {voiced_until - begins:.2f} s"
    tip += f"; onset decided after {_ms(utterance.onset_s - begins)}, end after {_ms(ended - voiced_until)} of silence"
    if (span := window.clip(begins, ended)) is not None:
        yield Box(span[0], y, span[1], 12, Ink.CALLER_SOFT, None, 3, tip)
    if (span := window.clip(begins, voiced_until)) is not None:
        yield Box(span[0], y, span[1], 12, Ink.CALLER, None, 3, tip)
    for pause in utterance.pauses_s:
        if window.shows(pause) and pause < voiced_until:
            yield Stroke(window.x(pause), y + 1, window.x(pause), y + 11, Ink.CALLER_SOFT, 1.2)


def _caller_words(story: CallStory, window: Window, top: float) -> Iterator[Shape]:
    spoken = [turn for turn in story.turns if turn.opening is Opening.SPEECH]
    voiced_from = sorted(speech.voiced_from_s for speech in story.trace.utterances)
    begins = [_speech_began(voiced_from, turn) for turn in spoken] + [story.seconds]
    for number, turn in enumerate(spoken):
        part = (turn.answered_text or "(not understood)", Ink.TEXT if turn.caller_said else Ink.QUIET)
        lines = list(_paragraph(window, begins[number], begins[number + 1], top + 14, [part], 2))
        down = LINE if len(lines) == 1 else 0.0  # close to the thing that it describes
        yield from (msgspec.structs.replace(line, y=line.y + down) for line in lines)


def _speech_began(voiced_from: Sequence[float], turn: Turn) -> float:
    """The utterance whose end this turn answers."""
    until = turn.spoken_until_s if turn.spoken_until_s is not None else turn.begins_s
    before = bisect_right(voiced_from, until)
    return voiced_from[before - 1] if before else until


def _paragraph(
    window: Window, from_s: float, until_s: float, y: float, parts: list[tuple[str, Ink]], lines: int
) -> Iterator[Words]:
    """Lines of text from the beginning of a span, as wide as the span. The tip has the full text."""
    room = window.room(from_s, until_s)
    if room is None:
        return
    whole = "  ".join(text for text, _ in parts if text)
    for text, ink in parts:
        for line in wrapped(text, BODY, room[1] - GAP, lines):
            yield Words(room[0], y, line, BODY, ink, tip=whole)
            y += LINE
            lines -= 1


def _draw_answers(story: CallStory, window: Window, tops: Mapping[str, float]) -> Iterator[Shape]:
    y = tops["answer"] + 8
    answered = [turn for turn in story.turns if turn.latency.total is not None]
    for turn, following in zip_longest(answered, answered[1:]):
        spoken_until_s, answered_s = turn.spoken_until_s, turn.answered_s
        assert spoken_until_s is not None, "a turn with a latency has its two ends"
        assert answered_s is not None, "a turn with a latency has its two ends"
        tip = f"turn {turn.number} answered after {turn.latency.total} ms: {_stages_in_words(turn)}"
        if window.shows(spoken_until_s):
            x = window.x(spoken_until_s)
            yield Stroke(x, tops["caller"] + _BAR_BOTTOM, x, y + 8, Ink.QUIET)
        if window.shows(answered_s):
            x = window.x(answered_s)
            yield Stroke(x, y, x, tops["agent"] + 4, Ink.QUIET)
            next_s = following.spoken_until_s if following is not None else None
            ends_s = min(
                at_s for at_s in (next_s, turn.onset_s, window.until_s + 2 / window.px_per_s) if at_s is not None
            )
            yield from _first_that_fits(
                (f"{turn.latency.total} ms", str(turn.latency.total)), x + 5, y + 8, window.x(ends_s) - 3, tip
            )
        yield from _stage_boxes(turn, spoken_until_s, window, y, tip)
        yield from _draft(turn, window, y + 10)
        yield from _filler(turn, window, y, tops["agent"] + 4)


def _draft(turn: Turn, window: Window, y: float) -> Iterator[Shape]:
    """Below the silence: the answer was drafted before the caller had certainly finished."""
    if turn.drafted_s is None or turn.sure_s is None:
        return
    tip = f"turn {turn.number}: the answer was begun {_ms(turn.sure_s - turn.drafted_s)} before the turn was over"
    if (span := window.clip(turn.drafted_s, turn.sure_s)) is not None:
        yield Box(span[0], y, max(span[1], 0.75), 3, STAGES["responder"], tip=tip)


def _filler(turn: Turn, window: Window, y: float, until_y: float) -> Iterator[Shape]:
    """A filler was said before the answer."""
    if turn.filled_s is not None and window.shows(turn.filled_s):
        x = window.x(turn.filled_s)
        yield Stroke(x, y + 8, x, until_y, Ink.QUIET)


def _first_that_fits(texts: tuple[str, ...], x: float, y: float, until_x: float, tip: str) -> Iterator[Shape]:
    """The longest text that fits, or none: the table has it too."""
    for text in texts:
        if x + width_of(text, BODY) <= until_x:
            yield Words(x, y, text, BODY, tip=tip)
            return


def _stage_boxes(turn: Turn, begins_s: float, window: Window, y: float, tip: str) -> Iterator[Shape]:
    for name, length in turn.latency.stages():
        if not length:
            continue
        ends_s = begins_s + length / 1000
        if (span := window.clip(begins_s, ends_s)) is not None:
            yield Box(span[0], y, max(span[1], 0.75), 8, STAGES[name], tip=tip)
            label = f"{name} {length}"
            if window.px_per_s >= _STAGES_FROM_PX_PER_S and span[1] >= width_of(label, SMALL) + 4:
                yield Words(span[0] + 2, y - 4, label, SMALL, Ink.QUIET)
        begins_s = ends_s


def _stages_in_words(turn: Turn) -> str:
    return ", ".join(f"{name} {value}" for name, value in turn.latency.stages() if value is not None)


def _draw_barge_ins(story: CallStory, window: Window, tops: Mapping[str, float]) -> Iterator[Shape]:
    y = tops["barge-in"] + 6
    left = 0.0
    for turn in story.turns:
        if turn.cleared_s is None:
            continue
        since_s = turn.onset_s if turn.onset_s is not None else turn.cleared_s
        went_on = turn.resumed_s is not None and turn.resumed_s >= turn.cleared_s
        what = "stopped, and went on" if went_on else "cut off"
        tip, texts = f"turn {turn.number} {what} at {clock(turn.cleared_s)}", [what]
        if turn.barge_in is not None:
            late = f"{turn.barge_in.cleared} ms"
            tip += f", {late} after the caller’s first sound, of which the VAD took {turn.barge_in.decided} ms"
            texts = [f"quiet after {late}, went on" if went_on else f"cut off after {late}", late]
        if (span := window.clip(since_s, turn.cleared_s)) is not None:
            yield Box(span[0], y, span[1], 8, Ink.CUT, tip=tip)
        if window.shows(since_s):
            x = window.x(since_s)
            if turn.barge_in is not None:
                yield Stroke(x, tops["caller"] + _BAR_BOTTOM, x, y + 8, Ink.CUT, 0.75)
            # To the left, where the agent was speaking: to the right the next answer begins.
            # The long text is used only if it crosses nothing; the short one may cross the line of the answer.
            room = {texts[0]: x - max(left, window.x(turn.answered_s or 0.0)), texts[-1]: x - left}
            fitting = [text for text in texts if width_of(text, BODY) + 6 + GAP < room[text]]
            yield from (Words(x - 6, y + 8, text, BODY, Ink.CUT, Anchor.END, tip) for text in fitting[:1])
        if window.shows(turn.cleared_s):
            left = window.x(turn.cleared_s)
            yield Stroke(left, y, left, tops["agent"] + 22, Ink.CUT, 2)
        if turn.judged_s is not None and (span := window.clip(turn.cleared_s, turn.judged_s)) is not None:
            yield _judging(turn, span, y + 2, went_on=went_on)
            left = max(left, sum(span))


def _judging(turn: Turn, span: tuple[float, float], y: float, *, went_on: bool) -> Box:
    """From the clear to the verdict."""
    assert turn.judged_s is not None
    assert turn.cleared_s is not None
    verdict = "nothing that counts, the agent goes on" if went_on else "words that count"
    tip = f"turn {turn.number}: judged {_ms(turn.judged_s - turn.cleared_s)} after it was quiet: {verdict}"
    return Box(span[0], y, span[1], 4, Ink.CUT_SOFT, tip=tip)


def _draw_agent(story: CallStory, window: Window, tops: Mapping[str, float]) -> Iterator[Shape]:
    top = tops["agent"]
    for sound in story.trace.sounds:
        tip = f"turn {sound.turn}: heard {clock(sound.from_s)} to {clock(sound.heard_until_s)}"
        tip += f", {sound.heard_until_s - sound.from_s:.2f} s"
        cut_s = sound.until_s - sound.heard_until_s
        if cut_s > 0 and (span := window.clip(sound.heard_until_s, sound.until_s)) is not None:
            yield Box(span[0], top + 4, span[1], 14, Ink.AGENT_SOFT, Ink.CUT, 0, f"{tip}; {cut_s:.2f} s cut off")
        if (span := window.clip(sound.from_s, sound.heard_until_s)) is not None:
            yield Box(span[0], top + 4, span[1], 14, Ink.AGENT, None, 3, tip)
    speaking = [turn for turn in story.turns if turn.speaks_from_s is not None and (turn.agent_said or turn.unheard)]
    begins = [turn.speaks_from_s or 0.0 for turn in speaking] + [story.seconds]
    for number, turn in enumerate(speaking):
        parts = [(turn.agent_said, Ink.TEXT), (f"cut: {turn.unheard}" if turn.unheard else "", Ink.CUT)]
        yield from _paragraph(window, begins[number], begins[number + 1], top + 34, parts, 4)


def _draw_marks(story: CallStory, window: Window, tops: Mapping[str, float]) -> Iterator[Shape]:
    """Five a second while the agent speaks, so ticks and not dots: above when sent, below when echoed."""
    y = tops["marks"] + 3
    sent = [(name, at) for name, at, _ in story.marks if window.shows(at)]
    echoed = [at for _, _, at in story.marks if at is not None and window.shows(at)]
    lost = [at for _, at, echo in story.marks if echo is None and window.shows(at)]
    yield Bars(y, 5, tuple((window.x(at) - 0.5, 1.0) for _, at in sent), Ink.QUIET)
    yield Bars(y + 7, 5, tuple((window.x(at) - 0.5, 1.0) for at in echoed), Ink.TEXT)
    yield Bars(y, 5, tuple((window.x(at) - 0.5, 1.0) for at in lost), Ink.CUT)
    if window.px_per_s >= _MARK_NAMES_FROM_PX_PER_S:
        for name, at in sent:
            yield Words(window.x(at) + 3, y + 5, name, SMALL, Ink.QUIET)


def _draw_events(story: CallStory, window: Window, tops: Mapping[str, float]) -> Iterator[Shape]:
    y = tops["events"] + 13
    ends_here = window.from_s < story.seconds <= window.until_s
    whole = f"end: {story.end_reason}" if story.end_reason else "goes on"
    end_x = window.x(story.seconds)
    left, right_of_it = end_x - 6, window.width - end_x - 6
    fits = width_of(whole, BODY) < left or left >= right_of_it
    ending = shortened(whole, BODY, left if fits else right_of_it)
    limit = end_x - (width_of(ending, BODY) + 8 if fits else 0) if ends_here else window.width
    right = 0.0
    for fault in story.faults:
        if window.shows(fault.at_s):
            x = window.x(fault.at_s)
            tip = f"{fault.label} at {clock(fault.at_s)}"
            yield Box(x - 3, y - 8, 6, 8, Ink.FAULT, tip=tip)
            text = shortened(fault.label, BODY, limit - x - 6 - GAP)
            if x >= right and text:
                yield Words(x + 6, y, text, BODY, Ink.FAULT, tip=tip)
                right = x + 6 + width_of(text, BODY) + GAP
    if ends_here:
        yield Stroke(end_x, tops["turns"], end_x, y + 4, Ink.TEXT, 1.5)
        yield Words(end_x + (-6 if fits else 6), y, ending, BODY, Ink.TEXT, Anchor.END if fits else Anchor.START)


def _ms(seconds: float) -> str:
    return f"{round(seconds * 1000)} ms"


def _any_cut_off(story: CallStory) -> bool:
    return any(turn.cleared_s is not None for turn in story.turns)


_LANES = (
    Lane("turns", 28, _draw_turns, ((16, "Turn"),)),
    Lane("caller", 76, _draw_caller, ((29, "Caller"), (48, "speech, keys"), (68, "voiced, by 20 ms"))),
    Lane("answer", 26, _draw_answers, ((16, "Answered after"),)),
    Lane("barge-in", 20, _draw_barge_ins, ((14, "Barge-in"),), _any_cut_off),
    Lane("agent", 90, _draw_agent, ((15, "Agent"), (34, "what was heard"))),
    Lane("marks", 32, _draw_marks, ((12, "Marks"), (25, "sent, echoed")), lambda story: bool(story.marks)),
    Lane("events", 22, _draw_events, ((13, "Events"),)),
)
