"""Which of a file's questions a caller asks: the set that ships, written before the code, and what the code promises of
any file. No clock, no faults."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.answers.matching import LANGUAGES, Which, agent_of, asked_set, match_all
from offhook.engine.host.agent_answers import questions_by_language
from offhook.engine.words.questions.likely_questions import LikelyQuestions

FEWEST_ASKED, FEWEST_OTHERS = 200, 200
MOST_PHRASINGS = 3
HOURS, PARKING, CANCEL = 0, 1, 2
QUESTIONS = LikelyQuestions(
    "en",
    {
        HOURS: ["What are your opening hours?", "When are you open?"],
        PARKING: ["Is there parking?", "Where can I park my car?"],
        CANCEL: ["Until when can I cancel my booking for free?", "Can I cancel for free?"],
    },
)


def found(text: str, questions: LikelyQuestions = QUESTIONS) -> int | None:
    entry = questions.find(text)
    return None if entry is None else entry.entry


def test_the_set_is_as_large_as_it_claims() -> None:
    """Twenty questions with at most three phrasings, so many other ones, and none that the file has word for word."""
    asked, agent = asked_set("measured", "en"), agent_of("measured")
    english = [each for each in agent.answers if each.language == "en"]
    assert len(english) == 20
    assert max(len(each.ask) for each in english) <= MOST_PHRASINGS
    texts = [text for texts in asked.asked.values() for text in texts]
    assert len(set(texts)) == len(texts) >= FEWEST_ASKED
    assert len(set(asked.of_none())) >= FEWEST_OTHERS
    assert sum(map(len, asked.near.values())) * 2 >= FEWEST_OTHERS
    written = {phrasing.casefold().strip("?") for each in english for phrasing in each.ask}
    assert not written & {text.casefold().strip("?") for text in texts}


def test_most_other_phrasings_are_found_in_english_and_hardly_any_wrongly() -> None:
    """Of the set that the code was not written with."""
    matching = match_all("en")
    assert matching.found_percent >= 80.0, matching.missed
    assert matching.wrong_percent < 1.0, matching.wrongly


@pytest.mark.parametrize("language", LANGUAGES)
def test_hardly_anything_is_answered_wrongly_in_any_language(language: str) -> None:
    """The sets of the others are small: four of five are found, and no wrong answer is given."""
    matching = match_all(language)
    assert matching.found_percent >= 80.0, matching.missed
    assert matching.wrong == 0, matching.wrongly


@pytest.mark.parametrize("which", ["measured", "developed"])
def test_each_phrasing_finds_its_own_entry(which: Which) -> None:
    """Whatever else the file has."""
    agent = agent_of(which)
    answers, by_language = agent.answers, questions_by_language(agent.answers, agent.introduced)
    for number, entry in enumerate(answers):
        for text in entry.ask:
            assert found(text, by_language[entry.language]) == number, text


@pytest.mark.parametrize(
    ("said", "entry"),
    {
        "when are you open": HOURS,
        "Hi. When are you open?": HOURS,
        "good morning um could you please tell me your opening hours": HOURS,
        "what what are what are your hours": HOURS,
        "When’re you guys open, please?": HOURS,
        "WHERE CAN WE PARK": PARKING,
        "do you have parking": PARKING,
        "until when can i cancel for free": CANCEL,
    }.items(),
)
def test_politeness_and_false_starts_change_no_question(said: str, entry: int) -> None:
    """Nor do another verb for "there is", capitals and punctuation."""
    assert found(said) == entry


@pytest.mark.parametrize(
    "said",
    [
        "",
        "?",
        "um",
        "when",
        "are you",
        "why are you open",
        "where are you open",
        "when are you not open",
        "when are you open on sunday",
        "when is the kitchen open",
        "when were you open",
        "when are you open and can i book for nine",
        "when are you open and where can i park my car",
        "parking",
        "my car",
        "can i park my bike inside",
        "how do i get from the parking to you",
        "i want to cancel my booking",
        "can you cancel my booking for free",
        "until when can i cancel my booking",
        "when are you open " * 20,
    ],
)
def test_a_near_miss_is_no_hit(said: str) -> None:
    """Another kind of question, day, thing or direction, a negation, more than the question, or less."""
    assert found(said) is None


def test_a_business_is_what_it_calls_itself() -> None:
    """ "The hotel" is "you" to a caller of a hotel, and "the restaurant" is something else there."""
    entries = {0: ["When are you open?"], 1: ["Where is the restaurant?"]}
    hotel = LikelyQuestions("en", entries, ["Good day, this is the Harbor Hotel."])
    assert [found(text, hotel) for text in ("when is the hotel open", "when is the restaurant open")] == [0, None]
    restaurant = LikelyQuestions("en", entries, ["Good day, this is the Harbor Restaurant."])
    assert [found(text, restaurant) for text in ("when is the hotel open", "when is the restaurant open")] == [None, 0]
    both = LikelyQuestions(
        "en", {0: ["When are you open?"], 1: ["Do you have a restaurant?"]}, ["Hotel and Restaurant."]
    )
    assert [found(text, both) for text in ("when is your hotel open", "when is your restaurant open")] == [0, None]


def test_what_two_entries_claim_is_nobodys() -> None:
    """A model may know what is meant."""
    questions = LikelyQuestions("en", {0: ["Is the pool open?"], 1: ["Is the pool open?", "Is the sauna open?"]})
    assert found("is the pool open", questions) is None
    assert found("is the sauna open", questions) == 1


def test_words_that_no_language_here_has_are_found_as_they_are() -> None:
    """In a language without word lists the words of the file count, all of them."""
    questions = LikelyQuestions("ta", {0: ["கடை எப்போது திறக்கும்"], 1: ["Ile kosztuje pokój?"]})
    assert found("கடை எப்போது திறக்கும்?", questions) == 0
    assert found("ile kosztuje pokój", questions) == 1
    assert found("ile kosztuje", questions) is None


AGENT = agent_of("measured")
MEASURED = AGENT.answers
BY_LANGUAGE = questions_by_language(MEASURED, AGENT.introduced)
SAID = [text for language in LANGUAGES for texts in asked_set("measured", language).asked.values() for text in texts]
WORDS = sorted({word for text in SAID for word in text.split()})


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.text(max_size=8))
@settings(max_examples=200, deadline=None)
def test_no_words_break_it(words: list[str], more: str) -> None:
    """Recognizers write anything, in any language."""
    for questions in BY_LANGUAGE.values():
        entry = questions.find(" ".join([*words, more]))
        assert entry is None or 0 <= entry.entry < len(MEASURED)


@given(st.sampled_from(SAID), st.data())
@settings(max_examples=100, deadline=None)
def test_a_word_of_another_subject_makes_it_another_question(text: str, data: st.DataObject) -> None:
    """Wherever it is said."""
    words = text.split()
    place = data.draw(st.integers(0, len(words)))
    for questions in BY_LANGUAGE.values():
        assert questions.find(" ".join([*words[:place], "hippopotamus", *words[place:]])) is None
