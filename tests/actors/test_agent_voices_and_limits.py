"""What an agent file says of voices and limits, against the settings. Virtual time; OpenAI's voice over the real wire
format, to the fake in memory."""

import json
from collections.abc import Mapping
from io import StringIO

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.services import open_for_agent, open_services
from offhook.actors.settings import Settings
from offhook.actors.shared_services import open_shared_services
from offhook.actors.start_up_failed import StartUpFailed
from offhook.engine.decide.end_reason import EndReason
from offhook.engine.host.agent import load_agent
from offhook.engine.host.agent_file import AgentFileInvalid
from offhook.engine.host.telemetry import open_log
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import (
    AGENT,
    GOODBYE,
    GREETING,
    calling,
    open_simulated_exchange,
    record_of,
    settings_with,
)
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.openai_audio import FakeOpenAiAudio
from offhook.simulation.services import SimulatedVoice
from offhook.simulation.world import SimulatedWorld
from tests.actors.one_call import one_call
from tests.actors.openai_audio_rig import KEY, URL

OPENAI = {"chain": ["openai"], "openai": {"api_key": KEY, "base_url": URL}}
CORAL = AGENT + '[voice]\nopenai = "coral"\n'


def voices(fake: FakeOpenAiAudio, text: str) -> list[str]:
    """Those that were asked to say it."""
    bodies = [json.loads(request.body) for request in fake.requests if request.path == "/v1/audio/speech"]
    return [body["voice"] for body in bodies if body["input"] == text]


async def problems(agent: str, **sections: Mapping[str, object]) -> list[str]:
    """Of a start with this agent file."""
    settings, world = settings_with(**sections), SimulatedWorld()
    with pytest.raises(StartUpFailed) as caught:
        async with open_services(
            settings, load_agent("a.toml", agent), world, open_log(settings.log, world, StringIO())
        ):
            pytest.fail("it opened")
    return list(caught.value.problems)


async def test_two_agents_of_a_server_speak_with_a_voice_each(autojump_clock: MockClock) -> None:
    """They share the service and the cache. Neither gets the other's sound of a sentence that both say."""
    fake, settings = FakeOpenAiAudio(key=KEY, speech_s=0.5), settings_with(speaker=OPENAI)
    async with in_memory(fake.server.serve) as (_, transport):
        world = SimulatedWorld(transport=transport)
        async with (
            open_shared_services(settings, world, open_log(settings.log, world, StringIO())) as shared,
            open_for_agent(shared, load_agent("a.toml", AGENT)),
            open_for_agent(shared, load_agent("b.toml", CORAL.replace('"test"', '"coral"'))),
        ):
            pass
    assert voices(fake, GOODBYE) == ["marin", "coral"]


async def test_a_caller_hears_the_voice_that_the_agent_file_names(autojump_clock: MockClock) -> None:
    """In the call itself, not only for what is rendered before."""
    fake = FakeOpenAiAudio(key=KEY, speech_s=0.5)
    settings = settings_with(speaker={**OPENAI, "cache": {"memory_mb": 0}})
    async with (
        in_memory(fake.server.serve) as (_, transport),
        open_simulated_exchange(settings, agent=CORAL, transport=transport) as exchange,
    ):
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
        await record_of(exchange, carrier)
    assert voices(fake, GREETING) == ["coral"]


async def test_a_voice_of_no_service_is_refused_at_its_line(autojump_clock: MockClock) -> None:
    """As is one of a service that has no voices to choose from."""
    line = AGENT.count("\n") + 2
    assert await problems(AGENT + '[voice]\nopnai = "coral"\n') == [
        f"a.toml:{line}: voice.opnai: there is no such voice service: did you mean 'openai'?"
    ]
    assert await problems(AGENT + '[voice]\ntone = "high"\n') == [
        f"a.toml:{line}: voice.tone = 'high': this service has no voices to choose from"
    ]


async def test_a_voice_that_is_never_heard_is_a_warning(autojump_clock: MockClock) -> None:
    """The file may serve several servers, with other keys."""
    settings, world = settings_with(), SimulatedWorld()
    log = open_log(settings.log, world, StringIO())
    async with open_services(settings, load_agent("a.toml", CORAL), world, log) as services:
        assert [each for each in services.warnings if "voice.openai" in each] == [
            f"a.toml:{CORAL.count(chr(10))}: voice.openai is not heard: openai is not among the voices in use"
        ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('voice = "coral"', 'of which service: each has voices of its own: write voice.openai = "coral"'),
        ("voice = 3", 'is not a table: write voice.openai = "coral", for instance'),
        ("voice.openai = 3", "voice.openai: 3 does not fit: it must be text in quotes, not a whole number"),
        ('voice.openai = ""', "voice.openai: '' does not fit: it must have at least 1 character"),
        ("limits.call_s = 0", "limits.call_s: 0 does not fit: it must be more than 0"),
        ("limits.cost = -1", "limits.cost: -1 does not fit: it must be more than 0"),
        ("limits.calls = 3", "unknown key 'calls' in limits"),
        ("limits = 3", "limits: 3 does not fit: it must be a table"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_its_fix(written: str, said: str) -> None:
    with pytest.raises(AgentFileInvalid) as caught:
        load_agent("a.toml", f'name = "a"\n{written}\n')
    assert str(caught.value).startswith("a.toml:2: ")
    assert said in str(caught.value)


async def test_limits_of_an_agent_never_loosen_those_of_the_server(autojump_clock: MockClock) -> None:
    """Both are refused, each at its line, and told what is allowed."""
    line = AGENT.count("\n") + 2
    looser = AGENT + "[limits]\ncall_s = 120\ncost = 2\n"
    prices = {"speaker": {"tone": {"million_characters": 1}}}
    assert await problems(looser, limits={"call_s": 60, "cost": 0.5}, prices=prices) == [
        f"a.toml:{line}: limits.call_s = 120 is above what the settings allow, limits.call_s = 60: lower it, or raise "
        "that one",
        f"a.toml:{line + 1}: limits.cost = 2 is above what the settings allow, limits.cost = 0.5: lower it, or raise "
        "that one",
    ]


async def test_a_limit_in_money_needs_prices(autojump_clock: MockClock) -> None:
    """As that of the settings does."""
    assert await problems(AGENT + "[limits]\ncost = 2\n") == [
        f"a.toml:{AGENT.count(chr(10)) + 2}: limits.cost = 2: no service has a price, so it would never be reached: "
        "set [prices], or leave the limit out"
    ]


async def _end(agent: str, settings: Settings) -> tuple[str, float]:
    """Why the call ended, and when."""
    async with one_call(settings, agent=agent, voice=SimulatedVoice(1)) as call:
        with trio.move_on_after(100):
            await call.over.wait()
    record = call.record
    assert record.over is not None
    return record.over.end_reason, record.over.ended_at - record.begun.started_at


async def test_a_call_ends_at_the_limit_of_its_agent(autojump_clock: MockClock) -> None:
    """With a goodbye, as at the server's."""
    reason, seconds = await _end(AGENT + "[limits]\ncall_s = 5\n", settings_with())
    assert reason == EndReason.CALL_LIMIT.value
    assert 5 < seconds < 7


async def test_a_call_ends_at_what_it_may_cost_with_its_agent(autojump_clock: MockClock) -> None:
    """The greeting alone costs more. The settings set no limit."""
    prices = {"speaker": {"simulated voice": {"million_characters": 1_000_000}, "tone": {"million_characters": 1}}}
    reason, _ = await _end(AGENT + "[limits]\ncost = 3\n", settings_with(prices=prices))
    assert reason == EndReason.COST_LIMIT.value
