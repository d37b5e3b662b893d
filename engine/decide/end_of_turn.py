"""How long a silence ends the caller's turn: the longer, the less likely it is that the caller has finished.

Each kind of evidence is the logarithm of the odds that the turn is over, and they add up:
- the words so far, and what was asked (`engine/words/finished.py`);
- how long the caller has spoken in answer to an open question: beginnings are short. It counts less where words are
  known, and does not count against those that plainly end something;
- the recognizer, where it holds that the caller has finished;
- this caller: whoever goes on where it seemed over is doubted more from then on, and less again with each turn that
  was over.

Waiting costs the caller who has finished as long as it lasts; answering costs the other one the rest of the turn. If
pauses were of a typical length T and any moment of one were as good as another to go on, the silence where one cost
outweighs the other would be a straight line: `silence_ms` where nothing speaks for or against the end, and T more for
each unit of the logarithm of the odds against it. `vad.patience` moves the line, `min_silence_ms` and `max_silence_ms`
are its limits; with `vad.adaptive` off it is always `silence_ms`.

Pure: the same evidence always gives the same silence.
"""

import math

import msgspec

from offhook.engine.words.expectation import AnswerKind, Expectation
from offhook.engine.words.finished import DECIDED, odds_by_words

TYPICAL_PAUSE_MS = 300.0
SURE_OF_TYPICAL = 4
"""So many pauses of a caller weigh as much as what is typical of others."""
LONGEST_PAUSE_MS = 1500
"""A longer one is no pause of this caller but a distraction."""
PATIENT = 3.0
"""The odds of a `patience` of 1 against one of a half."""
HELD_BY_RECOGNIZER = 1.5
USUAL_SPEECH_S, BY_LENGTH = 1.9, 4.0
"""Speech of which length may as well go on as be over, and by how much its logarithm moves the odds."""
SHORTEST_SPEECH_S = 0.4  # a shorter sound may be a cough
SHORT, LONG = -1.8, 0.5
"""The odds of speech of any length lie between these: the length alone may cost a caller half a second at most."""
WITH_WORDS, PLAINLY_OVER = 0.5, 1.0
"""How much the length counts where words are known, and the odds by words from which it is not held against them."""
DOUBT, TRUST, MOST_DOUBT = 0.3, 0.15, 2.0
"""What a turn that went on where it seemed over adds to the doubt, and what each that was over takes away."""
FRAME_MS = 20


class SilenceRules(msgspec.Struct, frozen=True):
    """The settings' `[vad]` section."""

    adaptive: bool = True
    min_silence_ms: int = 200
    silence_ms: int = 300
    max_silence_ms: int = 1200
    patience: float = 0.5


class EndOfTurn:
    """The end of turn for one caller. It keeps the judgement of the last words, and what this caller's pauses were."""

    __slots__ = (
        "_answer_ms",
        "_asked",
        "_by_words",
        "_doubt",
        "_judged_of",
        "_odds",
        "_patience",
        "_pauses",
        "_pauses_ms",
        "_rules",
        "_typical_pause_ms",
    )

    def __init__(self, rules: SilenceRules) -> None:
        self._rules = rules
        self._patience = PATIENT * (2 * rules.patience - 1)
        self._pauses, self._pauses_ms, self._typical_pause_ms = 0, 0.0, TYPICAL_PAUSE_MS
        self._doubt = 0.0
        self._judged_of: tuple[str, Expectation] = ("", Expectation())
        self._by_words = 0.0
        self._odds = 0.0  # of all evidence but the caller's habit, when last asked
        self._asked: tuple[str, Expectation, bool, float | None] | None = None  # what was asked last, and the answer
        self._answer_ms = rules.silence_ms

    def resumed(self, pause_ms: int) -> None:
        """The caller went on after a pause of this length, whether or not the turn had been ended by then. Without any
        length it was the audio that paused."""
        if not pause_ms:
            return
        self._asked = None
        self._pauses += 1
        self._pauses_ms += min(pause_ms, LONGEST_PAUSE_MS)
        typical_ms = SURE_OF_TYPICAL * TYPICAL_PAUSE_MS + self._pauses_ms
        self._typical_pause_ms = typical_ms / (SURE_OF_TYPICAL + self._pauses)
        self._doubt = min(self._doubt + DOUBT * _share(self._odds - self._doubt), MOST_DOUBT)

    def ended(self) -> None:
        """The turn was ended. If the caller goes on all the same, `resumed` is told of it next."""
        self._asked = None
        self._doubt = max(self._doubt - TRUST * _share(self._doubt - self._odds), 0.0)

    def silence_ms(
        self, text: str, expected: Expectation, *, ended: bool = False, spoken_s: float | None = None
    ) -> int:
        """The silence that ends a turn with these words so far. `ended`: the recognizer holds that the caller has
        finished. `spoken_s`: how long the caller has spoken, if that tells something. Cheap enough to ask for every
        frame: most ask the same again."""
        asked = (text, expected, ended, spoken_s)
        if self._rules.adaptive and asked != self._asked:
            self._answer_ms, self._asked = self._silence_ms(*asked), asked
        return self._answer_ms

    def _silence_ms(self, text: str, expected: Expectation, ended: bool, spoken_s: float | None) -> int:
        rules = self._rules
        if (text, expected) != self._judged_of:
            self._judged_of = (text, expected)
            self._by_words = odds_by_words(text, expected)
        held = ended and bool(text) and self._by_words > -DECIDED
        self._odds = self._by_words + (HELD_BY_RECOGNIZER if held else 0.0)
        if spoken_s is not None and spoken_s >= SHORTEST_SPEECH_S and _is_open(expected):
            self._odds += self._odds_by_length(spoken_s, has_words=bool(text))
        against = self._doubt - self._odds + self._patience
        silence_ms = rules.silence_ms + self._typical_pause_ms * against
        return round(min(max(silence_ms, rules.min_silence_ms), rules.max_silence_ms) / FRAME_MS) * FRAME_MS

    def _odds_by_length(self, spoken_s: float, *, has_words: bool) -> float:
        odds = min(max(BY_LENGTH * math.log(spoken_s / USUAL_SPEECH_S), SHORT), LONG)
        return max(WITH_WORDS * odds, min(self._by_words - PLAINLY_OVER, 0.0)) if has_words else odds


def _is_open(expected: Expectation) -> bool:
    """Whether anything may be said. The answers that a dialogue expects are short, and whole all the same."""
    return expected.kind is AnswerKind.OPEN and not expected.phrases


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
