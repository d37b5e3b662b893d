"""What holds for every conversation with the front desk. Pure, no clock; hypothesis makes up the callers."""

from collections.abc import Mapping
from pathlib import Path

import pocketsphinx
from hypothesis import given, settings
from hypothesis import strategies as st

from offhook.actors.responder.dialogue_file import read_script
from offhook.actors.responder.dialogue_machine import Dialogue
from offhook.actors.responder.possible_answers import PossibleAnswers
from offhook.actors.responder.progress import Progress
from offhook.actors.responder.service import HangUp, Occasion, Sentence, Transfer
from offhook.engine.words.expectation import Expectation
from offhook.engine.words.pattern import Node, OneOf, Rule, Series, Word, parse
from offhook.engine.words.small_talk import SmallTalk
from tests.actors.responder.front_desk import A_SUNDAY, Caller, front_desk_agent

SCRIPT = read_script(front_desk_agent())
DIALOGUE = Dialogue(front_desk_agent(), SCRIPT)
POSSIBLE_ANSWERS = [
    PossibleAnswers(SCRIPT, state, confirming=confirming, in_doubt=in_doubt)
    for state in SCRIPT.states.values()
    for confirming in ((False, True) if state.confirm else (False,))
    for in_doubt in (False, True)
]
FOUR_DIGITS = 4  # of the member number
SMALL_TALK = SmallTalk("en")
REPLIES_HOLD = 8  # parts that fit on the way to the speaker, so that a reply never waits for its own playback


def sayings(node: Node, rules: Mapping[str, Node]) -> st.SearchStrategy[str]:
    """Everything that a pattern lets people say."""
    match node:
        case Word(text):
            return st.just(text)
        case Rule(name):
            return sayings(rules[name], rules)
        case OneOf(options):
            return st.one_of([sayings(option, rules) for option in options])
        case Series(parts):
            each = [sayings(part, rules) for part in parts]
            return st.tuples(*each).map(lambda said: " ".join(word for word in said if word))


def fitting(expected: Expectation) -> st.SearchStrategy[str]:
    rules = {name: parse(pattern) for name, pattern in expected.rules.items()}
    return st.one_of([sayings(parse(phrase), rules) for phrase in expected.phrases])


FITTING = [fitting(possible.expectation) for possible in POSSIBLE_ANSWERS]
ANSWERS = st.one_of(FITTING)
SPEECH = st.tuples(st.just(Occasion.SPEECH), st.one_of(ANSWERS, st.text(max_size=30)))
KEYS = st.tuples(st.just(Occasion.KEYS), st.text(alphabet="0123456789*#", max_size=6))
OTHER = st.tuples(st.sampled_from([Occasion.ANSWERED, Occasion.SILENCE]), st.just(""))
BAD = st.sampled_from([(Occasion.SILENCE, ""), (Occasion.SPEECH, ""), (Occasion.SPEECH, "zzz"), (Occasion.KEYS, "#")])


@given(st.lists(st.one_of(SPEECH, KEYS, OTHER), max_size=25))
@settings(deadline=None)
def test_every_turn_gets_an_answer(turns: list[tuple[Occasion, str]]) -> None:
    """Whatever is said, pressed or left unsaid: something is said or the call ends, and nothing raises. The agent goes
    on listening only in the middle of a number, and after mere courtesy."""
    caller = Caller(DIALOGUE)
    for occasion, text in turns:
        caller.take(occasion, text)
        asks_for_nothing = occasion is Occasion.SPEECH and SMALL_TALK.is_courtesy(text)
        assert len(caller.parts) <= REPLIES_HOLD
        assert caller.parts or caller.progress.held or asks_for_nothing
        assert all(part.text.strip() for part in caller.parts if isinstance(part, Sentence))
        assert not any(isinstance(part, HangUp | Transfer) for part in caller.parts[:-1])
        assert caller.expected.phrases


@given(st.lists(st.one_of(SPEECH, KEYS), max_size=12), st.lists(BAD, min_size=9, max_size=9))
@settings(deadline=None)
def test_bad_answers_always_lead_out(turns: list[tuple[Occasion, str]], bad: list[tuple[Occasion, str]]) -> None:
    """From wherever a caller got to, nine bad answers in a row end the call or hand it over: three times three."""
    caller = Caller(DIALOGUE)
    for occasion, text in turns:
        caller.take(occasion, text)
    ended = False
    for occasion, text in bad:
        caller.take(occasion, text)
        ended = ended or isinstance(caller.parts[-1], HangUp | Transfer)
    assert ended


@given(st.data())
@settings(deadline=None, max_examples=300)
def test_whatever_the_recognizer_may_hear_is_understood(data: st.DataObject) -> None:
    """Every utterance of the grammar means something; a time may still be outside the hours of arrival."""
    number = data.draw(st.integers(0, len(POSSIBLE_ANSWERS) - 1))
    possible, said = POSSIBLE_ANSWERS[number], data.draw(FITTING[number])
    timely = "<time>" in " ".join(possible.expectation.phrases)
    assert possible.speech(said, A_SUNDAY) is not None or timely, said


def test_every_state_is_offered_to_the_properties() -> None:
    """The properties above look at every question of the file and at the one that is read back, each also while the
    caller is asked whether something was meant."""
    assert len(POSSIBLE_ANSWERS) == 2 * (len(SCRIPT.states) + 1)
    parts_of_a_number = FOUR_DIGITS - 1  # may be there before the last one comes
    assert len(DIALOGUE.expectations()) == len(POSSIBLE_ANSWERS) + 2 * parts_of_a_number  # in doubt too


def test_the_progress_of_a_conversation_is_plain_data() -> None:
    """Two callers at the same point are told the same, whichever way they came."""
    by_voice, by_keys = Caller(DIALOGUE), Caller(DIALOGUE)
    by_voice.says("book a room", "today")
    by_keys.presses("1", "8")
    assert by_voice.progress == by_keys.progress
    assert DIALOGUE.expected(by_voice.progress) == DIALOGUE.expected(
        Progress(state="time", entry=by_keys.progress.entry)
    )


def test_every_word_is_in_the_recognizers_dictionary() -> None:
    """The embedded recognizer refuses a grammar with a word that it does not know."""
    model = Path(pocketsphinx.__file__).parent / "model" / "en-us" / "cmudict-en-us.dict"
    known = {line.split(None, 1)[0] for line in model.read_text(encoding="utf-8").splitlines() if line}
    words = {
        word
        for possible in POSSIBLE_ANSWERS
        for pattern in [*possible.expectation.phrases, *possible.expectation.rules.values()]
        for word in words_of(parse(pattern))
    }
    assert len(words) > 100
    assert sorted(words - known) == []


def words_of(node: Node) -> list[str]:
    match node:
        case Word(text):
            return [text]
        case Rule():
            return []
        case OneOf(parts) | Series(parts):
            return [word for part in parts for word in words_of(part)]
