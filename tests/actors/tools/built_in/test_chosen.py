"""Which built-in tools an agent has: what its file says, and every way to say it wrongly."""

import pytest

from offhook.actors.tools.built_in.chosen import built_in_tools
from offhook.engine.host.agent import load_agent
from offhook.engine.host.agent_file import AgentFileError


def read(text: str) -> list[str]:
    return [tool.name for tool in built_in_tools(load_agent("a.toml", f'name = "a"\n{text}'))]


def test_no_agent_has_one_that_its_file_does_not_name() -> None:
    """So an agent file from before answers as it did."""
    assert read('transfer = "+15550100"\n') == []
    assert read("[built_in]\n") == []


def test_an_agent_has_those_that_its_file_names() -> None:
    assert read('[built_in]\ntools = ["note", "hang_up", "note"]\n') == ["note", "hang_up"]
    assert read('[built_in]\ntools = ["transfer"]\n[transfers]\ndesk = "+15550100"\n') == ["transfer"]


def test_the_place_of_the_key_transfer_will_do() -> None:
    """An agent with one number for everything names no places."""
    (tool,) = built_in_tools(
        load_agent("a.toml", 'name = "a"\ntransfer = "+15550100"\n[built_in]\ntools = ["transfer"]')
    )
    assert tool.offer.parameters["properties"] == {
        "place": {"type": "string", "enum": ["person"], "description": "where to"}
    }


def test_a_model_is_told_names_and_no_numbers() -> None:
    text = (
        'name = "a"\n[built_in]\ntools = ["transfer"]\n[transfers.desk]\nto = "+15550100"\ndescription = "bookings"\n'
    )
    (tool,) = built_in_tools(load_agent("a.toml", text))
    assert tool.offer.parameters["properties"] == {
        "place": {"type": "string", "enum": ["desk"], "description": "desk: bookings"}
    }
    assert "15550100" not in repr(tool.offer)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[built_in]\ntools = ["hangup"]', "a.toml:3: there is no built-in tool 'hangup': did you mean 'hang_up'?"),
        ('[built_in]\ntool = ["hang_up"]', "a.toml:3: unknown key 'tool' in built_in: did you mean 'tools'?"),
        ('[built_in]\ntools = "hang_up"', "a.toml:3: built_in.tools: 'hang_up' does not fit: it must be a list in [ ]"),
        (
            '[built_in]\ntools = ["transfer"]',
            "a.toml:3: the tool 'transfer' has nowhere to put callers through to: name the places below [transfers]",
        ),
        (
            '[built_in]\ntools = ["set_language"]',
            "a.toml:3: the tool 'set_language' has no language to change to: name each other language by a table",
        ),
        ("[languages.es]", 'a.toml:2: no tool uses [languages]: write tools = ["set_language"] below [built_in]'),
        ('[transfers]\ndesk = "+15550100"', 'a.toml:2: no tool uses [transfers]: write tools = ["transfer"] below'),
        (
            '[built_in]\ntools = ["transfer"]\n[transfers]\ndesk = "555"',
            "a.toml:5: transfers.desk.to: '555' does not fit: write a phone number as +",
        ),
        (
            '[built_in]\ntools = ["transfer"]\n[transfers.desk]\nnumber = "+15550100"',
            "a.toml:4: transfers.desk has no 'to': add to = ...",
        ),
        ('[built_in]\ntools = ["transfer"]\n[transfers]\ndesk = 5', "a.toml:5: transfers.desk is not a table"),
        ('[built_in]\ntools = ["transfer"]\n[transfers]\ndesk = ""', "a.toml:5: transfers.desk: 'to' is empty"),
        (
            '[built_in]\ntools = ["transfer"]\n[transfers]\n"the desk" = "+15550100"',
            "a.toml:5: the name 'the desk' does not fit: use lower-case letters",
        ),
    ],
)
def test_mistakes_are_told_with_their_line(text: str, problem: str) -> None:
    """With what to write instead."""
    with pytest.raises(AgentFileError) as raised:
        read(text)
    assert any(line.startswith(problem) for line in str(raised.value).splitlines()), str(raised.value)


def test_a_place_with_a_mistake_is_not_reported_as_missing_too() -> None:
    """One mistake is one line."""
    with pytest.raises(AgentFileError) as raised:
        read('[built_in]\ntools = ["transfer"]\n[transfers]\ndesk = "555"')
    assert len(raised.value.problems) == 1
