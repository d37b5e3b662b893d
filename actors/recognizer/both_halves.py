"""What a caller says who was cut off and goes on, recognised as one utterance with what was said before.

A recognizer that hears each utterance by itself hears half a number, or half a word, and looks for a whole one in it.
So the audio of the first half is kept while the caller may go on, and both are recognised once more.
"""

import math
from typing import NamedTuple

import trio

from offhook.actors.recognizer.service import RecognizerFailed, Transcript
from offhook.actors.recognizer.sessions import HearsUtterances
from offhook.engine.decide.caller_speech import CallerSpeech
from offhook.engine.decide.cut_off import LONGEST_SILENCE_S
from offhook.engine.decide.words_judge import COUGH_S
from offhook.engine.run.floor_ports import HearsWords
from offhook.engine.run.messages import BothHalves
from offhook.engine.words.expectation import Expectation
from offhook.engine.words.words import words
from offhook.protocol.telephone_audio import BYTES_PER_S

LONGEST_BYTES = 12 * BYTES_PER_S
"""Of both halves. Whoever has talked for longer has not been cut off in the middle of a number."""
SILENCE_S = 0.15  # of that after the first half; the second begins with some too
WITHIN_S = 0.6  # the caller waits for it


class Half(NamedTuple):
    """An utterance that is over, with those that it goes on with."""

    turn: int
    since: int
    """The turn of the first of them."""
    sound: bytes | bytearray
    begins_at: float
    """Its first sample."""
    expected: Expectation
    """What was expected as the first of them began."""
    transcript: Transcript

    @property
    def is_certain(self) -> bool:
        return _is_certain(self.transcript, self.expected)

    def sound_until(self, last_voiced_at: float) -> bytes:
        """Without the silence that ended it."""
        kept_s = last_voiced_at + SILENCE_S - self.begins_at
        return bytes(self.sound[: max(0, round(kept_s * BYTES_PER_S))])


class HeardAsOne:
    """Keeps the last utterance of a call while the caller may go on with it."""

    __slots__ = ("_first", "_floor", "_session", "kept_until")

    def __init__(self, session: HearsUtterances, floor: HearsWords) -> None:
        self._session, self._floor = session, floor
        self._first: Half | None = None
        self.kept_until = math.inf

    def forget(self) -> None:
        self._first, self.kept_until = None, math.inf

    def go_on(self) -> bool:
        """Whether the newest utterance goes on with the one before, and both will be recognised as one."""
        return self._first is not None and self._floor.goes_on(self._first.turn)

    async def hear(self, utterance: int, half: Half) -> BothHalves | None:
        """The utterance with this number is over. What it is together with the one before, if the caller was cut off
        between them and the recognizer is certain; None if not."""
        await trio.lowlevel.checkpoint_if_cancelled()
        first = self._first
        self.forget()
        whole = None if first is None else await self._whole(utterance, first, half)
        kept = half if whole is None else whole
        last_voiced_at = self._floor.speech_of(half.turn).last_voiced_at
        if self._session.hears_each_alone and len(kept.sound) <= LONGEST_BYTES:
            self._first, self.kept_until = kept, last_voiced_at + LONGEST_SILENCE_S
        return None if whole is None else BothHalves(whole.transcript.text, whole.transcript.confidence, whole.since)

    async def _whole(self, utterance: int, first: Half, second: Half) -> Half | None:
        speech = self._floor.speech_of(second.turn)
        if not self._floor.goes_on(first.turn, second.turn) or (speech.evidence and speech.evidence.is_doubtful):
            return None
        before = first.sound_until(self._floor.speech_of(first.turn).last_voiced_at)
        sound = before + second.sound
        if len(sound) > LONGEST_BYTES:
            return None
        transcript = await self._recognised(utterance, sound, first.expected)
        begins_at = second.begins_at - len(before) / BYTES_PER_S
        whole = Half(second.turn, first.since, sound, begins_at, first.expected, transcript)
        return whole if _says_more(first, second, whole, is_speech=_is_speech(speech)) else None

    async def _recognised(self, utterance: int, sound: bytes, expected: Expectation) -> Transcript:
        with trio.move_on_after(WITHIN_S):
            try:
                async with self._session.utterance(utterance, expected, _ignore) as both:
                    await both.feed(sound)
                    return await both.finish()
            except RecognizerFailed:  # the chain has reported it, and each half has its words
                pass
        return Transcript("", confidence=0.0)


def _is_certain(transcript: Transcript, expected: Expectation) -> bool:
    return bool(transcript.text) and (not expected.phrases or transcript.confidence >= expected.threshold)


def _is_speech(speech: CallerSpeech) -> bool:
    """Whether it is no cough and no hum, although no words were found in it."""
    return speech.voiced_s >= COUGH_S and speech.evidence is not None and speech.evidence.is_plain


def _says_more(first: Half, second: Half, whole: Half, *, is_speech: bool) -> bool:
    """Whether the whole is certain, and more than its first half. A cough after a certain answer changes none of it:
    but half a word in the first half may have been taken for another one."""
    before, together = words(first.transcript.text), words(whole.transcript.text)
    if not whole.is_certain or together == before:
        return False
    return second.is_certain or is_speech or not first.is_certain or together[: len(before)] == before


def _ignore(text: str) -> None:
    """What is known of both halves before they are over."""
    del text
