"""`[transfers]` of an agent file: where callers may be put through, by name. A model chooses a name, never a number.

[transfers]
front_desk = "+15550199"

[transfers.billing]
to = "+15550198"
description = "questions about a bill"
warm = true
"""

from collections.abc import Mapping
from typing import Annotated

import msgspec

from offhook.engine.host import destination
from offhook.engine.host.agent import Agent, Destination, Name
from offhook.engine.host.agent_file import AgentFile
from offhook.engine.host.shapes_in_words import complaint
from offhook.engine.host.toml_lines import KeyPath
from offhook.engine.words.languages import language_of, said_in

KEY = "transfers"
ANY_PERSON = "person"
"""The name of the place that the key `transfer` gives, where there are no others."""
MOST_PLACES = 50


class Place(msgspec.Struct, frozen=True):
    """Where somebody picks up."""

    to: Destination
    description: Annotated[str, msgspec.Meta(max_length=300)] = ""
    """Tells the model for whom it is."""
    warm: bool = False
    """Whoever picks up is told what the caller wants, and asked whether to take the call."""
    timeout_s: Annotated[int, msgspec.Meta(ge=5, le=60)] = 25
    """How long it rings there, if it is warm."""
    ask: Annotated[str, msgspec.Meta(max_length=200)] = ""
    """What whoever picks up is asked: which key takes the call."""

    def __post_init__(self) -> None:
        if not self.to:
            raise ValueError(f"'to' is empty: {destination.RULE}")


def read_places(agent: Agent, file: AgentFile) -> Mapping[str, Place]:
    """The places by name; problems are reported in the file."""
    if agent.transfers is None:
        return {ANY_PERSON: Place(agent.transfer)} if agent.transfer else {}
    if len(agent.transfers) > MOST_PLACES:
        file.report((KEY,), f"{KEY} has {len(agent.transfers)} places", f"name at most {MOST_PLACES}")
    places: dict[str, Place] = {}
    for name, written in agent.transfers.items():
        where: KeyPath = (KEY, name)
        if (found := complaint(name, Name)) is not None:
            file.report(where, f"the name {found.what}", found.fix)
            continue
        place = file.read({"to": written} if isinstance(written, str) else written, Place, where)
        if place is not None:
            places[name] = _with_words(agent, file, where, place)
    return places


def _with_words(agent: Agent, file: AgentFile, where: KeyPath, place: Place) -> Place:
    if place.ask or not place.warm:
        return place
    if language_of(agent.language).said is None:
        file.report(where, f"no 'ask' in the language '{agent.language}'", 'say that 1 takes the call: ask = "..."')
    return msgspec.structs.replace(place, ask=said_in(agent.language).take_call)
