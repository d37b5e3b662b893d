"""What was said in the turns of one call: told to the record, and kept for whoever answers next."""

from collections.abc import Iterable

import trio

from offhook.engine.decide.caller_speech import CallerSpeech
from offhook.engine.decide.heard_so_far import HeardLine, HeardSoFar, joined
from offhook.engine.decide.ledger import HeardSentence, Ledger
from offhook.engine.record import facts
from offhook.engine.record.reporter import Report
from offhook.protocol.telephone_audio import FRAME_S


class TurnsTold:
    """The caller's words and keys, and what the caller has heard of the agent's."""

    __slots__ = ("_by_now", "_heard", "_ledger", "_report")

    def __init__(self, ledger: Ledger, report: Report, conversation: Iterable[HeardLine]) -> None:
        """`conversation`: that of the call's streams before, if it has returned."""
        self._ledger, self._report = ledger, report
        self._heard = HeardSoFar(conversation)
        self._by_now: tuple[int, list[HeardSentence]] = 0, []

    def so_far(self, newest_turn: int) -> tuple[HeardLine, ...]:
        """The conversation, the agent's part cut to what the caller has heard by now."""
        now = trio.current_time()
        sounding = (
            HeardLine("agent", joined(self._ledger.heard(turn, now))[0], turn, self._ledger.span(turn, now).begins)
            for turn in self._ledger.turns_before(newest_turn + 1)
        )
        return self._heard.with_sounding(sounding)

    def caller_said(
        self,
        turn: int,
        speech: CallerSpeech,
        text: str,
        confidence: float,
        *,
        not_taken: str,
        continues: int,
        whole: str,
    ) -> None:
        """The words of the speech that a turn answers, or would have answered; and the turn whose words they go on
        with, 0 if none. `whole`: both, if they were recognised as one utterance."""
        from_s = max(0.0, self._report.seconds(speech.first_voiced_at) - FRAME_S)  # a frame arrives when it is over
        until_s = self._report.seconds(speech.last_voiced_at)
        words = tuple(word.later(self._report.seconds(0.0)) for word in speech.words)
        said = facts.WordsHeard(text, "speech", from_s, until_s, confidence, not_taken, words, continues, whole)
        self._report(said, turn=turn, utterance=speech.number)
        if not not_taken:
            self._heard.caller_said(turn, text, speech.first_voiced_at, continues=continues, whole=whole)

    def caller_pressed(self, turn: int, keys: str, span: tuple[float, float], *, not_taken: str) -> None:
        """The keys that a turn answers, or that belong to its words: pressed from the first to the last time."""
        from_s, until_s = (self._report.seconds(at) for at in span)
        self._report(facts.WordsHeard(keys, "keys", from_s, until_s, not_taken=not_taken), turn=turn)
        if not not_taken:
            self._heard.caller_said(turn, keys, span[0])

    def heard_by_now(self, turn: int) -> None:
        """So much of this turn was heard, and it goes on. Marks come oftener than words: the same is told once."""
        now = trio.current_time()
        heard = self._ledger.heard(turn, now)
        if self._by_now == (turn, heard):
            return
        self._by_now = turn, heard
        span = self._ledger.span(turn, now)
        from_s, until_s = self._report.seconds(span.begins), self._report.seconds(span.ends)
        self._report(facts.HeardByNow(tuple(heard), from_s, until_s), turn=turn)

    def settle(self, turn: int, *, interrupted: bool, certain: bool = True) -> None:
        """The turn is over: what was heard of it. Not `certain`: its audio may still wait at the carrier."""
        now = trio.current_time()
        span = self._ledger.span(turn, now)
        heard = self._ledger.settle(turn, now) if certain else self._ledger.heard(turn, now)
        from_s, until_s = self._report.seconds(span.begins), self._report.seconds(span.ends)
        self._report(facts.Heard(tuple(heard), from_s, until_s, interrupted, certain), turn=turn)
        self._heard.agent_said(turn, joined(heard)[0], span.begins, cut_off=interrupted)
