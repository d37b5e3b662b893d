"""Settings, agent file and services, as a server starts with them and as `--check` tries them.

Real files, real workers, real time; the environment is the test's own.
"""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
import trio

from offhook.actors.start_up import Rehearsal, read_texts, rehearse
from offhook.actors.start_up_failed import StartUpFailed
from offhook.app import open_exchange
from offhook.engine.host.world import RealWorld
from offhook.engine.record.database import Database
from offhook.simulation.exchange import AGENT
from offhook.simulation.fakes.http_server import on_a_socket
from offhook.simulation.fakes.openai_audio import FakeOpenAiAudio
from offhook.simulation.world import SimulatedWorld

WITHIN_S = 60.0
SCRIPTED = {
    "OFFHOOK__RECOGNIZER__CHAIN": '["scripted"]',
    "OFFHOOK__RESPONDER__CHAIN": '["scripted"]',
    "OFFHOOK__SPEAKER__CHAIN": '["tone"]',
    "OFFHOOK__STORE__PATH": ":memory:",
    "OFFHOOK__LOG__LEVEL": "error",
}
HEARD = {
    "OFFHOOK__RECOGNIZER__CHAIN": '["pocketsphinx"]',
    "OFFHOOK__RESPONDER__CHAIN": '["dialogue"]',
}
SPOKEN = {"OFFHOOK__SPEAKER__CHAIN": '["espeak_ng"]'}
BAD_WORDS = """
name = "a"

[dialogue]
start = "menu"

[[dialogue.always]]
# xyzzy stands here only for the reader
say = ["[<no>] xyzzy please", "goodbye"]
go = "hang_up"

[dialogue.states.menu]
ask = "Say plugh."
slot = "way"
go = "hang_up"

[dialogue.slots.way]
type = "one_of"
options = ["north"]
words = { "up plugh" = "north" }
"""
SPANISH = AGENT.replace('name = "test"', 'name = "test"\nlanguage = "es"')
NOWHERE = AGENT.replace('name = "test"', 'name = "test"\nlanguage = "tlh"')


def problems_of(environment: Mapping[str, str], agent: str | bytes = AGENT) -> list[str]:
    """What is wrong with the texts alone."""
    Path("agent.toml").write_bytes(agent if isinstance(agent, bytes) else agent.encode())
    return list(read_texts(SimulatedWorld(), SCRIPTED | {"OFFHOOK__AGENT__PATH": "agent.toml", **environment}).problems)


@pytest.mark.parametrize(
    ("path", "why"), [("nowhere.toml", "no such file; name an existing file"), (".", "is a directory; name a file")]
)
def test_a_missing_agent_file_names_the_setting_that_named_it(path: str, why: str, folder: Path) -> None:
    """Who made a typo finds it: in a variable, or in a line of the settings file."""
    (problem,) = problems_of({"OFFHOOK__AGENT__PATH": path})
    assert problem == f"agent.path = {path!r} (OFFHOOK__AGENT__PATH): {why}; docs/agent-file.md has more"
    Path("offhook.toml").write_text(f"[agent]\npath = '{path}'\n")
    (problem,) = read_texts(SimulatedWorld(), {}).problems
    assert problem.startswith(f"agent.path = {path!r} (offhook.toml:2): {why}; ")


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_an_agent_file_in_another_encoding_is_named_with_line_and_cure(encoding: str, folder: Path) -> None:
    """No traceback: the file, the line, and how to save it."""
    (problem,) = problems_of({}, AGENT.replace("Good evening.", "Grüß Gott.").encode(encoding))
    line = 1 if encoding == "utf-16" else 3
    assert problem.startswith(f"agent.toml:{line}: ")
    assert problem.endswith("; save it as UTF-8")


def test_an_agent_file_as_windows_saves_it_is_read(folder: Path) -> None:
    """A byte order mark, and CR LF; lines are counted as ever."""
    text = AGENT.replace("\n", "\r\n").encode()
    assert problems_of({}, b"\xef\xbb\xbf" + text) == []
    (problem,) = problems_of({}, b"\xef\xbb\xbf" + text.replace(b"goodbye", b"godbye"))
    assert problem.startswith("agent.toml:4: unknown key 'godbye'")


def test_settings_and_agent_file_are_judged_at_once(folder: Path) -> None:
    """One start tells all that text can tell, from whichever of the three places."""
    Path("offhook.toml").write_text("[vad]\npause_ms = 1000\nsmothing_ms = 600\n")
    problems = problems_of({"OFFHOOK_PORT": "8001"}, AGENT + 'prompt = 3\n[dialogue]\nstart = "x"\n')
    text = "\n".join(problems)
    assert "OFFHOOK__SERVER__PORT" in text
    assert "offhook.toml:3: vad.smothing_ms" in text
    assert "agent.toml:9: prompt: 3 does not fit: it must be text in quotes, not a whole number" in text


def test_a_name_that_several_settings_have_is_answered_with_all(folder: Path) -> None:
    """Nobody is sent to the wrong one."""
    (problem,) = problems_of({"OFFHOOK_PATH": "calls.db"})
    assert problem.endswith("did you mean OFFHOOK__STORE__PATH, OFFHOOK__AGENT__PATH or OFFHOOK__SPEAKER__CACHE__PATH?")


def test_settings_of_two_sections_that_contradict_each_other_are_named(folder: Path) -> None:
    """A carrier that is given longer than the line writer would never be found stalled."""
    (problem,) = problems_of({"OFFHOOK__LIMITS__CARRIER_STALLED_S": "20"})
    assert problem.startswith(
        "limits.carrier_stalled_s = 20.0 (OFFHOOK__LIMITS__CARRIER_STALLED_S) and"
        " speaker.item_within_s = 10.0 (default) contradict each other: "
    )


def test_a_cache_without_memory_is_refused(folder: Path) -> None:
    """Its directory would stay empty, and nobody would know why."""
    (problem,) = problems_of({"OFFHOOK__SPEAKER__CACHE__PATH": "voices", "OFFHOOK__SPEAKER__CACHE__MEMORY_MB": "0"})
    assert problem.startswith(
        "speaker.cache.path = 'voices' (OFFHOOK__SPEAKER__CACHE__PATH) and speaker.cache.memory_mb"
    )


def test_a_service_that_stands_twice_in_a_chain_is_refused(folder: Path) -> None:
    """The second one would never be asked."""
    (problem,) = problems_of({"OFFHOOK__SPEAKER__CHAIN": '["tone", "tone"]'})
    assert problem.startswith("OFFHOOK__SPEAKER__CHAIN: speaker.chain = ['tone', 'tone']: 'tone' is listed twice")


# What the check says, the server does.


def given(monkeypatch: pytest.MonkeyPatch, changes: Mapping[str, str], agent: str = AGENT) -> None:
    """An agent file, and an environment that leads to it."""
    Path("agent.toml").write_text(agent)
    for name, value in {**SCRIPTED, "OFFHOOK__AGENT__PATH": "agent.toml", **changes}.items():
        monkeypatch.setenv(name, value)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def make_older_store(name: str) -> None:
    Database(name).close()
    with closing(sqlite3.connect(name)) as older:
        older.execute("PRAGMA journal_mode=DELETE")
        older.execute("DROP TABLE traces")
    Path(name).chmod(0o644)


STARTS = {
    "as it comes": ({}, AGENT, []),
    "spoken and heard": (HEARD | SPOKEN, BAD_WORDS.replace("xyzzy", "yes").replace("plugh", "there"), []),
    "words that nobody hears": (
        HEARD,
        BAD_WORDS,
        [
            "agent.toml:9: pocketsphinx does not know the word 'xyzzy': ",
            "agent.toml:20: pocketsphinx does not know the word 'plugh': ",
        ],
    ),
    "a language that nobody hears": (
        {"OFFHOOK__RECOGNIZER__CHAIN": '["pocketsphinx"]'},
        SPANISH,
        ["recognizer.chain: none of its services (pocketsphinx) hears 'es', the agent's language; add one that does"],
    ),
    "a language that nobody speaks": (
        SPOKEN,
        NOWHERE,
        ["speaker.chain: none of its services (espeak_ng) speaks 'tlh', the agent's language; add one that does"],
    ),
    "a voice that there is not, in front of one that there is": (
        {"OFFHOOK__SPEAKER__CHAIN": '["espeak_ng", "tone"]', "OFFHOOK__SPEAKER__ESPEAK_NG__VOICES__EN": "en-gbb"},
        AGENT,
        ["speaker.espeak_ng.voices.en = 'en-gbb': espeak-ng has no such voice; did you mean 'en-gb'?"],
    ),
    "no dialogue for who needs one": (
        {"OFFHOOK__RESPONDER__CHAIN": '["dialogue"]'},
        AGENT,
        ["agent.toml:1: the responder 'dialogue' needs a [dialogue]: "],
    ),
    "a store that cannot be made, and a voice that there is not": (
        {
            "OFFHOOK__STORE__PATH": "nowhere/calls.db",
            "OFFHOOK__SPEAKER__CHAIN": '["espeak_ng"]',
            "OFFHOOK__SPEAKER__ESPEAK_NG__VOICES": '{"en": "zz"}',
        },
        AGENT,
        ["store.path = 'nowhere/calls.db': ", "speaker.espeak_ng.voices.en = 'zz': "],
    ),
    "a store that is a directory": ({"OFFHOOK__STORE__PATH": "."}, AGENT, ["store.path = '.': "]),
    "a store that is no database": ({"OFFHOOK__STORE__PATH": "agent.toml"}, AGENT, ["store.path = 'agent.toml': "]),
    "an agent file that cannot be read": ({}, "name = ", ["agent.toml:1: "]),
}


@pytest.mark.parametrize("case", STARTS)
async def test_what_the_check_says_the_server_does(case: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both start, or neither does and both for the same reasons; the check says all of them at once."""
    changes, agent, expected = STARTS[case]
    given(monkeypatch, changes, agent)
    with trio.fail_after(WITHIN_S):
        said = (await _rehearsal()).problems
        refused = await _refused()
    for problem, begins in zip(said, expected, strict=True):
        assert problem.startswith(begins)
    for problem, begins in zip(refused, expected, strict=True):
        assert problem.startswith(begins)


async def _rehearsal() -> Rehearsal:
    world = RealWorld()
    return await rehearse(read_texts(world), world)


async def _refused() -> tuple[str, ...]:
    try:
        async with open_exchange():
            return ()
    except StartUpFailed as exc:
        return exc.problems


async def test_a_bad_agent_file_hides_no_bad_voice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What can be judged without an agent is judged without one."""
    given(monkeypatch, {"OFFHOOK__SPEAKER__ESPEAK_NG__VOICES__EN": "zz", **SPOKEN}, "name = 3")
    with trio.fail_after(WITHIN_S):
        about_the_agent, about_the_voice = (await _rehearsal()).problems
    assert about_the_agent.startswith("agent.toml:1: name: 3 does not fit: ")
    assert about_the_voice.startswith("speaker.espeak_ng.voices.en = 'zz': ")


async def test_the_check_says_who_would_serve_and_who_would_not(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which service of each chain an agent's calls get, and why the others never act in them."""
    chains = {
        "OFFHOOK__RECOGNIZER__CHAIN": '["pocketsphinx", "scripted"]',
        "OFFHOOK__SPEAKER__CHAIN": '["flite", "espeak_ng"]',
    }
    given(monkeypatch, chains, SPANISH)
    await trio.Path("libflite.so.1").touch()
    monkeypatch.setenv("LD_LIBRARY_PATH", str(folder))  # an unusable library stands for one that is not installed
    with trio.fail_after(WITHIN_S):
        rehearsal = await _rehearsal()
    lines = list(rehearsal.lines())
    assert rehearsal.problems == ()
    assert {'in_use.recognizer = ["scripted"]', 'in_use.speaker = ["espeak_ng"]'} <= set(lines)
    assert "left_out.recognizer.pocketsphinx = \"does not hear 'es'\"" in lines
    assert any(line.startswith("left_out.speaker.flite = ") and "apt-get install libflite1" in line for line in lines)


@pytest.mark.parametrize("right", [True, False], ids=["a key that is right", "a key that is wrong"])
async def test_a_key_alone_makes_a_language_model_answer(
    right: bool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In all three roles, with the embedded services behind it; a wrong key costs one warning, and no start."""
    fake = FakeOpenAiAudio(key="sk-right")
    monkeypatch.setenv("OFFHOOK__STORE__PATH", ":memory:")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-right" if right else "sk-wrong")
    with trio.fail_after(WITHIN_S):
        async with on_a_socket(fake.server.serve) as url:
            monkeypatch.setenv("OPENAI_BASE_URL", f"{url}/v1")
            world = RealWorld()
            texts = read_texts(world)
            rehearsal = await rehearse(texts, world)
            assert await _refused() == ()
    assert (texts.problems, rehearsal.problems) == ((), ())
    assert texts.agent is not None
    assert texts.agent.name == "concierge"
    chains = {role: [each.name for each in services] for role, services in rehearsal.in_use.roles.items()}
    for role, last in (("recognizer", "pocketsphinx"), ("responder", "dialogue"), ("speaker", "espeak_ng")):
        assert (chains[role][0].partition("_")[0], chains[role][-1]) == ("openai", last)
    lines = list(rehearsal.lines())
    assert {'sound_goes_to = ["127.0.0.1"]', 'words_go_to = ["127.0.0.1"]'} <= set(lines)
    assert 'why.recognizer.openai = "OPENAI_API_KEY and OPENAI_BASE_URL are set"' in lines
    refused = [warning for warning in rehearsal.warnings if "HTTP 401" in warning]
    assert len(refused) == (0 if right else 1)
    assert "sk-" not in "\n".join([*lines, *rehearsal.warnings])


@pytest.mark.parametrize(
    ("settings", "agent"),
    [
        ({}, "front_desk"),
        ({"OFFHOOK__RESPONDER__OPENAI__API_KEY": "sk-1"}, "concierge"),
        ({"OFFHOOK__RESPONDER__OPENAI__API_KEY": "sk-1", "OFFHOOK__RESPONDER__CHAIN": '["dialogue"]'}, "front_desk"),
        ({"OFFHOOK__RECOGNIZER__OPENAI__API_KEY": "sk-1"}, "front_desk"),
        ({"OFFHOOK__RESPONDER__CHAIN": '["openai"]'}, "front_desk"),
        (
            {"OFFHOOK__RESPONDER__OPENAI__API_KEY": "sk-1", "OFFHOOK__AGENT__PATH": "agents/front_desk.toml"},
            "front_desk",
        ),
    ],
)
def test_who_answers_where_nobody_is_named(settings: Mapping[str, str], agent: str, folder: Path) -> None:
    """The one for a language model, where calls would ask one."""
    texts = read_texts(SimulatedWorld(), settings)
    assert texts.problems == ()
    assert texts.agent is not None
    assert texts.agent.name == agent
    assert texts.loaded is not None
    assert texts.loaded.settings.agent.path == f"agents/{agent}.toml"


THEIRS = {
    "tables of another program": ["CREATE TABLE songs (title)"],
    "a table of theirs that bears a name of ours": ["CREATE TABLE calls (title)"],
    "a view that bears a name of ours": ["CREATE VIEW turns AS SELECT 1"],
    "another program's mark": ["PRAGMA application_id=77"],
    "tables that are still in the journal": ["PRAGMA journal_mode=WAL", "CREATE TABLE songs (title)"],
}


@pytest.mark.parametrize("case", THEIRS)
async def test_another_programs_file_is_refused_by_the_check_too(
    case: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the words in which the server refuses it, and the file is left as it was: that program may be running."""
    given(monkeypatch, {"OFFHOOK__STORE__PATH": "theirs.db"})
    with closing(sqlite3.connect("theirs.db", isolation_level=None)) as theirs, trio.fail_after(WITHIN_S):
        for statement in THEIRS[case]:
            theirs.execute(statement)
        there = [name for name in files(folder) if not name.endswith("-shm")]  # which is memory, shared by who reads
        before = [await trio.Path(name).read_bytes() for name in there]
        (said,) = (await _rehearsal()).problems
        assert [name for name in files(folder) if not name.endswith("-shm")] == there
        assert [await trio.Path(name).read_bytes() for name in there] == before
        assert (said,) == await _refused()


NO_PLACES = {
    "a name too long": "x" * 300,
    "a name that ends like a directory's": "calls.db/",
    "a directory that is a file": "agent.toml/calls.db",
    "links in a circle": "circle",
}


@pytest.mark.parametrize("case", NO_PLACES)
async def test_a_store_that_has_no_place_is_refused_by_the_check_too(
    case: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a line, whatever the system makes of such a name."""
    given(monkeypatch, {"OFFHOOK__STORE__PATH": NO_PLACES[case]})
    await trio.Path("circle").symlink_to("circle")
    with trio.fail_after(WITHIN_S):
        for problems in ((await _rehearsal()).problems, await _refused()):
            (problem,) = problems
            assert problem.startswith(f"store.path = {NO_PLACES[case]!r}: ")


async def test_a_link_to_a_store_that_is_not_there_yet_is_followed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a volume is often given: the check passes it, the server makes the file, and only its owner may read it."""
    given(monkeypatch, {"OFFHOOK__STORE__PATH": "calls.db"})
    volume = trio.Path("volume")
    await volume.mkdir()
    await trio.Path("calls.db").symlink_to(volume / "kept.db")
    with trio.fail_after(WITHIN_S):
        assert (await _rehearsal()).problems == ()
        assert await _refused() == ()
        assert (await _rehearsal()).problems == ()
    assert (await (volume / "kept.db").stat()).st_mode & 0o777 == 0o600


async def test_the_check_leaves_no_trace(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No store, no directory of sounds; a file that an older version made has the tables and the mode that it had."""
    given(monkeypatch, {"OFFHOOK__STORE__PATH": "calls.db", "OFFHOOK__SPEAKER__CACHE__PATH": "voices"})
    with trio.fail_after(WITHIN_S):
        assert (await _rehearsal()).problems == ()
        assert files(folder) == ["agent.toml"]
        await trio.to_thread.run_sync(make_older_store, "older.db")
        before = await trio.Path("older.db").read_bytes()
        monkeypatch.setenv("OFFHOOK__STORE__PATH", "older.db")
        assert (await _rehearsal()).problems == ()
    assert await trio.Path("older.db").read_bytes() == before
    assert (await trio.Path("older.db").stat()).st_mode & 0o777 == 0o644
    assert files(folder) == ["agent.toml", "older.db"]


async def test_a_store_of_ours_is_opened_as_the_server_would(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that the server has made is passed, and served again."""
    given(monkeypatch, {"OFFHOOK__STORE__PATH": "calls.db"})
    with trio.fail_after(WITHIN_S):
        assert await _refused() == ()
        assert (await _rehearsal()).problems == ()
        assert await _refused() == ()


@pytest.mark.parametrize("there", ["file", "fifo", "link to nowhere"])
async def test_the_check_says_that_calls_will_have_no_journals(
    there: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a warning, because a call goes on without one."""
    given(monkeypatch, {"OFFHOOK__STORE__PATH": "calls.db"})
    journals = folder / "calls.db.journals"
    match there:
        case "file":
            journals.touch()
        case "fifo":
            os.mkfifo(journals)
        case _:
            journals.symlink_to("nowhere")
    with trio.fail_after(WITHIN_S):
        rehearsal = await _rehearsal()
    assert rehearsal.problems == ()
    assert rehearsal.warnings == (
        f"store.path = 'calls.db': {str(journals)!r} is not a folder; calls have no journals until that is changed",
    )


async def test_a_cache_that_is_a_file_costs_no_start(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a warning, because the server would come up without it."""
    given(monkeypatch, {"OFFHOOK__SPEAKER__CACHE__PATH": "agent.toml"})
    with trio.fail_after(WITHIN_S):
        rehearsal = await _rehearsal()
    assert rehearsal.problems == ()
    assert rehearsal.warnings == (
        "speaker.cache.path = 'agent.toml': is no directory; sentences are kept in memory only",
    )
