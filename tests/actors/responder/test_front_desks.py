"""The front desk in each of its languages: one conversation, in other words. Pure, no clock, no faults."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offhook.actors.responder.dialogue_file import read_script
from offhook.engine.host.agent import Agent, load_agent
from tests.actors.responder.front_desk import PATH, Caller, dialogue_of, front_desk_agent

ENGLISH = front_desk_agent()
LANGUAGES = ("hi", "es", "fr", "de")


def front_desk_in(language: str) -> Agent:
    path = PATH.with_name(f"front_desk.{language}.toml")
    return load_agent(f"agents/{path.name}", path.read_text(encoding="utf-8"))


AGENTS = {language: front_desk_in(language) for language in LANGUAGES}
DIALOGUES = {"en": dialogue_of(ENGLISH)} | {language: dialogue_of(agent) for language, agent in AGENTS.items()}
BOOKED = {"day": "friday", "time": "19:30", "people": "2", "nights": "3", "member": "4271"}
SAID = {
    "en": (
        *("I'd like to book a room", "on Friday", "half past seven", "we are two people", "three nights"),
        *("my number is forty two seventy one", "yes that's right", "book it", "no thanks"),
    ),
    "hi": (
        *("मुझे एक कमरा बुक करना है", "शुक्रवार को", "शाम साढ़े सात बजे", "दो लोग", "तीन रातें"),
        *("मेरा नंबर चार दो सात एक है", "हाँ सही है", "जी हाँ, बुक कर दीजिए", "नहीं धन्यवाद"),
    ),
    "es": (
        *(
            "Quisiera reservar una habitación",
            "para el viernes",
            "a las siete y media",
            "somos dos personas",
            "tres noches",
        ),
        *("mi número es cuarenta y dos setenta y uno", "sí, es correcto", "sí, resérvela", "no, gracias"),
    ),
    "fr": (
        *("Je voudrais réserver une chambre", "vendredi", "à 19h30", "nous sommes deux personnes", "trois nuits"),
        *("mon numéro est quarante-deux soixante et onze", "oui, c'est ça", "oui, réservez", "non merci"),
    ),
    "de": (
        *("Ich möchte ein Zimmer buchen", "für Freitag", "um halb acht", "wir sind zu zweit", "drei Nächte"),
        *("meine Nummer ist zweiundvierzig einundsiebzig", "ja, das stimmt", "ja, bitte buchen Sie", "nein danke"),
    ),
}
AT_ONCE = {
    "hi": "शुक्रवार के लिए शाम साढ़े सात बजे दो लोगों के लिए एक कमरा बुक करना है",
    "es": "quiero reservar una habitación para el viernes a las siete y media para dos personas",
    "fr": "je voudrais réserver une chambre pour vendredi à dix-neuf heures trente pour deux personnes",
    "de": "Ich möchte ein Zimmer für Freitag um halb acht für zwei Personen buchen",
}
KEYS = st.lists(st.sampled_from([*"0123456789*", "1930", "4271", "42", "12#", "9#", "#"]), max_size=20)


@pytest.mark.parametrize("language", SAID)
def test_a_room_is_booked_by_words(language: str) -> None:
    """As callers put it, and the answers are the same in all languages."""
    caller = Caller(DIALOGUES[language])
    caller.hears_greeting()
    for said in SAID[language]:
        assert not caller.is_let_go
        caller.says(said)
    assert (caller.progress.values, caller.is_let_go) == (BOOKED, True)
    assert caller.progress.reference


@pytest.mark.parametrize("language", SAID)
def test_a_room_is_booked_by_keys(language: str) -> None:
    """Where no recognizer hears the language."""
    caller = Caller(DIALOGUES[language])
    caller.hears_greeting()
    caller.presses("1", "5", "1930", "2", "3", "4271", "1", "1")
    assert caller.progress.values == BOOKED
    caller.presses("9")
    assert caller.is_let_go


@pytest.mark.parametrize("language", AT_ONCE)
def test_all_may_be_said_at_once(language: str) -> None:
    """Only what is missing is asked for."""
    caller = Caller(DIALOGUES[language])
    caller.hears_greeting()
    caller.says(AT_ONCE[language])
    assert caller.progress.values == {name: BOOKED[name] for name in ("day", "time", "people")}
    assert caller.progress.state == "nights"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_the_same_conversation(language: str) -> None:
    """The same slots, states, choices and keys as in English, and every text is another one."""
    english, script = read_script(ENGLISH), read_script(AGENTS[language])
    assert {name: type(slot) for name, slot in script.slots.items()} == {
        name: type(slot) for name, slot in english.slots.items()
    }
    assert [*script.states] == [*english.states]
    for name, state in english.states.items():
        other = script.states[name]
        assert (other.slot, other.go, other.choices_of) == (state.slot, state.go, state.choices_of)
        assert [(choice.key, choice.go, choice.clear) for choice in other.choices] == [
            (choice.key, choice.go, choice.clear) for choice in state.choices
        ]
        assert len(other.ask.templates) == len(state.ask.templates)
    assert not set(DIALOGUES[language].lines()) & set(DIALOGUES["en"].lines())


def test_a_german_yes_is_no_beginning_of_a_no() -> None:
    """ "Das stimmt" where only "das stimmt nicht" is a phrase: in German the last word may be the one that matters."""
    caller = Caller(DIALOGUES["de"])
    caller.hears_greeting()
    caller.says(*SAID["de"][:2])
    assert caller.says("das stimmt").startswith("Entschuldigung, das habe ich nicht verstanden.")
    assert caller.says("das stimmt nicht").startswith("Das ändern wir.")


@given(KEYS, st.sampled_from(LANGUAGES))
@settings(max_examples=150, deadline=None)
def test_the_same_keys_lead_to_the_same_place(entries: list[str], language: str) -> None:
    """Whatever is pressed, in whatever order."""
    here, there = Caller(DIALOGUES["en"]), Caller(DIALOGUES[language])
    here.hears_greeting(), there.hears_greeting()
    for keys in entries:
        if here.is_let_go:
            break
        here.presses(keys), there.presses(keys)
        assert (there.progress.state, there.progress.values) == (here.progress.state, here.progress.values)
        assert there.is_let_go == here.is_let_go


def test_each_shipped_file_is_tested() -> None:
    """None is forgotten here."""
    shipped = {path.name.split(".")[1] for path in Path(PATH.parent).glob("front_desk.*.toml")}
    assert shipped == set(LANGUAGES)
