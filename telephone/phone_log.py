"""What is kept of a call for its report and recording: times, audio and the VAD's verdicts on the caller's audio."""

from array import array
from collections.abc import Callable

import msgspec
import webrtcvad

from offhook.protocol import mulaw
from offhook.protocol.playout import Gap, SoundPlayed
from offhook.telephone.clip import FRAME_S
from offhook.telephone.phone_events import CallerBegan, CallerEnded, KeySent, PhoneEvent
from offhook.telephone.phone_script import ScriptItem, Tick

VAD_AGGRESSIVENESS = 3


class SaidItem(msgspec.Struct, frozen=True):
    """An item of the script, and the number of its first frame, counted from the beginning of the call."""

    item: ScriptItem
    first_frame: int

    @property
    def first_voiced(self) -> int:
        return self.first_frame + self.item.first_voiced

    @property
    def last_voiced(self) -> int:
        return self.first_frame + self.item.last_voiced

    @property
    def end(self) -> int:
        return self.first_frame + self.item.length


class PhoneLog:
    """Filled during the call. Its size is bounded by the length of the call."""

    def __init__(self, items: tuple[ScriptItem, ...], on_event: Callable[[PhoneEvent], None]) -> None:
        self.events: list[PhoneEvent] = []
        self.sent_at = array("d")
        """When each of the caller's frames left."""
        self.voiced = bytearray()
        """What WebRTC's VAD says of each of them, as a server with that VAD would have it."""
        self.said: list[SaidItem] = []
        self.heard: list[SoundPlayed] = []
        self.gaps: list[Gap] = []
        self.refused = 0
        self.max_lateness_s = 0.0
        self._items = items
        self._on_event = on_event
        self._streams: list[tuple[float, bytearray]] = []
        self._vad = webrtcvad.Vad(VAD_AGGRESSIVENESS)

    def add(self, event: PhoneEvent) -> None:
        self.events.append(event)
        self._on_event(event)

    def stream_began(self, at: float) -> None:
        """A server starts a new VAD for each stream, so this does too."""
        self._streams.append((at - FRAME_S, bytearray()))  # a frame is sent when its 20 ms are over
        self._vad = webrtcvad.Vad(VAD_AGGRESSIVENESS)

    def sent(self, tick: Tick, at: float, late_s: float) -> None:
        self.max_lateness_s = max(self.max_lateness_s, late_s)
        frame = len(self.sent_at)
        if tick.item is not None and tick.is_first:
            item = self._items[tick.item]
            del self.said[tick.item :]  # keys that are pressed again: times count from the second entry
            self.said.append(SaidItem(item, frame))
            self.add(CallerBegan(at, tick.item, item.label))
        self.sent_at.append(at)
        self.voiced.append(self._vad.is_speech(mulaw.decode(tick.mulaw).tobytes(), mulaw.SAMPLE_RATE_HZ))
        self._streams[-1][1].extend(tick.mulaw)
        if tick.key is not None:
            self.add(KeySent(at, tick.key))
        if tick.item is not None and frame + 1 == self.said[-1].end:
            self.add(CallerEnded(at, tick.item))

    @property
    def caller(self) -> list[SoundPlayed]:
        """The caller's audio, one piece for each stream: its frames follow one another without gaps."""
        return [SoundPlayed(at, bytes(sound)) for at, sound in self._streams]
