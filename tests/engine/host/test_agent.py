"""The common part of agent files: no clock, no faults, text in and an agent or its problems out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.engine.host.agent import load_agent
from offhook.engine.host.agent_file import AgentFile, AgentFileError, AgentFileInvalid, AgentFileUnreadable, parse_toml
from offhook.engine.words.languages import LANGUAGES, language_of


def test_a_name_is_enough_in_english() -> None:
    """An English agent needs a name only; what must be said in trouble has English defaults."""
    agent = load_agent("a.toml", 'name = "a"')
    assert (agent.name, agent.language, agent.greeting, agent.transfer, agent.dialogue) == ("a", "en", "", "", None)
    assert all([agent.goodbye, agent.apology, agent.repeat])


def test_the_dialogue_is_kept_as_it_stands() -> None:
    """Whatever [dialogue] holds is left to the scripted responder."""
    agent = load_agent("a.toml", 'name = "a"\n[dialogue]\nwhatever = [1, 2]\n')
    assert agent.dialogue == {"whatever": [1, 2]}


def test_every_problem_is_named_with_file_line_and_fix() -> None:
    """One reading reports all problems of the common part, in the order of their lines."""
    text = '# an agent\nname = "a"\ngreting = "Hello."\n\ntransfer = "call me"\n'
    with pytest.raises(AgentFileInvalid) as caught:
        load_agent("agents/a.toml", text)
    first, second = str(caught.value).splitlines()
    assert first == "agents/a.toml:3: unknown key 'greting' in the file: did you mean 'greeting'?"
    assert second.startswith("agents/a.toml:5: transfer: 'call me' does not fit: write a phone number as + and ")


FORMATS = {
    'name = "My Agent"': "name: 'My Agent' does not fit: use lower-case letters a to z, digits, _ and -, at most 64",
    'name = "a\\n"': "name: 'a\\n' does not fit: use lower-case letters",
    'language = "EN"': "language: 'EN' does not fit: write the language's two or three lower-case letters, ",
    'language = "en\\n"': "language: 'en\\n' does not fit: ",
    'transfer = "0555 0100"': "transfer: '0555 0100' does not fit: write a phone number as + and 5 to 15 digits, ",
    'transfer = "sip:a b@c"': "transfer: 'sip:a b@c' does not fit: ",
    'transfer = "sip:a@b\\u0001"': "transfer: 'sip:a@b\\x01' does not fit: ",
    "transfer = 15550100": "transfer: 15550100 does not fit: it must be text in quotes, not a whole number",
    "greeting = true": "greeting: true does not fit: it must be text in quotes, not true or false",
    "greeting = ['a']": "greeting: this does not fit: it must be text in quotes, not a list in [ ]",
    'goodbye = ""': "goodbye: '' does not fit: it must have at least 1 character",
    f"greeting = '{'a' * 501}'": "greeting: this does not fit: it must have at most 500 characters",
    'fillers = "One moment."': "fillers: 'One moment.' does not fit: it must be a list in [ ], not text in quotes",
    'fillers = ["One moment.", 3]': "fillers: entry 2 does not fit: it must be text in quotes, not a whole number",
    f"fillers = {['a'] * 21}": "fillers: this does not fit: it must have at most 20 entries",
    "dialogue = 3": "dialogue: 3 does not fit: it must be a table, not a whole number",
}


@pytest.mark.parametrize("line", FORMATS)
def test_a_format_is_explained_in_words(line: str) -> None:
    """Whoever writes an agent file need not read regular expressions, nor Python's names of kinds."""
    text = line if line.startswith("name") else f"{line}\nname = 'a'"
    with pytest.raises(AgentFileInvalid) as caught:
        load_agent("a.toml", text)
    assert str(caught.value).startswith(f"a.toml:1: {FORMATS[line]}")
    assert not {"regex", "`", "^"} & set(str(caught.value).split())
    assert "`" not in str(caught.value)


def test_every_misfit_of_a_table_is_told_at_once() -> None:
    """And not one at each start."""
    with pytest.raises(AgentFileInvalid) as caught:
        load_agent("a.toml", "language = 3\ntransfer = 'x'\nfillers = 3\n")
    assert [(problem.line, problem.what.split(":")[0]) for problem in caught.value.problems] == [
        (1, "the file has no 'name'"),
        (1, "language"),
        (2, "transfer"),
        (3, "fillers"),
    ]


def test_a_strangers_file_steers_no_terminal() -> None:
    """A key may hold any character; in an error it is shown and not sent."""
    with pytest.raises(AgentFileInvalid) as caught:
        load_agent("a.toml", 'name = "a"\n"\\u001b[2J\\u202e" = 1\n')
    assert str(caught.value).isprintable()
    assert "unknown key '\\x1b[2J\\u202e'" in str(caught.value)


def test_lines_are_counted_as_toml_counts_them() -> None:
    """A line separator in a comment ends no line, whatever an editor makes of it."""
    with pytest.raises(AgentFileInvalid, match=r"^a\.toml:3: unknown key 'x'"):
        load_agent("a.toml", 'name = "a"\n# \u2028 \x85 here\nx = 1\n')


def test_a_missing_name_says_what_to_add() -> None:
    """A required key that is absent comes with the line to write."""
    with pytest.raises(AgentFileInvalid, match=r"a\.toml:1: the file has no 'name': add name = "):
        load_agent("a.toml", 'greeting = "Hello."')


@pytest.mark.parametrize("tag", [*LANGUAGES, "es-MX", "hi-Latn", "en-GB"])
def test_an_agent_in_a_known_language_needs_no_sentences(tag: str) -> None:
    """No caller hears an English goodbye from an agent that speaks Spanish."""
    said = language_of(tag).said
    assert said is not None
    agent = load_agent("a.toml", f'name = "a"\nlanguage = "{tag}"\nrepeat = "?"')
    assert (agent.goodbye, agent.apology, agent.repeat) == (said.goodbye, said.apology, "?")
    assert (agent.line_dropped, agent.fillers) == (said.line_dropped, said.fillers)


def test_another_language_brings_its_own_words() -> None:
    """No caller hears an English goodbye from an agent that speaks Italian; `repeat` has to do for `line_dropped`."""
    own = 'apology = "Scusi."\nrepeat = "Prego?"'
    agent = load_agent("a.toml", f'name = "a"\nlanguage = "it"\ngoodbye = "Ciao."\n{own}')
    assert (agent.line_dropped, agent.fillers) == ("Prego?", ())
    with pytest.raises(AgentFileInvalid) as caught:
        load_agent("a.toml", 'name = "a"\nlanguage = "it"\ngoodbye = "Ciao."')
    assert [problem.line for problem in caught.value.problems] == [2, 2]
    assert "apology" in str(caught.value)
    assert "repeat" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [('name = "a"\nname = "b"\n', 2), ('name = "a"\ngreeting = Hello\n', 2), ('name = "a"\n\ngreeting = "', 3)],
    ids=["duplicate key", "no quotes", "cut short"],
)
def test_what_is_no_toml_is_named_with_its_line(text: str, line: int) -> None:
    """A key that is listed twice, a missing quote and a cut file are found where they are."""
    with pytest.raises(AgentFileUnreadable) as caught:
        load_agent("a.toml", text)
    assert [problem.line for problem in caught.value.problems] == [line]


FINDABLE = '''name = "a"
note = """
name = "not a key"
"""
[dialogue]
"start" = "x"
states.y.ask = "?"

[dialogue.states.x]   # a comment
ask = "?"
say = [
    "one",
    "two",
]
[[dialogue.states.x.choices]]
key = "1"
[[dialogue.states.x.choices]]
key = "2"
[dialogue.states.x.choices.more]
deep = 1
'''


@pytest.mark.parametrize(
    ("where", "near", "line"),
    [
        (("name",), "", 1),
        (("dialogue", "start"), "", 6),
        (("dialogue", "states", "y", "ask"), "", 7),
        (("dialogue", "states", "x"), "", 9),
        (("dialogue", "states", "x", "say"), "two", 13),
        (("dialogue", "states", "x", "choices", 0, "key"), "", 16),
        (("dialogue", "states", "x", "choices", 1, "key"), "", 18),
        (("dialogue", "states", "x", "choices", 1, "more", "deep"), "", 20),
        (("dialogue", "states", "x", "choices", 1, "absent"), "", 17),
        (("absent",), "", 1),
    ],
)
def test_keys_are_found_in_every_notation(where: tuple[str | int, ...], near: str, line: int) -> None:
    """Headers, arrays of tables, dotted and quoted keys and long arrays all lead to their line, else to the nearest."""
    parse_toml("a.toml", FINDABLE)  # the example is TOML
    file = AgentFile("a.toml", FINDABLE)
    file.report(where, "wrong", "right it", near=near)
    with pytest.raises(AgentFileInvalid) as caught:
        file.raise_problems()
    assert [problem.line for problem in caught.value.problems] == [line]


@given(st.text(alphabet="abn=[].\"\n# 'é", max_size=80))
def test_any_text_is_an_agent_or_an_agent_file_error(text: str) -> None:
    """Nothing but AgentFileError ever comes out of a file, and its lines exist."""
    lines = [1]
    try:
        load_agent("a.toml", text)
    except AgentFileError as exc:
        lines = [problem.line for problem in exc.problems]
    assert lines
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)
