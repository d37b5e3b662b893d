"""Services that fail, in front of those of a random call: the real clients of OpenAI's HTTP interfaces over fakes in
memory, and a voice that stops in the middle of a sentence. In front of those stand services of several vendors, whose
wires break. Behind all of them stand the services that the call has anyway; every voice has the sound of theirs.
"""

import random
import re
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from functools import partial
from itertools import chain, count, repeat
from typing import NamedTuple

import msgspec
import trio

from offhook.actors.recognizer.openai_transcription import OpenAiTranscriptionSettings, open_openai_transcription
from offhook.actors.recognizer.service import Recognizer
from offhook.actors.responder.openai_chat import OpenAiResponderSettings, open_openai_responder
from offhook.actors.responder.service import Responder
from offhook.actors.speaker.service import StatelessVoice, Voice, VoiceFailed, VoicePiece
from offhook.engine.host.agent import load_agent
from offhook.engine.words.spoken_words import WordTime
from offhook.simulation.breaking_wire import BreakingWire, Failure
from offhook.simulation.fakes import openai_model
from offhook.simulation.fakes.http_server import Answerer, HttpServer, Received
from offhook.simulation.fakes.memory_network import MemoryNetwork, in_memory
from offhook.simulation.fakes.openai_audio import FakeOpenAiAudio, error_body
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat
from offhook.simulation.fakes.openai_model import Answer
from offhook.simulation.fakes.steps import Fault, Step, after_head, before_head, half_then, instead, slow, with_body
from offhook.simulation.placed_voice import STEP_BYTES, PlacedVoice
from offhook.simulation.services import Wish
from offhook.simulation.trouble import Kind
from offhook.simulation.vendors import Said, place_recognizer, place_responder, place_voice, remote_services
from offhook.simulation.world import SimulatedWorld

KEY = "sk-fake-0123456789"
URL = "http://openai.example/v1"
REQUESTS = 24
HEDGED = 0.5  # the share of these calls
BREAKS_WITHIN_S = 12.0  # of the beginning of the call
MOST_OF_A_ROLE = 2
LET_GO_S = 0.1
PAUSE_S = 0.005  # for each message of a server
HEARS_WITHIN_S, ANSWERS_WITHIN_S = 0.6, 1.0  # else the next one is asked
VOICE_PAUSE_S = 0.03  # so that wires break in the middle of sentences
FIRST_SOUND_S = 0.1
FIRST_NUMBER = 5000  # of the model's sentences, which no other responder uses
TELL_TIMES = ("elevenlabs", "elevenlabs_http")  # of words
PIECE_STEPS = 5  # of the front voice: 100 ms

HEARING_FAULTS: dict[str, Fault] = {
    "hangs before the head": before_head(Step.HANG),
    "closes before the head": before_head(Step.CLOSE),
    "hangs after the head": after_head(Step.HANG),
    "resets after the head": after_head(Step.RESET),
    "hangs in the middle": half_then(Step.HANG),
    "closes in the middle": half_then(Step.CLOSE),
    "is late": slow(0.4),
    "is too late": slow(5.0),
    "refuses the key": instead(error_body(401, "invalid_request_error", "invalid_api_key", "Incorrect API key")),
    "has no credit": instead(error_body(429, "insufficient_quota", "insufficient_quota", "You exceeded your quota")),
    "is overloaded": instead(error_body(503, "server_error", "server_is_overloaded", "Slow down")),
    "answers with a page": with_body(b"<html>Sign in</html>", content_type="text/html"),
}
WRITING_FAULTS: dict[str, Answer] = {
    **{fault.value: Answer(fault=fault, piece_s=0.05) for fault in openai_model.Fault},
    "is slow": Answer(first_piece_s=0.5, piece_s=0.2),
    "refuses the key": openai_model.refused(401, "invalid_api_key", "Incorrect API key"),
    "asks to wait": openai_model.refused(429, "rate_limit_exceeded", "Slow down", retry_after="7"),
    "is broken": openai_model.refused(500, "server_error", "Oops", "server_error"),
    "refuses to answer": Answer(refusal="I can't help with that."),
    "says nothing": Answer(pieces=("",)),
}
WELL = "works"


class Break(msgspec.Struct, frozen=True):
    """What the front voice does with one sentence: it fails or hangs before this piece of 100 ms."""

    kind: Kind
    piece: int


class BreakingService(msgspec.Struct, frozen=True):
    """A service over a network, and what becomes of its wire. `name` is that of its kind."""

    name: str
    failure: Failure | None
    at_s: float


class ServicesPlan(msgspec.Struct, frozen=True):
    """What each request of a call gets, by the names above, and how each sentence fares."""

    hearing: list[str]
    writing: list[str]
    speaking: list[Break | None]
    hedged: bool = False
    """Whether the service behind is asked too where the one in front is late."""
    ears: list[BreakingService] = []
    """Recognizers of other vendors, in front of the one above."""
    minds: list[BreakingService] = []
    """The same of responders."""
    mouths: list[BreakingService] = []
    """The same of voices."""

    @property
    def longer_s(self) -> float:
        """How much longer a turn may take, because of services of vendors that are waited for in vain."""
        ears, minds = (sum(each.failure is not None for each in role) for role in (self.ears, self.minds))
        return ears * HEARS_WITHIN_S + minds * ANSWERS_WITHIN_S


def draw_services(chance: random.Random, voice_chance: random.Random) -> ServicesPlan:
    fails = chance.choice((0.1, 0.5, 0.9))  # how often

    def fates(names: Sequence[str]) -> list[str]:
        return [chance.choice(names) if chance.random() < fails else WELL for _ in range(REQUESTS)]

    return ServicesPlan(
        fates([*HEARING_FAULTS]),
        fates([*WRITING_FAULTS]),
        [
            Break(chance.choice((Kind.FAIL, Kind.HANG)), chance.randrange(12)) if chance.random() < fails else None
            for _ in range(REQUESTS)
        ],
        hedged=chance.random() < HEDGED,
        ears=_draw_breaking(chance, "recognizer", fails),
        minds=_draw_breaking(chance, "responder", fails),
        mouths=_draw_breaking(voice_chance, "speaker", fails),
    )


def _draw_breaking(chance: random.Random, role: str, fails: float) -> list[BreakingService]:
    """Some of the role, in any order."""
    names = [name for kind, _, name in (each.partition(".") for each in remote_services()) if kind == role]
    return [
        BreakingService(
            name,
            chance.choice([*Failure]) if chance.random() < fails else None,
            round(chance.uniform(0.0, BREAKS_WITHIN_S), 2),
        )
        for name in chance.sample(names, chance.randrange(min(len(names), MOST_OF_A_ROLE) + 1))
    ]


class Front(NamedTuple):
    """What stands in front."""

    recognizers: Sequence[Recognizer] = ()
    responders: Sequence[Responder] = ()
    voices: Sequence[Voice] = ()
    networks: Sequence[MemoryNetwork] = ()
    wires: Sequence[BreakingWire] = ()

    async def let_go(self) -> None:
        """The call is over: what servers hold of it is no fault of ours."""
        for wire in self.wires:
            await wire.let_go()
        await trio.sleep(LET_GO_S)

    @property
    def connections(self) -> int:
        """How many the clients keep, for the next call."""
        return sum(network.connections for network in self.networks)


@asynccontextmanager
async def services_in_front(
    plan: ServicesPlan, behind: PlacedVoice, agent: str, wishes: Iterable[Wish] = ()
) -> AsyncIterator[Front]:
    """For the length of a call. `wishes`: which tools the model calls."""
    numbers = count(FIRST_NUMBER)
    recognizers: list[Recognizer] = []
    responders: list[Responder] = []
    voices: list[Voice] = []
    wires: list[tuple[BreakingService, BreakingWire, MemoryNetwork]] = []
    async with AsyncExitStack() as stack:
        network, transport = await stack.enter_async_context(in_memory(FakeOpenAi(plan, numbers, wishes).server.serve))
        world = SimulatedWorld(transport=transport)
        server = {"api_key": KEY, "base_url": URL}
        hears = OpenAiTranscriptionSettings.model_validate(server)
        answers = OpenAiResponderSettings.model_validate({**server, "token_limit_field": "max_completion_tokens"})
        prompted = load_agent("test.toml", f'prompt = "You work at the Harbor Hotel."\n{agent}')
        for each in plan.ears:
            ear = await stack.enter_async_context(place_recognizer(each.name, Said("some words", ()), PAUSE_S))
            recognizers.append(ear.service)
            wires.append((each, ear.wire, ear.network))
        for each in plan.minds:
            mind = await stack.enter_async_context(
                place_responder(each.name, Said("", tuple(_sentences(numbers))), PAUSE_S)
            )
            responders.append(mind.service)
            wires.append((each, mind.wire, mind.network))
        for each in plan.mouths:
            sound_of = partial(behind.whole_sound, with_times=each.name in TELL_TIMES)
            speaks = Said("", (), sound_of=sound_of, first_sound_s=FIRST_SOUND_S)
            mouth = await stack.enter_async_context(place_voice(each.name, speaks, VOICE_PAUSE_S))
            voices.append(mouth.service)
            wires.append((each, mouth.wire, mouth.network))
        recognizers.append(await stack.enter_async_context(open_openai_transcription(world, hears)))
        responders.append(await stack.enter_async_context(open_openai_responder(world, answers, prompted)))
        nursery = await stack.enter_async_context(trio.open_nursery())
        for wire in wires:
            nursery.start_soon(_break_wire, *wire)
        voices.append(FrontVoice(behind, plan.speaking))
        networks = [network, *(each for _, _, each in wires)]
        yield Front(recognizers, responders, voices, networks, [each for _, each, _ in wires])
        nursery.cancel_scope.cancel(reason="the call is over")


async def _break_wire(fate: BreakingService, wire: BreakingWire, network: MemoryNetwork) -> None:
    if fate.failure is not None:
        await trio.sleep(fate.at_s)
        await wire.fail(fate.failure, network)


class FakeOpenAi:
    """Chat completions and transcriptions on one server, as well and as badly as the plan wants."""

    def __init__(self, plan: ServicesPlan, numbers: Iterator[int], wishes: Iterable[Wish]) -> None:
        wanted = chain(wishes, repeat(Wish()))
        self._chat = FakeOpenAiChat(*(_written(name, numbers, next(wanted)) for name in plan.writing), key=KEY)
        self._audio = FakeOpenAiAudio(key=KEY, words="some words")
        self._audio.faults.extend(HEARING_FAULTS.get(name, lambda answer: answer) for name in plan.hearing)
        self.server = HttpServer(self._answer)

    async def _answer(self, request: Received, answerer: Answerer) -> None:
        if request.path == FakeOpenAiChat.path:
            await self._chat.answer(request, answerer)
        else:
            await self._audio.answer(request, answerer)


def _written(name: str, numbers: Iterator[int], wish: Wish) -> Answer:
    """An answer of two sentences with numbers of their own, or of fewer before it calls tools, and what befalls it."""
    sentences = _sentences(numbers)[: wish.says if wish.tools else None]
    fate = WRITING_FAULTS.get(name, Answer(piece_s=0.01))
    if not any(fate.pieces):
        return fate
    calls = tuple(openai_model.Call(each.name, each.arguments) for each in wish.tools)
    pieces = openai_model.pieces_of(" ".join(sentences) + " ", 7) if sentences else ()
    return msgspec.structs.replace(fate, pieces=pieces, calls=calls)


def _sentences(numbers: Iterator[int]) -> Sequence[str]:
    return f"{next(numbers)} is how the answer begins.", f"{next(numbers)} and that is how it ends."


class FrontVoice(StatelessVoice):
    """Says sentences as the voice behind it would, until it stops."""

    name = "front voice"

    def __init__(self, behind: PlacedVoice, fates: Sequence[Break | None]) -> None:
        self._behind, self._fates = behind, iter(fates)

    def speaks(self, language: str) -> bool:
        return self._behind.speaks(language)

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[VoicePiece]]:
        del language
        async with aclosing(self._sound(text, next(self._fates, None))) as pieces:
            yield pieces

    async def _sound(  # noqa: ASYNC900  # `say` closes it
        self, text: str, fate: Break | None
    ) -> AsyncGenerator[VoicePiece]:
        if fate is not None and fate.piece == 0:
            await _break(fate)
        number = self._behind.begin(text)
        await trio.sleep(0.05)
        for piece, step in enumerate(range(0, self._behind.steps_of(text), PIECE_STEPS)):
            if fate is not None and piece and piece == fate.piece:
                await _break(fate)
            for time in self._word_times(text, step, step + PIECE_STEPS):
                yield time
            yield self._behind.sound_of(number, step, step + PIECE_STEPS)

    def _word_times(self, text: str, from_step: int, to_step: int) -> Iterator[WordTime]:
        """Of the words that begin in these steps."""
        for word in re.finditer(r"\S+", text):
            step = word.start() / len(text) * self._behind.steps_of(text)
            if from_step <= step < to_step:
                yield WordTime(word.start(), round(step * STEP_BYTES))


async def _break(fate: Break) -> None:
    if fate.kind is Kind.HANG:
        await trio.sleep_forever()
    raise VoiceFailed("a planted failure")
