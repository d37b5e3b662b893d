"""Draws the pictures of docs/turn-taking.md from calls through the real engine, VAD and endpointing, in virtual time.

python -m tools.turn_taking_pictures [FOLDER]

The callers are the recordings in tests/audio. A simulated recognizer knows their words, so the pictures are the same on
every machine. A simulated voice makes syllables, at the speed of human speech.
"""

import io
import random
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager, nullcontext
from pathlib import Path

import msgspec
import trio
from PIL import Image

from offhook.actors.responder.service import (
    CallerTurn,
    Commit,
    Heard,
    Occasion,
    ResponderSession,
    Sentence,
    Written,
)
from offhook.actors.served_call import ServedCall
from offhook.actors.settings import Settings
from offhook.actors.speaker.service import StatelessVoice
from offhook.engine.record.call_record import CallRecord
from offhook.engine.words.expectation import Expectation
from offhook.protocol.telephone_audio import BYTES_PER_S
from offhook.reports.picture.png import png
from offhook.reports.picture.story import story_of
from offhook.simulation.caller_voice import speech
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.seeded import simulate
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder
from offhook.telephone.clip import from_wav

ROOT = Path(__file__).resolve().parent.parent
FOLDER, AUDIO = ROOT / "docs" / "turn-taking", ROOT / "tests" / "audio"
SEED = 7
AGENT = """
name = "hotel"
fillers = ["One moment, please."]
"""
BREAKFAST, POOL = (
    Sentence("Breakfast is served from seven until ten, on the ground floor."),
    Sentence("The pool is open all day, and towels are in your room."),
)
WELCOME, ANSWER = Sentence("How can I help you?"), Sentence("Of course. For how many nights?")
INTERRUPTED_AT_S = 2.0  # seconds into the agent's speech
QUIET_S = 1.2  # so long after the last sound the scene is over
COUGH_S, BACKCHANNEL_S, PAUSE_S = 0.24, 0.5, 0.3
THOUGHT_S, LONG_THOUGHT_S = 0.4, 2.6
SHADES = 128


class SyllableVoice(StatelessVoice):
    """Says a sentence in simulated syllables with a gap after each word, so that a reply can resume at a word."""

    name = "syllable voice"
    _S_PER_CHARACTER, _GAP_S = 0.055, 0.07

    def speaks(self, language: str) -> bool:
        return bool(language)

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[bytes]]:
        del language
        async with aclosing(self._sound(text)) as sound:
            yield sound

    async def _sound(self, text: str) -> AsyncGenerator[bytes]:  # noqa: ASYNC900  # `say` closes it
        chance = random.Random(text)
        for word in text.split():
            await trio.lowlevel.checkpoint()
            yield speech(len(word) * self._S_PER_CHARACTER, chance) + b"\xff" * round(self._GAP_S * BYTES_PER_S)


class Receptionist:
    """Greets with these sentences, and has one answer, after some time to think."""

    name = "receptionist"

    def __init__(self, greeting: tuple[Sentence, ...], thought_s: float) -> None:
        self._greeting, self._answer = SimulatedResponder(*greeting), SimulatedResponder(ANSWER, pause_s=thought_s)
        self.expected = Expectation()

    def speaks(self, language: str) -> bool:
        return bool(language)

    def expectations(self) -> tuple[Expectation, ...]:
        return ()

    def lines(self) -> tuple[str, ...]:
        return ()

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[ResponderSession]:
        del call
        return nullcontext(self)

    def understands(self, *turns: CallerTurn) -> bool:
        return bool(turns)

    def collected(self) -> None:
        return None

    def reply(
        self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit
    ) -> AbstractAsyncContextManager[AsyncIterator[Written]]:
        responder = self._greeting if turn.occasion is Occasion.ANSWERED else self._answer
        return responder.reply(turn, heard, commit)


class Scene(msgspec.Struct, frozen=True):
    """One picture: the settings, what the recognizer hears, and what the caller does."""

    texts: tuple[str, ...]
    caller: Callable[[SimulatedCarrier], Awaitable[None]]
    settings: Settings = settings_with()
    greeting: tuple[Sentence, ...] = (BREAKFAST, POOL)
    partials: tuple[str, ...] | None = None
    """Of a recognizer that streams: what it makes of the words at each pause but the last."""
    thought_s: float = 0.0


def play(scene: Scene, seed: int = SEED) -> CallRecord:
    """Play the call, and return its record."""
    record, _ = simulate(_call, scene, seed, seed=seed)
    return record


async def _call(scene: Scene, seed: int) -> CallRecord:
    carrier = SimulatedCarrier(seed=seed)
    recognizer = SimulatedRecognizer(*scene.texts, streams=scene.partials is not None)
    recognizer.partials = list(scene.partials or ())
    async with open_simulated_exchange(
        scene.settings,
        seed=seed,
        agent=AGENT,
        recognizer=recognizer,
        responder=Receptionist(scene.greeting, scene.thought_s),
        voice=SyllableVoice(),
    ) as exchange:
        async with calling(exchange, carrier):
            await scene.caller(carrier)
            await _heard_out(carrier)
        return await record_of(exchange, carrier)


async def _heard_out(carrier: SimulatedCarrier) -> None:
    """Wait until the agent has been quiet for a while."""
    while True:
        await carrier.wait(lambda: not carrier.playout.sounding)
        with trio.move_on_after(QUIET_S):
            await carrier.wait(lambda: carrier.playout.sounding)
            continue
        return


def recording(name: str) -> bytes:
    """A recorded caller, from the first loud sound to the last."""
    clip = from_wav((AUDIO / f"{name}.wav").read_bytes())
    return b"".join(clip.frames[clip.first_voiced : clip.last_voiced + 1])


# What the callers do.


async def interrupt(carrier: SimulatedCarrier) -> None:
    await _into_the_greeting(carrier)
    carrier.say(recording("book_a_room"))
    await trio.sleep(QUIET_S)


async def cough(carrier: SimulatedCarrier) -> None:
    await _into_the_greeting(carrier)
    carrier.speak(COUGH_S)


async def agree(carrier: SimulatedCarrier) -> None:
    await _into_the_greeting(carrier)
    carrier.speak(BACKCHANNEL_S)


async def cough_and_interrupt(carrier: SimulatedCarrier) -> None:
    await cough(carrier)
    await trio.sleep(QUIET_S)
    await interrupt(carrier)


async def ask(carrier: SimulatedCarrier) -> None:
    await carrier.agent_has_spoken()
    carrier.say(recording("book_a_room"))
    await carrier.wait(lambda: carrier.playout.sounding)


async def ask_with_a_pause(carrier: SimulatedCarrier) -> None:
    await carrier.agent_has_spoken()
    carrier.say(recording("book_a_room") + b"\xff" * round(PAUSE_S * BYTES_PER_S) + recording("today"))
    await carrier.wait(lambda: carrier.playout.sounding)


async def _into_the_greeting(carrier: SimulatedCarrier) -> None:
    await carrier.wait(lambda: carrier.seconds_heard >= INTERRUPTED_AT_S)


def draft(*, max_drafts: int) -> Scene:
    """A question with a pause in it, to an agent that needs time for the answer."""
    settings = settings_with(vad={"adaptive": False}, responder={"max_drafts": max_drafts})
    return Scene(
        ("Book a room today.",),
        ask_with_a_pause,
        settings,
        greeting=(WELCOME,),
        partials=("Book a room",),
        thought_s=THOUGHT_S,
    )


def scenes() -> dict[str, Scene]:
    """All scenes, by the name of the picture's file."""
    question = "Book a room."
    confirmed, off = (settings_with(barge_in={"mode": mode}) for mode in ("confirmed", "off"))
    return {
        "interruption": Scene((question,), interrupt),
        "cough": Scene(("",), cough),
        "backchannel": Scene(("Mm-hmm.",), agree),
        "confirmed": Scene(("", question), cough_and_interrupt, confirmed),
        "off": Scene((question,), interrupt, off, (BREAKFAST,)),
        "draft": draft(max_drafts=2),
        "filler": Scene((question,), ask, greeting=(WELCOME,), thought_s=LONG_THOUGHT_S),
    }


def draw(name: str, folder: Path) -> Path:
    """Draw one scene as a PNG."""
    file = folder / f"{name}.png"
    file.write_bytes(_smaller(png(story_of(play(scenes()[name])))))
    return file


def _smaller(file: bytes) -> bytes:
    """With fewer colours: smooth edges need no more, and a page with eight pictures loads sooner."""
    small = io.BytesIO()
    Image.open(io.BytesIO(file)).convert("RGB").quantize(SHADES, dither=Image.Dither.NONE).save(
        small, "PNG", optimize=True
    )
    return small.getvalue()


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name in scenes():
        draw(name, folder)


if __name__ == "__main__":
    main()
