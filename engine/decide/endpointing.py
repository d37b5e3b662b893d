"""Detects the beginning, the pauses and the end of speech, from one verdict (voiced or not) per 20 ms.

Rules:
- onset: at least `onset_ms` of the last `onset_window_ms` are voiced;
- pre-roll: the last `smoothing_ms` of audio, the onset window included;
- end: `silence_ms` since the last voiced frame, where a lone voiced frame between unvoiced ones does not count;
- `silence_ms` may be changed from frame to frame (`engine/decide/end_of_turn.py`);
- pause: the same with the shorter `pause_ms`; voiced frames after it are a resumption;
- if no more audio arrives, the owner calls `audio_missing`, which is a pause, and then `audio_stopped`, the end;
- an utterance longer than `max_utterance_ms` is ended there, and the next one can begin only after `silence_ms` of
  quiet: so steady noise neither holds the floor for ever nor interrupts the answer.

Pure: time is counted in the caller's frames of 20 ms.
"""

from collections import deque

import msgspec

FRAME_MS = 20


class EndpointingRules(msgspec.Struct, frozen=True):
    """Everything in milliseconds; the settings' `[vad]` section."""

    onset_ms: int = 60
    onset_window_ms: int = 100
    smoothing_ms: int = 600
    pause_ms: int = 120
    silence_ms: int = 300
    max_utterance_ms: int = 30_000


class Onset(msgspec.Struct, frozen=True):
    preroll: bytes
    confidence: float  # voiced share of the onset window
    first_voiced_frames_ago: int  # from this frame back to the first voiced one of the onset window
    quiet_frames: int  # from the end of the speech before, or from the very first frame, to that voiced one


class More(msgspec.Struct, frozen=True):
    mulaw: bytes


class Pause(msgspec.Struct, frozen=True):
    silence_frames: int


class Resumption(msgspec.Struct, frozen=True):
    pause_frames: int  # the silence before it


class End(msgspec.Struct, frozen=True):
    silence_frames: int


EndpointEvent = Onset | More | Pause | Resumption | End


class Endpointer:
    """The endpointing of one caller's speech. Feed it every frame in order."""

    def __init__(self, rules: EndpointingRules) -> None:
        self._rules = rules
        self.silence_ms = rules.silence_ms
        """The silence that ends the utterance; the owner may set it between two frames."""
        self._onset_frames = -(-rules.onset_ms // FRAME_MS)
        self._window_frames = -(-rules.onset_window_ms // FRAME_MS)
        self._window_bits = (1 << self._window_frames) - 1
        self._recent_voiced = self._recent_frames = 0  # a bit for each of so many frames, the newest one lowest
        self._recent_audio: deque[bytes] = deque(maxlen=-(-rules.smoothing_ms // FRAME_MS))
        self.speaking = self.paused = False  # plain attributes: the VAD asks for every frame
        self._cut_off = False  # the last utterance was ended by its length: wait for quiet before the next
        self._previous_voiced = False
        self._silence = 0  # frames since the last voiced frame that counts, in speech and after it
        self._length = 0  # frames since onset

    @property
    def would_begin(self) -> bool:
        """Whether one more voiced frame would be an onset."""
        if self.speaking or self._cut_off:
            return False
        oldest = self._recent_voiced >> (self._window_frames - 1)  # the next frame takes its place
        return self._recent_voiced.bit_count() - oldest + 1 >= self._onset_frames

    @property
    def quiet_ms(self) -> int:
        """How long the silence at the end of the audio so far is."""
        return self._silence * FRAME_MS

    def audio_missing(self) -> list[EndpointEvent]:
        """The next frame is overdue: that is a pause."""
        if not self.speaking or self.paused:
            return []
        self.paused = True
        return [Pause(self._silence)]

    def audio_stopped(self) -> list[EndpointEvent]:
        """No more frames come: an utterance in progress ends here."""
        return [self._end()] if self.speaking else []

    def feed(self, mulaw: bytes, voiced: bool) -> list[EndpointEvent]:
        """Takes one frame and its verdict, and returns what was detected."""
        self._recent_audio.append(mulaw)
        self._recent_voiced = (self._recent_voiced << 1 | voiced) & self._window_bits
        if self._recent_frames < self._window_frames:
            self._recent_frames += 1
        events: list[EndpointEvent] = []
        if self.speaking:
            events = self._while_speaking(mulaw, voiced)
        elif self._cut_off:
            self._wait_for_quiet(voiced)
        else:
            self._silence += 1
            if voiced:  # what is not cannot be what an onset was missing
                events = self._while_quiet()
        self._previous_voiced = voiced
        return events

    def _wait_for_quiet(self, voiced: bool) -> None:
        self._silence = 0 if voiced else self._silence + 1
        self._cut_off = self._silence * FRAME_MS < self._rules.silence_ms
        self._recent_voiced = self._recent_frames = 0

    def _while_quiet(self) -> list[EndpointEvent]:
        voiced_frames = self._recent_voiced.bit_count()
        if voiced_frames < self._onset_frames:
            return []
        first_voiced_frames_ago = self._recent_voiced.bit_length() - 1
        onset = Onset(
            preroll=b"".join(self._recent_audio),
            confidence=voiced_frames / self._recent_frames,
            first_voiced_frames_ago=first_voiced_frames_ago,
            quiet_frames=self._silence - 1 - first_voiced_frames_ago,
        )
        self.speaking, self.paused = True, False
        self._silence = self._length = 0
        return [onset]

    def _while_speaking(self, mulaw: bytes, voiced: bool) -> list[EndpointEvent]:
        self._length += 1
        silence_before = self._silence
        if voiced and self._previous_voiced:
            self._silence = 0
        else:
            self._silence += 1
        events: list[EndpointEvent] = [More(mulaw)]
        silence_ms = self._silence * FRAME_MS
        if self.paused and self._silence == 0:
            self.paused = False
            events.append(Resumption(max(silence_before - 1, 0)))  # its first voiced frame was counted as a stray one
        elif not self.paused and not voiced and silence_ms >= self._rules.pause_ms:
            self.paused = True
            events.append(Pause(self._silence))
        # A voiced frame at the very end may be the first of many: wait one frame to see whether it stands alone.
        over = silence_ms >= self.silence_ms and not voiced
        self._cut_off = not over and self._length * FRAME_MS >= self._rules.max_utterance_ms
        if over or self._cut_off:
            events.append(self._end())
        return events

    def _end(self) -> End:
        self.speaking = False
        self._recent_voiced = self._recent_frames = 0
        self._recent_audio.clear()  # it was handed on already: the next pre-roll must not repeat it
        return End(self._silence)
