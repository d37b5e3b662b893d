"""What an agent file has for its languages elsewhere: in the files that `[languages]` names, and in their tables."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from offhook.engine.host.agent_answers import InFile
from offhook.engine.host.agent_file import AgentFile
from offhook.engine.host.agent_languages import KEY, ChosenBy, WordsIn
from offhook.engine.host.text_file import UnreadableFile
from offhook.engine.words.language_choice import main_of

if TYPE_CHECKING:
    from offhook.engine.host.agent import Agent

_SAID = ("greeting", "goodbye", "apology", "repeat", "line_dropped", "fillers", "prompt")
KeysT = TypeVar("KeysT", bound=msgspec.Struct)


def no_other_files(path: str) -> str:
    """A file that is named itself."""
    del path
    raise UnreadableFile("a file that [languages] names cannot name others", "write what it says in the table")


def merged(file: AgentFile, keys: KeysT, own: WordsIn, tables: Mapping[str, object], table_of: str) -> KeysT:
    """The keys at the top of the file, with those that are missing there: from the table of its first language,
    `table_of`, where none may stand twice; or from that language's file, if that is empty."""
    said = {key: text for key in _SAID if (text := getattr(own, key)) is not None}
    if not table_of:
        said = {key: text for key, text in said.items() if key not in tables}
    tag = table_of
    for key in said:
        if key in tables:
            what = f"'{key}' stands at the top too, which is in '{tag}', the first language"
            file.report((KEY, tag, key), what, "write it once")
    return msgspec.structs.replace(keys, **said)


def files_of_languages(
    file: AgentFile, languages: Mapping[str, WordsIn], load: "Callable[[str], Agent]"
) -> "Mapping[str, Agent]":
    """The agents of the languages that have a file of their own, beside this one. Problems are reported; those within
    such a file are raised (AgentFileError)."""
    agents = {}
    for tag, words in languages.items():
        if words.agent is None:
            continue
        where = (KEY, tag, "agent") if file.line((KEY, tag, "agent")) != file.line((KEY, tag)) else (KEY, tag)
        path = str(Path(file.path).parent / words.agent)
        try:
            agent = load(path)
        except UnreadableFile as exc:
            file.report(where, f"{path}: {exc.what}", exc.fix)
            continue
        if agent.chosen_by is not ChosenBy.FILE or main_of(agent.language) != main_of(tag):
            spoken = agent.language if agent.chosen_by is ChosenBy.FILE else agent.chosen_by.value
            what = f"{path} has language = '{spoken}', and is named for '{tag}'"
            file.report(where, what, f'write language = "{tag}" there, or name another file')
        agents[tag] = agent
    return agents


def answers_in_files(files: "Mapping[str, Agent]") -> Mapping[str, InFile]:
    """By language, the answers that its file has in it; those in others are not meant."""
    return {
        tag: InFile(
            each.path,
            tuple(
                msgspec.structs.replace(answer, language=tag)
                for answer in each.answers
                if answer.language == each.language
            ),
        )
        for tag, each in files.items()
    }
