"""The reply that was thought of last, in case nobody hears it: a question may overtake it before its first sound."""

from offhook.engine.call import Call
from offhook.engine.reply import ReplyPart, Sentence
from offhook.engine.timeline import Instant


class LastReply:
    """What there is of it, sentence by sentence."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._turn = 0
        self._parts: list[ReplyPart] = []

    def begin(self, turn: int) -> None:
        self._turn, self._parts = turn, []

    def add(self, part: ReplyPart) -> None:
        self._parts.append(part)

    @property
    def parts(self) -> tuple[ReplyPart, ...]:
        return tuple(self._parts)

    @property
    def has_sounded(self) -> bool:
        times = self._call.timeline.find(self._turn)
        return times is not None and times.get(Instant.FIRST_FRAME_SENT) is not None

    def unheard(self) -> tuple[ReplyPart, ...]:
        """All of it, if it was overtaken before its first sound; else nothing."""
        overtaken = self._turn and not self._call.gate.allows(self._turn)
        return tuple(self._parts) if overtaken and not self.has_sounded else ()

    def notices(self) -> tuple[ReplyPart, ...]:
        """What of it has to be said whatever the caller does, and was not."""
        return tuple(part for part in self.unheard() if isinstance(part, Sentence) and part.protected)
