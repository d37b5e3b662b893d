"""What the caller does, in order: say a recording, press keys, wait for the agent, or interrupt it.

answered ──► greeting ──► item 1 ──► reply ──► item 2 ──► reply ──► over
                 └── barge-in: the next item begins so many seconds after the first sound of the reply
"""

import enum
import itertools
import random
from collections.abc import Sequence

import msgspec

from offhook.telephone.clip import FRAME_BYTES, Clip

REPLY_OVER_S = 0.7
"""The agent is taken to have finished when all of its sound has been played for so long."""
TALKED_ON_S = 3.0
"""An agent that was not interrupted by what we said may still answer it, so long after it has finished."""
_KEY_EVERY_FRAMES = 12  # 240 ms per key: fast typing
_NOISE = b"\xff\x7e\xfe\x7f" * 64  # maps any byte to 0 or the levels next to it: a quiet room, as carriers deliver it
_NOISE_FRAMES = 50


class ScriptError(Exception):
    """The caller cannot do this; the message says why."""


class ScriptItem(msgspec.Struct, frozen=True):
    """One thing that the caller does. `first_voiced` and `last_voiced` are the frames that latencies count from."""

    label: str
    length: int
    first_voiced: int
    last_voiced: int
    frames: tuple[bytes, ...] = ()
    keys: dict[int, str] = {}
    barge_in_after_s: float | None = None


def say(label: str, clip: Clip, barge_in_after_s: float | None = None) -> ScriptItem:
    """Say a recording."""
    return ScriptItem(
        label, len(clip.frames), clip.first_voiced, clip.last_voiced, clip.frames, barge_in_after_s=barge_in_after_s
    )


def press(keys: str, barge_in_after_s: float | None = None) -> ScriptItem:
    """Press keys, one after the other. Raises ScriptError."""
    if not keys or any(key not in "0123456789*#" for key in keys):
        raise ScriptError(f"cannot press {keys!r}: keys are 0-9, * and #")
    at_frame = {number * _KEY_EVERY_FRAMES: key for number, key in enumerate(keys)}
    last = max(at_frame)
    return ScriptItem(keys, last + 1, 0, last, keys=at_frame, barge_in_after_s=barge_in_after_s)


class Tick(msgspec.Struct, frozen=True):
    """What the caller's telephone sends in one frame's time."""

    mulaw: bytes
    key: str | None = None
    item: int | None = None
    """The item that this frame belongs to."""
    is_first: bool = False
    """It begins here."""


class Progress(enum.Enum):
    """How far the conversation has come."""

    GOING_ON = "going on"
    OVER = "over"
    UNANSWERED = "unanswered"


class PhoneScript:
    """Decides what the caller does, frame by frame. It outlives a stream, so a call may go on in another one."""

    def __init__(
        self, items: Sequence[ScriptItem], chance: random.Random, *, greeting_within_s: float, reply_within_s: float
    ) -> None:
        self._items = tuple(items)
        self._greeting_within_s, self._reply_within_s = greeting_within_s, reply_within_s
        self._noise = itertools.cycle([chance.randbytes(FRAME_BYTES).translate(_NOISE) for _ in range(_NOISE_FRAMES)])
        self._next_item = 0
        self._frame: int | None = None  # the current frame of the item that is being said
        self._listening_since: float | None = None
        self._reply_began_at: float | None = None
        self._sounding = False
        self._quiet_since = 0.0
        self._talked_on = False
        self._keys_in_again = False
        self.reply_over_s = REPLY_OVER_S
        """Less where the carrier says when its sound is over."""

    @property
    def unsaid(self) -> tuple[str, ...]:
        """Labels of the items that were not said, or not completely."""
        return tuple(item.label for item in self._items[self._next_item :])

    @property
    def said(self) -> str:
        """The label of the item said last."""
        return self._items[self._next_item - 1].label if self._next_item else ""

    def agent_began(self, at: float) -> None:
        self._sounding = True
        if self._reply_began_at is None:
            self._reply_began_at = at

    def agent_ended(self, at: float, *, cleared: bool) -> None:
        self._sounding = False
        self._quiet_since = at
        if cleared:
            self._talked_on = False  # the agent noticed the caller: a full reply will follow

    def key_in_again(self) -> None:
        """The keys that were pressed last are wanted once more; those that are being pressed, when they are through."""
        if self._frame is None and self._next_item and not self._keys_in_again:
            self._next_item -= 1
        self._keys_in_again = True

    def tick(self, now: float) -> Tick:
        """The next frame; called once every 20 ms from the moment the line is open."""
        if self._listening_since is None:
            self._listening_since = now
        if self._frame is None and self._may_begin(now):
            self._frame, self._keys_in_again = 0, False
        if self._frame is None:
            return Tick(next(self._noise))
        return self._say_frame(self._frame, now)

    def progress(self, now: float) -> Progress:
        if self._unanswered(now):
            return Progress.UNANSWERED
        all_said = self._next_item == len(self._items)
        return Progress.OVER if all_said and self._reply_over(now) else Progress.GOING_ON

    def _say_frame(self, frame: int, now: float) -> Tick:
        number, item = self._next_item, self._items[self._next_item]
        if frame == item.last_voiced:
            self._listen(now)
        if frame + 1 < item.length:
            self._frame = frame + 1
        else:
            self._frame = None
            self._next_item += 0 if self._keys_in_again else 1
        mulaw = item.frames[frame] if item.frames else next(self._noise)
        return Tick(mulaw, item.keys.get(frame), number, is_first=frame == 0)

    def _listen(self, now: float) -> None:
        self._listening_since = now
        self._reply_began_at = None
        self._talked_on = self._sounding

    def _may_begin(self, now: float) -> bool:
        if self._next_item == len(self._items):
            return False
        if self._keys_in_again:
            return not self._sounding and now >= self._quiet_since + self.reply_over_s
        if self._next_item == 0 and self._no_greeting(now):
            return True
        after_s = self._items[self._next_item].barge_in_after_s
        if after_s is None:
            return self._reply_over(now)
        return self._reply_began_at is not None and now >= self._reply_began_at + after_s

    def _no_greeting(self, now: float) -> bool:
        assert self._listening_since is not None
        return self._reply_began_at is None and now >= self._listening_since + self._greeting_within_s

    def _reply_over(self, now: float) -> bool:
        if self._sounding:
            return False
        if self._reply_began_at is not None:
            return now >= self._quiet_since + self.reply_over_s
        return self._talked_on and now >= self._quiet_since + TALKED_ON_S

    def _unanswered(self, now: float) -> bool:
        if self._frame is not None or self._sounding or self._talked_on or self._reply_began_at is not None:
            return False
        return self._listening_since is not None and now >= self._listening_since + self._reply_within_s
