"""How long a silence ends the caller's turn, by the words so far and by how this caller pauses.

Rules:
- a text that is plainly complete (`engine/words/completeness.py`) needs `min_silence_ms`, one that plainly hangs
  `max_silence_ms`, any other text or none `silence_ms`;
- where the recognizer holds that the caller has finished, a text that is not plainly complete or hanging needs
  `min_silence_ms` too;
- a caller who often pauses after such a text and goes on is given a little more than those pauses, up to half way from
  `silence_ms` to `max_silence_ms`. Longer pauses are not waited for: for most callers such a silence is the end, and
  waiting cost all callers more than it saved a few (measured by `bench/end_of_turn.py`);
- with `vad.adaptive` off it is always `silence_ms`.

Pure: the same texts and pauses always give the same silence.
"""

import msgspec

from offhook.engine.words.completeness import Completeness, completeness
from offhook.engine.words.expectation import Expectation

PAUSES_KEPT = 8
OFTEN = 2  # of the pauses kept; a single long one may have been a distraction
BEYOND_A_PAUSE_MS = 100


class SilenceRules(msgspec.Struct, frozen=True):
    """The settings' `[vad]` section, in milliseconds."""

    adaptive: bool = True
    min_silence_ms: int = 200
    silence_ms: int = 300
    max_silence_ms: int = 900


class EndOfTurn:
    """The end of turn for one caller. It keeps the judgement of the last words, and the latest pauses."""

    def __init__(self, rules: SilenceRules) -> None:
        self._rules = rules
        self._silences_ms = {
            Completeness.WHOLE: rules.min_silence_ms,
            Completeness.UNKNOWN: rules.silence_ms,
            Completeness.HANGING: rules.max_silence_ms,
        }
        self._longest_habit_ms = (rules.silence_ms + rules.max_silence_ms) // 2
        # The silence that would have bridged each of the latest pauses, by the completeness of the words before it.
        self._bridged_by_ms: dict[Completeness, tuple[int, ...]] = dict.fromkeys(Completeness, ())
        self._judged_of: tuple[str, Expectation] = ("", Expectation())
        self._judged = Completeness.UNKNOWN

    def resumed(self, pause_ms: int) -> None:
        """The caller went on after a pause of this length, whether or not the turn had been ended by then."""
        bridged_by_ms = pause_ms + BEYOND_A_PAUSE_MS
        if bridged_by_ms <= self._longest_habit_ms:
            before = self._bridged_by_ms[self._judged]
            self._bridged_by_ms[self._judged] = (*before, bridged_by_ms)[-PAUSES_KEPT:]

    def silence_ms(self, text: str, expected: Expectation, *, ended: bool = False) -> int:
        """The silence that ends a turn with these words so far. `ended`: the recognizer holds that the caller has
        finished. Cheap enough to ask for every frame: the words are judged only when they change."""
        if not self._rules.adaptive:
            return self._rules.silence_ms
        if (text, expected) != self._judged_of:
            self._judged_of = (text, expected)
            self._judged = completeness(text, expected)
        ended = ended and bool(text) and self._judged is Completeness.UNKNOWN
        silence_ms = self._rules.min_silence_ms if ended else self._silences_ms[self._judged]
        return max(silence_ms, self._habit_ms())

    def _habit_ms(self) -> int:
        """The silence that bridges the pauses this caller often makes after such words; 0 until there are any."""
        bridged_by_ms = self._bridged_by_ms[self._judged]
        return sorted(bridged_by_ms)[-OFTEN] if len(bridged_by_ms) >= OFTEN else 0
