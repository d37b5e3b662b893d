"""Whether a caller who speaks again was cut off, and goes on with what was said before. Pure.

A caller who goes on within a second of the first sound of the answer was cut off: nobody has listened to an answer so
soon.
"""

from offhook.engine.decide.caller_speech import CallerSpeech

GOES_ON_S = 1.0
"""After the first sound of the answer."""
LONGEST_SILENCE_S = 3.0
"""Between the halves: a longer silence, while the answer is late, is not one in mid-sentence."""


def goes_on(first: CallerSpeech, second: CallerSpeech, sounded_at: float | None) -> bool:
    """Whether the second utterance goes on with the first, whose answer sounded then, or not at all."""
    soon = second.first_voiced_at - first.last_voiced_at <= LONGEST_SILENCE_S
    return soon and (sounded_at is None or second.first_voiced_at <= sounded_at + GOES_ON_S)
