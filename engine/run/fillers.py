"""What is said while the caller waits for an answer."""

from collections.abc import Callable, Sequence

import trio

from offhook.engine.decide.reply_life import ReplyEvent
from offhook.engine.run.channels import CallChannels
from offhook.engine.run.gate import Gate
from offhook.engine.run.reply import Sentence


class Fillers:
    """One call's fillers, said in turn."""

    def __init__(self, fillers: Callable[[], Sequence[str]], channels: CallChannels, gate: Gate) -> None:
        self._fillers, self._channels, self._gate = fillers, channels, gate
        self._said = 0

    def say(self, turn: int) -> None:
        """Put a filler into the reply in the making, or begin a reply with it if the transcript is still missing."""
        fillers = self._fillers()
        if not fillers:
            return
        unfinished = self._channels.unfinished
        writer = unfinished.writing
        if writer is None or writer.reply.turn != turn or writer.reply.life.is_void:
            writer = unfinished.write(self._gate.begin_reply(turn))
            try:
                self._channels.replies_send.send_nowait(writer.reply)
            except trio.WouldBlock:
                return  # four replies wait to be spoken: the caller is not waiting in silence
            writer.reply.life.handle(ReplyEvent.HAND_OVER)
        writer.fill(Sentence(fillers[self._said % len(fillers)], filler=True))
        self._said += 1
