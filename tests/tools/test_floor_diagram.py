"""The floor's drawing and its tables in docs/ are the table of engine/decide/floor.py. Nothing here runs on a clock."""

from xml.etree import ElementTree

import msgspec
import pytest

from offhook.engine.decide.floor import TABLE, Event, Floor, FloorState, Patience
from tools.floor_diagram import DIAGRAM, FROM_EVERYWHERE, KEYS, LIMITS, PAGE, moves, page, svg

E, S = Event, FloorState
SVG = "{http://www.w3.org/2000/svg}"
REACHED_BY = {
    S.IDLE: (E.AUDIO_STARTED, E.ALL_PLAYED),
    S.CALLER_SPEAKING: (E.ONSET,),
    S.CALLER_PAUSING: (E.ONSET, E.PAUSE),
    S.THINKING: (E.ONSET, E.SPEECH_ENDED),
    S.AGENT_SPEAKING: (E.AUDIO_STARTED,),
    S.BOTH_SPEAKING: (E.AUDIO_STARTED, E.ONSET_OVER),
    S.INTERRUPTED: (E.AUDIO_STARTED, E.ONSET),
    S.UNDECIDED: (E.AUDIO_STARTED, E.ONSET, E.SPEECH_ENDED),
}


def test_the_page_is_made_from_the_table() -> None:
    """No cell was typed or has changed since; `python -m tools.floor_diagram` brings the page up to date."""
    assert page(PAGE.read_text()) == PAGE.read_text()


def test_the_drawing_is_made_from_the_table() -> None:
    """The file in docs/ is what the table draws now."""
    assert DIAGRAM.read_text(encoding="utf-8") == svg()


def test_a_typed_cell_is_found() -> None:
    """Whatever stands between the marks is made anew."""
    typed = PAGE.read_text().replace("**thinking**: new turn, ask again", "**ending**")
    assert typed != PAGE.read_text() == page(typed)


def test_every_change_of_state_is_drawn() -> None:
    """Each state by name, and one arrow for each two states that an event other than a key or the end leads between."""
    drawing = ElementTree.fromstring(svg())
    texts = ["".join(text.itertext()) for text in drawing.iter(f"{SVG}text")]
    assert [state.value for state in FloorState if state.value not in texts] == []
    changes = {
        (source, target): None
        for source, row in TABLE.items()
        for event, (target, _) in row.items()
        if source is not target and event not in (*KEYS, *FROM_EVERYWHERE)
    }
    filler = 1
    assert len(list(drawing.iter(f"{SVG}polygon"))) == len(changes) + filler
    labels = [text for text in texts if any(text.startswith(event.value) for event in Event)]
    assert len(labels) == sum(len(move.causes) for move in moves()) + len(FROM_EVERYWHERE)


@pytest.mark.parametrize("state", [state for state in FloorState if state is not S.ENDING])
def test_a_state_lasts_as_long_as_it_is_said_to(state: FloorState) -> None:
    """The field of Patience that the page names is the one that the machine obeys."""
    names = [field.name for field in msgspec.structs.fields(Patience) if field.name.endswith("_s")]
    names.remove("filler_s")
    seconds: dict[str, float | None] = {name: 100.0 + number for number, name in enumerate(names)}
    patience = msgspec.convert(seconds | {"filler_s": None}, Patience)
    floor = Floor(patience, now=0.0)
    for event in REACHED_BY[state]:
        floor.handle(event, 0.0)
    assert floor.state is state
    assert floor.next_deadline == getattr(patience, LIMITS[state].patience)
