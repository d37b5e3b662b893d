"""Bugs in the languages of a call, planted where a trial may change it: each must break a promise."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import msgspec

from offhook.actors.recognizer.service import RecognizerSession, Utterance
from offhook.actors.responder.service import CallerTurn, Commit, Heard, Occasion, Written
from offhook.actors.served_call import ServedCall
from offhook.actors.speaker.service import VoiceSession
from offhook.engine.decide.rest_of_reply import RestOfReply
from offhook.engine.record.call_so_far import CallSoFar
from offhook.engine.run.call import Actors, Call, Cast
from offhook.engine.run.call_language import CallLanguage
from offhook.engine.words.expectation import Expectation
from offhook.simulation.services import SimulatedResponder
from offhook.simulation.watched_services import WatchedHearing, WatchedRecognizer, WatchedVoice

# In the call.


def forgotten_on_return(cast: Cast) -> Cast:
    """A call that has returned begins in the agent's own language once more."""
    return _ChangedCast(cast, _forget)


def set_too_late(cast: Cast) -> Cast:
    """Whoever hears, answers or speaks is told the language that was set before the last one."""
    return _ChangedCast(cast, _lag)


def asked_once_more(cast: Cast) -> Cast:
    """A call that has returned asks for the language, whether it is known or not."""
    return _ChangedCast(cast, _ask)


def set_before_it_is_there(cast: Cast) -> Cast:
    """The call is in a language before anybody has it, and stays there if nobody does."""
    return _ChangedCast(cast, _hurry)


def asked_for_ever(cast: Cast) -> Cast:
    """Nobody counts how often the caller was asked."""
    return _ChangedCast(cast, _lose_count)


def spoken_in_the_language_of_then(cast: Cast) -> Cast:
    """A sentence does not keep the language in which it was written."""
    return _ChangedCast(cast, _unmark)


def rest_in_the_language_of_the_call(cast: Cast) -> Cast:
    """What is left to say when a call returns does not keep its language."""
    return _ChangedCast(cast, _unmark_rest)


def in_the_words_of_another(cast: Cast) -> Cast:
    """The agent keeps what it says in its own language."""
    return _ChangedCast(cast, _keep_words)


class _ChangedCast:
    def __init__(self, cast: Cast, change: Callable[[Call], None]) -> None:
        self._cast, self._change = cast, change

    @asynccontextmanager
    async def play(self, call: Call) -> AsyncIterator[Actors]:
        self._change(call)
        async with self._cast.play(call) as actors:
            yield actors


def _forget(call: Call) -> None:
    if call.before is not None:
        call.language.agent = call.language.whole_agent


def _ask(call: Call) -> None:
    if call.before is not None and call.language.whole_agent.chosen_by.value == "ask":
        call.language.is_asked = True


class _Lagging(CallLanguage):
    """Is one behind."""

    def __init__(self, real: CallLanguage) -> None:
        self.__dict__ = real.__dict__
        self._next = real.agent

    async def set(self, tag: str) -> None:
        self.agent, behind = self._next, self.agent
        try:
            await super().set(tag)
        finally:
            self._next, self.agent = self.agent, behind


def _lag(call: Call) -> None:
    call.language = _Lagging(call.language)


class _Reckless(CallLanguage):
    """Tells of a language before somebody is found who has it."""

    def __init__(self, real: CallLanguage) -> None:
        self.__dict__ = real.__dict__

    async def set(self, tag: str) -> None:
        if tag in self._own.tags:
            self._change(tag)
        await super().set(tag)


def _hurry(call: Call) -> None:
    call.language = _Reckless(call.language)


class _Uncounted(CallLanguage):
    def __init__(self, real: CallLanguage) -> None:
        self.__dict__ = real.__dict__

    def asked(self, turn: int) -> None:
        super().asked(turn)
        self.times_asked = 0


def _lose_count(call: Call) -> None:
    call.language = _Uncounted(call.language)


class _Unmarked(CallLanguage):
    def __init__(self, real: CallLanguage) -> None:
        self.__dict__ = real.__dict__

    @property
    def may_change(self) -> bool:
        return False


def _unmark(call: Call) -> None:
    call.language = _Unmarked(call.language)


class _WithUnmarkedRest(CallSoFar):
    def __init__(self, real: CallSoFar) -> None:
        self.__dict__ = real.__dict__

    @property
    def rest(self) -> RestOfReply:
        rest = super().rest
        unmarked = tuple(msgspec.structs.replace(each, language="") for each in rest.sentences)
        return msgspec.structs.replace(rest, sentences=unmarked)


def _unmark_rest(call: Call) -> None:
    if call.before is not None:
        call.before = _WithUnmarkedRest(call.before)


class _OwnWords(CallLanguage):
    def __init__(self, real: CallLanguage) -> None:
        self.__dict__ = real.__dict__

    def _change(self, tag: str) -> None:
        self.agent = msgspec.structs.replace(self._own, language=tag)
        self.changed(tag)


def _keep_words(call: Call) -> None:
    call.language = _OwnWords(call.language)


# In services, or in what chooses them.


class BoastfulRecognizer(WatchedRecognizer):
    """Is asked for languages that it lacks."""

    def speaks(self, language: str) -> bool:
        return bool(language)


class BoastfulVoice(WatchedVoice):
    """The same."""

    def speaks(self, language: str) -> bool:
        return bool(language)


class StayingRecognizer(WatchedRecognizer):
    """Every session is in the language of the first one."""

    first = ""

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[RecognizerSession]:
        self.first = self.first or call.language
        async with super().session(msgspec.structs.replace(call, language=self.first)) as session:
            yield session


class StayingVoice(WatchedVoice):
    """The same."""

    first = ""

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[VoiceSession]:
        self.first = self.first or call.language
        async with super().session(msgspec.structs.replace(call, language=self.first)) as session:
            yield session


class FollowingRecognizer(WatchedRecognizer):
    """Whoever takes over an utterance hears it in the language that the call has by then."""

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[RecognizerSession]:
        async with self._real.session(call) as session:
            yield _Following(self._real, session, call.language, self._witness)


class _Following(WatchedHearing):
    def utterance(
        self, number: int, expected: Expectation, on_partial: Callable[[str], None]
    ) -> AbstractAsyncContextManager[Utterance]:
        self._language = self._witness.language
        return super().utterance(number, expected, on_partial)


class ToldNothingElse(SimulatedResponder):
    """Of words that name the language it is told nothing but that."""

    @asynccontextmanager
    async def reply(
        self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit
    ) -> AsyncIterator[AsyncIterator[Written]]:
        if turn.occasion is Occasion.SPEECH:
            turn = msgspec.structs.replace(turn, occasion=Occasion.ANSWERED, text="")
        async with super().reply(turn, heard, commit) as parts:
            yield parts


class ToldAllOfIt(SimulatedResponder):
    """It is told the name of the language too."""

    @asynccontextmanager
    async def reply(
        self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit
    ) -> AsyncIterator[AsyncIterator[Written]]:
        async with super().reply(msgspec.structs.replace(turn, text=f"Hindi, {turn.text}"), heard, commit) as parts:
            yield parts
