"""The colours. Blue and orange can be told apart by the colour-blind; other colours differ in lightness too."""

from offhook.reports.picture.shapes import Ink

LIGHT: dict[Ink, str] = {
    Ink.PAPER: "#ffffff",
    Ink.TEXT: "#1a2230",
    Ink.QUIET: "#667180",
    Ink.GRID: "#eef0f3",
    Ink.RULE: "#d3d9e0",
    Ink.CALLER: "#1f66b0",
    Ink.CALLER_SOFT: "#c9dff5",
    Ink.AGENT: "#d1720f",
    Ink.AGENT_SOFT: "#fbe6cf",
    Ink.CUT: "#a3135b",
    Ink.CUT_SOFT: "#e5b3cb",
    Ink.FAULT: "#a3135b",
    Ink.SILENCE: "#c2c9d2",
    Ink.RECOGNIZER: "#5aa2e0",
    Ink.RESPONDER: "#6d57a8",
    Ink.VOICE: "#e8a23c",
    Ink.WIRE: "#39424e",
}
DARK: dict[Ink, str] = {
    Ink.PAPER: "#11151b",
    Ink.TEXT: "#e8ecf2",
    Ink.QUIET: "#94a0af",
    Ink.GRID: "#1d232c",
    Ink.RULE: "#323b47",
    Ink.CALLER: "#6fb3f7",
    Ink.CALLER_SOFT: "#1f4163",
    Ink.AGENT: "#f3a24d",
    Ink.AGENT_SOFT: "#533618",
    Ink.CUT: "#ff86bd",
    Ink.CUT_SOFT: "#6b2a4a",
    Ink.FAULT: "#ff86bd",
    Ink.SILENCE: "#4b5563",
    Ink.RECOGNIZER: "#4d9be0",
    Ink.RESPONDER: "#a78fe6",
    Ink.VOICE: "#e8a23c",
    Ink.WIRE: "#d8dee7",
}
STAGES: dict[str, Ink] = {
    "silence": Ink.SILENCE,
    "recognizer": Ink.RECOGNIZER,
    "responder": Ink.RESPONDER,
    "voice": Ink.VOICE,
    "wire": Ink.WIRE,
}
"""By the names of `offhook.engine.record.timeline.Latency`."""
