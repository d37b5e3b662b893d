"""The layout of a call: heading, rows of lanes with their margin, latency table. Pure."""

import math
from collections.abc import Iterator
from datetime import UTC, datetime
from statistics import median

import msgspec

from offhook.reports.picture.lanes import BODY, SMALL, Lane, lanes_of
from offhook.reports.picture.palette import STAGES
from offhook.reports.picture.shapes import Anchor, Box, Ink, Scene, Shape, Stroke, Words
from offhook.reports.picture.story import CallStory, Opening, Turn
from offhook.reports.picture.typeface import shortened, width_of
from offhook.reports.picture.window import Window, clock

PAGE_WIDTH = 1120.0
"""With its borders the page fits a window of 1,200 pixels that has a scroll bar."""
MARGIN_WIDTH = 104.0
_TRACK_WIDTH = PAGE_WIDTH - MARGIN_WIDTH
_FACTS_LINE = 54.0
_EDGE = 12.0  # room to the right of a row's last second
_AXIS = 24.0
ROW_S = 45.0  # a longer call goes on in the next row, like sheet music
LONGEST_ROW_S = 60.0  # a call of up to this length has one row
MOST_ROWS = 80  # enough for an hour; longer calls have longer rows, because a PNG of a day would take gigabytes
MOST_ANSWERS = 500  # in the table, for the same reason


class Row(msgspec.Struct, frozen=True):
    """A part of the call, and the names of its lanes, which are drawn to the left of it."""

    margin: Scene
    track: Scene


def rows(story: CallStory) -> list[Row]:
    """The whole call in rows as wide as the page."""
    length_s = story.seconds if story.seconds <= LONGEST_ROW_S else max(ROW_S, story.seconds / MOST_ROWS)
    px_per_s = (_TRACK_WIDTH - _EDGE) / length_s
    count = min(math.ceil(story.seconds / length_s), MOST_ROWS)
    return [_row(story, Window(n * length_s, (n + 1) * length_s, px_per_s), last=n == count - 1) for n in range(count)]


def strip(story: CallStory, px_per_s: float) -> Row:
    """The whole call in one row at this scale; at least as wide as the page."""
    return _row(story, Window(0, story.seconds, max(px_per_s, (_TRACK_WIDTH - _EDGE) / story.seconds)), last=True)


def _row(story: CallStory, window: Window, *, last: bool) -> Row:
    if last:  # what happens exactly at the end of the call belongs to the last row
        window = msgspec.structs.replace(window, until_s=window.until_s + 1e-6)
    lanes = lanes_of(story)
    tops: dict[str, float] = {}
    height = _AXIS
    for lane in lanes:
        tops[lane.name] = height
        height += lane.height
    until_s = min(window.until_s, story.seconds)
    shapes = [*_axis(window, until_s, height), *(shape for lane in lanes for shape in lane.draw(story, window, tops))]
    name = f"the call from {clock(window.from_s)} to {clock(until_s)}"
    return Row(_margin(lanes, tops, height), Scene(window.width + _EDGE, height, tuple(shapes), name))


def _margin(lanes: list[Lane], tops: dict[str, float], height: float) -> Scene:
    words = [
        Words(0, tops[lane.name] + y, text, BODY if number == 0 else SMALL, Ink.TEXT if number == 0 else Ink.QUIET)
        for lane in lanes
        for number, (y, text) in enumerate(lane.labels)
    ]
    return Scene(MARGIN_WIDTH, height, tuple(words), "names of the lanes")


def _axis(window: Window, until_s: float, height: float) -> Iterator[Shape]:
    for at_s in window.ticks():
        if at_s <= until_s:
            x = window.x(at_s)
            yield Stroke(x, 18, x, height, Ink.GRID)
            anchor = Anchor.MIDDLE if at_s > window.from_s else Anchor.START
            if x + width_of(clock(at_s), SMALL) / 2 <= window.width + _EDGE:
                yield Words(x, 12, clock(at_s), SMALL, Ink.QUIET, anchor)
    yield Stroke(0, 18, window.x(until_s), 18, Ink.RULE)


def heading(story: CallStory) -> Scene:
    """Who, when, how it ended, and the four most important numbers."""
    begun = story.begun
    started = datetime.fromtimestamp(begun.started_at, UTC).strftime("%d %B %Y, %H:%M:%S UTC").lstrip("0")
    title = f"{begun.caller or 'Somebody'} calls {begun.agent}"
    below = f"{started}  ·  {begun.call_sid}"
    shapes: list[Shape] = [
        Words(0, 26, shortened(title, 24, PAGE_WIDTH), 24),
        Words(0, 48, shortened(below, BODY, PAGE_WIDTH), BODY, Ink.QUIET),
    ]
    x, top = 0.0, 66.0
    for number, whole in _facts(story):
        what = shortened(whole, BODY, PAGE_WIDTH / 2)  # the name of a fault may be long
        width = max(width_of(number, 20), width_of(what, BODY))
        if x + width > PAGE_WIDTH:
            x, top = 0.0, top + _FACTS_LINE
        shapes += [Words(x, top + 22, number, 20), Words(x, top + 40, what, BODY, Ink.QUIET)]
        x += width + 44
    return Scene(PAGE_WIDTH, top + _FACTS_LINE + 2, tuple(shapes), "the call in short")


def _facts(story: CallStory) -> Iterator[tuple[str, str]]:
    yield clock(round(story.seconds)), f"ended: {story.end_reason}" if story.end_reason else "goes on"
    yield str(len(story.turns)), "turn" if len(story.turns) == 1 else "turns"
    for opening in (Opening.SPEECH, Opening.KEYS):
        if answers := story.answers_ms(opening):
            yield f"{round(median(answers))} ms", f"to an answer to {opening.value}, median"
    if len(answers := story.answers_ms()) > 1:
        yield f"{max(answers)} ms", "to the slowest answer"
    interrupted = [turn.barge_in.cleared for turn in story.turns if turn.barge_in is not None]
    if interrupted:
        yield f"{max(interrupted)} ms", "to silence after a barge-in" + (", at most" if len(interrupted) > 1 else "")
    for name, count in sorted(story.fault_counts.items(), key=lambda fault: -fault[1])[:3]:
        yield str(count), name
    if left_out := sum(story.trace.left_out.values()):
        yield str(left_out), "details left out of the trace"


_COLUMN_WIDTH = 76.0
_COLUMNS_X = PAGE_WIDTH - 7 * _COLUMN_WIDTH - 4
_BAR_X, _BAR_WIDTH = 300.0, 260.0
_TABLE_LINE = 21.0


def latency_table(story: CallStory) -> Scene:
    """One line for each answer: what it answers, its stages as bars on one scale, and as numbers in milliseconds."""
    answered = [turn for turn in story.turns if turn.latency.total is not None or turn.barge_in is not None]
    slowest = max(story.answers_ms(), default=1) or 1
    shapes: list[Shape] = [*_table_head()]
    for number, turn in enumerate(answered[:MOST_ANSWERS]):
        shapes += _table_line(turn, 50 + number * _TABLE_LINE, slowest)
    lines = min(len(answered), MOST_ANSWERS)
    if more := len(answered) - lines:
        shapes.append(Words(44, 63 + lines * _TABLE_LINE, f"and {more} more, which the record has", BODY, Ink.QUIET))
        lines += 1
    return Scene(PAGE_WIDTH, 50 + max(1, lines) * _TABLE_LINE, tuple(shapes), "response times in milliseconds")


def _table_head() -> Iterator[Shape]:
    yield Words(0, 14, "From the caller’s last sound, or key, to the agent’s first, in milliseconds", BODY)
    for text, x in (("turn", 0.0), ("answers", 44.0)):
        yield Words(x, 38, text, SMALL, Ink.QUIET)
    for number, name in enumerate([*STAGES, "total", "barge-in"]):
        x = _COLUMNS_X + (number + 1) * _COLUMN_WIDTH
        if name in STAGES:
            yield Box(x - width_of(name, SMALL) - 13, 30, 8, 8, STAGES[name])
        yield Words(x, 38, name, SMALL, Ink.TEXT if name == "total" else Ink.QUIET, Anchor.END)
    yield Stroke(0, 44, PAGE_WIDTH, 44, Ink.RULE)


def _table_line(turn: Turn, top: float, slowest: int) -> Iterator[Shape]:
    y = top + 13
    yield Words(0, y, str(turn.number), BODY)
    said = turn.answered_text
    yield Words(44, y, shortened(said or f"({turn.opening.value})", BODY, _BAR_X - 60), BODY, Ink.TEXT, tip=said)
    x = _BAR_X
    for name, length in turn.latency.stages():
        if length:
            width = length / slowest * _BAR_WIDTH
            yield Box(x, top + 4, max(width, 0.75), 11, STAGES[name], tip=f"{name} {length} ms")
            x += width
    numbers = [*(value for _, value in turn.latency.stages()), turn.latency.total]
    numbers.append(turn.barge_in.cleared if turn.barge_in is not None else None)
    for number, value in enumerate(numbers):
        if value is not None:
            ink = Ink.CUT if number == len(numbers) - 1 else Ink.TEXT if number == len(STAGES) else Ink.QUIET
            yield Words(_COLUMNS_X + (number + 1) * _COLUMN_WIDTH, y, str(value), BODY, ink, Anchor.END)
    yield Stroke(0, top + _TABLE_LINE - 1, PAGE_WIDTH, top + _TABLE_LINE - 1, Ink.GRID)
