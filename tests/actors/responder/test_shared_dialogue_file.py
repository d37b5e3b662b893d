"""Mistakes of an agent file whose dialogue shares calls with a model, or calls tools: each is found before the first
call, with its line and what to do. Pure, no clock; the last part starts the server's services."""

from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import pytest

from offhook.actors.open_services import open_services
from offhook.actors.responder.dialogue_call_checks import check_tools
from offhook.actors.responder.dialogue_file import read_script
from offhook.actors.start_up_failed import StartUpFailed
from offhook.engine.decide.tool_use import ToolOffer
from offhook.engine.host.agent import load_agent
from offhook.engine.host.agent_file import AgentFileInvalid
from offhook.engine.host.telemetry import open_log
from offhook.engine.run.tool import Tool, ToolCall
from offhook.simulation.exchange import settings_with
from offhook.simulation.world import SimulatedWorld

SHARED = """name = "a"
prompt = "You answer."
[dialogue]
start = "pin"
starts = "When the caller wants to book."
without_model = "sorry"
[dialogue.slots.pin]
type = "digits"
length = 4
[dialogue.slots.sure]
type = "yes_no"
[dialogue.states.pin]
slot = "pin"
ask = "Which PIN?"
go = "book"
[dialogue.states.book]
call = "book_room"
with = { pin = "{pin}", sure = true, guests = 2 }
results = [ { when = { ok = false }, go = "model" } ]
go = "done"
failed_go = "model"
unknown_go = "model"
[dialogue.states.done]
ask = "Done. The reference is {result.reference}."
go = "model"
[dialogue.states.sorry]
ask = "Sorry, nobody is here."
go = "hang_up"
"""
ALONE = SHARED.replace('prompt = "You answer."', 'greeting = "Hello."')


def problems(text: str) -> list[str]:
    try:
        read_script(load_agent("a.toml", text))
    except AgentFileInvalid as exc:
        return str(exc).splitlines()
    return []


def test_a_good_file_has_no_problems() -> None:
    """It begins by a model, calls a tool, and hands over."""
    script = read_script(load_agent("a.toml", SHARED))
    assert (script.shares, script.begins, script.entries) == (True, False, {"pin": "When the caller wants to book."})


def test_a_dialogue_with_a_prompt_leads_only_if_the_file_says_so() -> None:
    """As before there were both: it stands in for the model, and is asked for nothing else."""
    text = SHARED.replace('starts = "When the caller wants to book."\n', "").replace('"model"', '"hang_up"')
    script = read_script(load_agent("a.toml", text))
    assert (script.shares, script.begins) == (False, False)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            'without_model = "sorry"\n',
            "",
            'a.toml:20: nobody says where this leads without a model: add without_model = "..." under [dialogue],'
            " with a state for callers to whom no model can be reached",
        ),
        ('without_model = "sorry"', 'without_model = "sory"', "a.toml:6: unknown state 'sory': did you mean 'sorry'?"),
        (
            'starts = "When the caller wants to book."\n',
            "",
            'a.toml:20: the dialogue never leads, so it cannot hand over: add begins = true, or starts = "When'
            ' the caller wants to ..."',
        ),
        ("starts =", "begin = true\nstarts =", "a.toml:5: unknown key 'begin' in dialogue: did you mean 'begins'?"),
        (
            "starts =",
            'begins = "yes"\nstarts =',
            "a.toml:5: dialogue.begins: 'yes' does not fit: it must be true or false, not text in quotes",
        ),
        (
            'ask = "Which PIN?"',
            'ask = "Which PIN?"\nstarts = "When there is a PIN."',
            "a.toml:15: 'starts' stands twice for 'pin': remove one of the two",
        ),
        ('go = "model"\n[dialogue.states.sorry]', 'go = "modell"\n[dialogue.states.sorry]',
         "a.toml:25: unknown state 'modell': did you mean 'model'?"),
        ("states.sorry]", "states.model]", "a.toml:26: 'model' has a meaning of its own: choose another name"),
        ("slots.sure]", "slots.result]", "a.toml:10: 'result' has a meaning of its own: choose another name"),
        (
            'ask = "Sorry, nobody is here."\ngo = "hang_up"',
            'ask = "Sorry, nobody is here."\ngo = "model"',
            "a.toml:28: state 'sorry' leads back to itself without asking anything new: let one of the states on this"
            " way offer choices",
        ),
        ("failed_go =", "fail_go =", "a.toml:21: unknown key 'fail_go' in dialogue.states.book: did you mean"),
        (
            'failed_go = "model"\n',
            "",
            "a.toml:16: state 'book' does not say what happens if 'book_room' fails: add failed_go = \"...\" with a"
            " state that tells the caller",
        ),
        ('go = "done"\n', "", "a.toml:16: state 'book' leads nowhere: add go = \"...\" or choices"),
        ('failed_go = "model"', 'failed_go = "faild"', "a.toml:21: unknown state 'faild': known here: pin, book,"),
        ('unknown_go = "model"', 'unknown_go = "don"', "a.toml:22: unknown state 'don': did you mean 'done'?"),
        (
            'failed_go = "model"',
            'failed_go = "book"',
            "a.toml:20: state 'book' leads back to itself without asking anything new: let one of the states on this"
            " way offer choices",
        ),
        (
            'call = "book_room"',
            'call = "book_room"\nslot = "sure"',
            "a.toml:18: state 'book' calls a tool, so it cannot wait for an answer too: ask in a state of its own,"
            " whose go leads here",
        ),
        ('call = "book_room"\n', "", "a.toml:17: 'with' needs a tool: add call = \"...\""),
        ('"{pin}"', '"{pn}"', "a.toml:18: unknown slot 'pn' in the argument 'pin': did you mean 'pin'?"),
        ('"{pin}"', '"{pin"', "a.toml:18: unbalanced { } in '{pin': write {slot}"),
        (
            "guests = 2",
            "guests = [2]",
            "a.toml:18: the argument 'guests' does not fit: write a text, a number, true or false; an"
            ' answer as "{slot}"',
        ),
        ('with = { pin = "{pin}", sure = true, guests = 2 }', 'with = "pin"',
         "a.toml:18: dialogue.states.book.with: 'pin' does not fit: it must be a table, not text in quotes"),
        ("when = { ok = false }", "when = {}", "a.toml:19: this fits every result: write when = { field = \"value\" }"),
        (
            "when = { ok = false }",
            "when = { ok = 1979-05-27 }",
            "a.toml:19: a value of 'when' does not fit: compare with a text, a number, true or false, a list of them,"
            " or a table",
        ),
        ("when = { ok = false }, ", "", "a.toml:19: dialogue.states.book.results[1] has no 'when': add when = ..."),
        ("{ ok = false }, go =", "{ ok = false }, goes =",
         "a.toml:19: unknown key 'goes' in dialogue.states.book.results[1]: did you mean 'go'?"),
        ("length = 4", 'length = 4\nprivate = "yes"',
         "a.toml:10: dialogue.slots.pin.private: 'yes' does not fit: it must be true or false"),
        ("length = 4", 'length = 4\nwithin = ["mine"]', "a.toml:10: 'mine' does not say <pin>: say the slot in it"),
        ("length = 4", 'length = 4\nwithin = "<pin>"',
         "a.toml:10: dialogue.slots.pin.within: '<pin>' does not fit: it must be a list"),
        ("{result.reference}", "{reslt.reference}", "a.toml:24: unknown slot 'reslt.reference' in a text:"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_what_to_do(old: str, new: str, problem: str) -> None:
    """One mistake in a good file."""
    assert old in SHARED
    found = problems(SHARED.replace(old, new, 1))
    assert any(each.startswith(problem) for each in found), found


@pytest.mark.parametrize(
    "problem",
    [
        "a.toml:5: there is no model to start this: the agent has no prompt: add prompt =",
        "a.toml:6: never used: the agent has no prompt: add prompt =",
        "a.toml:19: there is no model to hand over to: the agent has no prompt: add prompt =",
    ],
)
def test_without_a_prompt_there_is_no_model(problem: str) -> None:
    """Everything that needs one is told."""
    assert any(each.startswith(problem) for each in problems(ALONE)), problems(ALONE)


def test_without_a_prompt_somebody_must_begin() -> None:
    """It is the dialogue."""
    text = ALONE.replace('"model"', '"sorry"').replace('starts = "When the caller wants to book."', "begins = false")
    found = problems(text.replace('without_model = "sorry"\n', ""))
    assert [each.partition(": add")[0] for each in found] == [
        "a.toml:5: nobody else could begin: the agent has no prompt"
    ]


def test_a_prompt_that_nobody_uses_is_told() -> None:
    """The dialogue begins, and never hands over."""
    text = SHARED.replace('"model"', '"sorry"').replace('starts = "When the caller wants to book."', "begins = true")
    assert problems(text) == [
        "a.toml:5: the dialogue begins and never hands over, so the prompt is used by nobody: let a state or a choice"
        ' have go = "model"'
    ]


def test_a_result_that_nobody_has_is_told() -> None:
    """No state calls a tool."""
    text = 'name = "a"\n[dialogue]\nstart = "x"\n[dialogue.states.x]\nask = "It is. {result.x}."\ngo = "hang_up"\n'
    assert problems(text) == [
        'a.toml:5: there is no {result.x}: no state calls a tool: add call = "..." to the state before'
    ]


# The tools that there are.


async def _run(call: ToolCall, arguments: object) -> object:  # noqa: ASYNC910  # it is never called
    return arguments


def tool(types: Mapping[str, str], *, has_effects: bool = True) -> Tool:
    properties = {argument: {"type": kind} for argument, kind in types.items()}
    schema = {"type": "object", "properties": properties, "required": [*types], "additionalProperties": False}
    return Tool(ToolOffer("book_room", "Books.", schema), str, _run, has_effects)


FITS = {"pin": "string", "sure": "boolean", "guests": "integer"}


def tool_problems(text: str, *tools: Tool) -> list[str]:
    agent = load_agent("a.toml", text)
    return check_tools(read_script(agent), agent, {each.name: each for each in tools})


def test_a_tool_that_fits_has_no_problems() -> None:
    """Digits are a text or a number, as the tool likes."""
    assert tool_problems(SHARED, tool(FITS)) == []
    assert tool_problems(SHARED, tool(FITS | {"pin": "integer"})) == []
    assert tool_problems(SHARED.replace('unknown_go = "model"\n', ""), tool(FITS, has_effects=False)) == []


@pytest.mark.parametrize(
    ("old", "new", "given", "problem"),
    [
        ('"book_room"', '"book_rom"', tool(FITS),
         "a.toml:17: there is no tool 'book_rom': did you mean 'book_room'?"),
        ('"book_room"', '"start_dialogue"', tool(FITS), "a.toml:17: 'start_dialogue' is for models only:"),
        ('"book_room"', '"collect_digits"', tool(FITS),
         "a.toml:17: 'collect_digits' is for models only: ask for them in a state with a slot"),
        ("pin = ", "pim = ", tool(FITS),
         "a.toml:18: 'pim' is no argument of 'book_room': did you mean 'pin'?"),
        ("pin = ", "pim = ", tool(FITS),
         "a.toml:18: 'book_room' needs the argument 'pin': add pin = \"...\" to with"),
        ("guests = 2", 'guests = "two"', tool(FITS),
         "a.toml:18: 'guests' of 'book_room' does not fit: it must be: integer"),
        ("sure = true", 'sure = "{pin}"', tool(FITS),
         "a.toml:18: 'sure' of 'book_room' does not fit: it must be: boolean"),
        ("guests = 2", "guests = 2", tool({}),
         "a.toml:18: 'guests' is no argument of 'book_room': it takes none: remove with"),
        ('unknown_go = "model"\n', "", tool(FITS),
         "a.toml:16: 'book_room' changes something, and its outcome may stay unknown, as when it is late: add"),
    ],
)  # fmt: skip
def test_a_tool_that_does_not_fit_is_told(old: str, new: str, given: Tool, problem: str) -> None:
    """At the start of the server, by name and schema."""
    assert old in SHARED
    found = tool_problems(SHARED.replace(old, new, 1), given)
    assert any(each.startswith(problem) for each in found), found


async def test_a_server_without_the_tool_does_not_start() -> None:
    """All problems at once: the chain has no dialogue either, which is to lead."""
    world = SimulatedWorld(0)
    log = open_log(settings_with().log, world, StringIO())
    with pytest.raises(StartUpFailed) as failed:
        async with open_services(settings_with(), load_agent("test.toml", SHARED), world, log):
            pass
    assert failed.value.problems == (
        "test.toml:17: there is no tool 'book_room': this agent has none: docs/model-and-dialogue.md has more",
        "responder.chain: it has no 'dialogue', and test.toml has a [dialogue] that leads: add 'dialogue' at its end:"
        " it leads a part of each call",
    )


def test_the_example_of_the_page_is_a_good_file() -> None:
    """As a reader copies it, with a tool that takes what it gives."""
    page = (Path(__file__).parents[3] / "docs" / "model-and-dialogue.md").read_text(encoding="utf-8")
    text = page.partition("```toml\n")[2].partition("```")[0]
    assert problems(text) == []
    assert tool_problems(text, tool({"day": "string", "people": "integer"})) == []
