"""A call so far, made of the facts in its journals: what somebody else must know to go on with it in a new stream.

Only whoever goes on with a call reads it. A call that knows itself does not need it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from offhook.engine.decide.costs import Used
from offhook.engine.decide.heard_so_far import HeardLine, HeardSoFar, joined
from offhook.engine.decide.keypad import END_KEY
from offhook.engine.decide.ledger import HeardSentence
from offhook.engine.decide.rest_of_reply import Answered, RestOfReply, WrittenSentence, unheard
from offhook.engine.record import facts
from offhook.engine.record.call_record import CallBegun
from offhook.engine.record.facts import Fact, Fault
from offhook.engine.record.tools_used import ToolsUsed


@dataclass
class _Reply:
    """One turn's reply: what was written and what was heard of it."""

    written: list[WrittenSentence] = field(default_factory=list)
    end: facts.ReplyWritten | None = None
    heard: tuple[HeardSentence, ...] = ()


class AnsweredRequest(NamedTuple):
    """When the carrier was told to play this turn, how long it sounds, and what it says."""

    turn: int
    at_s: float
    sound_s: float
    sentences: tuple[str, ...]


class CallSoFar:
    """Reduces the facts of one call, of all its streams in order."""

    def __init__(self, told: Iterable[Fact]) -> None:
        self.begun: CallBegun | None = None
        """As the first stream began."""
        self.agent_version = ""
        """Of the agent's file, as the first stream began."""
        self.known: dict[str, str] = {}
        """What the agent's texts need to know about the call."""
        self.number = 0
        """How often the call has returned."""
        self.stream = ""
        """The newest one."""
        self.at_s = 0.0
        """When the last fact was told."""
        self.turn = 0
        """The newest one with a number."""
        self.kept: dict[str, str] = {}
        """What each responder's session needs to go on."""
        self.failed_at_s: dict[tuple[Fault, str], float] = {}
        """When each service failed last."""
        self.used: list[tuple[str, Used]] = []
        self.language = ""
        """The one that was set; empty: the agent's own."""
        self.language_asked = 0
        """How often the caller was asked for it."""
        self.tools = ToolsUsed()
        """What was decided, and what came of it."""
        self.ending: facts.CallEnding | None = None
        self.stream_broke = False
        self.request: int | None = None
        """The number of the carrier's last request, where it asks after each turn; None for a call in a stream."""
        self.answered: AnsweredRequest | None = None
        """How that was answered; None if it was not."""
        self.has_begun = False
        """Whether there is anything to go on with; else the caller has not even been greeted."""
        self._heard = HeardSoFar()
        self._replies: dict[int, _Reply] = {}
        self._words: dict[int, Answered] = {}
        self._answering = 1
        self._returned_as = 0
        self._began_at_s = self._began_machine_s = 0.0  # of the newest stream
        self._caller_speaks = False
        self._untold = ""
        """Why the caller has come back from a transfer."""
        for fact in told:
            self.observe(fact)

    @property
    def may_return(self) -> bool:
        """Whether the caller may be on the line still: nobody has decided that the call is over."""
        if self.ending is None:
            return self.begun is not None
        return self.ending.reason.leaves_caller(stream_broke=self.stream_broke)

    @property
    def may_come_back(self) -> bool:
        """Whether the caller is being put through to somebody who is asked first, and comes back if that fails."""
        return self.ending is not None and self.ending.warm is not None

    def seconds_until(self, machine_s: float) -> float:
        """From the beginning of the call until `machine_s`, in seconds since the machine was started; never before its
        last fact. The wall clock would not do: it may be set in the middle of a call."""
        return max(self.at_s, self._began_at_s + machine_s - self._began_machine_s)

    @property
    def lines(self) -> tuple[HeardLine, ...]:
        """The conversation as it was heard. Times are in seconds since the call began."""
        return self._heard.lines

    @property
    def rest(self) -> RestOfReply:
        """What is left to say. To a caller who was speaking, that is only what cannot be interrupted."""
        turn = self._answering
        if self._untold:
            return RestOfReply(turn, news=self._untold)
        reply = self._replies.get(turn, _Reply())
        sentences = unheard(reply.written, reply.heard)
        end = reply.end or facts.ReplyWritten()
        if self._caller_speaks:
            notices = tuple(sentence for sentence in sentences if sentence.protected)
            return RestOfReply(turn, notices, expects=end.expects, asks_again=True)
        unwritten = self._words.get(turn) if reply.written and reply.end is None else None
        said = " ".join(sentence.text for sentence in reply.written)
        return RestOfReply(
            turn,
            sentences,
            said,
            unwritten,
            end.hangs_up,
            end.for_silence,
            end.transfer_to,
            end.warm,
            end.expects,
            asks_again=not (sentences or unwritten or end.hangs_up or end.transfer_to),
        )

    def was_heard(self, turn: int, heard: facts.Heard) -> None:
        """So much of a turn is known to be heard by now."""
        self._note_heard(turn, heard.sentences, heard.from_s, cut_off=heard.interrupted)

    def observe(self, fact: Fact) -> None:
        """Whoever goes on with the call tells it what the journals do not say."""
        self.at_s, self.turn = max(self.at_s, fact.at_s), max(self.turn, fact.turn)
        match fact.what:
            case facts.CallBegan() as began:
                self._begin(fact.call, fact.at_s, began)
            case facts.CallReturned(number):
                self.number, self._returned_as = number, fact.turn
            case facts.RequestReceived(number):
                self.request, self.answered = number, None
            case facts.RequestAnswered(sound_s, sentences):
                self.answered = AnsweredRequest(fact.turn, fact.at_s, sound_s, sentences)
            case facts.StreamBroke():
                self.stream_broke = True
            case facts.CallEnding() as ending if self.ending is None:
                self.ending = ending
            case facts.CallerCameBack(result):
                self._untold, self._caller_speaks = result, False
                self.tools.observe(fact)
            case facts.SessionKept(responder, state):
                self.kept[responder] = state
            case facts.ServiceFailed(fault, service):
                self.failed_at_s[fault, service] = fact.at_s
            case facts.ServiceUsed(service, used):
                self.used.append((service, used))
            case facts.LanguageAsked(times):
                self.language_asked = times
            case facts.LanguageSet(language):
                self.language = language
            case facts.ToolChosen() | facts.ToolEnded() | facts.NoteTaken():
                self.tools.observe(fact)
            case _:
                self._observe_caller(fact)

    def _begin(self, call: str, at_s: float, began: facts.CallBegan) -> None:
        self.stream, self.ending, self.stream_broke = began.stream_sid, None, False
        self._began_at_s, self._began_machine_s = at_s, began.machine_s
        if self.begun is None:
            self.begun = CallBegun(
                call,
                began.stream_sid,
                began.caller,
                began.agent,
                began.started_at,
                began.carrier,
                began.carrier_call_id,
                began.path,
                began.called,
            )
            self.agent_version, self.known = began.agent_version, began.known

    def _observe_caller(self, fact: Fact) -> None:
        match fact.what:
            case facts.SpeechStarted():
                self._caller_speaks = self.has_begun = True
            case facts.KeyPressed(key):
                self._caller_speaks = self._caller_speaks or key != END_KEY
            case facts.Interrupted() if self.ending is None:  # else the end of the call has stopped the agent
                self._caller_speaks = True
            case facts.VerdictGiven(counts):
                self._caller_speaks = counts
            case facts.WordsHeard(not_taken="") as said:
                first = self._words.pop(said.continues, None)
                text = said.whole or (said.text if first is None else f"{first.text} {said.text}")
                self._words[fact.turn] = Answered(text, said.by, said.confidence)
                self._heard.caller_said(fact.turn, said.text, said.from_s, continues=said.continues, whole=said.whole)
            case facts.TurnBegan() if self.ending is None:  # else it is a goodbye that cannot be said
                self._answer(fact.turn)
            case _:
                self._observe_agent(fact)

    def _observe_agent(self, fact: Fact) -> None:
        match fact.what:
            case facts.SentenceWritten(text, protected, asks, tones, language):
                sentence = WrittenSentence(text, protected, asks, tones, language)
                self._written(fact.turn).written.append(sentence)
            case facts.ReplyWritten() as end:
                self._written(fact.turn).end = end
            case facts.DraftDiscarded():
                self._replies.pop(fact.turn, None)
            case facts.Resumed() | facts.SentenceSounded():
                self._caller_speaks = False
            case facts.HeardByNow(sentences, from_s):
                self._note_heard(fact.turn, sentences, from_s, cut_off=True)
            case facts.Heard(sentences=sentences, from_s=from_s, interrupted=interrupted):
                self._note_heard(fact.turn, sentences, from_s, cut_off=interrupted)
            case _:
                pass

    def _answer(self, turn: int) -> None:
        """This turn has the floor."""
        self._untold = ""
        self._answering, self._caller_speaks, self.has_begun = turn, False, True
        self._replies = {number: reply for number, reply in self._replies.items() if number >= turn}
        self._words = {number: words for number, words in self._words.items() if number >= turn}

    def _written(self, turn: int) -> _Reply:
        if turn == self._returned_as != self._answering:  # the rest of the reply is in it
            answered = self._words.get(self._answering)
            self._answer(turn)
            if answered is not None:
                self._words[turn] = answered
        self.has_begun = True
        return self._replies.setdefault(turn, _Reply())

    def _note_heard(self, turn: int, sentences: tuple[HeardSentence, ...], from_s: float, *, cut_off: bool) -> None:
        self._heard.agent_said(turn, joined(sentences)[0], from_s, cut_off=cut_off)
        if turn >= self._answering:
            self._replies.setdefault(turn, _Reply()).heard = sentences
