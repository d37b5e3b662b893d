"""How long services take by themselves: asked by our own clients of them, in a process with no call."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from statistics import median

import trio

from offhook.actors.recognizer.service import RecognizerSession
from offhook.actors.registry import RECOGNIZERS, RESPONDERS, VOICES
from offhook.actors.responder.service import CallerTurn, Occasion, ResponderSession, Sentence
from offhook.actors.served_call import ServedCall
from offhook.actors.speaker.service import VoiceSession
from offhook.engine.host.agent import Agent
from offhook.engine.host.world import World
from offhook.engine.words.expectation import Expectation

PAUSE_S = 0.3  # between two requests, as between two turns nothing is asked
WITHIN_S = 10.0
SECOND_OF_SOUND = b"\xff" * 8000

_CALL = ServedCall(caller="", language="en")


@asynccontextmanager
async def recognizer(world: World, name: str, settings: Mapping[str, object]) -> AsyncIterator[RecognizerSession]:
    declared = next(each for each in RECOGNIZERS if each.name == name)
    async with (
        declared.open(world, declared.settings.model_validate(settings)) as service,
        service.session(_CALL) as session,
    ):
        yield session


@asynccontextmanager
async def responder(
    world: World, name: str, settings: Mapping[str, object], agent: Agent
) -> AsyncIterator[ResponderSession]:
    declared = next(each for each in RESPONDERS if each.name == name)
    async with (
        declared.open(world, declared.settings.model_validate(settings), agent) as service,
        service.session(_CALL) as session,
    ):
        yield session


@asynccontextmanager
async def voice(world: World, name: str, settings: Mapping[str, object]) -> AsyncIterator[VoiceSession]:
    declared = next(each for each in VOICES if each.name == name)
    async with (
        declared.open(world, declared.settings.model_validate(settings)) as service,
        service.session(_CALL) as session,
    ):
        yield session


async def words(session: RecognizerSession) -> float:
    """Seconds until the words of a second of sound are final. Each of these may raise ServiceFailed."""
    async with session.utterance(1, Expectation(), lambda text: None) as utterance:
        await utterance.feed(SECOND_OF_SOUND)
        began = trio.current_time()
        await utterance.finish()
        return trio.current_time() - began


async def first_sentence(session: ResponderSession, heard: str) -> float:
    """Seconds until the first sentence of an answer is complete."""
    began, took_s = trio.current_time(), None
    async with session.reply(CallerTurn(Occasion.SPEECH, heard), (), trio.lowlevel.checkpoint) as parts:
        async for part in parts:  # to the end, so that the connection can be used again
            if took_s is None and isinstance(part, Sentence):
                took_s = trio.current_time() - began
    assert took_s is not None, "an answer without a sentence"
    return took_s


async def first_sound(session: VoiceSession, text: str) -> float:
    """Seconds until the first sound of a sentence is there."""
    began, took_s = trio.current_time(), None
    async with session.sentence(text) as pieces:
        async for piece in pieces:
            if took_s is None and isinstance(piece, bytes):
                took_s = trio.current_time() - began
    assert took_s is not None, "a sentence without sound"
    return took_s


async def median_ms(ask: Callable[[], Awaitable[float]], times: int) -> float:
    """The median of so many requests, in milliseconds, after one that connects."""
    await ask()
    took_s: list[float] = []
    while len(took_s) < times:
        await trio.sleep(PAUSE_S)
        with trio.fail_after(WITHIN_S):
            took_s.append(await ask())
    return 1000 * median(took_s)
