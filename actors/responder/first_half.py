"""The words that were answered last. If the caller goes on with them, they are the first half of what is answered next:
both halves are one text, and the answer that began is taken back.
"""

import msgspec

from offhook.actors.responder.agent_session import Mark
from offhook.actors.responder.service import CallerTurn


class FirstHalf(msgspec.Struct, frozen=True):
    """Words that were answered, with those that they went on with themselves. Their text is empty where they were not
    understood."""

    words: CallerTurn
    turn: int
    continues: int
    """The turn that they went on with; 0 if none."""
    since: int
    """The turn of the first of them."""
    mark: Mark
    """Where the conversation was before them."""
    recognized: str = ""
    """Their text, if they and those before were recognised as one utterance."""

    def with_more(self, turn: int, words: CallerTurn) -> "list[FirstHalf]":
        """Both halves as one, the likeliest first: as they were recognised together, and as their two texts. It was the
        question before the first one that they answer."""
        found, halves = [], words.halves
        if halves is not None and halves.since == self.since:
            found.append(self._with(turn, words, halves.text, halves.confidence, recognized=halves.text))
        if self.words.text and words.text:
            confidence = min(self.words.confidence, words.confidence)
            found.append(self._with(turn, words, f"{self.words.text} {words.text}", confidence))
        return found

    def _with(self, turn: int, words: CallerTurn, text: str, confidence: float, *, recognized: str = "") -> "FirstHalf":
        spoken_s = None if words.voiced_s is None else words.voiced_s + (self.words.voiced_s or 0.0)
        whole = msgspec.structs.replace(
            words,
            text=text,
            confidence=confidence,
            voiced_s=spoken_s,
            asked=self.words.asked,
            keyed=self.words.keyed,
            number=turn,
            halves=None,
        )
        return FirstHalf(whole, turn, self.turn, self.since, self.mark, recognized)
