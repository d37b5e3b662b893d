"""From one start of the server to the next. Virtual clock, real directory; faults: a voice that fails or hangs."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import StringIO
from pathlib import Path

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.open_services import open_services
from offhook.actors.responder.scripted import ScriptedResponderSettings
from offhook.actors.services import Services
from offhook.actors.speaker.cache_start_up import LINE_WITHIN_S, START_WAITS_S, open_cached_voices, preparing
from offhook.actors.speaker.openai_speech import OpenAiSpeechSettings, open_openai_speech
from offhook.actors.speaker.service import Voice
from offhook.actors.speaker.speaker_settings import SpeakerSettings
from offhook.engine.host.agent import Agent, load_agent
from offhook.engine.host.settings import LogSettings
from offhook.engine.host.telemetry import open_log
from offhook.simulation.exchange import AGENT, APOLOGY, GOODBYE, GREETING, REPEAT, settings_with
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.openai_audio import FakeOpenAiAudio
from offhook.simulation.services import SimulatedVoice
from offhook.simulation.trouble import Kind, Trouble
from offhook.simulation.world import SimulatedWorld
from tests.actors.speaker.listening import saying, sound_of

FIRST_BYTE_MS = 400
THE_AGENT = load_agent("test.toml", AGENT)
LINES = (GREETING, *ScriptedResponderSettings().sentences, *THE_AGENT.fillers, REPEAT, APOLOGY, GOODBYE)
LONG_ENOUGH_S = 60


@asynccontextmanager
async def started(path: Path | None, agent: Agent = THE_AGENT, **tone: int) -> AsyncIterator[tuple[Services, StringIO]]:
    """The services of a server whose voice is a slow tone, as a start of the server opens them."""
    cache = {"path": "" if path is None else str(path)}
    settings = settings_with(speaker={"cache": cache, "tone": {"first_byte_ms": FIRST_BYTE_MS, **tone}})
    world, lines = SimulatedWorld(), StringIO()
    log = open_log(LogSettings(format="json"), world, lines)
    async with open_services(settings, agent, world, log) as services:
        yield services, lines


def logged(lines: StringIO, event: str) -> list[dict[str, object]]:
    return [line for line in map(json.loads, lines.getvalue().splitlines()) if line["event"] == event]


async def waited_s(voice: Voice, text: str) -> float:
    """How long the first piece takes."""
    asked_at = trio.current_time()
    async with saying(voice, text) as pieces:
        assert await anext(aiter(pieces))
        return trio.current_time() - asked_at


async def test_the_fixed_lines_are_there_for_the_first_call(autojump_clock: MockClock) -> None:
    """A quick voice has them all before the server is up: each starts at once."""
    async with started(None, first_byte_ms=100) as (services, _):
        assert trio.current_time() == pytest.approx(0.1 * len(LINES))
        assert [await waited_s(services.voice("en"), line) for line in LINES] == [0.0] * len(LINES)
        assert services.memory_cache is not None
        assert services.memory_cache.statistics().hit_rate == 1.0


async def test_the_answers_of_the_agent_file_are_there_too(autojump_clock: MockClock) -> None:
    """Sentence by sentence, as they are said. One about what is not known before a call is rendered when it is."""
    answer = '"We open at eight. Call us, {params.name}. We close at six."'
    agent = load_agent("test.toml", f'{AGENT}[[answers]]\nask = ["When are you open?"]\nanswer = {answer}\n')
    async with started(None, agent, first_byte_ms=100) as (services, _):
        waited = [await waited_s(services.voice("en"), f"{said}.") for said in ("We open at eight", "We close at six")]
        assert waited == [0.0, 0.0]
        assert await waited_s(services.voice("en"), "Call us, Ann.") == pytest.approx(0.1)


async def test_a_slow_voice_does_not_keep_the_server_from_starting(autojump_clock: MockClock) -> None:
    """The greeting comes first; what is not there in time is rendered beside the calls, which do not wait for it."""
    async with started(None, first_byte_ms=900) as (services, _):
        assert trio.current_time() == pytest.approx(START_WAITS_S)
        assert await waited_s(services.voice("en"), GREETING) == 0.0
        assert await waited_s(services.voice("en"), GOODBYE) == pytest.approx(0.9)
        await trio.sleep(LONG_ENOUGH_S)
        assert await waited_s(services.voice("en"), GOODBYE) == 0.0


async def test_the_second_start_renders_nothing(tmp_path: Path, autojump_clock: MockClock) -> None:
    """What the first one rendered, ahead and in calls, is in memory before the second one takes a call."""
    async with started(tmp_path) as (services, _):
        await trio.sleep(LONG_ENOUGH_S)
        said = await sound_of(services.voice("en"), "It is nice to talk to you.")
    async with started(tmp_path) as (services, lines):
        voice = services.voice("en")
        assert [await waited_s(voice, line) for line in LINES] == [0.0] * len(LINES)
        before = trio.current_time()
        assert await sound_of(voice, "It is nice to talk to you.") == said
        assert trio.current_time() == before
    (served,) = logged(lines, "voice cache")
    assert (served["hits"], served["misses"], served["hit_rate"]) == (len(LINES) + 1, 0, 1.0)


async def test_other_settings_are_another_voice(tmp_path: Path, autojump_clock: MockClock) -> None:
    """After a change of the settings nobody hears the old voice, and after going back nothing is rendered again."""
    sounds, hits = [], []
    for frequency_hz in (440, 880, 440):
        async with started(tmp_path, frequency_hz=frequency_hz) as (services, lines):
            sounds.append(await sound_of(services.voice("en"), "It is nice to talk to you."))
        hits += [served["hits"] for served in logged(lines, "voice cache")]
    assert sounds[0] == sounds[2] != sounds[1]
    assert hits == [0, 0, 1]


async def test_more_workers_are_the_same_voice(tmp_path: Path, autojump_clock: MockClock) -> None:
    """How many share the work is no matter of sound."""
    world, log = SimulatedWorld(), open_log(LogSettings(), SimulatedWorld(), StringIO())
    for workers, rendered in ((1, ["Hello."]), (2, [])):
        settings = SpeakerSettings.model_validate({"cache": {"path": str(tmp_path)}, "espeak_ng": {"workers": workers}})
        espeak_ng = SimulatedVoice(1)
        espeak_ng.name = "espeak_ng"
        async with open_cached_voices([espeak_ng], settings, world, log) as ([voice], _):
            await sound_of(voice, "Hello.")
            assert espeak_ng.said == rendered


async def test_another_server_is_another_voice(tmp_path: Path, autojump_clock: MockClock) -> None:
    """The settings are the same: the environment says where it is."""
    fake = FakeOpenAiAudio(key="", speech_s=0.3)
    settings = SpeakerSettings.model_validate({"cache": {"path": str(tmp_path)}})
    async with in_memory(fake.server.serve) as (_, transport):
        for number, host in enumerate(("one", "other", "one")):
            world = SimulatedWorld(transport=transport, environment={"OPENAI_BASE_URL": f"http://{host}.example/v1"})
            log = open_log(LogSettings(), world, StringIO())
            async with (
                open_openai_speech(world, OpenAiSpeechSettings()) as speech,
                open_cached_voices([speech], settings, world, log) as ([voice], _),
            ):
                await sound_of(voice, "Hello.")
            assert len(fake.requests) == min(number + 1, 2)


async def test_a_line_that_fails_or_hangs_costs_that_line(autojump_clock: MockClock) -> None:
    """It is logged without its words, the others are rendered, and a call may try again."""
    lines = StringIO()
    world = SimulatedWorld()
    log = open_log(LogSettings(format="json"), world, lines)
    for kind in (Kind.FAIL, Kind.CRASH, Kind.HANG):
        inner = SimulatedVoice(1, Trouble(kind))
        async with (
            open_cached_voices([inner], SpeakerSettings(), world, log) as ([voice], cache),
            preparing(voice, ["One.", "Two.", "Three."], "en", log, until=trio.current_time()),
        ):
            await trio.sleep(LINE_WITHIN_S + 1)
            assert inner.said == ["One.", "Two.", "Three."]
            assert cache.statistics().entries == 2
            assert await sound_of(voice, "One.")
    failures = logged(lines, "line not rendered")
    assert len(failures) == 3
    assert all("One." not in str(failure) for failure in failures)


async def test_closing_does_not_wait_for_lines(autojump_clock: MockClock) -> None:
    """A server that is stopped while lines are still being rendered stops at once."""
    async with started(None, first_byte_ms=9000):
        before = trio.current_time()
    assert trio.current_time() == before
