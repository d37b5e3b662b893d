"""Takes back what is much softer than this caller: other people in the room, a television. Pure.

    as loud as the caller          counts
    softer, and new                counts for 0.5 s, and is then taken back
    softer, within the next 10 s   does not count

A sound counts when it begins, so an interruption waits for nothing. If it gets no syllable that is loud enough for this
caller (`caller_loudness.py`), it is taken back, and a reply that fell silent goes on. What goes on for so long over a
held reply that the floor gives up waiting is taken back too, with what is not plainly louder than it.

A sound that counts does so until it has had no such syllable for a second: others who talk on do not keep the caller's
turn open. Once words are known of it, its speaker is measured by the loudest of its own syllables instead.

Whoever is soft and wants to be heard says it again: the third sound within 10 s counts for 2.5 s, which is long enough
for words. If they are understood, the speaker is listened to from then on.
"""

import math

from offhook.engine.decide.caller_loudness import CallerLoudness, middle_of
from offhook.engine.decide.endpointing import FRAME_MS
from offhook.protocol.mulaw import decode_to_floats

SMOOTHING = 0.25  # the weight of the newest frame: a syllable
BEGINS_FRAMES = 500 // FRAME_MS
"""Of 14 callers who spoke 6 dB softer than before, 3 had their loudest syllable later than that."""
STAYS_FRAMES = 1000 // FRAME_MS
"""With 600 ms half of the callers who spoke 4 dB softer than before, for 14 s without a pause, were cut off once."""
NEXT_SOUND_FRAMES = 300 // FRAME_MS  # of quiet
OVER_FRAMES = 300 // FRAME_MS  # a word may begin softly, with a gap before what is loud of it
REMEMBERED_FRAMES = 10_000 // FRAME_MS
INSISTS, INSISTS_FRAMES = 3, 10_000 // FRAME_MS
GOES_ON_FRAMES = 4_000 // FRAME_MS
"""A sound that is not over after so long is one more."""
HEARD_OUT_FRAMES = 2_500 // FRAME_MS
NOT_AGAIN_FRAMES = 20_000 // FRAME_MS
"""After it was heard out: what goes on for ever is no caller."""
PART_FRAMES, PARTS = 500 // FRAME_MS, 12
LOUDER_DB = 4.0
"""By how much the caller has to be louder than what was there all the time."""
LONG_AGO = -NOT_AGAIN_FRAMES


class SofterVoices:
    """The judgement on one line. Feed it every frame in order."""

    def __init__(self, caller: CallerLoudness) -> None:
        self._caller = caller
        self._frames = 0
        self._quiet_frames = REMEMBERED_FRAMES
        self._power = self._loudest = 0.0  # smoothed, and the most of it in the newest sound
        self._soft_frames = self._sound_frames = 0  # in the newest sound: since it was loud last; since it began
        self._was_loud = self._utterance_was_loud = True
        self._loudest_of_utterance = 0.0
        self.has_words = False
        """Whether words have been recognised in the newest sound so far; whoever hears of it says so."""
        self._tries: list[int] = []  # when soft sounds began
        self._heard_out_since = LONG_AGO
        self._parts: list[float] = []  # the loudest of each half second of the newest sound, in dB
        self._background_db, self._background_heard_at, self._background_of = -math.inf, LONG_AGO, 0

    @property
    def takes_back(self) -> bool:
        """Whether the utterance does not count, although it did when it began."""
        if self._utterance_was_loud or self._is_heard_out:
            return False
        return self._holds or self._quiet_frames >= OVER_FRAMES

    @property
    def loudest_db(self) -> float:
        """The loudest syllable of the utterance."""
        return _decibels(self._loudest_of_utterance)

    def utterance_begins(self) -> None:
        """With the newest sound; more of them may belong to it."""
        self._utterance_was_loud, self._loudest_of_utterance = self._was_loud, self._loudest

    def counts(self, mulaw: bytes, *, voiced: bool) -> bool:
        """Whether the frame still counts as voiced."""
        self._frames += 1
        if not voiced:
            self._quiet_frames += 1
            return False
        if self._quiet_frames >= NEXT_SOUND_FRAMES:
            self._begin()
        self._quiet_frames = 0
        sound = decode_to_floats(mulaw)
        self._power = power = self._power + SMOOTHING * (float(sound.dot(sound)) / len(sound) - self._power)
        if power > self._loudest:
            self._loudest = power
        if power > self._loudest_of_utterance:
            self._loudest_of_utterance = power
        self._note(_decibels(power))
        return not self._holds

    def goes_on_for_ever(self) -> None:
        """The newest sound has gone on for longer than anybody waits, and nothing was understood."""
        if not self._caller.softer_db or not self._parts:
            return
        self._background_db = middle_of(self._parts) + LOUDER_DB
        self._background_heard_at, self._background_of = self._frames, self._caller.times
        self._was_loud = self._utterance_was_loud = False
        self._soft_frames = BEGINS_FRAMES + 1
        self._heard_out_since = self._frames - HEARD_OUT_FRAMES

    def _begin(self) -> None:
        """A new sound."""
        remembered = not self._was_loud and self._quiet_frames < REMEMBERED_FRAMES
        self._soft_frames = BEGINS_FRAMES if remembered and not self._is_heard_out else 0
        self._power = self._loudest = 0.0
        self._was_loud, self.has_words, self._sound_frames = False, False, 0
        self._parts.clear()

    def _note(self, level_db: float) -> None:
        if self._sound_frames % PART_FRAMES == 0:
            self._parts = [*self._parts, level_db][-PARTS:]
        self._parts[-1] = max(self._parts[-1], level_db)
        self._sound_frames += 1
        if level_db >= self._least_db:
            self._was_loud = self._utterance_was_loud = True
            self._soft_frames = 0
            self._tries.clear()
            return
        self._soft_frames += 1
        if self._knows_background:
            self._background_heard_at = self._frames
        if not self._was_loud and self._sound_frames % GOES_ON_FRAMES == BEGINS_FRAMES:
            self._tried()

    @property
    def _least_db(self) -> float:
        """How loud the newest sound has to be now."""
        if self._was_loud and self.has_words:
            return min(self._caller.least_db, _decibels(self._loudest) - self._caller.softer_db)
        if self._was_loud or not self._knows_background:
            return self._caller.least_db
        return max(self._caller.least_db, self._background_db)

    @property
    def _knows_background(self) -> bool:
        """Until it falls silent, or somebody has been understood: then it was the caller."""
        heard = self._frames - self._background_heard_at < NOT_AGAIN_FRAMES
        return heard and self._background_of == self._caller.times

    def _tried(self) -> None:
        self._tries = [at for at in self._tries if self._frames - at < INSISTS_FRAMES] + [self._frames]
        if len(self._tries) >= INSISTS and self._frames - self._heard_out_since >= NOT_AGAIN_FRAMES:
            self._heard_out_since = self._frames
            self._tries.clear()

    @property
    def _is_heard_out(self) -> bool:
        return self._frames - self._heard_out_since < HEARD_OUT_FRAMES

    @property
    def _holds(self) -> bool:
        most = STAYS_FRAMES if self._was_loud else BEGINS_FRAMES
        return self._soft_frames > most and not self._is_heard_out


def _decibels(power: float) -> float:
    return 10 * math.log10(power + 1.0)
