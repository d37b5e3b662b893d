"""Warnings about models that OpenAI switches off. No clock: the time is an argument."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from offhook.actors.openai_models import SHUTDOWNS, announced_warning, shutdown_warning
from offhook.actors.responder.openai_chat import OPENAI, OpenAiResponderSettings
from offhook.actors.start_up import read_texts, rehearse
from offhook.engine.host.world import RealWorld
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat
from offhook.simulation.world import SimulatedWorld


def at(day: str) -> float:
    return datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("model", "day", "warning"),
    [
        ("gpt-4o", "2026-10-01", ""),
        ("gpt-4o", "2026-11-28", "OpenAI ends 'gpt-4o' on 2027-01-14; it names gpt-6-luna instead"),
        ("gpt-4o", "2027-01-14", "OpenAI ended 'gpt-4o' on 2027-01-14; it names gpt-6-luna instead"),
        ("tts-1", "2026-12-31", "OpenAI ends 'tts-1' on 2027-01-06; it names gpt-realtime-2.1-mini instead"),
        ("gpt-6-luna", "2030-01-01", ""),
        ("llama", "2030-01-01", ""),
    ],
)
def test_a_warning_comes_when_the_date_is_near(model: str, day: str, warning: str) -> None:
    """90 days before, and ever after."""
    assert shutdown_warning(model, at(day)) == warning


def test_no_default_is_a_model_that_ends() -> None:
    """A server without settings uses models that stay."""
    assert OpenAiResponderSettings().model not in SHUTDOWNS


async def test_only_openais_own_server_is_meant() -> None:
    """Another one may offer a model of the same name for as long as it likes."""
    world = SimulatedWorld(environment={"OPENAI_API_KEY": "sk-a"})  # in 2027
    assert OPENAI.warnings(world, OpenAiResponderSettings(model="gpt-4o")) != ()
    elsewhere = OpenAiResponderSettings(model="gpt-4o", base_url="http://localhost:8000/v1")
    assert OPENAI.warnings(world, elsewhere) == ()


@pytest.mark.parametrize(
    ("model", "told", "day", "warning"),
    [
        ("gpt-7", date(2027, 3, 1), "2027-01-01", "OpenAI ends 'gpt-7' on 2027-03-01"),
        ("gpt-7", date(2027, 3, 1), "2027-03-02", "OpenAI ended 'gpt-7' on 2027-03-01"),
        ("gpt-7", date(2028, 3, 1), "2027-01-01", ""),
        ("gpt-7", None, "2027-01-01", ""),
        ("gpt-4o", date(2027, 1, 14), "2027-01-01", ""),
    ],
)
def test_a_date_that_the_server_tells_counts_too(model: str, told: date | None, day: str, warning: str) -> None:
    """Unless the table has it: then that has been said."""
    assert announced_warning(model, told, at(day)) == warning


async def test_an_ended_model_behind_its_successor_is_told_as_what_it_is(folder: Path) -> None:
    """With a key and nothing set, calls ask the ended voice only where the one in front fails."""
    (folder / "a.toml").write_text('name = "a"\n')
    environment = {
        "OFFHOOK__AGENT__PATH": "a.toml",
        "OFFHOOK__RECOGNIZER__CHAIN": '["scripted"]',
        "OFFHOOK__RESPONDER__CHAIN": '["scripted"]',
        "OFFHOOK__SPEAKER__CHAIN": '["openai_realtime", "openai", "tone"]',
        "OFFHOOK__SPEAKER__OPENAI__API_KEY": "sk-secret",
        "OFFHOOK__SPEAKER__OPENAI_REALTIME__API_KEY": "sk-secret",
    }
    async with in_memory(FakeOpenAiChat(key="sk-secret").serve) as (_, transport):
        world = SimulatedWorld(transport=transport)
        rehearsal = await rehearse(read_texts(world, environment), world)
    assert rehearsal.problems == ()
    (ended,) = [warning for warning in rehearsal.warnings if "2027-01-06" in warning]
    assert ended.endswith("; calls ask it only where openai_realtime fails")


async def test_free_speech_needs_more_than_pocketsphinx(folder: Path) -> None:
    """An agent for a language model lets callers say anything: whoever starts it with only the recognizer of expected
    words is told what to set; with another one in front, or an agent that expects words, nobody is."""
    (folder / "a.toml").write_text('name = "a"\nprompt = "You work at the Harbor Hotel."\n')
    environment = {
        "OFFHOOK__AGENT__PATH": "a.toml",
        "OFFHOOK__RESPONDER__CHAIN": '["scripted"]',
        "OFFHOOK__SPEAKER__CHAIN": '["tone"]',
    }
    told = []
    for chain in ('["pocketsphinx"]', '["scripted", "pocketsphinx"]'):
        world = RealWorld()
        texts = read_texts(world, {**environment, "OFFHOOK__RECOGNIZER__CHAIN": chain})
        told.append([each for each in (await rehearse(texts, world)).warnings if "free speech" in each])
    assert [len(each) for each in told] == [1, 0]
    assert "recognizer.chain" in told[0][0]


async def test_nobody_waits_for_a_transfer_that_no_model_makes(folder: Path) -> None:
    """The agent file named a person, the prompt said "transfer them", and callers were promised it."""
    environment = {
        "OFFHOOK__AGENT__PATH": "a.toml",
        "OFFHOOK__RECOGNIZER__CHAIN": '["scripted"]',
        "OFFHOOK__RESPONDER__CHAIN": '["openai"]',
        "OFFHOOK__RESPONDER__OPENAI__API_KEY": "sk-secret",
        "OFFHOOK__SPEAKER__CHAIN": '["tone"]',
    }
    told = []
    for transfer in ('transfer = "+15550100"\n', ""):
        (folder / "a.toml").write_text(f'name = "a"\n{transfer}prompt = "You work at the Harbor Hotel."\n')
        async with in_memory(FakeOpenAiChat(key="sk-secret").serve) as (_, transport):
            world = SimulatedWorld(transport=transport)
            told.append((await rehearse(read_texts(world, environment), world)).warnings)
    assert [[each.partition(": a language")[0] for each in warnings] for warnings in told] == [
        ["a.toml: transfer is used by nobody"],
        [],
    ]


async def test_a_trial_start_tells_it(folder: Path) -> None:
    """`offhook serve --check` prints it among its warnings; the key that makes the service usable is nowhere in it."""
    (folder / "a.toml").write_text('name = "a"\nprompt = "You work at the Harbor Hotel."\n')
    environment = {
        "OFFHOOK__AGENT__PATH": "a.toml",
        "OFFHOOK__RECOGNIZER__CHAIN": '["scripted"]',
        "OFFHOOK__RESPONDER__CHAIN": '["openai"]',
        "OFFHOOK__RESPONDER__OPENAI__MODEL": "gpt-4o",
        "OFFHOOK__RESPONDER__OPENAI__API_KEY": "sk-secret",
        "OFFHOOK__SPEAKER__CHAIN": '["tone"]',
    }
    async with in_memory(FakeOpenAiChat(key="sk-secret").serve) as (_, transport):
        world = SimulatedWorld(transport=transport)  # in 2027
        texts = read_texts(world, environment)
        rehearsal = await rehearse(texts, world)
    assert rehearsal.problems == ()
    assert 'in_use.responder = ["openai"]' in list(rehearsal.lines())
    ended = "OpenAI ended 'gpt-4o' on 2027-01-14; it names gpt-6-luna instead: set responder.openai.model"
    assert rehearsal.warnings == (ended,)
    assert texts.loaded is not None
    assert "sk-secret" not in "\n".join([*texts.loaded.lines(), *rehearsal.lines()])
