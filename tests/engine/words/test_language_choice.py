"""Which language a caller wants, or speaks: names, greetings, scripts and frequent words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.engine.words.language_choice import HeardLanguage, How, LanguageChoice
from offhook.engine.words.languages import LANGUAGES

TAGS = ("en", "hi", "es", "fr", "de")
CHOICE = LanguageChoice(TAGS)
NAMED = [
    (name, main)
    for known in LANGUAGES.values()
    if known.choosing is not None
    for main, names in known.choosing.names.items()
    for name in names
]
AROUND = (
    *("{}", "{}!", "in {} please", "I would like to speak {}", "{} में", "en {} por favor", "auf {} bitte"),
    *("en {} s'il vous plaît", "मुझे {} में बात करनी है", "{}, {}", "okay, {}", "UM {}"),
)


@pytest.mark.parametrize("around", AROUND)
def test_each_language_is_known_by_its_names_in_all_five(around: str) -> None:
    """In whatever language the words around it are, in any case, and also if nobody has asked."""
    for name, main in NAMED:
        heard = CHOICE.named(around.format(name, name), asked=False)
        assert heard == HeardLanguage(main, How.NAMED), (name, around)
        assert CHOICE.named(name.upper(), asked=True) == heard


@pytest.mark.parametrize(
    "text",
    [
        "I teach German in a school",
        "is there an English breakfast with it",
        "English or Hindi",
        "no English",
        "Dutch",
    ],
)
def test_other_words_with_a_name_in_them_choose_nothing(text: str) -> None:
    """Where nobody has asked."""
    assert CHOICE.named(text, asked=False) is None


def test_a_name_of_a_language_that_is_not_offered_chooses_nothing() -> None:
    """Also if it was asked for."""
    assert LanguageChoice(("en", "hi")).named("Deutsch bitte", asked=True) is None


def test_a_tag_with_a_region_is_chosen_by_the_name_of_its_language() -> None:
    """And so it is by its words."""
    choice = LanguageChoice(("en-GB", "es-MX"))
    assert choice.judge("español", "en-GB") == HeardLanguage("es-MX", How.NAMED)
    assert choice.judge("quiero una habitación", "en-GB", told="") is not None
    heard = choice.judge("una dos tres", "en-GB", told="es-ES")
    assert heard is not None
    assert (heard.tag, heard.how) == ("es-MX", How.SPOKEN)


@pytest.mark.parametrize(
    ("greeting", "tag"),
    [
        ("नमस्ते", "hi"),
        ("Namaste ji", "hi"),
        ("Hello, hello?", "en"),
        ("Good morning", "en"),
        ("¡Hola! Buenos días.", "es"),
        ("Allô, bonjour", "fr"),
        ("Guten Tag", "de"),
        ("Grüß Gott", "de"),
    ],
)
def test_a_greeting_tells_in_which_language_to_ask(greeting: str, tag: str) -> None:
    """And does not choose it."""
    assert CHOICE.judge(greeting, "en") == HeardLanguage(tag, How.GREETED)


def test_a_greeting_of_several_languages_is_one_of_the_language_of_the_call() -> None:
    """Hindi has "hello" too."""
    assert CHOICE.judge("hello", "hi") == HeardLanguage("hi", How.GREETED)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("मुझे कल के लिए कमरा चाहिए", "hi"),
        ("mujhe kal ke liye kamra chahiye", "hi"),
        ("I want to book a room for tomorrow", "en"),
        ("quisiera reservar una mesa para dos", "es"),
        ("je voudrais une chambre pour demain", "fr"),
        ("ich brauche ein Zimmer für zwei Nächte", "de"),
    ],
)
def test_who_speaks_a_language_is_known_by_the_words(text: str, tag: str) -> None:
    """Three of them are enough; decomposed letters are the same."""
    heard = CHOICE.judge(text, "en")
    assert heard is not None
    assert (heard.tag, heard.how, heard.rest) == (tag, How.SPOKEN, text)


@pytest.mark.parametrize("text", ["Priya Sharma", "okay", "hm", "12 34 56", "ресторан на завтра", "Harbor Hotel"])
def test_names_numbers_and_other_languages_tell_nothing(text: str) -> None:
    """Such words may be in any language, or in none of these."""
    assert CHOICE.judge(text, "en") is None


@pytest.mark.parametrize("text", ["Juan de la Cruz", "Otto von der Heide", "María del Mar y Luis", "o u e y a i"])
@pytest.mark.parametrize("tags", [("en", "es"), ("en", "de"), TAGS])
def test_a_name_that_is_said_and_letters_that_are_spelled_change_no_language(text: str, tags: tuple[str, ...]) -> None:
    """Though its parts are words too: in an answer to "what is your name?" they are no sentence."""
    heard = LanguageChoice(tags).judge(text, "en")
    assert heard is None or heard.how is How.SPOKEN_BRIEFLY


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("je voudrais réserver une table de la semaine prochaine", ("en", "es")),
        ("quiero que me diga la hora de la cena", ("en", "fr")),
        ("ich hätte gern um acht einen Tisch im Garten", ("en", "hi")),
        ("I want to know the price of a room", ("hi", "es", "fr")),
        ("bom dia, queria reservar um quarto para amanhã por favor", TAGS),
        ("buongiorno, quanto costa una stanza con vista sul mare", TAGS),
        ("hebben jullie nog een tafel voor vier personen vanavond", TAGS),
        ("bon dia, voldria reservar una habitació per demà", TAGS),
        ("majhe naam Ravi aahe, mala ek kholi pahije", TAGS),
    ],
)
def test_a_language_that_the_agent_has_not_is_not_taken_for_one_that_it_has(text: str, tags: tuple[str, ...]) -> None:
    """Many words are those of two languages."""
    assert LanguageChoice(tags).judge(text, tags[0]) is None


def test_a_near_language_that_the_agent_has_is_told_by_its_words() -> None:
    """Nothing else of it is known here."""
    choice = LanguageChoice(("es", "pt"))
    assert choice.judge("queria um quarto para amanhã por favor", "es") == HeardLanguage(
        "pt", How.SPOKEN, "queria um quarto para amanhã por favor"
    )
    heard = choice.judge("quisiera una habitación para mañana por favor", "pt")
    assert heard is not None
    assert (heard.tag, heard.how) == ("es", How.SPOKEN)


@pytest.mark.parametrize(
    "text", ["hello mujhe do din ke liye room book karna hai please", "sorry doctor ka appointment cancel kar dijiye"]
)
def test_hindi_with_english_words_in_it_is_hindi(text: str) -> None:
    """As people in India speak it, and recognizers write it in Latin letters."""
    heard = LanguageChoice(("en", "hi")).judge(text, "en")
    assert heard is not None
    assert (heard.tag, heard.how) == ("hi", How.SPOKEN)


@given(st.text(), st.sampled_from(TAGS), st.booleans(), st.sampled_from(["", "en", "hindi", "xx", "?"]))
def test_whatever_is_said_the_rest_of_it_is_of_the_callers_words(
    text: str, current: str, asked: bool, told: str
) -> None:
    """Nothing is raised, and nothing made up."""
    heard = CHOICE.judge(text, current, asked=asked, told=told)
    assert heard is None or (heard.tag in TAGS and " ".join(heard.rest.split()) in " ".join(text.split()))
