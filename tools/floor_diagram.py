"""Draws docs/floor.svg and writes the tables of docs/turn-taking.md, all from `TABLE` of `engine/decide/floor.py`.

python -m tools.floor_diagram
"""

import math
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

import msgspec

from offhook.engine.decide.floor import TABLE, Effect, Event, FloorState, Patience
from offhook.engine.host.settings import LimitsSettings
from offhook.reports.picture.palette import DARK, LIGHT
from offhook.reports.picture.shapes import Ink
from tools.page_tables import table, with_table

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE, DIAGRAM = DOCS / "turn-taking.md", DOCS / "floor.svg"

S, E = FloorState, Event
KEYS = (E.KEY, E.KEYS_COMPLETE)
"""Left out of the drawing: a caller who presses keys has the floor in every state."""
FROM_EVERYWHERE = (E.PATIENCE_OVER, E.END)


class _Limit(msgspec.Struct, frozen=True):
    """How long a state may last: a field of `Patience`, and the setting that it comes from."""

    patience: str
    setting: str


LIMITS: dict[FloorState, _Limit] = {
    S.IDLE: _Limit("idle_s", "floor.idle_s"),
    S.CALLER_SPEAKING: _Limit("caller_speaking_s", "vad.max_utterance_ms + 5 s"),
    S.CALLER_PAUSING: _Limit("caller_speaking_s", "vad.max_utterance_ms + 5 s"),
    S.THINKING: _Limit("thinking_s", "floor.thinking_s"),
    S.AGENT_SPEAKING: _Limit("agent_speaking_s", "floor.agent_speaking_s"),
    S.BOTH_SPEAKING: _Limit("caller_speaking_s", "vad.max_utterance_ms + 5 s"),
    S.INTERRUPTED: _Limit("wordless_s", "barge_in.wordless_s"),
    S.UNDECIDED: _Limit("verdict_s", "barge_in.verdict_s"),
}
"""Not of the end: there the call keeps the time, `limits.goodbye_s` for its last words."""


class Move(msgspec.Struct, frozen=True):
    """One arrow: everything that leads from one state to another."""

    source: FloorState
    target: FloorState
    causes: tuple[tuple[Event, tuple[Effect, ...]], ...]


def moves() -> list[Move]:
    """The arrows of the drawing: every change of state except by keys and by the end of the call; and the filler."""
    found: dict[tuple[FloorState, FloorState], list[tuple[Event, tuple[Effect, ...]]]] = {}
    for source, row in TABLE.items():
        for event, (target, effects) in row.items():
            moves_on = source is not target and event not in (*KEYS, *FROM_EVERYWHERE)
            if moves_on or (event is E.FILLER_DUE and effects):
                found.setdefault((source, target), []).append((event, effects))
    return [Move(source, target, tuple(causes)) for (source, target), causes in found.items()]


# The tables.


def page(text: str) -> str:
    """The page with new tables."""
    text = with_table(text, "states", _state_table())
    text = with_table(text, "events", _event_table())
    effects = table(["effect", "what happens"], ([_name(effect), effect.value] for effect in Effect))
    return with_table(text, "effects", effects)


def _state_table() -> str:
    return table(["state", "lasts at most", "by default", "and then"], (_state_row(state) for state in FloorState))


def _state_row(state: FloorState) -> list[str]:
    if state is S.ENDING:
        last_words_s = LimitsSettings().goodbye_s
        return [f"**{state.value}**", "`limits.goodbye_s`, its last words", f"{last_words_s:g} s", "the call is over"]
    successor, effects = TABLE[state][E.DEADLINE]
    then = f"**{successor.value}**: {_names(effects)}"
    return [f"**{state.value}**", f"`{LIMITS[state].setting}`", f"{_limit_s(state):g} s", then]


def _event_table() -> str:
    """The effects of events. Events that only the log notes are left out."""
    rows: list[list[str]] = []
    for source, row in TABLE.items():
        outcomes: dict[tuple[FloorState, tuple[Effect, ...]], list[str]] = {}
        for event, (target, effects) in row.items():
            if event not in FROM_EVERYWHERE and (source is not target or effects):
                outcomes.setdefault((target, effects), []).append(event.value)
        for (target, effects), events in outcomes.items():
            follows = f"**{target.value}**" if source is not target else "stays"
            rows.append([f"**{source.value}**", "<br>".join(events), follows, _names(effects)])
    for event in FROM_EVERYWHERE:
        target, effects = TABLE[S.IDLE][event]
        rows.append(["any", event.value, f"**{target.value}**", _names(effects)])
    return table(["in the state", "when", "follows", "with the effects"], rows)


def _name(effect: Effect) -> str:
    return effect.name.lower().replace("_", " ")


def _names(effects: Sequence[Effect]) -> str:
    return ", ".join(map(_name, effects))


def _limit_s(state: FloorState) -> float:
    return float(getattr(Patience(), LIMITS[state].patience))


# The drawing.

WIDTH, HEIGHT = 1560.0, 910.0
_BOX_WIDTH, _BOX_HEIGHT = 190.0, 58.0
_APART = 13.0  # the distance from the middle of each of two arrows between the same two states
_LINE = 16.0
_PLACES: dict[FloorState, tuple[float, float]] = {
    S.CALLER_PAUSING: (310, 130),
    S.CALLER_SPEAKING: (310, 470),
    S.BOTH_SPEAKING: (310, 830),
    S.THINKING: (810, 130),
    S.IDLE: (810, 470),
    S.INTERRUPTED: (810, 830),
    S.ENDING: (1310, 130),
    S.AGENT_SPEAKING: (1310, 470),
    S.UNDECIDED: (1310, 830),
}
_FAMILIES: dict[FloorState, str] = {
    S.CALLER_SPEAKING: "caller",
    S.CALLER_PAUSING: "caller",
    S.AGENT_SPEAKING: "agent",
    S.BOTH_SPEAKING: "held",
    S.INTERRUPTED: "held",
    S.UNDECIDED: "held",
}
_LABELS: dict[tuple[FloorState, FloorState], tuple[float, float, float]] = {
    (S.CALLER_PAUSING, S.CALLER_SPEAKING): (0.5, -8, 0),
    (S.CALLER_SPEAKING, S.CALLER_PAUSING): (0.5, 8, 0),
    (S.CALLER_PAUSING, S.THINKING): (0.5, 0, -19),
    (S.IDLE, S.CALLER_SPEAKING): (0.5, 0, -12),
    (S.INTERRUPTED, S.BOTH_SPEAKING): (0.5, 0, 14),
    (S.CALLER_SPEAKING, S.THINKING): (0.3, 14, 8),
    (S.THINKING, S.CALLER_SPEAKING): (0.4, -14, -8),
    (S.THINKING, S.IDLE): (0.5, -8, 0),
    (S.IDLE, S.THINKING): (0.3, 8, 0),
    (S.THINKING, S.AGENT_SPEAKING): (0.8, -14, 8),
    (S.AGENT_SPEAKING, S.THINKING): (0.6, 14, -8),
    (S.AGENT_SPEAKING, S.IDLE): (0.5, 0, -19),
    (S.IDLE, S.AGENT_SPEAKING): (0.5, 0, 14),
    (S.AGENT_SPEAKING, S.BOTH_SPEAKING): (0.74, -8, -8),
    (S.BOTH_SPEAKING, S.AGENT_SPEAKING): (0.13, 10, 8),
    (S.BOTH_SPEAKING, S.CALLER_SPEAKING): (0.5, -8, 0),
    (S.INTERRUPTED, S.CALLER_SPEAKING): (0.7, 18, -14),
    (S.AGENT_SPEAKING, S.INTERRUPTED): (0.8, -14, -4),
    (S.UNDECIDED, S.IDLE): (0.3, -12, 8),
    (S.UNDECIDED, S.AGENT_SPEAKING): (0.5, 8, 0),
    (S.UNDECIDED, S.INTERRUPTED): (0.5, 0, -12),
    (S.INTERRUPTED, S.UNDECIDED): (0.5, 0, 14),
    (S.UNDECIDED, S.THINKING): (0.64, -8, 0),
    (S.THINKING, S.THINKING): (0.5, -8, 0),
}
"""Where on its arrow a label stands, from 0 to 1, and how far beside it (left of it where less than 0) and below."""
_ROUND_THE_OUTSIDE = (S.UNDECIDED, S.THINKING)
_Point = tuple[float, float]


def svg() -> str:
    """The whole drawing: one file without scripts, in the light or dark theme of the reader's system."""
    arrows = moves()
    parts = [
        *(_arrow(move, paired=any(_is_back(move, other) for other in arrows)) for move in arrows),
        *(_label(move, paired=any(_is_back(move, other) for other in arrows)) for move in arrows),
        *(_state(state) for state in FloorState),
        _the_end(),
        *_heading(),
    ]
    size = f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" height="{HEIGHT:g}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="Who may speak: states and events" {size}>'
    body = "\n".join(parts)
    return f'{head}\n{_style()}\n<rect class="paper" width="100%" height="100%"/>\n{body}\n</svg>\n'


def _style() -> str:
    inks = {"paper": Ink.PAPER, "text": Ink.TEXT, "quiet": Ink.QUIET, "rule": Ink.RULE, "caller": Ink.CALLER}
    inks |= {"caller-soft": Ink.CALLER_SOFT, "agent": Ink.AGENT, "agent-soft": Ink.AGENT_SOFT, "held": Ink.RESPONDER}
    inks |= {"grid": Ink.GRID}

    def variables(colours: dict[Ink, str]) -> str:
        return "".join(f"--{name}:{colours[ink]};" for name, ink in inks.items())

    return f"""<style>
svg{{{variables(LIGHT)}font-family:system-ui,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}}
@media (prefers-color-scheme:dark){{svg{{{variables(DARK)}}}}}
.paper{{fill:var(--paper)}}
.arrow{{fill:none;stroke:var(--quiet);stroke-width:1.4}}.head{{fill:var(--quiet)}}
text{{fill:var(--text);font-size:12px}}.effect{{fill:var(--agent);font-style:italic}}
.label{{paint-order:stroke;stroke:var(--paper);stroke-width:5px;stroke-linejoin:round}}
.state{{font-size:16px;font-weight:600}}.limit{{fill:var(--quiet);font-size:11.5px}}.title{{font-size:22px;font-weight:600}}
.box{{stroke-width:1.6}}.none{{fill:var(--grid);stroke:var(--quiet)}}
.caller{{fill:var(--caller-soft);stroke:var(--caller)}}.agent{{fill:var(--agent-soft);stroke:var(--agent)}}
.held{{fill:var(--paper);stroke:var(--held);stroke-width:2.4}}
</style>"""


def _heading() -> Iterator[str]:
    yield '<text class="title" x="24" y="40">Who may speak</text>'
    key = 'when, <tspan class="effect">and what is done about it</tspan>'
    yield f'<text class="limit" x="24" y="62">{key}; who presses a key has the floor too, and is left out here</text>'


def _state(state: FloorState) -> str:
    x, y = _PLACES[state]
    limit = "the goodbye" if state is S.ENDING else f"at most {_limit_s(state):g} s"
    box = f'x="{x - _BOX_WIDTH / 2:g}" y="{y - _BOX_HEIGHT / 2:g}" width="{_BOX_WIDTH:g}" height="{_BOX_HEIGHT:g}"'
    return (
        f'<rect class="box {_FAMILIES.get(state, "none")}" {box} rx="12"/>'
        f'<text class="state" x="{x:g}" y="{y:g}" text-anchor="middle">{state.value}</text>'
        f'<text class="limit" x="{x:g}" y="{y + 18:g}" text-anchor="middle">{limit}</text>'
    )


def _the_end() -> str:
    """The events that end a call in any state, listed below the state without arrows."""
    x, y = _PLACES[S.ENDING]
    causes = [(event, TABLE[S.IDLE][event][1]) for event in FROM_EVERYWHERE]
    heading = f'<text class="limit" x="{x:g}" y="{y + 52:g}" text-anchor="middle">from every state:</text>'
    return heading + _lines(causes, x, y + 72, "middle")


def _is_back(move: Move, other: Move) -> bool:
    return move.source is not move.target and (other.source, other.target) == (move.target, move.source)


def _line_of(move: Move, *, paired: bool) -> tuple[_Point, _Point]:
    """From the edge of one box to the edge of the other. Of two arrows in opposite directions each keeps right."""
    (x1, y1), (x2, y2) = _PLACES[move.source], _PLACES[move.target]
    length = math.hypot(x2 - x1, y2 - y1)
    across = (-(y2 - y1) / length * _APART, (x2 - x1) / length * _APART) if paired else (0.0, 0.0)
    begin = _edge((x1, y1), (x1 + across[0], y1 + across[1]), (x2 - x1, y2 - y1))
    end = _edge((x2, y2), (x2 + across[0], y2 + across[1]), (x1 - x2, y1 - y2))
    return begin, end


def _edge(centre: _Point, start: _Point, towards: _Point) -> _Point:
    """Where a line from `start`, which is inside the box, leaves it."""
    ways = []
    for axis, half in ((0, _BOX_WIDTH / 2), (1, _BOX_HEIGHT / 2)):
        if towards[axis]:
            side = centre[axis] + math.copysign(half + 3, towards[axis])
            ways.append((side - start[axis]) / towards[axis])
    way = min(ways)
    return start[0] + way * towards[0], start[1] + way * towards[1]


def _way(move: Move, *, paired: bool) -> list[_Point]:
    (x1, y1), (x2, y2) = _PLACES[move.source], _PLACES[move.target]
    if move.source is move.target:
        left, above = x1 - _BOX_WIDTH / 2 + 18, y1 - _BOX_HEIGHT / 2
        return [(left, above - 1), (left, above - 22), (left + 34, above - 22), (left + 34, above - 3)]
    if (move.source, move.target) != _ROUND_THE_OUTSIDE:
        return list(_line_of(move, paired=paired))
    right, top = WIDTH - 24, 56.0
    into = x2 + 30
    return [(x1 + _BOX_WIDTH / 2, y1), (right, y1), (right, top), (into, top), (into, y2 - _BOX_HEIGHT / 2 - 3)]


def _arrow(move: Move, *, paired: bool) -> str:
    points = _way(move, paired=paired)
    (x1, y1), (x2, y2) = points[-2:]
    angle = math.atan2(y2 - y1, x2 - x1)
    back = [(x2 - 10 * math.cos(angle + turn), y2 - 10 * math.sin(angle + turn)) for turn in (0.4, -0.4)]
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in ((x2, y2), *back))
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline class="arrow" points="{path}"/><polygon class="head" points="{corners}"/>'


def _label(move: Move, *, paired: bool) -> str:
    along, right, down = _LABELS.get((move.source, move.target), (0.5, 0.0, 0.0))
    points = _way(move, paired=paired)
    (x1, y1), (x2, y2) = points[1:3] if len(points) == 5 else points[:2]
    x, y = x1 + along * (x2 - x1) + right, y1 + along * (y2 - y1) + down
    anchor = "start" if right > 0 else "end" if right < 0 else "middle"
    return _lines(move.causes, x, y, anchor)


def _lines(causes: Sequence[tuple[Event, tuple[Effect, ...]]], x: float, y: float, anchor: str) -> str:
    top = y - (len(causes) - 1) * _LINE / 2 + 4
    return "".join(_cause(event, effects, x, top + n * _LINE, anchor) for n, (event, effects) in enumerate(causes))


def _cause(event: Event, effects: Sequence[Effect], x: float, y: float, anchor: str) -> str:
    done = f' <tspan class="effect">{escape(_names(effects))}</tspan>' if effects else ""
    return f'<text class="label" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(event.value)}{done}</text>'


def main() -> None:
    DIAGRAM.write_text(svg(), encoding="utf-8")
    PAGE.write_text(page(PAGE.read_text()))


if __name__ == "__main__":
    main()
