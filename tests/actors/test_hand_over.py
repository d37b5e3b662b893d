"""A language model and the dialogue of the agent file lead a call in turn. The real exchange and dialogue, a modelled
language model; virtual time. Faults: a caller who interrupts, a model that is down."""

import msgspec
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Occasion, Sentence
from offhook.engine.record.conversation import AgentSaid
from tests.actors.dialogue_call import DialogueCall
from tests.actors.inn import ANSWERS, BEGINS, COLLECTED, INN, PIN
from tests.actors.shared_calls import CountedTool, ScriptedModel, collected_in, shared_call


def scripted_model(*, is_down: bool = False, pause_s: float = 0.0) -> ScriptedModel:
    return ScriptedModel(ANSWERS, is_down=is_down, pause_s=pause_s)


def booking() -> CountedTool:
    return CountedTool(result={"free": True, "reference": "A 7"})


async def answers(call: DialogueCall, *questions: str) -> None:
    """Wait for each of these, and say the next text of the recognizer."""
    for question in questions:
        await call.hears_out(question)
        await call.says()


async def test_a_model_begins_the_dialogue_and_has_the_caller_back(autojump_clock: MockClock) -> None:
    """The dialogue asks its own questions, and its tool runs once. What was collected is in the record."""
    model, tool = scripted_model(), booking()
    said = ["a room please", "friday", "two", "yes", "thanks a lot"]
    async with shared_call(INN, *said, model=model, tools=[tool]) as call:
        await answers(call, "Hello", "For which day?", "For how many?", "A room for two, friday.")
        for sentence in ("One moment.", "It is booked.", "Your reference is A seven."):
            await call.hears(sentence)
        await answers(call, "What else can I do?")
        await call.hears_out("Well.")
    assert [turn.text for turn in model.asked] == ["", "a room please", "thanks a lot"]
    assert tool.ran == [{"day": "friday", "people": 2, "kind": "double"}]
    collected = collected_in(call)
    assert collected is not None
    assert collected.slots == {"day": "friday", "people": "2"}


async def test_a_model_is_told_once_what_the_dialogue_has_collected(autojump_clock: MockClock) -> None:
    """Where it happened, with the caller's answers and the tools of the dialogue."""
    model = scripted_model()
    said = ["a room please", "friday", "two", "yes", "thanks a lot", "really"]
    async with shared_call(INN, *said, model=model, tools=[booking()]) as call:
        await answers(call, "Hello", "For which day?", "For how many?", "A room for", "What else can I do?", "Well.")
        await call.hears_out("Well.")
    told = [(message.role, message.content) for message in model.told[-1]]
    assert [content.count(COLLECTED) for _, content in told].count(1) == 1
    assert ("user", f"yes {COLLECTED}") in told
    uses = [use for message in model.told[-1] for use in message.uses]
    assert [use.name for use in uses] == ["start_dialogue", "book_room"]
    assert msgspec.json.decode(uses[1].result) == {"free": True, "reference": "A 7"}


async def test_what_the_caller_has_said_to_the_model_is_not_asked_again(autojump_clock: MockClock) -> None:
    """The slot reads it, whatever its spelling."""
    async with shared_call(INN, "a room for friday", "two", "no", model=scripted_model(), tools=[booking()]) as call:
        await answers(call, "Hello", "For how many?")
        await call.hears_out("A room for two, friday.")
        assert "For which day?" not in call.heard


async def test_an_answer_that_does_not_fit_is_asked_for(autojump_clock: MockClock) -> None:
    """And the model knows which one."""
    model = scripted_model()
    async with shared_call(INN, "a room for sixty", "two", "no", "well", model=model, tools=[booking()]) as call:
        await answers(call, "Hello", "For how many?", "A room for two, friday.")
        await call.hears_out("How can I help you?")
    (use,) = (use for message in model.told[-1] for use in message.uses)
    told = {"started": "day", "taken": {"day": "friday"}, "not_understood": ["people"]}
    assert msgspec.json.decode(use.result) == told | {"then": "the dialogue asks the caller for it"}


async def test_a_start_that_does_not_fit_starts_nothing(autojump_clock: MockClock) -> None:
    """The model is told, and goes on."""
    model = ScriptedModel({**ANSWERS, "tools done": (Sentence("Where was I?"),)})
    async with shared_call(INN, "a room somewhere", "well", model=model, tools=[booking()]) as call:
        await answers(call, "Hello")
        await answers(call, "Where was I?")
        await call.hears_out("Well.")
    (use,) = (use for message in model.told[-1] for use in message.uses)
    assert "There is no slot 'town'. The slots are: day, people." in use.result


async def test_the_dialogue_begins_and_a_model_goes_on_at_once(autojump_clock: MockClock) -> None:
    """It is told the caller's words, what was said to them, and what was collected; it is not asked before."""
    model = scripted_model()
    async with shared_call(BEGINS, "friday", "something else", "well", model=model, tools=[booking()]) as call:
        await answers(call, "For which day?", "For how many?")
        await call.hears("Of course.")
        await answers(call, "How can I help you?")
        await call.hears_out("Well.")
        assert "Hello, this is the inn." in call.heard
    assert [turn.occasion for turn in model.asked] == [Occasion.HANDED_OVER, Occasion.SPEECH]
    first = [message.content for message in model.told[0]]
    assert first[-3:-1] == ["something else", "Of course."]
    assert first[-1].startswith("[the dialogue has collected: day = friday]")
    assert "start_dialogue" not in model.offered


async def test_a_caller_who_is_asked_something_at_the_end_answers_first(autojump_clock: MockClock) -> None:
    """The last sentence of the dialogue is a question: the model gets the answer to it."""
    model = scripted_model()
    agent = BEGINS.replace('answer = "Of course."', 'answer = "What is your question?"')
    async with shared_call(agent, "a question", "do you have a pool", model=model, tools=[booking()]) as call:
        await answers(call, "For which day?", "What is your question?")
        await call.hears_out("Well.")
    assert [(turn.occasion, turn.text) for turn in model.asked] == [(Occasion.SPEECH, "do you have a pool")]


async def test_the_recognizer_expects_what_the_one_who_leads_expects(autojump_clock: MockClock) -> None:
    """Anything while a model leads; the answers to its question while the dialogue does."""
    async with shared_call(INN, "a room please", "friday", model=scripted_model(), tools=[booking()]) as call:
        await answers(call, "Hello", "For which day?")
        await call.hears_out("For how many?")
        expected = call.recognizer.expected
    assert (expected[0].phrases, bool(expected[1].phrases)) == ((), True)


async def test_a_dropped_draft_hands_nothing_over(autojump_clock: MockClock) -> None:
    """The caller says more: the dialogue still leads, at its question, and the model was never asked."""
    model = scripted_model()
    async with shared_call(
        BEGINS, "friday", model=model, tools=[booking()], streams=True, vad={"adaptive": False}
    ) as call:
        call.recognizer.partials = ["something else", "friday"]
        await call.hears_out("For which day?")
        for _ in range(2):
            call.carrier.speak(0.6)
            await trio.sleep(0.9)
        await call.hears_out("For how many?")
    assert model.asked == []
    over = call.call.record.over
    assert over is not None
    assert over.discarded["drafts"] == 1


async def test_a_caller_may_interrupt_the_first_question_of_the_dialogue(autojump_clock: MockClock) -> None:
    """The words are for the dialogue: it has begun, whatever was heard of it."""
    model = scripted_model()
    async with shared_call(INN, "a room please", "friday", model=model, tools=[booking()]) as call:
        await answers(call, "Hello")
        await call.hears("Gladly.")
        await trio.sleep(0.5)
        await call.says()
        await call.hears_out("For how many?")
        assert "For which day?" not in call.heard
    assert len(model.asked) == 2


async def test_a_caller_may_interrupt_the_model_after_the_hand_over(autojump_clock: MockClock) -> None:
    """The model leads: the dialogue has moved on, and is not asked."""
    model = scripted_model()
    async with shared_call(BEGINS, "something else", "and a pool", model=model, tools=[booking()]) as call:
        await answers(call, "For which day?")
        await call.hears("Of course.")
        await trio.sleep(0.5)
        await call.says()
        await call.hears_out("Well.")
    assert [turn.text for turn in model.asked if turn.occasion is Occasion.SPEECH] == ["and a pool"]


async def test_a_second_start_asks_everything_again(autojump_clock: MockClock) -> None:
    """Else the second booking would be the first one again."""
    model, tool = scripted_model(), booking()
    said = ["a room for friday", "two", "yes", "a room please", "monday", "three", "yes"]
    async with shared_call(INN, *said, model=model, tools=[tool]) as call:
        await answers(call, "Hello", "For how many?", "A room for", "What else can I do?")
        await answers(call, "For which day?", "For how many?", "A room for three, monday.")
        await call.hears_out("What else can I do?")
    kind = {"kind": "double"}
    assert tool.ran == [{"day": "friday", "people": 2, **kind}, {"day": "monday", "people": 3, **kind}]


async def test_a_dialogue_that_gives_up_hands_the_words_to_the_model(autojump_clock: MockClock) -> None:
    """It is told that they were not understood."""
    agent = BEGINS.replace("silences = 2", 'tries = 1\ngive_up = "Let me see."\ngive_up_go = "model"')
    model = scripted_model()
    async with shared_call(agent, "do you have a pool", model=model, tools=[booking()]) as call:
        await answers(call, "For which day?")
        await call.hears("Let me see.")
        await call.hears_out("How can I help you?")
    told = [message.content for message in model.told[-1]]
    assert told[-3] == "do you have a pool"
    assert "what the caller said last was not understood by it" in told[-1]


async def test_without_a_model_the_dialogue_takes_over(autojump_clock: MockClock) -> None:
    """The model is down when it is asked for the first time: the caller is asked what the file says."""
    model = scripted_model()
    async with shared_call(INN, "a room please", "friday", model=model, tools=[booking()]) as call:
        await call.hears_out("Hello")
        model.is_down = True
        await call.says()
        await answers(call, "On which day shall we call?")
        await call.hears("We call you friday.")
        await call.call.over.wait()
    collected = collected_in(call)
    assert collected is not None
    assert (collected.slots, collected.state) == ({"day": "friday"}, "noted")


async def test_a_hand_over_to_a_model_that_is_down_leads_where_the_file_says(autojump_clock: MockClock) -> None:
    """The dialogue stands in for it, in the same reply."""
    model = scripted_model(is_down=True)
    async with shared_call(BEGINS, "something else", "monday", model=model, tools=[booking()]) as call:
        await answers(call, "For which day?")
        await call.hears("Of course.")
        await answers(call, "I can only take a message.")
        await call.hears("We call you monday.")


async def test_a_dialogue_goes_on_while_the_model_is_down(autojump_clock: MockClock) -> None:
    """It needs none."""
    model, tool = scripted_model(), booking()
    async with shared_call(INN, "a room please", "friday", "two", "yes", model=model, tools=[tool]) as call:
        await answers(call, "Hello")
        model.is_down = True
        await answers(call, "For which day?", "For how many?", "A room for")
        await call.hears_out("It is booked.")
    assert len(tool.ran) == 1


async def test_an_agent_whose_models_are_not_set_up_talks_by_its_dialogue_alone(autojump_clock: MockClock) -> None:
    """One that a model would begin starts where the file says for that; one that begins itself leads there."""
    async with shared_call(INN, "friday", tools=[booking()]) as call:
        await call.hears("Hello")
        await answers(call, "I can only take a message.")
        await call.hears("We call you friday.")
    async with shared_call(BEGINS, "something else", "friday", tools=[booking()]) as call:
        await answers(call, "For which day?", "I can only take a message.")
        await call.hears("We call you friday.")


async def test_a_model_that_is_back_is_asked_again(autojump_clock: MockClock) -> None:
    """The dialogue has only stood in for it; what it has collected stays."""
    model = scripted_model()
    agent = INN.replace('go = "noted"', 'go = "more"') + '\n[dialogue.states.more]\nask = "More?"\nslot = "people"\n'
    async with shared_call(agent + 'go = "noted"\n', "hm", "friday", "so", model=model, tools=[booking()]) as call:
        await call.hears_out("Hello")
        model.is_down = True
        await call.says()
        await answers(call, "I can only take a message.")
        await call.hears_out("More?")
        model.is_down = False
        await trio.sleep(11)
        await call.says()
        await call.hears_out("Well.")


async def test_a_silent_caller_is_asked_by_the_one_who_leads(autojump_clock: MockClock) -> None:
    """The dialogue counts its own silences."""
    model = scripted_model()
    async with shared_call(INN, "a room please", model=model, tools=[booking()]) as call:
        await answers(call, "Hello")
        await call.hears_out("For which day?")
        await call.hears_out("For which day?")
        await call.call.over.wait()
    assert call.end_reason == "caller silent"
    assert len(model.asked) == 2


async def test_keys_are_for_the_one_who_leads(autojump_clock: MockClock) -> None:
    """A key answers the dialogue's question."""
    model, tool = scripted_model(), booking()
    async with shared_call(INN, "a room for friday", model=model, tools=[tool]) as call:
        await answers(call, "Hello")
        await call.hears_out("For how many?")
        call.carrier.press("2")
        await call.hears_out("A room for two")
        call.carrier.press("1")
        await call.hears_out("It is booked.")
    assert len(tool.ran) == 1


async def test_the_record_has_one_conversation(autojump_clock: MockClock) -> None:
    """Whoever spoke, in the order in which it was heard."""
    async with shared_call(BEGINS, "something else", "goodbye", model=scripted_model(), tools=[booking()]) as call:
        await answers(call, "For which day?", "How can I help you?")
        await call.call.over.wait()
    said = [entry.text for entry in call.call.record.transcript if isinstance(entry, AgentSaid)]
    assert said == ["Hello, this is the inn. For which day?", "Of course. How can I help you?", "Bye."]
    assert call.end_reason == "agent hung up"


async def test_a_model_is_never_told_what_is_private(autojump_clock: MockClock) -> None:
    """Neither the caller's words, in parts or whole, nor what was read back, nor the arguments of the tool. The record
    has all of it."""
    model, check = scripted_model(), CountedTool("check_pin", {"right": True})
    said = ["four two", "seven one", "yes", "a card", "what is new"]
    async with shared_call(PIN, *said, model=model, tools=[check]) as call:
        await answers(call, "What is your PIN?")
        await answers(call, "I have four two so far.", "I have four two seven one.", "What do you want")
        await call.hears("Thank you.")
        await answers(call, "How can I help you?")
        await call.hears_out("Well.")
    assert check.ran == [{"pin": "4271", "text": "a card for 4271"}]
    for told in model.told:
        texts = [*(message.content for message in told), *(use.arguments for message in told for use in message.uses)]
        assert not [text for text in texts if any(digits in text for digits in ("4271", "4 2", "four", "seven"))]
    contents = [message.content for message in model.told[-1]]
    assert "Hello. What is your PIN?" in contents
    assert "a card [the dialogue has collected: pin = (private), wants = a card]" in contents
    collected = collected_in(call)
    assert collected is not None
    assert collected.slots == {"pin": "4271", "wants": "a card"}
    assert "four two" in call.caller_words


async def test_a_model_that_is_back_does_not_hear_what_the_dialogue_has_asked_in_private(
    autojump_clock: MockClock,
) -> None:
    """The dialogue has only stood in for it: the answer is for the dialogue, and the words after that for the model."""
    agent = PIN.replace("begins = true", 'starts = "When a PIN is needed."').replace('"sorry"\n', '"pin"\n', 1)
    agent = agent.replace('go = "model"', 'go = "sorry"')
    model = ScriptedModel({**ANSWERS, "answered": (Sentence("Hello."),)})
    said = ["a card please", "four two seven one", "yes", "a loan"]
    async with shared_call(agent, *said, model=model, tools=[CountedTool("check_pin", {})]) as call:
        await call.hears_out("Hello.")
        model.is_down = True
        await call.says()
        await call.hears_out("What is your PIN?")
        model.is_down = False
        await trio.sleep(11)
        await call.says()
        await answers(call, "I have four two seven one.")
        await call.hears_out("What do you want")
        await call.says()
        await call.hears_out("Well.")
    assert [turn.text for turn in model.asked] == ["", "a card please", "a loan"]
    assert not [
        message.content for message in model.told[-1] if "seven" in message.content or "four" in message.content
    ]
