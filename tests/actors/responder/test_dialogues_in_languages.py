"""A dialogue with every type of slot, in each language, by words and by keys; and the day on which it happens.

At the seam of the responder: turns in, sentences out. The wall clock is the test's, no faults.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from offhook.actors.responder.dialogue import open_dialogue
from offhook.actors.responder.dialogue_file import read_script
from offhook.actors.responder.service import CallerTurn, Occasion, ResponderSession, Sentence
from offhook.actors.served_call import ServedCall
from offhook.engine.host.agent import load_agent
from offhook.engine.host.agent_file import AgentFileInvalid
from tests.actors.responder.model_server import never

A_SUNDAY_IN_UTC = datetime(2026, 11, 29, 12, tzinfo=UTC)
FILE = """name = "a"
language = "{language}"
time_zone = "Europe/Berlin"
goodbye = "."
[dialogue]
start = "date"
[dialogue.slots.date]
type = "date"
[dialogue.slots.time]
type = "time"
[dialogue.slots.nights]
type = "number"
highest = 400
[dialogue.slots.member]
type = "digits"
length = 4
[dialogue.slots.breakfast]
type = "yes_no"
[dialogue.states.date]
ask = "1?"
slot = "date"
go = "time"
[dialogue.states.time]
ask = "2?"
slot = "time"
go = "nights"
[dialogue.states.nights]
ask = "3?"
slot = "nights"
go = "member"
[dialogue.states.member]
ask = "4?"
slot = "member"
confirm = "{{member}}?"
go = "breakfast"
[dialogue.states.breakfast]
ask = "5?"
slot = "breakfast"
go = "all"
[dialogue.states.all]
ask = "Done! {{date}}; {{time}}; {{nights}}; {{member}}; {{breakfast}}."
go = "hang_up"
"""
BOOKED = {"date": "2026-12-04", "time": "19:30", "nights": "102", "member": "4271", "breakfast": "yes"}
SAID = {
    "en": ("on December fourth", "half past seven p.m.", "a hundred and two", "forty two seventy one", "yes", "sure"),
    "hi": ("चार दिसंबर को", "शाम साढ़े सात बजे", "एक सौ दो", "बयालीस इकहत्तर", "जी हाँ", "हाँ जी"),
    "es": ("el viernes cuatro", "a las siete y media de la tarde", "ciento dos", "42 71", "sí", "claro que sí"),
    "fr": ("vendredi prochain", "à 19h30", "cent deux", "quarante-deux soixante et onze", "oui", "d'accord"),
    "de": ("am 4. Dezember", "um halb acht abends", "hundertzwei", "vier zwo sieben eins", "ja genau", "gerne, ja"),
}
READ_BACK = {
    "en": "Friday, December fourth; seven thirty p m; one hundred and two; 4 2 7 1; yes.",
    "hi": "शुक्रवार, चार दिसंबर; शाम साढ़े सात बजे; एक सौ दो; 4 2 7 1; हाँ.",
    "es": "Viernes cuatro de diciembre; las siete y media de la tarde; ciento dos; 4 2 7 1; sí.",
    "fr": "Vendredi quatre décembre; dix-neuf heures trente; cent deux; 4 2 7 1; oui.",
    "de": "Freitag, den vierten Dezember; neunzehn Uhr dreißig; einhundertzwei; 4 2 7 1; ja.",
}


async def take(session: ResponderSession, *turns: CallerTurn) -> str:
    """What is said to the last of these turns."""
    said: list[str] = []
    for turn in turns:
        async with session.reply(turn, (), never) as parts:
            said = [part.text async for part in parts if isinstance(part, Sentence)]
    return " ".join(said)


def words(*said: str) -> list[CallerTurn]:
    return [CallerTurn(Occasion.SPEECH, each) for each in said]


def keys(*pressed: str) -> list[CallerTurn]:
    return [CallerTurn(Occasion.KEYS, each) for each in pressed]


async def booked(language: str, turns: Sequence[CallerTurn]) -> tuple[str, dict[str, str | None]]:
    agent = load_agent("a.toml", FILE.format(language=language))
    async with (
        open_dialogue(agent, A_SUNDAY_IN_UTC.timestamp) as responder,
        responder.session(ServedCall("+15550100", language)) as session,
    ):
        said = await take(session, CallerTurn(Occasion.ANSWERED), *turns)
        collected = session.collected()
        assert collected is not None
        return said, dict(collected.slots)


@pytest.mark.parametrize("language", SAID)
async def test_a_caller_books_in_the_words_of_the_language(language: str) -> None:
    """Tools get the same values in every language, and the caller hears them in that language."""
    said, values = await booked(language, words(*SAID[language]))
    assert values == BOOKED
    assert READ_BACK[language] in said


@pytest.mark.parametrize("language", SAID)
async def test_a_caller_books_with_keys_in_every_language(language: str) -> None:
    """The day before the month, but in America."""
    date = "1204" if language == "en" else "0412"
    said, values = await booked(language, keys(date, "1930", "102", "4271", "1", "1"))
    assert values == BOOKED
    assert READ_BACK[language] in said


@pytest.mark.parametrize("language", SAID)
async def test_who_does_not_understand_hears_the_keys_in_the_language(language: str) -> None:
    """After a second answer that fits nothing, as in English."""
    agent = load_agent("a.toml", FILE.format(language=language))
    help_texts = [slot.keys_help for slot in read_script(agent).slots.values()]
    async with (
        open_dialogue(agent, A_SUNDAY_IN_UTC.timestamp) as responder,
        responder.session(ServedCall("+15550100", language)) as session,
    ):
        said = await take(session, CallerTurn(Occasion.ANSWERED), *words("xyz", "xyz"))
        assert said.endswith(help_texts[0])


async def test_today_is_the_day_on_which_it_is_said() -> None:
    """In a call that goes on past midnight where the agent works, which is an hour earlier than in UTC. What was said
    before that stays."""
    agent = load_agent("a.toml", FILE.format(language="en").replace('"time"\n', '"date"\n', 1))
    now = datetime(2026, 12, 31, 22, 59, 58, tzinfo=UTC).timestamp()

    def wall_time() -> float:
        return now

    async with (
        open_dialogue(agent, wall_time) as responder,
        responder.session(ServedCall("+15550100", "en")) as session,
    ):
        await take(session, CallerTurn(Occasion.ANSWERED), *words("tomorrow"))
        now += 3
        assert session.understands(*words("tomorrow"))
        await take(session, *words("tomorrow"))
        collected = session.collected()
        assert collected is not None
        assert (collected.slots["date"], collected.slots["time"]) == ("2027-01-01", "2027-01-02")


def test_a_date_needs_a_time_zone() -> None:
    """A server's own clock may be another day's: nobody would notice before a wrong booking."""
    text = FILE.format(language="en").replace('time_zone = "Europe/Berlin"\n', "")
    with pytest.raises(AgentFileInvalid) as caught:
        read_script(load_agent("a.toml", text))
    assert str(caught.value) == (
        "a.toml:6: slot 'date' needs to know what day it is where the agent works:"
        ' add time_zone = "Europe/Berlin" or the like at the top of the file'
    )
