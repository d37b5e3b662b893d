"""The language of a call: the agent's own at first, another one once the caller wants it."""

from collections.abc import Awaitable, Callable

import trio

from offhook.engine.host.agent import Agent
from offhook.engine.host.agent_languages import ChosenBy
from offhook.engine.record import facts
from offhook.engine.record.call_so_far import CallSoFar
from offhook.engine.record.reporter import Report
from offhook.engine.run.reply import Sentence
from offhook.engine.run.tool import ToolFailed


async def _nobody_knows_it(tag: str) -> None:
    await trio.lowlevel.checkpoint()
    raise ToolFailed(f"Nobody here hears and speaks {tag!r}.")


class CallLanguage:
    """It belongs to the call. Whoever hears, answers or speaks asks it whenever something new begins."""

    def __init__(self, agent: Agent, before: CallSoFar | None, report: Report) -> None:
        self._own, self._report = agent, report
        self.agent = agent if before is None else agent.in_language(before.language)
        """With what it says in this language."""
        self.is_asked = agent.chosen_by is ChosenBy.ASK and not (before is not None and before.language)
        """Whether the caller has still to choose one."""
        self.times_asked = 0 if before is None else before.language_asked
        self.by_keys: frozenset[str] = frozenset()
        """Those that nobody hears: callers answer by keys in them. The cast sets it."""
        self.unheard_words: frozenset[str] = frozenset()
        """Words around the names of languages that a recognizer does not know which hears phrases only. The cast sets
        it."""
        self.open: Callable[[str], Awaitable[None]] = _nobody_knows_it
        """Makes the services ready for a language. Raises ToolFailed, in words, if they do not have it. The cast sets
        it."""
        self.open_voice: Callable[[str], Awaitable[None]] = _nobody_knows_it
        """The same of the voice alone, for a question in this language."""
        self.changed: Callable[[str], None] = _nobody_is_told
        """Told the new one. The call sets it."""

    def over(self) -> None:
        """The call has ended: nobody is asked or told any more."""
        self.open = self.open_voice = _nobody_knows_it
        self.changed = _nobody_is_told

    @property
    def tag(self) -> str:
        return self.agent.language

    @property
    def own(self) -> str:
        """The agent's own one."""
        return self._own.language

    @property
    def whole_agent(self) -> Agent:
        """As its file has it, in its own language."""
        return self._own

    @property
    def may_change(self) -> bool:
        return bool(self._own.languages)

    @property
    def among_once_set(self) -> tuple[str, ...]:
        """The same when one is set: a caller who need not ask for a language may change it at any time."""
        return self._own.tags if self._own.chosen_by is ChosenBy.AUTO else ()

    @property
    def among(self) -> tuple[str, ...]:
        """Those that the caller may be speaking now; empty if the language is known."""
        return self._own.tags if self.is_asked else self.among_once_set

    def said(self, text: str) -> Sentence:
        """A sentence of `agent`, which stays in its language if another one is set before it is spoken."""
        return Sentence(text, language=self.tag if self.may_change else "")

    def asked(self, turn: int) -> None:
        """The caller was asked in this turn which one."""
        self.times_asked += 1
        self._report(facts.LanguageAsked(self.times_asked), turn=turn)

    async def set(self, tag: str) -> None:
        """From now on. Raises ToolFailed in words, and then nothing has changed."""
        tag = next((each for each in self._own.tags if each.lower() == tag.lower().replace("_", "-")), tag)
        if tag not in self._own.tags:
            raise ToolFailed(f"The agent has no language {tag!r}.")
        await self.open(tag)
        was_asked, self.is_asked = self.is_asked, False
        if tag != self.tag or was_asked:
            self._report(facts.LanguageSet(tag))
            self._change(tag)
            if was_asked:
                self.agent = self._own.as_chosen(tag)

    def settle(self) -> None:
        """The one that the caller has asked for cannot be had: the call goes on in the one it has."""
        if self.is_asked:
            self.is_asked = False
            self._report(facts.LanguageSet(self.tag))
            self.agent = self._own.as_chosen(self.tag)

    def give_up(self) -> None:
        """Go on in the agent's own language: this process has nobody for the one that another has set."""
        self._change(self.own)

    def _change(self, tag: str) -> None:
        self.agent = self._own.in_language(tag)
        self.changed(tag)


def _nobody_is_told(tag: str) -> None:
    del tag
