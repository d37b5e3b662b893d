"""What a start says of an agent with several languages: who serves which, and who none. Real services, real time; those
over the network are not asked."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from offhook.actors.agent_summary import summary
from offhook.actors.start_up import Rehearsal, read_texts, rehearse
from offhook.doctor.chains import chain_findings
from offhook.engine.host.world import RealWorld

MENU = """
[dialogue]
start = "menu"

[dialogue.states.menu]
ask = "{ask}"
keys = "{ask}"

[[dialogue.states.menu.choices]]
say = ["{say}"]
key = "1"
go = "hang_up"
"""
ENGLISH, HINDI = MENU.format(ask="A room?", say="a room"), MENU.format(ask="कमरा?", say="haan")
TOP = 'name = "a"\ngreeting = "Hotel."\nlanguage = "ask"\n'
BOTH = f'{TOP}[languages]\nen = {{}}\nhi = "a.hi.toml"\n{ENGLISH}'


async def start(folder: Path, agent: str, **chains: list[str]) -> Rehearsal:
    (folder / "a.toml").write_text(agent)
    (folder / "a.hi.toml").write_text(f'name = "b"\nlanguage = "hi"\n{HINDI}')
    settings: Mapping[str, str] = {
        "OFFHOOK__AGENT__PATH": str(folder / "a.toml"),
        "OFFHOOK__STORE__PATH": ":memory:",
        "OFFHOOK__RECOGNIZER__DEEPGRAM__API_KEY": "k",
        "OFFHOOK__RECOGNIZER__ASSEMBLYAI__API_KEY": "k",
    }
    chosen = {"recognizer": ["scripted"], "responder": ["dialogue"], "speaker": ["tone"], **chains}
    settings = {**settings, **{f"OFFHOOK__{role.upper()}__CHAIN": json.dumps(names) for role, names in chosen.items()}}
    world = RealWorld()
    return await rehearse(read_texts(world, settings), world, ask=False)


async def test_it_is_told_who_serves_which_language(tmp_path: Path) -> None:
    """In the order of the chain, without those that lack it; by the check and by the doctor."""
    found = await start(
        tmp_path, BOTH, recognizer=["deepgram", "assemblyai", "pocketsphinx"], speaker=["flite", "tone"]
    )
    assert found.problems == ()
    lines = [*found.lines()]
    assert 'language.en.recognizer = ["deepgram", "assemblyai", "pocketsphinx"]' in lines
    assert 'language.hi.recognizer = ["deepgram"]' in lines
    assert 'language.hi.responder = ["dialogue"]' in lines
    assert 'language.hi.speaker = ["tone"]' in lines
    settings = read_texts(RealWorld(), {"OFFHOOK__AGENT__PATH": str(tmp_path / "a.toml")}).loaded
    assert settings is not None
    whats = [each.what for each in chain_findings(found.in_use, settings.settings, {})]
    assert "language hi: recognizer deepgram; responder dialogue; speaker tone" in whats


async def test_a_language_that_nobody_speaks_cannot_be_chosen(tmp_path: Path) -> None:
    """The start is refused, with the line; whoever lacks it is named."""
    found = await start(tmp_path, f"{TOP}[languages]\nen = {{}}\nde = {{}}\n{ENGLISH}")
    place = f"{tmp_path}/a.toml:6"
    assert found.problems == (
        f"{place}: nobody can choose 'de': no model here answers in 'de'. set up a service that does, or drop 'de'",
    )
    spoken = f'{TOP}languages = ["en", "hi"]\nprompt = "x"\n'  # there are no keys to go by
    found = await start(tmp_path, spoken, recognizer=["assemblyai"], responder=["scripted"])
    (problem,) = found.problems
    assert problem.startswith(f"{tmp_path}/a.toml:4: nobody can choose 'hi': no recognizer here hears 'hi'.")


async def test_a_language_that_nobody_hears_is_chosen_by_its_key(tmp_path: Path) -> None:
    """With a dialogue in it, which is then led by keys. It is a warning."""
    found = await start(tmp_path, BOTH, recognizer=["pocketsphinx"])
    assert found.problems == ()
    what = "no recognizer here hears 'hi': callers choose it by its key, and answer by keys"
    assert f"{tmp_path}/a.toml:6: {what}" in found.warnings
    automatic = await start(tmp_path, BOTH.replace('"ask"', '"auto"'), recognizer=["pocketsphinx"])
    (problem,) = automatic.problems
    assert "nobody can choose 'hi': no recognizer here hears 'hi'." in problem


async def test_a_service_that_has_none_of_the_languages_is_told_once(tmp_path: Path) -> None:
    """It stands in the chain for nothing."""
    spanish = f'{TOP}languages = ["es", "hi"]\nprompt = "x"\n'
    found = await start(tmp_path, spanish, recognizer=["deepgram", "pocketsphinx"], responder=["scripted"])
    assert found.problems == ()
    told = f"recognizer.pocketsphinx hears none of 'es', 'hi': no call of {tmp_path}/a.toml uses it"
    assert [each for each in found.warnings if "pocketsphinx" in each] == [told]


async def test_the_check_shows_the_languages_and_their_files(tmp_path: Path) -> None:
    """With their lines."""
    await start(tmp_path, BOTH)
    agent = read_texts(RealWorld(), {"OFFHOOK__AGENT__PATH": str(tmp_path / "a.toml")}).agent
    assert agent is not None
    lines = [*summary(agent)]
    assert f'agent_file.language = "ask"    ({tmp_path}/a.toml:3)' in lines
    assert f'agent_file.languages = ["en", "hi"]    ({tmp_path}/a.toml:4)' in lines
    assert f'agent_file.languages.hi = "{tmp_path}/a.hi.toml"    ({tmp_path}/a.toml:6)' in lines


@pytest.mark.parametrize(
    ("hindi", "problem"),
    [
        (None, "a.toml:6: {folder}/nowhere.toml: no such file: name an existing file"),
        ('name = "b"\nlanguage = "es"', "a.toml:6: {folder}/nowhere.toml has language = 'es', and is named for 'hi'"),
        (
            'name = "b"\nlanguage = "ask"\nlanguages = ["hi", "es"]',
            "a.toml:6: {folder}/nowhere.toml has language = 'ask'",
        ),
        ('name = "b"\nlanguage = "hi"\nbye = 3', "nowhere.toml:3: unknown key 'bye' in the file"),
        (
            'name = "b"\nlanguage = "hi"\n[languages]\nes = "c.toml"',
            "nowhere.toml:4: {folder}/c.toml: a file that [languages] names cannot name others",
        ),
        ('name = "b"\nlanguage = "hi"\n[dialogue]\nstart = "x"', "nowhere.toml:4: unknown first state 'x'"),
    ],
)
async def test_a_mistake_in_the_file_of_a_language_is_told_there(
    hindi: str | None, problem: str, tmp_path: Path
) -> None:
    """With its own lines; one that is not fit to be named, with the line that names it."""
    if hindi is not None:
        (tmp_path / "nowhere.toml").write_text(hindi)
    found = await start(tmp_path, BOTH.replace("a.hi.toml", "nowhere.toml"))
    assert any(problem.format(folder=tmp_path) in each for each in found.problems), found.problems
