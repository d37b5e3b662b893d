"""Runs once everything that is built in: each recognizer, responder, voice and voice detector, on a little sound."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import NamedTuple, TypeVar, get_args

import trio

from offhook.actors.declaration import ServiceDeclaration
from offhook.actors.recognizer.service import Recognizer
from offhook.actors.responder.service import CallerTurn, Occasion, Responder, Sentence
from offhook.actors.role_settings import RoleSettings
from offhook.actors.served_call import ServedCall
from offhook.actors.speaker.service import Voice
from offhook.actors.start_up_failed import StartUpFailed
from offhook.actors.voice_detector import is_voiced
from offhook.actors.voice_detectors import detector_opener
from offhook.doctor.finding import Finding, good, parted, warning, wrong
from offhook.doctor.recording import WORD, frames
from offhook.doctor.setup import Setup
from offhook.engine.host.errors_in_words import in_words, is_own, leaves
from offhook.engine.host.settings import Section, VadSettings
from offhook.engine.host.worker import WorkerCannotStart
from offhook.engine.words.expectation import Expectation
from offhook.protocol import mulaw

AREA = "embedded"
WITHIN_S = 8.0
SENTENCE = "Good morning."
_CALL = ServedCall("", "en")
_QUIET_FRAMES = 50
_INSTALL = "install it anew: pip install --force-reinstall 'offhook[embedded]'"
T = TypeVar("T")


class Trial(NamedTuple):
    """One part."""

    name: str
    used: bool
    """Whether the settings want it; what they do not want may be missing."""
    run: Callable[[], Awaitable[str]]
    """Returns what has come of it, in words."""


async def try_embedded(setup: Setup, found: list[Finding]) -> None:
    """All at the same time."""
    trials = [*_services(setup), *_detectors(setup.settings.vad)]
    outcomes: dict[str, Finding] = {}
    async with trio.open_nursery() as nursery:
        for trial in trials:
            nursery.start_soon(_try, trial, outcomes, name=trial.name)
    found += [outcomes[trial.name] for trial in trials]


async def _try(trial: Trial, outcomes: dict[str, Finding]) -> None:  # noqa: ASYNC910  # a trial waits, or raises
    began = trio.current_time()
    late = wrong if trial.used else warning
    finding = late(AREA, f"{trial.name}: not finished within {WITHIN_S:g} s", "look at the machine's load")
    try:
        with trio.move_on_after(WITHIN_S):
            outcome = await trial.run()
            took_ms = round((trio.current_time() - began) * 1000)
            finding = good(AREA, f"{trial.name}: {outcome}", figures={"took_ms": took_ms})
    except Exception as exc:  # noqa: BLE001  # whatever a library does is what is to be found out
        finding = _failed(trial, list(leaves(exc)))
    outcomes[trial.name] = finding


def _failed(trial: Trial, reasons: Sequence[BaseException]) -> Finding:
    missing = all(isinstance(each, WorkerCannotStart | StartUpFailed) for each in reasons)
    said = "; ".join(str(each) if is_own(each) else in_words(each) for each in reasons)
    if missing and not trial.used:
        return good(AREA, f"{trial.name}: not installed, and not used", said)
    what, fix = parted(said)
    finding = warning if missing else wrong  # calls use the next service of the chain; without any, no server starts
    return finding(AREA, f"{trial.name}: {what}", fix or _INSTALL)


def _services(setup: Setup) -> Iterable[Trial]:
    world, agent, settings = setup.world, setup.agent, setup.settings
    for name, recognizer, used in _embedded(settings.recognizer, settings.recognizer.services):
        hear = partial(recognizer.open, world, settings.recognizer.section(name))
        yield Trial(f"recognizer.{name}", used, partial(_hears, hear))
    for name, responder, used in _embedded(settings.responder, settings.responder.services):
        if not responder.lacks(agent):
            answer = partial(responder.open, world, settings.responder.section(name), agent)
            yield Trial(f"responder.{name}", used, partial(_greets, answer, agent.language))
    for name, voice, used in _embedded(settings.speaker, settings.speaker.services):
        say = partial(voice.open, world, settings.speaker.section(name))
        yield Trial(f"speaker.{name}", used, partial(_speaks, say))


DeclarationT = TypeVar("DeclarationT", bound=ServiceDeclaration[Section])


def _embedded(section: RoleSettings, services: Mapping[str, DeclarationT]) -> Iterable[tuple[str, DeclarationT, bool]]:
    """Those that need no other machine, and whether the settings name them."""
    for name, each in services.items():
        named = name in (section.chain or ())
        if each.embedded and (named or not each.only_named):
            yield name, each, named


async def _hears(open_it: Callable[[], AbstractAsyncContextManager[Recognizer]]) -> str:
    async with open_it() as recognizer, recognizer.session(_CALL) as session:
        async with session.utterance(1, Expectation(phrases=(WORD, "tomorrow")), _ignore) as utterance:
            for frame in frames():
                await utterance.feed(frame)
            transcript = await utterance.finish()
        return f"hears {transcript.text!r} where somebody says {WORD!r}"


async def _greets(open_it: Callable[[], AbstractAsyncContextManager[Responder]], language: str) -> str:
    said = 0
    async with open_it() as responder, responder.session(ServedCall("", language)) as session:
        async with session.reply(CallerTurn(Occasion.ANSWERED), (), trio.lowlevel.checkpoint) as parts:
            async for part in parts:
                said += isinstance(part, Sentence)
        return f"greets with {said} {'sentence' if said == 1 else 'sentences'}"


async def _speaks(open_it: Callable[[], AbstractAsyncContextManager[Voice]]) -> str:
    heard = b""
    async with open_it() as voice, voice.session(_CALL) as session:
        async with session.sentence(SENTENCE) as pieces:
            async for piece in pieces:
                heard += piece if isinstance(piece, bytes) else b""
        return f"says {SENTENCE!r} in {len(heard) / mulaw.SAMPLE_RATE_HZ:.1f} s"


def _detectors(settings: VadSettings) -> Iterable[Trial]:
    """WebRTC's, which is in all of them, alone and confirmed in each way that there is."""
    for confirm in get_args(VadSettings.model_fields["confirm"].annotation):
        chosen = settings.model_copy(update={"confirm": confirm})
        yield Trial(f"vad.confirm = {confirm!r}", confirm == settings.confirm, partial(_detects, chosen))


async def _detects(settings: VadSettings) -> str:
    await trio.lowlevel.checkpoint()
    detector = detector_opener(settings)(settings)
    silence = mulaw.SILENCE * len(frames()[0])
    in_quiet = sum([await is_voiced(detector, silence) for _ in range(_QUIET_FRAMES)])
    voiced = sum([await is_voiced(detector, frame) for frame in frames()])
    told = f"in {voiced} of {len(frames())} frames of {WORD!r}, and in {in_quiet} of {_QUIET_FRAMES} of silence"
    return f"hears a voice {told}"


def _ignore(text: str) -> None:
    del text
