"""Answers that a model gives for the caller are read by the slots, in whatever form models write them. Pure."""

import msgspec
import pytest

from offhook.actors.responder.dialogue_file import read_script
from offhook.actors.responder.given_slots import read_given, read_value
from offhook.actors.responder.start_dialogue import read_start, start_offer
from offhook.engine.host.agent import load_agent
from offhook.engine.run.tool import ArgumentsWrong
from tests.actors.responder.front_desk import A_SUNDAY

AGENT = """name = "a"
prompt = "You answer."
[dialogue]
start = "ask"
[dialogue.slots.day]
type = "day"
[dialogue.slots.time]
type = "time"
earliest = "14:00"
latest = "22:00"
[dialogue.slots.people]
type = "number"
highest = 6
unit = ["person", "people"]
words = { "a couple" = 2 }
[dialogue.slots.pin]
type = "digits"
length = 4
[dialogue.slots.sure]
type = "yes_no"
[dialogue.slots.bed]
type = "one_of"
options = ["one bed", "two beds"]
words = { "twin" = "two beds" }
[dialogue.states.ask]
ask = "Well?"
starts = "When the caller wants to book."
go = "end"
[dialogue.states.end]
ask = "Sure?"
starts = "When the caller is sure."
slot = "sure"
go = "hang_up"
"""
SCRIPT = read_script(load_agent("a.toml", AGENT))


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("day", "friday", "friday"),
        ("day", "Next Friday", "next friday"),
        ("day", "2026-12-24", None),
        ("day", "friday or monday", None),
        ("time", "19:30", "19:30"),
        ("time", "7:30 PM", "19:30"),
        ("time", "seven", "19:00"),
        ("time", "7", "19:00"),
        ("time", "१९:३०", "19:30"),
        ("time", "09:00", None),
        ("time", "०९:००", None),
        ("time", "25:99", None),
        ("people", 2, "2"),
        ("people", 2.0, "2"),
        ("people", 2.5, None),
        ("people", "2", "2"),
        ("people", "२", "2"),
        ("people", "two people", "2"),
        ("people", "a couple", "2"),
        ("people", 60, None),
        ("people", -1, None),
        ("people", "-1", None),
        ("people", True, None),
        ("pin", "4271", "4271"),
        ("pin", 4271, "4271"),
        ("pin", "٤٢٧١", "4271"),
        ("pin", "four two seven one", "4271"),
        ("pin", "427", None),
        ("sure", True, "yes"),
        ("sure", False, "no"),
        ("sure", "yes please", "yes"),
        ("sure", "of course", "yes"),
        ("bed", "two beds", "two beds"),
        ("bed", "Twin", "two beds"),
        ("bed", 1, None),
        ("bed", "", None),
        ("bed", "one bed " * 100, None),
        ("bed", ["one bed"], None),
        ("bed", None, None),
        ("bed", "\ud800\x00", None),
        ("town", "Bern", None),
    ],
)
def test_a_value_is_read_as_the_callers_words_would_be(name: str, given: object, value: str | None) -> None:
    """A key on the telephone means another thing than the same digit in a text."""
    assert read_value(SCRIPT, name, given, A_SUNDAY) == value


def test_what_does_not_fit_is_named() -> None:
    """The rest is taken."""
    assert read_given(SCRIPT, {"day": "friday", "people": 60}, A_SUNDAY) == ({"day": "friday"}, ["people"])


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ("{", "The arguments do not fit"),
        ("[]", "The arguments do not fit"),
        ('{"state": 1}', "The arguments do not fit"),
        ('{"where": "ask"}', "The arguments do not fit"),
        ("{}", "There is no state '' to begin with: ask, end."),
        ('{"state": "asks"}', "There is no state 'asks' to begin with: ask, end."),
        ('{"state": "ask", "slots": {"town": "Bern"}}', "There is no slot 'town'. The slots are: day, time,"),
        ("[" * 100_000, "The arguments do not fit"),
    ],
)
def test_arguments_that_do_not_fit_begin_nothing(arguments: str, problem: str) -> None:
    """The model is told why."""
    with pytest.raises(ArgumentsWrong) as wrong:
        read_start(SCRIPT, arguments)
    assert str(wrong.value).startswith(problem)


def test_the_offer_names_states_and_slots() -> None:
    """A model is told when to begin which, and how to write what the caller has said already."""
    offer = start_offer(SCRIPT)
    assert "ask: When the caller wants to book.; end: When the caller is sure." in offer.description
    properties = offer.parameters["properties"]
    assert isinstance(properties, dict)
    assert properties["state"]["enum"] == ["ask", "end"]
    assert properties["slots"]["properties"]["people"] == {"type": "integer", "minimum": 1, "maximum": 6}
    assert offer.parameters["required"] == ["state"]


GERMAN = read_script(
    load_agent(
        "a.toml",
        AGENT.replace('name = "a"\n', 'name = "a"\nlanguage = "de"\ntime_zone = "Europe/Berlin"\n')
        + '[dialogue.slots.date]\ntype = "date"\nlatest_days = 30\n',
    )
)


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("day", "next friday", "next friday"),
        ("day", "nächsten Freitag", "next friday"),
        ("sure", "yes", "yes"),
        ("sure", "ja", "yes"),
        ("sure", False, "no"),
        ("time", "19:30", "19:30"),
        ("time", "halb acht", "19:30"),
        ("people", "zwei", "2"),
        ("pin", "zweiundvierzig einundsiebzig", "4271"),
        ("date", "2026-12-04", "2026-12-04"),
        ("date", "am 4. Dezember", "2026-12-04"),
        ("date", "morgen", "2026-11-30"),
        ("date", "2026-11-28", None),
        ("date", "2027-12-04", None),
        ("date", "2026-02-30", None),
        ("date", 20261204, None),
    ],
)
def test_a_model_may_give_a_value_or_the_callers_words(name: str, given: object, value: str | None) -> None:
    """In any language: values are those that tools get."""
    assert read_value(GERMAN, name, given, A_SUNDAY) == value


def test_a_model_is_told_how_to_write_a_date() -> None:
    """It may not know what day it is: then the caller's own words will do."""
    told = msgspec.json.encode(start_offer(GERMAN).parameters).decode()
    assert "YYYY-MM-DD, or as the caller said it" in told
