"""The recognizer actor: passes each utterance to the service, and its words to the responder."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import assert_never

import trio

from offhook.actors.recognizer.at_pause import AtPause
from offhook.actors.recognizer.both_halves import Half, HeardAsOne
from offhook.actors.recognizer.service import (
    RecognizerFailed,
    Transcript,
    TranscriptSoFar,
    Utterance,
)
from offhook.actors.recognizer.sessions import HearsUtterances, KeptUtterance
from offhook.engine.decide.said import Judgement
from offhook.engine.record import facts
from offhook.engine.record.reporter import Report
from offhook.engine.run.floor_ports import HearsWords
from offhook.engine.run.item_watch import handling
from offhook.engine.run.mailbox import Latest, Mailbox, ReplacingMailbox
from offhook.engine.run.messages import (
    BothHalves,
    FinalTranscript,
    PartialTranscript,
    SpeechAudio,
    SpeechEnded,
    SpeechEvent,
    SpeechPaused,
    SpeechResumed,
    SpeechStarted,
    WordsSoFar,
)
from offhook.engine.run.unfinished import Unfinished
from offhook.engine.words.expectation import Expectation
from offhook.protocol.telephone_audio import BYTES_PER_S

LAST_WORDS_WITHIN_S = 1.0  # after the caller has hung up
LOST = Transcript(text="", confidence=0.0)
"""Recognition failed: the words of an utterance are lost, and the responder asks again."""


@dataclass(frozen=True, slots=True)
class RecognitionPorts:
    """What the recognizer of a call listens to, and whom it tells."""

    speech: Mailbox[SpeechEvent]
    expected: Latest[Expectation]
    words_so_far: Latest[WordsSoFar]
    transcripts: ReplacingMailbox[PartialTranscript | FinalTranscript]
    unfinished: Unfinished
    floor: HearsWords
    caller_has_left: Callable[[], bool]
    report: Report


class Recognition:
    """The recognizer of one call."""

    __slots__ = ("_as_one", "_begins_at", "_final_within_s", "_ports", "_session", "_utterance")

    def __init__(self, ports: RecognitionPorts, session: HearsUtterances, *, final_within_s: float) -> None:
        self._ports, self._session = ports, session
        self._final_within_s = final_within_s
        self._utterance = 0  # the number of the newest one
        self._begins_at = 0.0  # the first sample that is fed of it
        self._as_one = HeardAsOne(session, ports.floor)

    async def run(self, task_status: trio.TaskStatus[None]) -> None:
        async with trio.open_nursery() as nursery:
            task_status.started()
            await self._listen(AtPause(nursery, self._tell_at_pause))

    async def _listen(self, at_pause: AtPause) -> None:
        unfinished = self._ports.unfinished
        self._as_one.forget()
        if unfinished.recognizing is not None:  # a crash lost its words: the responder asks again
            await self._tell(unfinished.recognizing, LOST)
        while True:
            await self._handle(at_pause, await self._next())  # which keeps no sound while it waits

    async def _next(self) -> SpeechEvent:
        while True:  # noqa: ASYNC913  # each round receives
            with trio.move_on_at(self._as_one.kept_until):
                return await self._ports.speech.receive()
            self._as_one.forget()

    async def _handle(self, at_pause: AtPause, event: SpeechEvent) -> None:
        match event:
            case SpeechStarted():
                self._utterance, self._begins_at = event.utterance, event.begins_at
                await self._follow(at_pause, event.preroll)
            case SpeechAudio():  # a crash lost its beginning
                await self._tell(await self._sit_out(), LOST)
            case SpeechEnded(turn):
                await self._tell(turn, LOST)  # a crash lost all of it
            case SpeechPaused() | SpeechResumed():
                await trio.lowlevel.checkpoint()
            case _:
                assert_never(event)

    async def _follow(self, at_pause: AtPause, mulaw: bytes) -> None:
        """Recognise one utterance. If all services fail, only this one is lost."""
        expected = self._ports.expected.value
        try:
            async with (
                self._session.utterance(self._utterance, expected, self._tell_partial) as utterance,
                at_pause.until_its_end(),
            ):
                try:
                    turn, heard = await self._feed(utterance, at_pause, mulaw)
                    self._ports.unfinished.recognizing = turn
                    transcript = await self._finish(utterance, at_pause, heard) if turn is not None else LOST
                except trio.Cancelled:
                    if self._ports.caller_has_left():
                        with trio.move_on_after(LAST_WORDS_WITHIN_S, shield=True), suppress(RecognizerFailed):
                            await self._keep_last_words(utterance)
                    raise
        except RecognizerFailed:  # the chain has reported it
            turn, transcript = await self._sit_out(), LOST
            self._as_one.forget()
            await self._tell(turn, transcript)
            return
        halves = None if turn is None else await self._with_the_half_before(turn, utterance, expected, transcript)
        await self._tell(turn, transcript, halves)

    async def _with_the_half_before(
        self, turn: int, utterance: KeptUtterance, expected: Expectation, transcript: Transcript
    ) -> BothHalves | None:
        half = Half(turn, turn, utterance.sound, self._begins_at, expected, transcript)
        try:
            return await self._as_one.hear(self._utterance, half)
        except trio.Cancelled:
            if self._ports.caller_has_left():
                self._note_last_words(turn, trio.current_time(), transcript)
            raise

    async def _keep_last_words(self, utterance: Utterance) -> None:
        """Recognise what was heard of an utterance in which the caller hung up."""
        turn, left_at = self._ports.unfinished.recognizing, trio.current_time()
        while turn is None and len(self._ports.speech):
            match await self._ports.speech.receive():
                case SpeechAudio(mulaw):
                    await utterance.feed(mulaw)
                case SpeechEnded(None):
                    return  # it was not to be answered
                case SpeechEnded(turn):
                    pass
                case _:
                    pass
        self._note_last_words(turn, left_at, await utterance.finish())

    def _note_last_words(self, turn: int | None, left_at: float, transcript: Transcript) -> None:
        if transcript.text:
            words = tuple(word.later(self._begins_at) for word in transcript.words)
            self._ports.floor.last_words(turn, left_at, transcript.text, transcript.confidence, words)

    async def _feed(self, utterance: Utterance, at_pause: AtPause, mulaw: bytes) -> tuple[int | None, int]:
        """Feed the caller's audio until the utterance is over. Returns its turn and its bytes."""
        heard = 0
        while True:  # noqa: ASYNC913  # each round feeds
            await utterance.feed(mulaw)
            heard += len(mulaw)
            event = await self._next_sound(utterance, at_pause)
            if isinstance(event, SpeechEnded):
                return event.turn, heard
            if isinstance(event, SpeechStarted):
                self._utterance = event.utterance
            mulaw = event.preroll if isinstance(event, SpeechStarted) else event.mulaw

    async def _next_sound(self, utterance: Utterance, at_pause: AtPause) -> SpeechStarted | SpeechAudio | SpeechEnded:
        while True:  # noqa: ASYNC913  # each round receives
            event = self._ports.speech.take() or await self._ports.speech.receive()
            match event:
                case SpeechPaused(pause):
                    await at_pause.begin(utterance, pause)
                case SpeechResumed():
                    await at_pause.drop()
                case _:
                    return event

    async def _finish(self, utterance: Utterance, at_pause: AtPause, heard: int) -> Transcript:
        self._ports.report(facts.RecognitionStarted(heard), utterance=self._utterance)
        asked_at = trio.current_time()
        at_last_pause = await at_pause.outcome()
        stands = at_last_pause is not None and at_last_pause.stands
        transcript = at_last_pause.transcript if at_last_pause and stands else await utterance.finish()
        took_s = trio.current_time() - asked_at
        recognized = facts.Recognized(transcript.text, transcript.confidence, heard / BYTES_PER_S, took_s)
        self._ports.report(recognized, utterance=self._utterance)
        return transcript

    async def _sit_out(self) -> int | None:
        """Skip the rest of a lost utterance: half of it could be recognised as something that was not said."""
        if self._ports.unfinished.recognizing is not None:
            return self._ports.unfinished.recognizing  # it was over already
        while True:
            event = await self._ports.speech.receive()
            if isinstance(event, SpeechEnded):
                return event.turn

    async def _tell(self, turn: int | None, transcript: Transcript, halves: BothHalves | None = None) -> None:
        if turn is not None:
            self._ports.report(facts.TranscriptReady(), turn=turn)
        if turn is not None and (judgement := self._judge(turn, transcript, halves)) is not None:
            with handling("handing over a transcript", self._final_within_s):
                text, language = transcript.text, transcript.language
                final = FinalTranscript(turn, text, judgement.confidence, judgement, language, halves)
                try:
                    await self._ports.transcripts.send(final)
                except trio.Cancelled:
                    if self._ports.caller_has_left():
                        self._note_last_words(turn, trio.current_time(), transcript)
                    raise
        self._ports.unfinished.recognizing = None

    def _judge(self, turn: int, transcript: Transcript, halves: BothHalves | None) -> Judgement | None:
        if transcript is LOST:
            return self._ports.floor.words_lost(turn)
        words = tuple(word.later(self._begins_at) for word in transcript.words)
        floor, text, confidence = self._ports.floor, transcript.text, transcript.confidence
        return floor.words(turn, text, confidence, words, halves=halves is not None)

    def _tell_partial(self, text: str) -> None:
        self._note(text)
        self._ports.transcripts.post(PartialTranscript(text))

    def _tell_at_pause(self, so_far: TranscriptSoFar, pause: int) -> None:
        text, confidence, language = so_far.transcript.text, so_far.transcript.confidence, so_far.transcript.language
        self._note(text, ended_at=pause if so_far.ended else 0)
        if self._as_one.go_on():
            return  # nothing is drafted to half of it
        self._ports.transcripts.post(PartialTranscript(text, confidence, at_pause=True, language=language))

    def _note(self, text: str, *, ended_at: int = 0) -> None:
        before = self._ports.words_so_far.value
        if (self._utterance, text) == (before.utterance, before.text):  # the same words once more change nothing
            ended_at = ended_at or before.ended_at
        self._ports.words_so_far.value = WordsSoFar(self._utterance, text, ended_at)
        if not self._session.guesses:
            self._ports.floor.words_so_far(text)
