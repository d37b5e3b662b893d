"""What responders say word for word. Pure, no clock; hypothesis makes up the callers."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from offhook.actors.responder.dialogue import open_dialogue
from offhook.actors.responder.dialogue_file import read_script
from offhook.actors.responder.progress import Progress
from offhook.actors.responder.scripted import ScriptedResponderSettings, open_scripted_responder
from offhook.actors.responder.service import Occasion, Sentence
from offhook.engine.host.agent import load_agent
from offhook.simulation.world import SimulatedWorld
from tests.actors.responder.front_desk import A_SUNDAY, Caller, dialogue_of, front_desk_agent

SCRIPT = read_script(front_desk_agent())
DIALOGUE = dialogue_of(front_desk_agent())
TURNS = st.one_of(
    st.tuples(st.just(Occasion.KEYS), st.sampled_from(["*", "0", "1", "2", "3", "9", "1900", "4271", "7#", "#"])),
    st.tuples(st.just(Occasion.SPEECH), st.sampled_from(["", "book a room", "help", "go back", "no", "yes", "friday"])),
    st.tuples(st.sampled_from([Occasion.ANSWERED, Occasion.SILENCE]), st.just("")),
)


def answers(progress: Progress) -> list[str]:
    """What the caller has answered so far, as it is said."""
    given = [SCRIPT.slots[name].spoken(value, A_SUNDAY) for name, value in progress.values.items() if value]
    in_parts = ["so far"] if progress.held else []
    return [*given, *in_parts, "Your reference is"]  # which is made of the answers


@given(st.lists(TURNS, max_size=25))
@example([(Occasion.KEYS, key) for key in "112111"] + [(Occasion.SPEECH, "")])  # silence amid the digits of a number
@settings(deadline=None)
def test_all_that_is_said_without_an_answer_is_a_line(turns: list[tuple[Occasion, str]]) -> None:
    """Whatever callers do: what they hear holds an answer of theirs, or could be rendered before they called."""
    caller = Caller(DIALOGUE)
    for occasion, text in turns:
        known = answers(caller.progress)
        caller.take(occasion, text)
        known += answers(caller.progress)
        said = [part.text for part in caller.parts if isinstance(part, Sentence)]
        unforeseen = [sentence for sentence in said if sentence not in DIALOGUE.lines()]
        assert all(any(answer.lower() in sentence.lower() for answer in known) for sentence in unforeseen)


async def test_the_lines_of_a_dialogue_are_whole_sentences() -> None:
    """The greeting first, nothing twice, no gaps for answers, and keys where a slot explains its own."""
    summary = 'keys = "Press 1 for yes, or 2 for no."'  # in other words here, so that only the confirmation says these
    agent = load_agent("a.toml", front_desk_agent().text.replace(summary, 'keys = "Press 1 to book, or 2 to change."'))
    async with open_dialogue(agent) as responder:
        lines = responder.lines()
    assert lines[0] == "Good day, this is the Harbor Hotel."
    assert len(lines) == len(set(lines))
    assert not any("{" in line for line in lines)
    assert "Key in the time with four digits, such as 1 4 0 0." in lines
    assert "Press 1 for yes, or 2 for no." in lines
    assert "Goodbye." in lines


async def test_the_lines_of_the_scripted_responder_are_all_it_says() -> None:
    """Greeting, where there is one, and sentences."""
    sentences = ("One.", "Two.", "Three.")
    three = ScriptedResponderSettings(sentences=sentences)
    async with open_scripted_responder(
        SimulatedWorld(), three, load_agent("a.toml", 'name = "a"\ngreeting = "Hello."')
    ) as responder:
        assert responder.lines() == ("Hello.", *sentences)
    async with open_scripted_responder(SimulatedWorld(), three, load_agent("a.toml", 'name = "a"')) as responder:
        assert responder.lines() == sentences
