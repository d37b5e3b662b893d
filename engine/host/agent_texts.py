"""Checks the placeholders in the texts above the first table of an agent file (`engine/words/placeholders.py`)."""

from collections.abc import Iterator, Mapping, Sequence

from offhook.engine.host.agent_file import AgentFile
from offhook.engine.host.did_you_mean import closest
from offhook.engine.host.toml_lines import KeyPath
from offhook.engine.words.placeholders import CALLED, CALLER, HOW_TO, LOOKUP, has_lone_brace, is_certain, placeholders

MOST_NAMES = 64
"""Different facts in one agent file: all of them stand in one line of a call's journal."""
NO_LOOKUP = 'add [lookup] with url = "https://..." and a secret: docs/numbers.md'
_FACTS = (CALLER, CALLED, "params.NAME", "lookup.NAME")


def check_spoken(file: AgentFile, where: KeyPath, text: str, language: str, *, has_lookup: bool) -> None:
    """A text of which something must be heard."""
    check_text(file, where, text, has_lookup=has_lookup)
    if text and any(True for _ in placeholders(text)) and not is_certain(text, language):
        fix = "add a sentence without { }, or say what stands there otherwise, as in {lookup.name|there}"
        file.report(where, f"{_key(where)} may come out empty", fix)


def check_text(file: AgentFile, where: KeyPath, text: str, *, has_lookup: bool) -> None:
    """A text in which facts about the call may stand, and nothing else."""
    if has_lone_brace(text):
        near = next((line for line in text.splitlines() if has_lone_brace(line)), "")
        file.report(where, f"unbalanced {{ }} in {_key(where)}", "write {name}, or {{ and }} for braces", near=near)
    for place in placeholders(text):
        near = "{" + place.name
        if not place.is_fact:
            meant = closest(place.name, _FACTS)
            fix = f"did you mean '{meant}'?" if meant in (CALLER, CALLED) else HOW_TO
            file.report(where, f"unknown name '{place.name}' in {_key(where)}", fix, near=near)
        elif place.name.startswith(LOOKUP) and not has_lookup:
            file.report(where, f"{{{place.name}}} needs a look-up", NO_LOOKUP, near=near)


def texts_in(table: object, keys: Sequence[str] = ("say", "rules")) -> Iterator[str]:
    """All texts of a table that may be spoken; patterns of what callers say are none."""
    match table:
        case str():
            yield table
        case Mapping():
            for key, value in table.items():
                if key not in keys:
                    yield from texts_in(value, keys)
        case list() | tuple():
            for value in table:
                yield from texts_in(value, keys)


def _key(where: KeyPath) -> str:
    return ".".join(each for each in where if isinstance(each, str))
