"""What a caller says before the question is asked agrees to nothing, and does not stop the explanation before it."""

import pytest
import trio
from trio.testing import MockClock

from offhook.engine.run.reply import Sentence
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import settings_with
from offhook.simulation.sabotage import Sabotage
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from tests.actors.dialogue_call import DialogueCall, dialogue_call
from tests.actors.one_call import one_call
from tests.actors.responder.front_desk import PATH

FRONT_DESK = PATH.read_text(encoding="utf-8")
EYES = """
name = "eyes"
language = "en"
goodbye = "Goodbye."
[dialogue]
start = "side"
[dialogue.slots.side]
type = "one_of"
options = ["left", "right"]
[dialogue.states.side]
slot = "side"
ask = "Thank you. Which eye is it, the left one or the right one, please?"
answer = "The {side} one."
go = "hang_up"
"""
TERMS, ASK, DONE = "The room costs two hundred and cannot be cancelled.", "Shall I book it?", "It is booked."
OFFER = f"""
name = "offer"
language = "en"
goodbye = "Goodbye."
[dialogue]
start = "offer"
[dialogue.states.offer]
ask = "{TERMS} {ASK}"
ask_again = "Please say yes or no."
[[dialogue.states.offer.choices]]
say = ["<yes>"]
answer = "{DONE}"
go = "hang_up"
[[dialogue.states.offer.choices]]
say = ["<no>"]
go = "hang_up"
"""


@pytest.mark.parametrize("words", ["yeah", "Yes.", "mm-hmm", "OK", "yes please", "sure, sure"])
async def test_a_yes_over_the_terms_books_nothing(words: str, autojump_clock: MockClock) -> None:
    """It says "go on", so the explanation goes on to its question; a yes to that one is one."""
    async with dialogue_call(OFFER, words, "yes") as caller:
        await caller.hears(TERMS)
        await trio.sleep(1.0)
        await caller.says(0.4)
        await caller.hears_out(ASK)
        assert DONE not in caller.heard
        await caller.says(0.4)
        await caller.hears(DONE)
    assert TERMS in caller.whole


async def test_a_no_before_the_question_gets_the_question(autojump_clock: MockClock) -> None:
    """It stops the agent, who then explains from the beginning: nothing was refused, and the call goes on."""
    async with dialogue_call(OFFER, "no", "yes") as caller:
        await caller.hears(TERMS)
        await trio.sleep(1.0)
        await caller.says(0.4)
        await caller.hears_out(ASK)
        assert caller.heard == [TERMS, TERMS, ASK]
        await caller.says(0.4)
        await caller.hears(DONE)


async def test_a_yes_over_the_question_itself_is_an_answer(autojump_clock: MockClock) -> None:
    """From its first sound on, whoever knows what comes may answer."""
    async with dialogue_call(OFFER, "yes") as caller:
        await caller.hears(ASK)
        await trio.sleep(0.3)
        await caller.says(0.4)
        await caller.hears(DONE)


async def test_a_yes_after_a_key_has_cut_the_terms_off_books_nothing(autojump_clock: MockClock) -> None:
    """The agent is quiet by then, but has not asked: it puts its question."""
    async with dialogue_call(OFFER, "yes", "yes") as caller:
        await caller.hears(TERMS)
        await trio.sleep(1.0)
        caller.carrier.press("#7")
        await trio.sleep(0.2)
        await caller.says(0.4)
        assert DONE not in caller.heard
        await caller.hears_out(ASK)
        await caller.says(0.4)
        await caller.hears(DONE)


async def test_a_yes_to_a_question_that_is_put_again_is_one(autojump_clock: MockClock) -> None:
    """It was heard the first time: the caller need not wait for it twice."""
    async with dialogue_call(OFFER, "perhaps I do", "yes") as caller:
        await caller.hears_out(ASK)
        await caller.says()
        await caller.hears("Sorry")
        await trio.sleep(0.5)
        await caller.says(0.4)
        await caller.hears(DONE)


async def test_a_second_yes_does_not_answer_the_next_question(autojump_clock: MockClock) -> None:
    """ "Yes, yes" in two breaths, the second one before the next question has a sound."""
    two = OFFER.replace('go = "hang_up"', 'go = "sure"', 1) + (
        '[dialogue.states.sure]\nask = "It is final. Are you sure?"\n[[dialogue.states.sure.choices]]\n'
        'say = ["<yes>"]\nanswer = "So be it."\ngo = "hang_up"\n'
    )
    async with dialogue_call(two, "yes", "yes", "yes") as caller:
        await caller.hears_out(ASK)
        await caller.says(0.4)
        await caller.hears(DONE)
        await caller.says(0.4)
        await caller.hears_out("Are you sure?")
        assert "So be it." not in caller.heard
        await caller.says(0.4)
        await caller.hears("So be it.")


@pytest.mark.parametrize(
    "words", ["okay", "mm-hmm", "Mhmm.", "mmhmm", "mm hmm", "OK", "thanks a lot", "perfect", "right"]
)
async def test_listening_to_the_opening_hours_is_listening(words: str, autojump_clock: MockClock) -> None:
    """The shipped front desk explains to the end, asks, and has not understood anything wrongly."""
    async with dialogue_call(FRONT_DESK, "opening hours", words) as caller:
        await caller.hears_out("You can say")
        await caller.says()
        await caller.hears("The front desk is open")
        await trio.sleep(0.8)
        await caller.says(0.4)
        await caller.hears_out("Is there anything else")
    assert not [text for text in caller.heard if text.startswith(("Sorry", "Gladly"))]
    assert "The front desk is open day and night." in caller.whole


@pytest.mark.parametrize("after_s", [0.7, 2.3], ids=["over the question", "after it"])
@pytest.mark.parametrize(("options", "words"), [("okay", "OK."), ("er", "ER"), ("mm", "mm"), ("uh", "Uh.")])
async def test_an_option_that_sounds_like_a_hum_is_heard(
    options: str, words: str, after_s: float, autojump_clock: MockClock
) -> None:
    """ "Are you okay?", or "the ER": what was asked for is no hesitation, however it is written."""
    agent = EYES.replace("right", options)
    async with dialogue_call(agent, words) as caller:
        await caller.hears("Which eye")
        await trio.sleep(after_s)
        await caller.says(0.4)
        await caller.hears(f"The {options} one.")


@pytest.mark.parametrize("side", ["left", "right"])
async def test_a_choice_over_the_question_is_heard(side: str, autojump_clock: MockClock) -> None:
    """A word that elsewhere says "go on" is an answer where it was asked for."""
    async with dialogue_call(EYES, side) as caller:
        await caller.hears("Which eye")
        await trio.sleep(1.5)
        await caller.says(0.4)
        await caller.hears(f"The {side} one.")


KEYED = OFFER.replace('say = ["<yes>"]', 'say = ["<yes>"]\nkey = "1"').replace(
    'say = ["<no>"]', 'say = ["<no>"]\nkey = "2"'
)
KEYED = KEYED.replace("ask_again =", 'keys = "Press 1 or 2."\nask_again =')


@pytest.mark.parametrize("key", ["1", "2"])
async def test_a_key_over_the_terms_books_nothing(key: str, autojump_clock: MockClock) -> None:
    """It is no more of a yes than the word: it stops the agent, who explains and asks. Then it is one."""
    async with dialogue_call(KEYED) as caller:
        await caller.hears(TERMS)
        await trio.sleep(1.0)
        caller.carrier.press(key)
        await caller.hears_out(ASK)
        assert caller.heard == [TERMS, TERMS, ASK]
        caller.carrier.press("1")
        await caller.hears(DONE)


async def test_a_key_over_terms_that_nothing_interrupts_books_nothing(autojump_clock: MockClock) -> None:
    """It is read after them, when the question has been heard; but it was pressed before."""
    async with dialogue_call(KEYED.replace("keys =", 'barge_in = "off"\nkeys =')) as caller:
        await caller.hears(TERMS)
        await trio.sleep(1.0)
        caller.carrier.press("1")
        await caller.hears_out(ASK)
        await trio.sleep(1.0)
        assert DONE not in caller.heard
        await caller.falls_silent()
        caller.carrier.press("1")
        await caller.hears(DONE)


async def test_one_key_too_many_confirms_no_number(autojump_clock: MockClock) -> None:
    """The last digit pressed twice is no yes to the number that is about to be read back."""
    agent = """
name = "bank"
language = "en"
goodbye = "Goodbye."
[dialogue]
start = "account"
[dialogue.slots.account]
type = "digits"
length = 4
[dialogue.states.account]
slot = "account"
ask = "Your account?"
confirm = "I have {account}. Is that right?"
go = "hang_up"
"""
    async with dialogue_call(agent) as caller:
        await caller.hears_out("Your account?")
        for key in "42711":
            caller.carrier.press(key)
            await trio.sleep(0.2)
        await caller.hears_out("Is that right?")
        await trio.sleep(1.0)
        assert not caller.call.over.is_set()
        caller.carrier.press("1")
        await caller.hears("Goodbye.")


MANY = " ".join(f"Term {number} stands." for number in range(1, 15))
LONG = OFFER.replace(TERMS, MANY)


@pytest.mark.parametrize("early", ["um", "hello", "yes", "no"])
async def test_a_yes_amid_terms_without_end_books_nothing(early: str, autojump_clock: MockClock) -> None:
    """They are longer than what waits to be spoken, so that nobody knows yet what the reply will ask."""
    async with dialogue_call(LONG, early, "yes", "yes") as caller:
        await caller.hears("Term one")
        await trio.sleep(0.5)
        await caller.says(0.4)
        await caller.says(0.4)
        assert DONE not in caller.heard
        assert not caller.call.over.is_set()


TWO_OFFERS = f"""
name = "two"
language = "en"
goodbye = "Goodbye."
[dialogue]
start = "which"
[dialogue.states.which]
ask = "Which one?"
[[dialogue.states.which.choices]]
say = ["the first"]
go = "first"
[[dialogue.states.which.choices]]
say = ["the second"]
go = "second"
[dialogue.states.first]
ask = "Shall I delete it? {MANY}"
[[dialogue.states.first.choices]]
say = ["<yes>"]
go = "hang_up"
[dialogue.states.second]
ask = "{TERMS} {ASK}"
[[dialogue.states.second.choices]]
say = ["<yes>"]
answer = "{DONE}"
go = "hang_up"
"""


async def test_a_question_that_a_crash_took_back_is_not_the_next_one(autojump_clock: MockClock) -> None:
    """The caller had heard it; what is asked instead has the same number, and has not been heard."""
    carrier, voice = SimulatedCarrier(), SimulatedVoice(2.0)
    sabotage = Sabotage("responder", carrier.call_sid)
    async with one_call(
        settings_with(responder={"chain": ["dialogue"]}),
        agent=TWO_OFFERS,
        recognizer=SimulatedRecognizer("the first", "the second", "yes", ""),
        voice=voice,
        change_cast=sabotage.change,
        carrier=carrier,
    ) as call:
        caller = DialogueCall(call, voice)
        await caller.hears_out("Which one?")
        await caller.says(0.5)
        await caller.hears("Shall I delete it?")
        await trio.sleep(0.5)
        sabotage.arm()
        await trio.sleep(0.5)
        await caller.says(0.5)
        assert caller.heard[-1] == TERMS
        await caller.says(0.4)
        await caller.hears_out(ASK)
        assert sabotage.struck_at is not None
        assert DONE not in caller.heard


@pytest.mark.parametrize("words", ["yes", "Okay.", "mm-hmm", "no"])
async def test_a_yes_over_the_end_of_a_models_question_is_an_answer(words: str, autojump_clock: MockClock) -> None:
    """A language model numbers no questions; who answers it 0.2 s early is not left in silence."""
    voice, responder = SimulatedVoice(2.0), SimulatedResponder(Sentence(TERMS), Sentence(ASK))
    async with one_call(recognizer=SimulatedRecognizer(words, ""), voice=voice, responder=responder) as call:
        caller = DialogueCall(call, voice)
        await caller.hears(ASK)
        await trio.sleep(1.8)
        await caller.says(0.4)
    assert [turn.text for turn in responder.asked] == ["", words]


@pytest.mark.parametrize("words", ["yes", "mm-hmm"])
async def test_a_yes_before_a_models_question_is_listening(words: str, autojump_clock: MockClock) -> None:
    """It goes on, to its question."""
    voice, responder = SimulatedVoice(2.0), SimulatedResponder(Sentence(TERMS), Sentence(ASK))
    async with one_call(recognizer=SimulatedRecognizer(words, ""), voice=voice, responder=responder) as call:
        caller = DialogueCall(call, voice)
        await caller.hears(TERMS)
        await trio.sleep(1.0)
        await caller.says(0.4)
        await caller.hears_out(ASK)
    assert [turn.text for turn in responder.asked] == [""]
