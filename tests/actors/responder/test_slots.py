"""Slot types: words and keys in, values and speech out. Pure, no clock."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.actors.responder.patterns import Phrases
from offhook.actors.responder.slot import Slot, numbers_in
from offhook.actors.responder.slot_day import DaySlot
from offhook.actors.responder.slot_digits import DigitsSlot
from offhook.actors.responder.slot_number import NumberSlot
from offhook.actors.responder.slot_one_of import OneOfSlot
from offhook.actors.responder.slot_time import TimeSlot
from offhook.actors.responder.slot_yes_no import YesNoSlot
from offhook.engine.words.completeness import Completeness, completeness
from offhook.engine.words.expectation import AnswerKind, Expectation
from offhook.engine.words.languages import language_of
from offhook.engine.words.readings import readings
from offhook.engine.words.spoken_numbers import LARGEST
from tests.actors.responder.answers_read import value_of
from tests.actors.responder.front_desk import A_SUNDAY

ENGLISH = numbers_in("en")
PEOPLE = NumberSlot(highest=12, unit=("person", "people"), words={"just me": 1})
EVENING = TimeSlot(earliest="14:00", latest="22:00")
ROOM = OneOfSlot(options=["single", "double"], words={"two beds": "double"})


@pytest.mark.parametrize(
    ("slot", "said", "value"),
    [
        (PEOPLE, "two", "2"),
        (PEOPLE, "for two people", "2"),
        (PEOPLE, "2 people, please", "2"),
        (PEOPLE, "just me", "1"),
        (PEOPLE, "thirteen", None),
        (PEOPLE, "Twelve people.", "12"),
        (YesNoSlot(), "yes", "yes"),
        (YesNoSlot(), "yes please", "yes"),
        (YesNoSlot(), "That's right.", "yes"),
        (YesNoSlot(), "nope", "no"),
        (YesNoSlot(), "no, that's wrong", "no"),
        (YesNoSlot(), "not right", "no"),
        (YesNoSlot(), "OK", "yes"),
        (YesNoSlot(), "Hmm, yes, yes.", "yes"),
        (YesNoSlot(), "yes, that is correct", "yes"),
        (YesNoSlot(), "nah", "no"),
        (YesNoSlot(), "No, it's not.", "no"),
        (YesNoSlot(), "that's not right", "no"),
        (YesNoSlot(), "yeah no", None),
        (YesNoSlot(), "not", None),
        (DigitsSlot(length=4), "four two seven one", "4271"),
        (DigitsSlot(length=4), "it's four oh zero one", "4001"),
        (DigitsSlot(length=4), "4271", "4271"),
        (DigitsSlot(length=4), "42 71", "4271"),
        (DigitsSlot(length=4), "four two, uh, seven umm one", "4271"),
        (DigitsSlot(length=4), "42 00", "4200"),
        (DigitsSlot(length=4), "00 71", "0071"),
        (DigitsSlot(length=4), "42:00", "4200"),
        (DigitsSlot(length=4), "2130", "2130"),
        (DigitsSlot(length=4), "21:30", "2130"),
        (DigitsSlot(length=4), "4 O 7 1", "4071"),
        (DigitsSlot(length=4), "four two seven", None),
        (DaySlot(), "for today", "today"),
        (DaySlot(), "tonight", "today"),
        (DaySlot(), "on Friday", "friday"),
        (DaySlot(), "this friday", "friday"),
        (DaySlot(), "next friday please", "next friday"),
        (DaySlot(), "the day after tomorrow", "the day after tomorrow"),
        (DaySlot(), "the day after", None),
        (EVENING, "at nine", "21:00"),
        (EVENING, "nine thirty", "21:30"),
        (EVENING, "half past nine", "21:30"),
        (EVENING, "quarter to ten", "21:45"),
        (EVENING, "a quarter past nine in the evening", "21:15"),
        (EVENING, "7:30 PM", "19:30"),
        (EVENING, "seven o'clock", "19:00"),
        (EVENING, "7:00", "19:00"),
        (EVENING, "21:30", "21:30"),
        (EVENING, "21.30", "21:30"),
        (EVENING, "2130", "21:30"),
        (EVENING, "1500", "15:00"),
        (EVENING, "9:05", "21:05"),
        (EVENING, "nine oh five", "21:05"),
        (EVENING, "nine twenty", "21:20"),
        (EVENING, "nine fifty five", "21:55"),
        (EVENING, "ten ten", None),
        (EVENING, "five past nine", "21:05"),
        (EVENING, "twenty five to ten p.m.", "21:35"),
        (EVENING, "half nine", "21:30"),
        (EVENING, "five to two", None),
        (EVENING, "nine a m", None),
        (EVENING, "noon", None),
        (TimeSlot(), "noon", "12:00"),
        (TimeSlot(), "12 noon", "12:00"),
        (TimeSlot(), "midday", "12:00"),
        (TimeSlot(), "midnight", "00:00"),
        (TimeSlot(), "0:00", "00:00"),
        (TimeSlot(), "00:30", "00:30"),
        (TimeSlot(), "12:30", "12:30"),
        (TimeSlot(), "9 am", "09:00"),
        (TimeSlot(), "nine o'clock AM", "09:00"),
        (TimeSlot(), "9 a. m.", "09:00"),
        (TimeSlot(), "five to twelve", "11:55"),
        (TimeSlot(), "twelve at night", "00:00"),
        (TimeSlot(), "quarter to one", "12:45"),
        (TimeSlot(), "nine", "09:00"),
        (TimeSlot(), "five", "17:00"),
        (TimeSlot(), "five a.m.", "05:00"),
        (ROOM, "double", "double"),
        (ROOM, "two beds", "double"),
        (ROOM, "suite", None),
    ],
)
def test_words_become_a_value(slot: Slot, said: str, value: str | None) -> None:
    """Natural answers, spoken or as cloud services write them, mean what people mean."""
    assert value_of(slot, said) == value


@pytest.mark.parametrize(
    ("word", "value"),
    [*((word, "yes") for word in language_of("en").turn.yes), *((word, "no") for word in language_of("en").turn.no)],
)
def test_a_yes_that_ends_a_turn_is_a_yes_to_the_dialogue(word: str, value: str) -> None:
    """Whoever is asked finds the same words: none ends the turn at once and is then not understood."""
    assert completeness(word, Expectation(kind=AnswerKind.YES_NO)) is Completeness.WHOLE
    assert value_of(YesNoSlot(), word) == value


@pytest.mark.parametrize(
    ("slot", "keys", "value"),
    [
        (PEOPLE, "2", "2"),
        (PEOPLE, "02", "2"),
        (PEOPLE, "0", None),
        (PEOPLE, "13", None),
        (YesNoSlot(), "1", "yes"),
        (YesNoSlot(), "2", "no"),
        (YesNoSlot(), "3", None),
        (DigitsSlot(length=4), "4271", "4271"),
        (DigitsSlot(length=4), "427", None),
        (DigitsSlot(length=4), "42*1", None),
        (DaySlot(), "1", "monday"),
        (DaySlot(), "7", "sunday"),
        (DaySlot(), "8", "today"),
        (DaySlot(), "9", "tomorrow"),
        (DaySlot(), "0", None),
        (EVENING, "9", "21:00"),
        (EVENING, "21", "21:00"),
        (EVENING, "930", "21:30"),
        (EVENING, "1930", "19:30"),
        (EVENING, "0930", None),
        (EVENING, "2560", None),
        (EVENING, "²", None),
        (TimeSlot(), "0930", "09:30"),
        (TimeSlot(), "0000", "00:00"),
        (TimeSlot(), "0", None),
        (ROOM, "2", "double"),
        (ROOM, "3", None),
    ],
)
def test_keys_become_a_value(slot: Slot, keys: str, value: str | None) -> None:
    """Everything that can be said can be pressed, and what makes no sense is no answer."""
    assert slot.from_keys(keys, A_SUNDAY) == value


@pytest.mark.parametrize(
    ("slot", "value", "spoken"),
    [
        (PEOPLE, "1", "one person"),
        (PEOPLE, "2", "two people"),
        (NumberSlot(highest=50), "42", "forty two"),
        (DigitsSlot(length=4), "4271", "4 2 7 1"),
        (DaySlot(), "next friday", "next friday"),
        (TimeSlot(), "19:30", "seven thirty p m"),
        (TimeSlot(), "07:05", "seven oh five a m"),
        (TimeSlot(), "12:00", "noon"),
        (TimeSlot(), "00:00", "midnight"),
        (TimeSlot(), "00:30", "twelve thirty a m"),
        (YesNoSlot(), "yes", "yes"),
        (ROOM, "double", "double"),
    ],
)
def test_a_value_is_spoken_back(slot: Slot, value: str, spoken: str) -> None:
    """A voice gets words, and digits one by one."""
    assert slot.spoken(value, A_SUNDAY) == spoken


@given(st.integers(0, 23), st.integers(0, 59))
def test_every_minute_can_be_keyed_in_and_read_back(hour: int, minute: int) -> None:
    """Four keys name any minute, and what is read back names the same one again."""
    slot = TimeSlot()
    value = slot.from_keys(f"{hour:02}{minute:02}", A_SUNDAY)
    assert value == f"{hour:02}:{minute:02}"
    if minute % 5 == 0:
        assert value_of(slot, slot.spoken(value, A_SUNDAY)) == value
        assert value_of(slot, f"{hour:02}:{minute:02}") == value or 1 <= hour <= 12


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("i am not a member", "I am not a member."),
        ("who am i talking to", "Who am I talking to?"),
        ("i am coming at nine p m", "I am coming at 9 PM"),
        ("i am coming at nine a m", "I am coming at nine AM"),
        ("nine pm", "9pm"),
        ("ok then", "OK then"),
        ("room o", "room O"),
    ],
)
def test_whatever_an_agent_file_can_hold_a_caller_can_say(phrase: str, said: str) -> None:
    """A word of a phrase is never read as something else only: "am" is no time of day in "I am"."""
    assert any(Phrases([phrase], {}).matches(words) for words in readings(said, "en"))


def test_hindi_phrases_can_be_written_and_said() -> None:
    """Vowel signs belong to their word, in the agent file as in what was heard."""
    (words,) = readings("जी, ठीक है।", "hi")
    assert Phrases(["जी ठीक है"], {}).matches(words)
    assert not Phrases(["जो ठीक है"], {}).matches(words)


@given(st.integers(0, LARGEST))
def test_every_number_is_read_as_it_is_spoken(number: int) -> None:
    """The figures of a cloud service and the words of a grammar are one and the same."""
    assert value_of(NumberSlot(lowest=0, highest=LARGEST), str(number)) == str(number)
    assert value_of(NumberSlot(lowest=0, highest=LARGEST), ENGLISH.words(number)) == str(number)


@pytest.mark.parametrize(
    ("table", "kind", "reason"),
    [
        ({"highest": 2, "lowest": 3}, NumberSlot, "lowest must not be above highest"),
        ({"highest": 2, "words": {"three of us": 3}}, NumberSlot, "words must mean numbers"),
        ({"highest": 2, "words": {"[just] me": 1}}, NumberSlot, "must be plain words"),
        ({"highest": 100_000}, NumberSlot, "Expected `int` <= 99999"),
        ({"earliest": "10:00", "latest": "09:00"}, TimeSlot, "earliest must be before latest"),
        ({"earliest": "24:00"}, TimeSlot, "matching regex"),
        ({"options": ["a", "a"]}, OneOfSlot, "only once"),
        ({"options": ["Suite 7"]}, OneOfSlot, "no plain word"),
        ({"options": ["Suite", "suite"]}, OneOfSlot, "only once"),
        ({"options": ["a"], "words": {"b": "c"}}, OneOfSlot, "one of options"),
        ({"options": ["a", "b"], "words": {"Both": "a", "both": "b"}}, OneOfSlot, "'both' means both 'a' and 'b'"),
        ({"options": ["a", "b"], "words": {"B": "a"}}, OneOfSlot, "'B' means both 'b' and 'a'"),
        ({"highest": 2, "words": {"us": 2, "Us": 1}}, NumberSlot, "'Us' means both 2 and 1"),
        ({"length": 0}, DigitsSlot, "Expected `int` >= 1"),
    ],
)
def test_a_slot_that_cannot_work_is_refused(table: dict[str, object], kind: type[msgspec.Struct], reason: str) -> None:
    """Contradictions inside one slot are found when it is read."""
    with pytest.raises(msgspec.ValidationError, match=r".*") as caught:
        msgspec.convert(table, kind)
    assert reason in str(caught.value)
