"""What an agent file changes of the settings for its own calls: the voice, and what ends a call. The real services over
a fake in memory; virtual time."""

from collections.abc import Sequence
from io import StringIO

import msgspec
import pytest
import trio
from trio.testing import MockClock

from offhook.actors.open_services import open_for_agent
from offhook.actors.responder.service import Sentence
from offhook.actors.served_call import ServedCall
from offhook.actors.shared_services import open_shared_services
from offhook.actors.start_up_failed import StartUpFailed
from offhook.engine.host.agent import load_agent
from offhook.engine.host.agent_file import AgentFileInvalid
from offhook.engine.host.agent_limits import AgentLimits
from offhook.engine.host.settings import LimitsSettings
from offhook.engine.host.telemetry import open_log
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import AGENT, calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.fakes.openai_audio import FakeOpenAiAudio
from offhook.simulation.services import SimulatedResponder
from offhook.simulation.world import SimulatedWorld
from tests.actors.one_call import one_call
from tests.actors.openai_audio_rig import KEY, URL
from tests.actors.served import A_CALL
from tests.actors.spoken_languages import Ear
from tests.fakes.clips import clip

OPENAI = {"chain": ["openai", "tone"], "openai": {"api_key": KEY, "base_url": URL, "voice": "marin"}}


async def voices_asked_for(*agents: str, languages: Sequence[str] = ("en",)) -> list[str]:
    """Each agent says the same sentence in each of these languages, with the services that all share."""
    fake = FakeOpenAiAudio(key=KEY, speech_s=0.1)
    settings = settings_with(speaker=OPENAI)
    async with in_memory(fake.server.serve) as (_, transport):
        world = SimulatedWorld(0, transport=transport)
        log = open_log(settings.log, world, StringIO())
        async with open_shared_services(settings, world, log) as shared:
            for agent in agents:
                loaded = load_agent("a.toml", agent, read_file=FILES.__getitem__)
                async with open_for_agent(shared, loaded, prepare=False) as services:
                    for language in languages:
                        call = ServedCall(A_CALL.caller, language)
                        voice = services.voice(language)
                        async with voice.session(call) as session, session.sentence("Hello.") as pieces:
                            assert [piece async for piece in pieces]
    asked = [request for request in fake.server.requests if request.path.endswith("/audio/speech")]
    return [msgspec.json.decode(request.body)["voice"] for request in asked]


async def test_an_agent_speaks_with_its_own_voice(autojump_clock: MockClock) -> None:
    """Others keep that of the settings; the same sentence in another voice is not taken from the cache."""
    own = 'name = "b"\nvoice = "nova"\n'
    assert await voices_asked_for('name = "a"\n', own, 'name = "c"\n') == ["marin", "nova"]


async def test_a_voice_is_named_by_service(autojump_clock: MockClock) -> None:
    """Of one that is not used, nothing is said."""
    own = 'name = "b"\nvoice = { openai = "nova", elevenlabs = "JBFqnCBsd6RMkjVDRZzb" }\n'
    assert await voices_asked_for(own) == ["nova"]


FILES = {"b.hi.toml": 'name = "b"\nlanguage = "hi"\nvoice = "shimmer"\n'}
IN_THREE = 'name = "b"\nlanguage = "ask"\nvoice = "nova"\n{}[languages.en]\n[languages.hi]\n{}[languages.es]\n'


@pytest.mark.parametrize(
    ("agent", "asked"),
    [
        (IN_THREE.format("", ""), ["nova", "nova", "nova"]),
        (IN_THREE.format("", 'voice = "coral"\n'), ["nova", "coral", "nova"]),
        (IN_THREE.format("", "voice = { openai = 'coral' }\n"), ["nova", "coral", "nova"]),
        (IN_THREE.format("", 'agent = "b.hi.toml"\n'), ["nova", "shimmer", "nova"]),
        (IN_THREE.format("", 'agent = "b.hi.toml"\nvoice = "coral"\n'), ["nova", "coral", "nova"]),
        (IN_THREE.replace('"nova"', '""').format("", 'voice = "coral"\n'), ["marin", "coral", "marin"]),
        (
            IN_THREE.replace("[languages.en]\n", '[languages.en]\nvoice = "echo"\n').format("", ""),
            ["echo", "nova", "nova"],
        ),
        (
            'name = "b"\nvoice = "nova"\n[built_in]\ntools = ["set_language"]\n'
            '[languages.hi]\nvoice = "coral"\n[languages.es]\n',
            ["nova", "coral", "nova"],
        ),
    ],
)
async def test_a_language_may_have_a_voice_of_its_own(
    agent: str, asked: Sequence[str], autojump_clock: MockClock
) -> None:
    """In its table, or in its file; the others keep the one at the top, or else that of the settings."""
    assert await voices_asked_for(agent, languages=("en", "hi", "es")) == asked


async def test_a_language_changes_the_voice_in_the_middle_of_a_call(autojump_clock: MockClock) -> None:
    """The sentences of one call, as the service is asked for them."""
    fake = FakeOpenAiAudio(key=KEY, speech_s=0.3)
    async with in_memory(fake.server.serve) as (_, transport):
        settings = settings_with(speaker=OPENAI, floor={"filler_s": 0})
        ear = Ear("en", "hi", hears=("hello", "hindi"))
        agent = (
            'name = "b"\nlanguage = "ask"\nvoice = "nova"\ngreeting = "Harbor Hotel."\n'
            '[languages.en]\n[languages.hi]\nvoice = "coral"\n'
        )
        opening = open_simulated_exchange(
            settings, agent=agent, recognizer=ear, responder=SimulatedResponder(Sentence("So.")), transport=transport
        )
        async with opening as exchange:
            carrier = SimulatedCarrier()
            async with calling(exchange, carrier):
                await carrier.agent_has_spoken()
                for _ in range(2):
                    carrier.say(clip("book_a_room"))
                    await carrier.agent_has_spoken()
            await record_of(exchange, carrier)
    bodies = [msgspec.json.decode(each.body) for each in fake.server.requests if each.path.endswith("/audio/speech")]
    said = {each["input"]: each["voice"] for each in bodies}
    assert said["Harbor Hotel."] == "nova"
    assert said["So."] == "coral"


async def start_problems(agent: str, **sections: dict[str, object]) -> list[str]:
    settings = settings_with(**sections)
    world = SimulatedWorld(0)
    log = open_log(settings.log, world, StringIO())
    with pytest.raises(StartUpFailed) as failed:
        async with (
            open_shared_services(settings, world, log) as shared,
            open_for_agent(shared, load_agent("a.toml", agent), prepare=False),
        ):
            pass
    return list(failed.value.problems)


@pytest.mark.parametrize(
    ("agent", "sections", "problem"),
    [
        ('name = "a"\nvoice = "nova"\n', {}, "a.toml:2: no service of speaker.chain has a voice to choose: remove it,"),
        (
            'name = "a"\nvoice = "nova"\n',
            {
                "speaker": {
                    "chain": ["openai", "elevenlabs"],
                    "openai": {"api_key": KEY},
                    "elevenlabs": {"api_key": KEY},
                }
            },
            "a.toml:2: several services have a voice of their own: openai, elevenlabs: write voice = { openai = ",
        ),
        (
            'name = "a"\nvoice = { opena = "nova" }\n',
            {},
            "a.toml:2: no voice can be chosen for 'opena': did you mean 'openai'?",
        ),
        (
            'name = "a"\nvoice = { tone = "nova" }\n',
            {},
            "a.toml:2: no voice can be chosen for 'tone': known here:",
        ),
        (
            'name = "a"\nlanguage = "ask"\n[languages.en]\n[languages.es]\nvoice = { opena = "nova" }\n',
            {"speaker": OPENAI},
            "a.toml:5: no voice can be chosen for 'opena': did you mean 'openai'?",
        ),
        (
            'name = "a"\nlanguage = "ask"\nvoice = { opena = "nova" }\n[languages.es]\n[languages.fr]\n',
            {"speaker": OPENAI},
            "a.toml:3: no voice can be chosen for 'opena': did you mean 'openai'?",
        ),
        (
            'name = "a"\n[limits]\ncost = 2.0\n',
            {"speaker": OPENAI},
            "a.toml:3: limits.cost = 2: without a price for each service it cannot be kept: set prices.speaker.openai",
        ),
    ],
)
async def test_what_does_not_fit_the_services_is_told_at_the_start(
    agent: str, sections: dict[str, dict[str, object]], problem: str, autojump_clock: MockClock
) -> None:
    """With its line and what to do."""
    found = await start_problems(agent, **sections)
    assert [each[: len(problem)] for each in found] == [problem]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[limits]\ncall_s = 0\n", "a.toml:3: limits.call_s: 0 does not fit: it must be more than 0"),
        ("[limits]\ncost = -1\n", "a.toml:3: limits.cost: -1 does not fit: it must be more than 0"),
        ("[limits]\ncalls = 3\n", "a.toml:3: unknown key 'calls' in limits: did you mean 'call_s'?"),
        ('limits = "5 s"\n', "a.toml:2: limits: '5 s' does not fit: it must be a table, not text in quotes"),
        ("voice = 3\n", "a.toml:2: voice: 3 does not fit: it must be text in quotes or a table, not a whole number"),
    ],
)
def test_a_mistake_in_the_file_is_told(text: str, problem: str) -> None:
    """When it is read."""
    with pytest.raises(AgentFileInvalid) as invalid:
        load_agent("a.toml", f'name = "a"\n{text}')
    assert str(invalid.value) == problem


@pytest.mark.parametrize(
    ("of_agent", "of_settings", "lowest"),
    [(None, 0.0, 0.0), (None, 2.0, 2.0), (1.0, 0.0, 1.0), (1.0, 2.0, 1.0), (3.0, 2.0, 2.0)],
)
def test_the_lower_amount_is_the_limit(of_agent: float | None, of_settings: float, lowest: float) -> None:
    """None in the settings is any amount."""
    assert AgentLimits(cost=of_agent).lowest_cost(LimitsSettings(cost=of_settings)) == lowest


@pytest.mark.parametrize(("of_agent", "of_settings"), [(8, 60), (60, 8)])
async def test_the_lower_limit_ends_the_call(of_agent: int, of_settings: int, autojump_clock: MockClock) -> None:
    """A call ends with the agent's goodbye, by its own limit or by that of the settings."""
    agent = f"{AGENT}\n[limits]\ncall_s = {of_agent}\n"
    settings = settings_with(limits={"call_s": of_settings})
    async with one_call(settings, agent=agent, responder=SimulatedResponder(Sentence("Hello."))) as call:
        began = trio.current_time()
        await call.over.wait()
        assert 8 <= trio.current_time() - began < 14
    assert call.record.over is not None
    assert call.record.over.end_reason == "call limit reached"
