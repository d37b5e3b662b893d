"""The words that were answered last. If the caller goes on with them, they are the first half of what is answered next.

A caller who goes on within a second of the first sound of the answer was cut off: nobody has listened to an answer so
soon. So both halves are one text, and the answer that began is taken back.
"""

import msgspec

from offhook.actors.responder.agent_session import Mark
from offhook.actors.responder.service import CallerTurn
from offhook.engine.decide.caller_speech import CallerSpeech

GOES_ON_S = 1.0
"""After the first sound of the answer."""
LONGEST_SILENCE_S = 3.0
"""Between the halves: a longer silence, while the answer is late, is not one in mid-sentence."""


class FirstHalf(msgspec.Struct, frozen=True):
    """Words that were answered, with those that they went on with themselves."""

    words: CallerTurn
    turn: int
    continues: int
    """The turn that they went on with; 0 if none."""
    mark: Mark
    """Where the conversation was before them."""

    def with_more(self, words: CallerTurn) -> CallerTurn:
        """Both halves as one. It was the question before the first one that they answer."""
        spoken_s = None if words.voiced_s is None else words.voiced_s + (self.words.voiced_s or 0.0)
        return msgspec.structs.replace(
            words,
            text=f"{self.words.text} {words.text}",
            confidence=min(self.words.confidence, words.confidence),
            voiced_s=spoken_s,
            asked=self.words.asked,
            keyed=self.words.keyed,
        )


def goes_on(first: CallerSpeech, second: CallerSpeech, sounded_at: float | None) -> bool:
    """Whether the second utterance goes on with the first, whose answer sounded then, or not at all."""
    soon = second.first_voiced_at - first.last_voiced_at <= LONGEST_SILENCE_S
    return soon and (sounded_at is None or second.first_voiced_at <= sounded_at + GOES_ON_S)
