"""What every service over the network must do, in the same words for our fakes of it and for the live service.

The fakes are asked in every run. The live services are asked where `OFFHOOK_LIVE=1` and their key is set
(`OPENAI_API_KEY`, `DEEPGRAM_API_KEY`, `ASSEMBLYAI_API_KEY`); otherwise those tests do not exist. They cost a few cents.
Real sockets, real clock.
"""

import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
import trio

from offhook.actors.recognizer.service import RecognizerFailed
from offhook.actors.registry import RECOGNIZERS, RESPONDERS, VOICES
from offhook.actors.responder.service import CallerTurn, FirstToken, Occasion, ResponderFailed, Sentence
from offhook.actors.speaker.service import VoiceFailed
from offhook.engine.decide.costs import Used
from offhook.engine.host.agent import load_agent
from offhook.engine.host.errors_in_words import leaves
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.host.settings import Section
from offhook.engine.host.world import RealWorld
from offhook.engine.words.expectation import Expectation
from offhook.simulation.fakes.assemblyai import FakeAssemblyAi
from offhook.simulation.fakes.deepgram import FakeDeepgram
from offhook.simulation.fakes.http_server import on_a_socket
from offhook.simulation.fakes.openai_audio import FakeOpenAiAudio
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat
from offhook.simulation.fakes.openai_model import Answer
from offhook.simulation.fakes.openai_realtime import FakeOpenAiRealtime
from offhook.simulation.fakes.openai_responses import FakeOpenAiResponses
from tests.actors.served import A_CALL, Counted, committed
from tests.actors.speaker.listening import level_db, seconds, sound_of
from tests.fakes.clips import QUIET_FRAME, clip

# Read when the tests are collected: before they run, the vendors' variables are taken away from all of them.
VENDORS = {"openai": "OPENAI_API_KEY", "deepgram": "DEEPGRAM_API_KEY", "assemblyai": "ASSEMBLYAI_API_KEY"}
"""By how the names of a vendor's services begin."""
LIVE_KEYS = {
    vendor: os.environ[variable]
    for vendor, variable in VENDORS.items()
    if os.environ.get("OFFHOOK_LIVE") == "1" and os.environ.get(variable)
}
FAKE_KEY, WRONG_KEY = "sk-fake-0123456789", "sk-wrong-0123456789"
WITHIN_S = 30.0
HEARD, SAID = "a room for two nights", "We are open until nine."
AGENT = load_agent(
    "a.toml", 'name = "a"\ngreeting = "Hello."\nprompt = "You work at the Harbor Hotel, open until nine."\n'
)

# The SDK and httpx read streams through generators of their own (tests/actors/responder/test_openai_chat.py).
pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning")


def live_key(name: str) -> str:
    """Of the vendor of the service with this name; empty where its live service is not asked."""
    return next((key for vendor, key in LIVE_KEYS.items() if name.startswith(vendor)), "")


def asked_of(*services: str) -> list[tuple[str, str]]:
    """Where each of these services is asked: its fake, and perhaps the live one."""
    live = [("live", service) for service in services if live_key(service.rpartition(".")[2])]
    return [*(("fake", service) for service in services), *live]


@asynccontextmanager
async def reached(place: str, service: str, key: str = "") -> AsyncIterator[Mapping[str, object]]:
    """The settings that lead to a service: its name is `role.service`."""
    if place == "live":
        yield {"api_key": key or live_key(service.rpartition(".")[2])}
        return
    serving = {
        "recognizer.assemblyai": FakeAssemblyAi(key=FAKE_KEY, words=HEARD, wall_time=time.time).server.serve,
        "recognizer.deepgram": FakeDeepgram(key=FAKE_KEY, words=HEARD).server.serve,
        "recognizer.openai": FakeOpenAiAudio(key=FAKE_KEY, words=HEARD).server.serve,
        "recognizer.openai_realtime": FakeOpenAiRealtime(key=FAKE_KEY, words=HEARD, wall_time=time.time).server.serve,
        "responder.openai": FakeOpenAiChat(Answer(), key=FAKE_KEY).serve,
        "responder.openai_responses": FakeOpenAiResponses(Answer(), key=FAKE_KEY).serve,
        "speaker.openai": FakeOpenAiAudio(key=FAKE_KEY, speech_s=1.5).server.serve,
        "speaker.openai_realtime": FakeOpenAiRealtime(key=FAKE_KEY, speech_s=1.5, wall_time=time.time).server.serve,
    }
    async with on_a_socket(serving[service]) as url:
        yield {"api_key": key or FAKE_KEY, "base_url": url if service.endswith("assemblyai") else f"{url}/v1"}


def settings_of(table: Mapping[str, type[Section]], name: str, given: Mapping[str, object]) -> Section:
    return table[name].model_validate(given)


RECOGNIZER_SETTINGS = {each.name: each.settings for each in RECOGNIZERS}
RESPONDER_SETTINGS = {each.name: each.settings for each in RESPONDERS}
VOICE_SETTINGS = {each.name: each.settings for each in VOICES}


async def hears(place: str, name: str, key: str = "", counted: Counted | None = None) -> tuple[str, list[str]]:
    """The words in a recording, and the partial texts before."""
    partials: list[str] = []
    call = A_CALL if counted is None else counted.call
    declared = next(each for each in RECOGNIZERS if each.name == name)
    async with AsyncExitStack() as stack:
        given = await stack.enter_async_context(reached(place, f"recognizer.{name}", key))
        settings = settings_of(RECOGNIZER_SETTINGS, name, given)
        recognizer = await stack.enter_async_context(declared.open(RealWorld(), settings))
        session = await stack.enter_async_context(recognizer.session(call))
        utterance = await stack.enter_async_context(session.utterance(1, Expectation(), partials.append))
        sound = clip("book_a_room") + QUIET_FRAME * 15
        for begin in range(0, len(sound), 160):
            await utterance.feed(sound[begin : begin + 160])
        return (await utterance.finish()).text, partials


async def replies(place: str, name: str, key: str = "", counted: Counted | None = None) -> list[object]:
    """All parts of a reply."""
    call = A_CALL if counted is None else counted.call
    declared = next(each for each in RESPONDERS if each.name == name)
    async with AsyncExitStack() as stack:
        given = await stack.enter_async_context(reached(place, f"responder.{name}", key))
        settings = settings_of(RESPONDER_SETTINGS, name, {**given, "reasoning_effort": "none"})
        responder = await stack.enter_async_context(declared.open(RealWorld(), settings, AGENT))
        session = await stack.enter_async_context(responder.session(call))
        turn = CallerTurn(Occasion.SPEECH, "Until when are you open?")
        parts = await stack.enter_async_context(session.reply(turn, (), committed))
        return [part async for part in parts]


async def speaks(place: str, name: str, key: str = "") -> bytes:
    """The sound of a sentence."""
    declared = next(each for each in VOICES if each.name == name)
    async with AsyncExitStack() as stack:
        given = await stack.enter_async_context(reached(place, f"speaker.{name}", key))
        voice = await stack.enter_async_context(declared.open(RealWorld(), settings_of(VOICE_SETTINGS, name, given)))
        return await sound_of(voice, SAID)


@pytest.mark.parametrize(("place", "name"), asked_of("openai", "openai_realtime", "deepgram", "assemblyai"))
async def test_a_recording_is_recognised(place: str, name: str) -> None:
    """Its words come, each partial text is of the same utterance, and the seconds that were sent are counted."""
    counted = Counted()
    with trio.fail_after(WITHIN_S):
        text, partials = await hears(place, name, counted=counted)
    sent_s = round(seconds(clip("book_a_room") + QUIET_FRAME * 15), 3)
    (used,) = counted.used.values()
    assert counted.used == {f"recognizer.{name}": Used(requests=1, seconds=used.seconds)}
    if name == "assemblyai":  # it charges for the time of its session
        assert 0 < used.seconds < WITHIN_S
    else:
        assert used.seconds == sent_s
    assert {"room", "nights"} <= {*text.lower().strip(".").split()}
    assert all(len(partial) <= len(text) + 20 for partial in partials)


@pytest.mark.parametrize(("place", "name"), asked_of("openai", "openai_responses"))
async def test_a_model_replies_in_sentences(place: str, name: str) -> None:
    """First the sign that it writes, then what is spoken; at the end it is known what that has cost."""
    counted = Counted()
    with trio.fail_after(WITHIN_S):
        first, *sentences = await replies(place, name, counted=counted)
    assert isinstance(first, FirstToken)
    assert sentences
    assert all(isinstance(sentence, Sentence) for sentence in sentences)
    assert "nine" in " ".join(sentence.text.lower() for sentence in sentences if isinstance(sentence, Sentence))
    used = counted.used[f"responder.{name}"]
    assert used.input_tokens > 0
    assert used.output_tokens > 0
    assert used.estimated == 0


@pytest.mark.parametrize(("place", "name"), asked_of("openai", "openai_realtime"))
async def test_a_voice_sounds(place: str, name: str) -> None:
    """As long as the sentence takes, loud enough, and not with silence at its beginning."""
    with trio.fail_after(WITHIN_S):
        sound = await speaks(place, name)
    assert 0.8 < seconds(sound) < 6
    assert level_db(sound) > -40
    assert level_db(sound[:2400]) > -50


@pytest.mark.parametrize(
    ("place", "service"),
    asked_of(
        "recognizer.assemblyai",
        "recognizer.deepgram",
        "recognizer.openai",
        "recognizer.openai_realtime",
        "responder.openai",
        "responder.openai_responses",
        "speaker.openai",
        "speaker.openai_realtime",
    ),
)
async def test_a_key_that_is_not_accepted_is_named_as_such(place: str, service: str) -> None:
    """The service is to be left alone for a while, and the key is in no text."""
    role, _, name = service.partition(".")
    services: Mapping[str, Callable[[str, str, str], Awaitable[object]]] = {
        "recognizer": hears,
        "responder": replies,
        "speaker": speaks,
    }
    kind: type[ServiceFailed] = {"recognizer": RecognizerFailed, "responder": ResponderFailed, "speaker": VoiceFailed}[
        role
    ]
    failures: list[BaseException] = []
    with trio.fail_after(WITHIN_S):
        try:
            await services[role](place, name, WRONG_KEY)
        except (kind, ExceptionGroup) as exc:  # nurseries of the service may have put it into groups
            failures += leaves(exc)
    (failed,) = failures
    assert isinstance(failed, kind)
    assert "key" in str(failed)
    assert WRONG_KEY not in str(failed)
    assert failed.rest_s > 0
