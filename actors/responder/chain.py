"""The chain of responders: a reply that one service does not finish is finished by the next one.

If nothing was said of it yet, it is made anew. Otherwise the next service is told which sentences the caller hears
already, and goes on after the last whole one (`CallerTurn.said`).
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial

import msgspec
import trio

from offhook.actors.chain import CLOSE_WITHIN_S, CallChain, Patience, Work, begin_call_chain
from offhook.actors.hedge import HedgedParts
from offhook.actors.held import Held, Holder, open_holder
from offhook.actors.link import CallLink, Link
from offhook.actors.responder.service import (
    CallerTurn,
    Collected,
    Commit,
    FirstToken,
    GoesBack,
    HandsOver,
    HangUp,
    HasLanguage,
    Heard,
    LeadingSession,
    Occasion,
    Responder,
    ResponderFailed,
    ResponderSession,
    Sentence,
    Transfer,
    UseTools,
    Written,
)
from offhook.actors.served_call import ServedCall
from offhook.engine.decide.costs import Used
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.words.expectation import Expectation


class ResponderChain:
    """A responder that consists of others."""

    __slots__ = ("_links", "_patience")

    def __init__(self, links: Sequence[Link[Responder]], patience: Patience) -> None:
        self._links, self._patience = links, patience

    @property
    def name(self) -> str:
        return self._links[0].name

    def speaks(self, language: str) -> bool:
        return any(link.service.speaks(language) for link in self._links)

    def expectations(self) -> tuple[Expectation, ...]:
        """Of the first one, for which the recognizer is chosen."""
        return self._links[0].service.expectations()

    def expectations_with_dialogue(self) -> tuple[Expectation, ...]:
        """The same, and of the dialogue that may lead a part of each call."""
        others = (link.service for link in self._links[1:] if getattr(link.service, "may_lead", False))
        return (*self.expectations(), *(each for other in others for each in other.expectations()))

    def lines(self) -> tuple[str, ...]:
        """Of all of them: each once, those of the first one first."""
        return tuple(dict.fromkeys(line for link in self._links for line in link.service.lines()))

    def lines_in(self, language: str) -> tuple[str, ...]:
        """The same in another language of the agent's, of the dialogue that it has there."""
        in_language = (getattr(link.service, "lines_in", None) for link in self._links)
        return tuple(line for lines in in_language if lines is not None for line in lines(language))

    def expectations_in(self, language: str) -> tuple[Expectation, ...]:
        """The same of what callers may say there."""
        in_language = (getattr(link.service, "expectations_in", None) for link in self._links)
        return tuple(each for expected in in_language if expected is not None for each in expected(language))

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator["ResponderChainSession"]:
        async with open_holder(CLOSE_WITHIN_S) as holder:
            yield await self.begin(call, holder)

    async def begin(self, call: ServedCall, holder: Holder) -> "ResponderChainSession":
        """The same, as long as the holder lasts."""
        chain = await begin_call_chain(self._links, call, "responder", self._patience, holder)
        session = ResponderChainSession(chain)
        await session.begin()
        return session


class ResponderChainSession:
    """One call's conversation, with whichever responder has replied last."""

    __slots__ = ("_chain", "_dialogue", "_leading", "_looked_at", "_replied", "written_in")

    def __init__(self, chain: CallChain[ResponderSession]) -> None:
        self._chain = chain
        self._replied = chain.next()
        self.written_in = chain.call.language_now
        """The language of the last reply: that of the call when it was asked for, or that of a dialogue's file."""
        self._leading = next((link for link in chain.links if link.may_lead), None)
        self._looked_at: ResponderSession | None = None
        self._dialogue: LeadingSession | None = None

    async def begin(self) -> None:
        """The dialogue is begun before it is asked: it may lead already, where the call has returned."""
        await trio.lowlevel.checkpoint()
        if self._leading is not None:
            async with self._chain.work(only=self._leading) as work:
                await work.session()

    @property
    def dialogue(self) -> LeadingSession | None:
        """The one that leads the call by turns with the others; None if none does."""
        session = None if self._leading is None else self._leading.begun
        if session is not self._looked_at:  # whether it fits a Protocol takes long to find out, and is asked often
            self._looked_at = session
            self._dialogue = session if isinstance(session, LeadingSession) else None
        return self._dialogue

    @property
    def dialogue_replies(self) -> bool:
        """Whether the last reply is the dialogue's, be it that it leads or that it stands in for a model."""
        return self._leading is not None and self._replied is self._leading

    @property
    def next_name(self) -> str:
        """The service that would be asked now."""
        if self._leading is not None and self.dialogue is not None and self.dialogue.leads:
            return self._leading.name
        return self._chain.next().name

    @property
    def language_now(self) -> str:
        """Of the call."""
        return self._chain.call.language_now

    @property
    def is_scripted(self) -> bool:
        """Whether a dialogue is in talk, which expects certain phrases."""
        return bool(self.expected.phrases)

    @property
    def expected(self) -> Expectation:
        session = self._in_talk
        return Expectation(language=self.language_now) if session is None else session.expected

    def understands(self, *turns: CallerTurn) -> bool:
        session = self._in_talk
        return bool(turns) if session is None else session.understands(*turns)

    @property
    def _in_talk(self) -> ResponderSession | None:
        """The one that the caller talks to; None if that will be a model that was not asked yet."""
        dialogue = self.dialogue
        if dialogue is not None and dialogue.leads:
            return dialogue
        session = self._replied.begun
        return None if dialogue is not None and session is dialogue and dialogue.is_away else session

    @property
    def goes_back(self) -> GoesBack | None:
        """The one that keeps where the conversation is; None if a model talks, and no dialogue has a part in it."""
        session = self.dialogue or self._in_talk
        return session if isinstance(session, GoesBack) else None

    def collected(self) -> Collected | None:
        """Of the first that has collected something."""
        sessions = (link.begun for link in self._chain.links)
        found = (session.collected() for session in sessions if session is not None)
        return next((collected for collected in found if collected is not None), None)

    @asynccontextmanager
    async def reply(
        self,
        turn: CallerTurn,
        heard: Sequence[Heard] | Callable[[], Sequence[Heard]],
        commit: Commit,
        *,
        by_dialogue: bool = False,
    ) -> AsyncIterator[AsyncIterator[Written]]:
        """If `heard` can be called, it is, whenever somebody is asked: a tool may have ended since the one before was.
        With `by_dialogue`, nobody else is asked."""
        dialogue = self._replied if self._leading is None else self._leading
        async with self._chain.work(only=dialogue if by_dialogue else None) as work:
            reply = _Reply(self, work, turn, heard if callable(heard) else lambda: heard, commit)
            with suppress(ResponderFailed):  # iteration raises it
                await reply.begin()  # words that are only passed on count too
            try:
                yield reply if work.hedge_s is None else reply.hedged(work.hedge_s)
            finally:
                reply.let_go()

    def replies(self, link: CallLink[ResponderSession], language: str) -> None:
        """This one goes on with the conversation, and writes in this language."""
        self._replied, self.written_in = link, language


class _Reply:
    """One reply, by one service after the other."""

    def __init__(
        self,
        session: ResponderChainSession,
        work: Work[ResponderSession],
        turn: CallerTurn,
        heard: Callable[[], Sequence[Heard]],
        commit: Commit,
    ) -> None:
        self._session, self._work = session, work
        self._turn, self._heard, self._commit = turn, heard, commit
        self._held: Held[AsyncIterator[Written]] | None = None
        self._language = ""
        """In which the one writes who is at it."""
        self._said: list[str] = []
        self._failure: ResponderFailed | None = None
        """Nobody is left."""
        self._is_closed = self._is_over = False
        self._parts: HedgedParts[Written] | None = None

    def let_go(self) -> None:
        """Of what points back to it: then it needs no garbage collection."""
        self._held = self._parts = None

    def hedged(self, after_s: float) -> "HedgedParts[Written]":
        self._parts = HedgedParts(self, after_s)
        return self._parts

    def __aiter__(self) -> "_Reply":
        return self

    async def __anext__(self) -> Written:
        if not self._is_over:
            part = await self._next()
            if part is not None:
                return self._taken(part)
            self._is_over = True
        await trio.lowlevel.checkpoint()
        raise StopAsyncIteration

    async def beginning(self) -> Sequence[Written]:
        """The first one."""
        first = await anext(self, None)
        return () if first is None else (first,)

    def second(self) -> "_Reply | None":
        work = self._work.beside()
        if work is None:
            return None
        second = _Reply(self._session, work, self._turn, self._heard, self._commit)
        second._parts = self._parts
        return second

    def decided(self, *, for_the_second: bool) -> None:
        self._work.decided(for_the_second=for_the_second)
        if not for_the_second:
            self._session.replies(self._work.link, self._language)  # the other one has begun after it

    async def _committed(self) -> None:
        """Whoever may do now what cannot be undone is the only one to do it."""
        await self._commit()
        if self._parts is not None:
            self._parts.claim(self)

    async def begin(self) -> Held[AsyncIterator[Written]]:
        """Raises ResponderFailed if nobody is left."""
        if self._failure is not None:
            raise self._failure
        while self._held is None:
            try:
                session = await self._work.session()
                self._work.asked()
                turn = msgspec.structs.replace(self._turn, said=" ".join(filter(None, (self._turn.said, *self._said))))
                self._language = session.language if isinstance(session, HasLanguage) else self._session.language_now
                make = partial(session.reply, turn, self._heard(), self._committed)
                self._held = await self._work.begin(make, "reply", "no reply begun")
                self._session.replies(self._work.link, self._language)
                if not self._work.link.counts_itself:
                    self._work.count(Used(requests=1))
            except ServiceFailed as exc:
                self._go_on_after(exc)
        return self._held

    async def _next(self) -> Written | None:
        while True:
            held = await self.begin()
            try:
                with self._work.asking("nothing more", held):
                    return await anext(held.value, None)
            except ServiceFailed as exc:
                if self._is_closed:
                    return None
                self._go_on_after(exc)

    def _taken(self, part: Written) -> Written:
        match part:
            case FirstToken():
                self._work.succeeded()
            case Sentence(text=text):
                self._said.append(text)
                if self._turn.occasion in (Occasion.SPEECH, Occasion.KEYS):  # others may be answered without a model
                    self._work.succeeded()
            case UseTools():
                self._work.succeeded()
                self._is_closed = True
            case HangUp() | Transfer() | HandsOver():
                self._is_closed = True
            case _:
                pass
        return part

    def _go_on_after(self, exc: ServiceFailed) -> None:
        if not self._work.failed(exc):
            self._failure = ResponderFailed(str(exc))
            raise self._failure from exc
        self._held = None
