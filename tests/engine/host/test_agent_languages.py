"""`language = "ask"` and `"auto"`, `languages` and `[languages]` of an agent file: what they mean, and mistakes."""

from collections.abc import Mapping

import pytest

from offhook.engine.host.agent import Agent, load_agent
from offhook.engine.host.agent_file import AgentFileError
from offhook.engine.host.agent_languages import ChosenBy

ASK = 'name = "a"\nlanguage = "ask"\n'
HINDI = 'name = "b"\nlanguage = "hi"\ngreeting = "नमस्ते।"\nfillers = []\nprompt = "होटल।"\n'


def load(text: str, files: Mapping[str, str] | None = None) -> Agent:
    return load_agent("there/a.toml", text, read_file=lambda path: (files or {})[path])


@pytest.mark.parametrize("how", ["ask", "auto"])
def test_the_first_language_is_that_of_the_file(how: str) -> None:
    """A list is short for empty tables."""
    written = f'name = "a"\nlanguage = "{how}"\ngreeting = "Hi."\n'
    as_list, tables = load(f'{written}languages = ["en", "hi"]\n'), load(f"{written}[languages]\nen = {{}}\nhi = {{}}")
    for agent in (as_list, tables):
        assert (agent.chosen_by, agent.language, agent.tags) == (ChosenBy(how), "en", ("en", "hi"))
        hindi = agent.in_language("hi")
        assert (hindi.language, hindi.repeat) == ("hi", "माफ़ कीजिए, कृपया एक बार फिर कहिए।")
        assert hindi.greeting == "मैं आपकी क्या मदद करूँ?"
        assert agent.in_language("en") is agent


def test_the_table_of_the_first_language_says_the_same_as_the_top() -> None:
    """So that all languages may look alike."""
    agent = load(f'{ASK}[languages.es]\ngreeting = "Hola."\nprompt = "Sé breve."\n[languages.en]\ngreeting = "Hi."\n')
    assert (agent.language, agent.greeting, agent.prompt) == ("es", "Hola.", "Sé breve.")
    english = agent.in_language("en")
    assert (english.greeting, english.prompt) == ("Hi.", "Sé breve.")


def test_a_language_may_have_a_file_of_its_own() -> None:
    """Its texts and its prompt; what the first file does beside speaking stays."""
    text = f'{ASK}transfer = "+15550100"\nprompt = "Hotel."\n[languages]\nen = {{}}\nhi = "b.toml"\n'
    agent = load(text, {"there/b.toml": HINDI})
    hindi = agent.in_language("hi")
    assert (hindi.name, hindi.greeting, hindi.fillers, hindi.prompt) == ("a", "नमस्ते।", (), "होटल।")
    assert hindi.transfer == agent.files["hi"].transfer == "+15550100"
    other = load(text, {"there/b.toml": HINDI.replace("नमस्ते", "हैलो")})
    assert agent.version != other.version


def test_the_first_language_may_have_a_file_too() -> None:
    """Then this one needs to say nothing; what it does say is said before anybody has chosen."""
    text = f'{ASK}[languages]\nhi = "b.toml"\nen = {{}}\n'
    agent = load(text, {"there/b.toml": f"{HINDI}[dialogue]\n"})
    assert (agent.language, agent.greeting, agent.prompt, agent.fillers) == ("hi", "नमस्ते।", "होटल।", ())
    assert agent.as_chosen("hi").greeting == ""  # it was said, and the dialogue goes on with its question
    assert list(agent.scripts) == ["hi"]
    agent = load(text.replace("ask", 'ask"\ngreeting = "Harbor Hotel.'), {"there/b.toml": HINDI})
    assert (agent.greeting, agent.as_chosen("hi").greeting) == ("Harbor Hotel.", "नमस्ते।")


def test_placeholders_in_every_language_are_asked_for() -> None:
    """And filled."""
    text = f'{ASK}[languages]\nen = {{}}\nhi = "b.toml"\nes = {{ greeting = "Hola {{params.es|tú}}." }}\n'
    agent = load(text, {"there/b.toml": HINDI.replace("नमस्ते।", "नमस्ते {params.hi|जी}।")})
    assert agent.asks_for == ("params.es", "params.hi")
    filled = agent.filled({"params.hi": "रवि"})
    assert (filled.in_language("hi").greeting, filled.in_language("es").greeting) == ("नमस्ते रवि।", "Hola tú.")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "a.toml:2: language = 'ask' chooses among languages, and the file names none: name at least two"),
        ('languages = ["hi"]', "a.toml:2: language = 'ask' chooses among languages, and the file names only 'hi'"),
        ("languages = 3", "a.toml:3: languages is neither a list of tags nor tables: write languages = ["),
        ('languages = ["en", 3]', "a.toml:3: languages is neither a list of tags nor tables"),
        ('languages = ["en", "en"]', "a.toml:3: 'en' stands there twice: name each language once"),
        ('languages = ["EN", "hi"]', "a.toml:3: the language 'EN' does not fit: write \"en\""),
        ('languages = ["en", "hi_IN"]', "a.toml:3: the language 'hi_IN' does not fit: write \"hi-IN\""),
        ('languages = ["en",\n"HI-in"]', "a.toml:4: the language 'HI-in' does not fit: write \"hi-in\""),
        (
            'languages = ["en", "xx"]',
            "a.toml:3: no language has the tag 'xx': write the one of ISO 639-1",
        ),
        ('languages = ["en", "sp-MX"]', "a.toml:3: no language has the tag 'sp-MX': write the one of ISO 639-1, such"),
        (
            'languages = ["en", "jp"]',
            "a.toml:3: no language has the tag 'jp': write the one of ISO 639-1, such",
        ),
        ('languages = ["en", "english"]', "a.toml:3: the language 'english' does not fit: write the language's two or"),
        (
            'languages = ["en", "en-GB"]',
            "a.toml:3: 'en' and 'en-GB' are one language: callers could not choose between them: name one of the two",
        ),
        ("[languages.en]\n[languages.hi]\n[languages.hi-IN]", "a.toml:5: 'hi' and 'hi-IN' are one language"),
        (
            'languages = ["en", "pt"]',
            "a.toml:3: no question to choose 'pt' by is known here: add which_language = \"...\" to [languages.pt]",
        ),
        (
            f"languages = {[f'x{letter}' for letter in 'abcdefghij']}",
            "a.toml:3: 10 languages to choose from: name at most 9",
        ),
        (
            '[languages.en]\ngoodbye = "Bye."\n[languages.hi]\ngoodbye = "{caler}"',
            "a.toml:6: unknown name 'caler' in languages.hi.goodbye",
        ),
        ('[languages.en]\n[languages.hi]\nwhich_language = ""', "a.toml:5: languages.hi.which_language: "),
        (
            '[languages.en]\n[languages.hi]\nagent = "b.toml"\ngreeting = "x"',
            "a.toml:6: languages.hi has 'greeting', and a file that says it too: write it in b.toml",
        ),
    ],
)
def test_mistakes_are_told_with_their_line(text: str, problem: str) -> None:
    """And with what to write instead."""
    with pytest.raises(AgentFileError) as raised:
        load(f"{ASK}{text}\n".replace("'x", '"x').replace("',", '",').replace("']", '"]'), {"there/b.toml": HINDI})
    assert any(f"there/{problem}" in line for line in str(raised.value).splitlines()), str(raised.value)


def test_a_language_that_is_not_one_is_the_only_problem() -> None:
    """That it leaves too few to choose from is not another one."""
    with pytest.raises(AgentFileError) as raised:
        load(f'{ASK}languages = ["en", "xx"]\n')
    assert len(str(raised.value).splitlines()) == 1


def test_the_language_of_the_file_is_one_that_there_is() -> None:
    """Also where callers do not choose; one of three letters is taken as it is written."""
    with pytest.raises(AgentFileError, match=r"a\.toml:2: no language has the tag 'ua': .* such as \"uk\""):
        load_agent("a.toml", 'name = "a"\nlanguage = "ua"\n')
    said = 'goodbye = "x"\napology = "x"\nrepeat = "x"\n'
    assert load_agent("a.toml", f'name = "a"\nlanguage = "fil"\n{said}').language == "fil"


def test_a_text_that_stands_twice_is_told() -> None:
    """At the top, and in the table of the same language."""
    with pytest.raises(AgentFileError, match=r"a\.toml:5: 'goodbye' stands at the top too, which is in 'en'"):
        load(f'{ASK}goodbye = "Bye."\n[languages.en]\ngoodbye = "Bye."\n[languages.hi]\n')
