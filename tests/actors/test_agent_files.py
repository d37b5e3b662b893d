"""`[[numbers]]` in the settings: every kind of mistake, told at the start with file, line and fix."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import trio

from offhook.actors.start_up import read_texts, rehearse
from offhook.simulation.fakes.caller_register import LOOKUP, SECRET
from offhook.simulation.world import SimulatedWorld

SCRIPTED = {
    "OFFHOOK__RECOGNIZER__CHAIN": '["scripted"]',
    "OFFHOOK__RESPONDER__CHAIN": '["scripted"]',
    "OFFHOOK__SPEAKER__CHAIN": '["tone"]',
    "OFFHOOK__STORE__PATH": ":memory:",
}
ENTRY = '[[numbers]]\nnumber = "+15550100"\nagent = "a.toml"\n'
AGENTS = {"desk.toml": 'name = "desk"\n', "a.toml": 'name = "a"\n', "b.toml": 'name = "b"\n'}
TOP = '[agent]\npath = "desk.toml"\n'


def problems_of(settings: str, files: Mapping[str, str] = AGENTS, **environment: str) -> list[str]:
    for name, text in files.items():
        Path(name).write_text(text)
    Path("offhook.toml").write_text(TOP + settings)
    return list(read_texts(SimulatedWorld(), SCRIPTED | environment).problems)


MISTAKES = {
    "no agent": (
        '[[numbers]]\nnumber = "+15550100"\n',
        "offhook.toml:3: numbers[1].agent is missing: it has no default",
    ),
    "a file that is not there": (
        f'{ENTRY}[[numbers]]\nnumber = "+15550101"\nagent = "c.toml"\n',
        "numbers[2].agent = 'c.toml' (offhook.toml:8): no such file; name an existing file; docs/agent-file.md",
    ),
    "a number without its country": (
        ENTRY.replace("+1555", "555"),
        "offhook.toml:4: numbers[1].number[1] = '5550100': must be a phone number with its country, such as "
        "+15005550001, or a SIP address, such as sip:desk@example.com",
    ),
    "a whole number": (
        ENTRY.replace('"+15550100"', "15550100"),
        "offhook.toml:4: numbers[1].number = 15550100: must be a list",
    ),
    "half a SIP address": (
        ENTRY.replace("+15550100", "sip:desk"),
        "offhook.toml:4: numbers[1].number[1] = 'sip:desk': must be",
    ),
    "nothing": (ENTRY.replace("+15550100", ""), "offhook.toml:4: numbers[1].number[1] = '': must be a phone number"),
    "the same number twice": (
        ENTRY + ENTRY.replace("+15550100", "+1 555 0100").replace("a.toml", "b.toml"),
        "offhook.toml:7: numbers[2].number: +15550100 has an agent already: name each number once",
    ),
    "the same number twice in a list": (
        ENTRY.replace('"+15550100"', '["sip:a@b.c", "sips:a@B.c:5061"]'),
        "offhook.toml:4: numbers[1].number: sip:a@b.c has an agent already",
    ),
    "another key": (
        ENTRY + 'nmber = "+1"\n',
        "offhook.toml:6: numbers[1].nmber: there is no such setting; did you mean 'number'?",
    ),
    "a table instead of an array": (ENTRY.replace("[[numbers]]", "[numbers]"), "offhook.toml:3: numbers = {"),
    "text": (
        'numbers = "+15550100"\n',
        "offhook.toml:3: agent.numbers: there is no such setting; did you mean numbers?",
    ),
    "a path with a control character": (
        ENTRY.replace("a.toml", "a\\u0007.toml"),
        "offhook.toml:5: numbers[1].agent = 'a\\x07.toml': contains '\\x07', which is not allowed in a path",
    ),
}


@pytest.mark.parametrize(("settings", "problem"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_numbers_is_named_with_line_and_fix(settings: str, problem: str, folder: Path) -> None:
    """As for every other setting."""
    found = problems_of(settings)
    assert found
    assert found[0].startswith(problem), found


def test_every_mistake_of_every_file_is_told_at_once(folder: Path) -> None:
    """Each once, though several numbers name the same file; also beside settings that are wrong."""
    broken = {
        "desk.toml": 'name = "desk"\ngreting = "x"\n',
        "a.toml": 'name = "a"\ngreeting = "{x}"\n[dialogue]\nstart = "m"\n',
        "b.toml": "name = \n",
    }
    numbers = "".join(
        f'[[numbers]]\nnumber = "+1555010{n}"\nagent = "{file}"\n'
        for n, file in enumerate(("a.toml", "b.toml", "a.toml"))
    )
    for wrong in ("", "[vad]\npause = 3\n"):
        found = problems_of(numbers + wrong, broken)
        assert sum("desk.toml:2: unknown key 'greting'" in each for each in found) == 1
        assert sum("a.toml:2: unknown name 'x' in greeting" in each for each in found) == 1
        assert sum("b.toml:1: " in each for each in found) == 1
        assert any("vad.pause" in each for each in found) == bool(wrong)


def test_a_dialogue_of_another_agent_is_checked_too(folder: Path) -> None:
    """Facts among its texts: a slot of that name, a name that nobody knows, a look-up that is not there."""
    texts = '[dialogue]\nstart = "m"\n[dialogue.slots.caller]\ntype = "yes_no"\n[dialogue.states.m]\n'
    asks = 'ask = "Go. {lookup.x}. {params.}. {calld}. x}. Bye."\ngo = "hang_up"\n'
    found = problems_of(ENTRY, {**AGENTS, "a.toml": f'name = "a"\n{texts}{asks}'})
    assert [each.split(": ", 1)[0] + ": " + each.split(": ", 2)[1] for each in found] == [
        "a.toml:4: 'caller' has a meaning of its own",
        "a.toml:7: unbalanced { } in '{calld}. x}.'",
        "a.toml:7: {lookup.x} needs a look-up",
        "a.toml:7: unknown slot 'params.' in a text",
        "a.toml:7: unknown slot 'calld' in a text",
    ]
    assert "write {caller}, {called}, {params.NAME} or {lookup.NAME}" in found[3]
    assert found[4].endswith("did you mean 'called'?")


def test_two_agents_of_one_name_are_refused(folder: Path) -> None:
    """Records and ?agent= could not tell them apart."""
    (problem,) = problems_of(ENTRY, {**AGENTS, "a.toml": '# x\nname = "desk"\n'})
    assert problem == "a.toml:2: the name 'desk' is that of desk.toml too: give each agent a name of its own"


def test_a_variable_may_name_them_and_is_named_itself(folder: Path) -> None:
    """Written as JSON."""
    good = '[{"number": ["+15550100", "sip:a@b.c"], "agent": "a.toml"}]'
    assert problems_of("", OFFHOOK__NUMBERS=good) == []
    (problem,) = problems_of("", OFFHOOK__NUMBERS='[{"number": "x", "agent": "a.toml"}]')
    assert problem.startswith("OFFHOOK__NUMBERS: numbers[1].number[1] = 'x': must be a phone number")


def test_a_secret_that_everybody_can_read_is_told(folder: Path) -> None:
    """As one in the settings file is; a variable is no file."""
    text = f'name = "a"\ngreeting = "Hi {{lookup.x|you}}."\n{LOOKUP}'
    assert problems_of(ENTRY, {**AGENTS, "a.toml": text}) == []
    for mode, warned in ((0o644, 1), (0o600, 0)):
        Path("a.toml").chmod(mode)
        exposed = read_texts(SimulatedWorld(), SCRIPTED).exposed
        assert len(exposed) == warned
        assert all("a.toml: everybody on this machine can read lookup.secret; chmod 600" in each for each in exposed)
        assert SECRET not in "".join(exposed)


def test_which_number_goes_to_which_agent_is_printed(folder: Path) -> None:
    """As the start, the check and the doctor say it: numbers, all others, and what is asked for by name."""
    assert problems_of(ENTRY + '[[numbers]]\nagent = "b.toml"\n') == []
    agents = read_texts(SimulatedWorld(), SCRIPTED).agents
    assert agents is not None
    assert [(number, agent.name) for number, agent in agents.lines()] == [
        ("+15550100", "a"),
        ("every other number", "desk"),
        ("?agent=b of the webhook only", "b"),
    ]


def test_a_rehearsed_start_finds_what_only_opening_finds(folder: Path) -> None:
    """Of every agent: here two without what the only responder needs."""
    dialogue = '[dialogue]\nstart = "m"\n[dialogue.states.m]\nask = "Hi."\ngo = "hang_up"\n'
    for name, text in {**AGENTS, "desk.toml": f'name = "desk"\n{dialogue}'}.items():
        Path(name).write_text(text)
    Path("offhook.toml").write_text(TOP + ENTRY + '[[numbers]]\nagent = "b.toml"\n')
    variables = {**SCRIPTED, "OFFHOOK__RESPONDER__CHAIN": '["dialogue"]'}
    world = SimulatedWorld(environment=variables)
    problems = trio.run(rehearse, read_texts(world, variables), world).problems
    what = "1: the responder 'dialogue' needs a [dialogue]: add one, or choose another responder"
    assert problems == (f"a.toml:{what}", f"b.toml:{what}")
