"""`[[answers]]` of agent files: text in, entries or problems out."""

import pytest

from offhook.engine.host.agent import Agent, load_agent
from offhook.engine.host.agent_answers import MOST_ENTRIES, LikelyAnswer
from offhook.engine.host.agent_file import AgentFileInvalid

TOP = 'name = "a"\n'


def loaded(text: str) -> Agent:
    return load_agent("a.toml", TOP + text)


def problems(text: str) -> list[str]:
    with pytest.raises(AgentFileInvalid) as caught:
        loaded(text)
    return str(caught.value).splitlines()


def test_an_entry_needs_a_question_and_an_answer() -> None:
    """Its name is the first phrasing if it has none, and its language the agent's."""
    agent = loaded('[[answers]]\nask = ["Is there parking?", "Where can I park?"]\nanswer = "Behind the house."\n')
    asked = ("Is there parking?", "Where can I park?")
    assert agent.answers == (LikelyAnswer("Is there parking?", asked, "Behind the house.", "en"),)


def test_an_entry_may_be_of_another_language_of_the_agent() -> None:
    """The same question has an answer in each, and these are not in each other's way."""
    text = """
[languages.de]
[[answers]]
name = "pool"
ask = ["Is there a pool?"]
answer = "Yes."
[[answers]]
name = "pool_de"
language = "de"
ask = ["Gibt es einen Pool?", "Is there a pool?"]
answer = "Ja."
"""
    assert [(each.name, each.language) for each in loaded(text).answers] == [("pool", "en"), ("pool_de", "de")]


def test_an_agent_introduces_itself_in_each_of_its_languages() -> None:
    """With the greeting and the goodbye of each, in a table or in a file: "the practice" is "you" there too."""
    top = 'name = "a"\nlanguage = "ask"\ngreeting = "Good day."\n'
    table = '[languages.de]\ngreeting = "Praxis am Hafen."\ngoodbye = "Tschüss."\n'
    file = 'name = "fr"\nlanguage = "fr"\ngreeting = "Cabinet du port."\ngoodbye = "Au revoir."\n'
    text = f'{top}[languages.en]\n{table}[languages.fr]\nagent = "fr.toml"\n'
    agent = load_agent("a.toml", text, read_file=lambda path: file)
    texts = ("Praxis am Hafen.", "Tschüss.", "Cabinet du port.", "Au revoir.")
    assert agent.introduced == ["Good day.", agent.goodbye, *texts]


def test_an_answer_may_tell_facts_about_the_call() -> None:
    """They are put in for each call; a sentence about what is not known is left out."""
    agent = loaded('[[answers]]\nask = ["Is there parking?"]\nanswer = "Yes. Yours is {params.place}."\n')
    assert agent.asks_for == ("params.place",)
    assert agent.filled({"params.place": "P 7"}).answers[0].answer == "Yes. Yours is P seven."
    assert agent.filled().answers[0].answer == "Yes."


def entry(ask: str = '["Is there parking?"]', answer: str = '"Yes."', more: str = "") -> str:
    return f"[[answers]]\nask = {ask}\nanswer = {answer}\n{more}\n"


REFUSED = {
    entry(ask="[]"): "a.toml:3: answers[1].ask: this does not fit: it must have at least 1 entry",
    entry(ask='[""]'): "a.toml:3: answers[1].ask: entry 1 does not fit: it must have at least 1 character",
    entry(ask='"Is there parking?"'): "a.toml:3: answers[1].ask: 'Is there parking?' does not fit: it must be a list",
    entry(ask='["Is it?"]'): "a.toml:3: nobody can be found to ask 'Is it?': ask one thing, with a word in it that ",
    entry(answer='""'): "a.toml:4: answers[1].answer: '' does not fit: it must have at least 1 character",
    entry(answer=f'"{"a" * 1001}"'): "a.toml:4: answers[1].answer: this does not fit: it must have at most 1000 ch",
    entry(answer='"{place}"'): "a.toml:4: unknown name 'place' in answers.answer: write {caller}, {called}, {params.",
    entry(answer='"{lookup.place} is free."'): "a.toml:4: {lookup.place} needs a look-up: add [lookup] with url",
    entry(answer='"{params.place}"'): "a.toml:4: answers.answer may come out empty: add a sentence without { }",
    entry(
        more='language = "fr"'
    ): "a.toml:5: calls of this agent are never in 'fr': write [languages.fr], or one of en",
    entry(more="anser = 1"): "a.toml:5: unknown key 'anser' in answers[1]: did you mean 'answer'?",
    "[answers]\nask = 'a'\n": "a.toml:2: answers is not a list of tables: write [[answers]] above each",
    "answers = 3\n": "a.toml:2: answers is not a list of tables",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_used_is_named_with_its_line(text: str) -> None:
    """And what to do about it."""
    assert problems(text)[0].startswith(REFUSED[text])


def test_two_entries_with_one_question_are_refused_once() -> None:
    """Both lines are told: the caller would hear one of the two, by chance."""
    text = entry() + entry(ask='["Do you have parking?", "Is there any parking here?"]', answer='"No."')
    (problem,) = problems(text)
    assert problem.startswith(
        "a.toml:3: 'Is there parking?' is a question of the answer in line 7 too: write it in one"
    )


def with_german(answers: str, in_file: str) -> Agent:
    """An agent whose German stands in a file."""
    file = f'name = "de"\nlanguage = "de"\n[languages.en]\n{in_file}'
    return load_agent("a.toml", f'{TOP}[languages.de]\nagent = "de.toml"\n{answers}', read_file=lambda path: file)


def test_an_entry_and_one_of_a_languages_file_may_not_have_one_question() -> None:
    """Whichever of the two has the phrasing that is the other's too."""
    few, more = '["Gibt es einen Pool?"]', '["Gibt es einen Pool?", "Wo ist der Pool?"]'
    for here, there in ((few, more), (more, few)):
        with pytest.raises(AgentFileInvalid) as caught:
            with_german(entry(here, more='language = "de"'), entry(there))
        (problem,) = str(caught.value).splitlines()
        assert problem.startswith("a.toml:5: 'Gibt es einen Pool?' is a question of the answer in de.toml too: ")
    agent = with_german(entry(few), entry(few))  # the first is in English
    assert [(each.ask, each.language) for each in agent.answers] == [
        (("Gibt es einen Pool?",), "en"),
        (("Gibt es einen Pool?",), "de"),
    ]


def test_of_a_languages_file_the_answers_in_that_language_are_meant() -> None:
    """It may answer calls by itself, in other languages too."""
    agent = with_german("", entry('["Is there a pool?"]', more='language = "en"') + entry('["Gibt es einen Pool?"]'))
    assert [(each.name, each.language) for each in agent.answers] == [("Gibt es einen Pool?", "de")]


def test_phrasings_of_many_lines_are_found() -> None:
    """The problem is told at the phrasing, not at the key."""
    text = (
        entry() + '[[answers]]\nask = [\n    "Where is the pool?",\n    "Have you got parking?",\n]\nanswer = "No."\n'
    )
    (problem,) = problems(text)
    assert problem.startswith("a.toml:3: 'Is there parking?' is a question of the answer in line 7 too")


def test_a_name_stands_for_one_entry() -> None:
    """Records tell answers by their names."""
    text = entry(more='name = "x"') + entry(ask='["Is there a pool?"]', more='name = "x"')
    assert problems(text) == ["a.toml:9: 'x' is the name of the answer in line 5 too: rename it"]


def test_a_file_has_room_for_so_many_answers() -> None:
    """Far more than twenty."""
    many = "".join(entry(ask=f'["Is there room {number} with a view?"]') for number in range(MOST_ENTRIES + 1))
    assert problems(many)[0].startswith(f"a.toml:2: {MOST_ENTRIES + 1} entries of [[answers]]: write at most")


def test_a_look_up_may_be_for_an_answer_alone() -> None:
    """It is used then."""
    text = """
[lookup]
url = "https://example.com"
secret = "0123456789abcdef0123456789abcdef"
[[answers]]
ask = ["When is my appointment?"]
answer = "It is at {lookup.time|a time that I cannot see}."
"""
    assert loaded(text).asks_for == ("lookup.time",)
