"""The shapes of a picture. SVG and PNG are drawn from the same shapes, so they agree."""

import enum

import msgspec


class Ink(enum.Enum):
    """A colour by its meaning; `palette.py` has its values in the light and the dark theme."""

    PAPER = "paper"
    TEXT = "text"
    QUIET = "quiet"  # labels, units and other secondary text
    GRID = "grid"
    RULE = "rule"
    CALLER = "caller"
    CALLER_SOFT = "caller-soft"
    AGENT = "agent"
    AGENT_SOFT = "agent-soft"
    CUT = "cut"
    CUT_SOFT = "cut-soft"
    FAULT = "fault"
    SILENCE = "silence"
    RECOGNIZER = "recognizer"
    RESPONDER = "responder"
    VOICE = "voice"
    WIRE = "wire"


class Anchor(enum.Enum):
    """Which end of a text is at its x."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


class Box(msgspec.Struct, frozen=True):
    x: float
    y: float
    width: float
    height: float
    fill: Ink | None = None
    outline: Ink | None = None
    radius: float = 0.0
    tip: str = ""  # shown when the reader points at it


class Bars(msgspec.Struct, frozen=True):
    """Many boxes of one height, as (x, width): a short form, because a call has thousands of verdicts."""

    y: float
    height: float
    runs: tuple[tuple[float, float], ...]
    fill: Ink


class Stroke(msgspec.Struct, frozen=True):
    x1: float
    y1: float
    x2: float
    y2: float
    ink: Ink
    width: float = 1.0


class Dot(msgspec.Struct, frozen=True):
    """A circle, filled or only outlined."""

    x: float
    y: float
    radius: float
    ink: Ink
    filled: bool = True
    tip: str = ""


class Words(msgspec.Struct, frozen=True):
    """One line of text; `y` is its baseline."""

    x: float
    y: float
    text: str
    size: float
    ink: Ink = Ink.TEXT
    anchor: Anchor = Anchor.START
    tip: str = ""


Shape = Box | Bars | Stroke | Dot | Words


class Scene(msgspec.Struct, frozen=True):
    """Shapes on a sheet. Later ones cover earlier ones."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    name: str = ""  # for screen readers
