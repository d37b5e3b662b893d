"""Calls in virtual time, one for each thing that can happen in a call. Each proves that it did happen."""

import random
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from typing import NamedTuple

import trio
from trio.testing import MockClock

from offhook.actors.responder.service import HangUp, Sentence, Transfer
from offhook.engine.host.errors_in_words import in_words, traceback_in_words
from offhook.engine.host.printable import printable
from offhook.engine.run.call import Actors, Call, Cast
from offhook.engine.run.exchange import Exchange
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.echo_path import EchoPath
from offhook.simulation.exchange import AGENT, calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice, detector_with
from offhook.simulation.speaking_voice import SpeakingVoice
from offhook.simulation.trouble import Kind, Trouble, no_trouble
from tests.watched.watch import Watch

WITHIN_S = 60.0


class Scene(NamedTuple):
    """What the line is, and what is under way on it."""

    exchange: Exchange
    carrier: SimulatedCarrier

    async def speak(self, seconds: float = 0.8) -> None:
        """Over whatever is being said."""
        await self.carrier.wait(lambda: self.carrier.playout.sounding)
        await trio.sleep(0.5)
        self.carrier.speak(seconds)
        await trio.sleep(seconds)

    async def answered(self) -> None:
        before = len(self.carrier.media)
        await self.carrier.wait(lambda: len(self.carrier.media) > before)


Act = Callable[[Scene], Awaitable[object]]


class _BrokenCast:
    """A bug at the boundary of the call."""

    def play(self, call: Call) -> AbstractAsyncContextManager[Actors]:
        raise RuntimeError(f"a planted bug in the cast of {call.begun.call_sid}")


def _broken(cast: Cast) -> Cast:
    del cast
    return _BrokenCast()


async def _interrupt(scene: Scene) -> None:
    await scene.speak()
    await scene.carrier.wait(lambda: bool(scene.carrier.clears))
    await scene.answered()


async def _question(scene: Scene) -> None:
    await scene.carrier.agent_has_spoken()
    scene.carrier.speak(0.6)
    await trio.sleep(0.8)  # a pause, in which a reply is drafted
    scene.carrier.speak(0.6)
    await scene.answered()
    await scene.carrier.agent_has_spoken()


async def _book(scene: Scene) -> None:
    """Through every kind of slot, the sixth of them with keys."""
    for number in range(len(BOOKS) + 1):
        await scene.carrier.agent_has_spoken()
        if number == 5:
            scene.carrier.press("4271#")
        else:
            scene.carrier.speak(0.6)
        await scene.answered()


async def _keys(scene: Scene) -> None:
    await scene.carrier.agent_has_spoken()
    scene.carrier.press("12#")
    await scene.answered()


async def _garbage(scene: Scene, times: int) -> None:
    await scene.carrier.agent_has_spoken()
    for _ in range(times):
        scene.carrier.post("\x1b[31m\u202egarbage")
    await trio.sleep(1)


async def _drain(scene: Scene) -> None:
    await scene.carrier.agent_has_spoken()
    scene.exchange.drain()


async def _say_nothing(scene: Scene) -> None:
    await scene.carrier.agent_has_spoken()
    scene.carrier.fall_mute()


async def _vanish(scene: Scene) -> None:
    await scene.carrier.agent_has_spoken()
    scene.carrier.is_silent = True


async def _do_not_read(scene: Scene) -> None:
    await scene.carrier.wait(lambda: scene.carrier.playout.sounding)
    scene.carrier.line.reads = False


async def _listen(scene: Scene) -> None:
    await scene.carrier.agent_has_spoken()


async def _hear_oneself(scene: Scene) -> None:
    await scene.carrier.agent_has_spoken()
    await trio.sleep(0.5)
    assert scene.carrier.clears == []


async def _nothing(scene: Scene) -> None:
    del scene


def _settings(**sections: dict[str, object]) -> dict[str, object]:
    return {"settings": settings_with(**sections)}


def _crashing(times: int, format_: str = "lines") -> dict[str, object]:
    detector = detector_with(Trouble(Kind.CRASH, times=times))
    return {"open_detector": detector} | _settings(log={"format": format_, "level": "debug"})


def _says(*parts: object, **how: object) -> dict[str, object]:
    return {"responder": SimulatedResponder(*parts, **how)}  # type: ignore[arg-type]  # as the table writes them


class Branch(NamedTuple):
    """What the caller does, in which world, how it ends, and what must be on record then."""

    act: Act
    world: Callable[[], dict[str, object]]
    ends: str = "caller hung up"
    faults: tuple[str, ...] = ()
    echo: bool = False


SAYS = Sentence("So much for that.")
FRONT_DESK = Path(__file__).parents[2] / "agents" / "front_desk.toml"
BOOKS = ("book a room", "today", "seven p m", "two", "three", "yes", "yes")
WAITS = AGENT.replace("fillers = []", 'fillers = ["One moment."]')
CAST: dict[str, Branch] = {
    "an interruption": Branch(_interrupt, lambda: {"voice": SimulatedVoice(4)}),
    "a speakerphone": Branch(_hear_oneself, lambda: {"voice": SpeakingVoice(1.9, no_trouble(), 0.0)}, echo=True),
    "a cough": Branch(
        _interrupt, lambda: {"voice": SimulatedVoice(4), "recognizer": SimulatedRecognizer("")} | _says(SAYS)
    ),
    "a draft": Branch(_question, lambda: {"recognizer": SimulatedRecognizer("a", "b", streams=True)} | _says(SAYS)),
    "a filler": Branch(_question, lambda: {"agent": WAITS} | _says(SAYS, pause_s=2.0)),
    "keys": Branch(_keys, dict),
    "the front desk": Branch(
        _book,
        lambda: (
            {"agent": FRONT_DESK.read_text(), "recognizer": SimulatedRecognizer(*BOOKS)}
            | _settings(responder={"chain": ["dialogue"]})
        ),
    ),
    "the agent hangs up": Branch(_listen, lambda: _says(SAYS, HangUp()), "agent hung up"),
    "a transfer": Branch(_listen, lambda: _says(SAYS, Transfer("+15550199")), "transferred"),
    "a silent caller": Branch(
        _say_nothing, lambda: _settings(floor={"idle_s": 1.0, "keypad_pause_s": 0.5}), "caller silent"
    ),
    "the call's limit": Branch(_listen, lambda: _settings(limits={"call_s": 3.0}), "call limit reached"),
    "the call's cost": Branch(
        _question,
        lambda: _settings(limits={"cost": 0.001}, prices={"recognizer": {"scripted": {"minute": 60.0}}}),
        "cost limit reached",
    ),
    "a drain": Branch(_drain, lambda: _settings(server={"drain_s": 1.0}), "server stopping"),
    "a silent carrier": Branch(_vanish, lambda: _settings(limits={"carrier_silence_s": 2.0}), "carrier silent"),
    "a carrier that does not read": Branch(
        _do_not_read, lambda: {"voice": SimulatedVoice(20)}, "carrier does not read"
    ),
    "bad messages": Branch(partial(_garbage, times=5), dict, faults=("bad messages",)),
    "too many bad messages": Branch(partial(_garbage, times=101), dict, "too many bad messages"),
    "a crash": Branch(_question, lambda: _crashing(1), faults=("vad crashed",)),
    "a crash, logged as JSON": Branch(_question, lambda: _crashing(1, "json"), faults=("vad crashed",)),
    "crashes without end": Branch(_listen, lambda: _crashing(99), "restart budget spent"),
    "an actor that hangs": Branch(
        _question, lambda: {"open_detector": detector_with(Trouble(Kind.HANG))}, faults=("vad crashed",)
    ),
    "a bug of the call's own": Branch(_nothing, lambda: {"change_cast": _broken}, "crashed"),
    "a recognizer that fails": Branch(
        _question,
        lambda: {"recognizer": SimulatedRecognizer("words", finishing=Trouble(Kind.FAIL))},
        faults=("recognizer failed",),
    ),
    "a responder that fails": Branch(
        _question, lambda: _says(SAYS, trouble=Trouble(Kind.FAIL)), faults=("responder failed",)
    ),
    "a voice that fails": Branch(
        _question, lambda: {"voice": SimulatedVoice(1, Trouble(Kind.FAIL))}, faults=("voice failed",)
    ),
    "a voice that hangs": Branch(
        _question, lambda: {"voice": SimulatedVoice(1, Trouble(Kind.HANG))}, faults=("voice failed",)
    ),
    "a second opinion": Branch(_interrupt, lambda: {"voice": SimulatedVoice(4)} | _settings(vad={"confirm": "silero"})),
}


async def _call(watch: Watch, name: str, branch: Branch) -> None:
    async with open_simulated_exchange(**branch.world()) as exchange:  # type: ignore[arg-type]  # as the table has it
        carrier = SimulatedCarrier(echo=EchoPath(150.0, 20.0, random.Random(1)) if branch.echo else None)
        with watch.branch(name), trio.fail_after(WITHIN_S):
            async with calling(exchange, carrier) as over:
                await branch.act(Scene(exchange, carrier))
                if branch.ends != "caller hung up":
                    await over.wait()
            record = await record_of(exchange, carrier)
    assert record.over is not None, name
    assert record.over.end_reason == branch.ends, (name, record.over)
    assert all(fault in record.over.faults for fault in branch.faults), (name, record.over.faults)


def play(watch: Watch) -> None:
    with watch.branch("a stranger's escapes in the log"):
        assert printable("\x1b\u202e\x00") == "\\x1b\\u202e\\x00"
    error: Exception | None = None
    try:
        printable(None)  # type: ignore[arg-type]  # the planted bug
    except AttributeError as exc:
        error = exc
    assert error is not None
    with watch.branch("an error in words"):
        assert "printable.py" in in_words(error)
        assert "printable.py" in traceback_in_words(error)
    for name, branch in CAST.items():
        trio.run(_call, watch, name, branch, clock=MockClock(autojump_threshold=0))
