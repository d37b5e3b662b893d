"""What is said while the caller waits for an answer."""

import msgspec
import trio

from offhook.engine.decide.reply_life import ReplyEvent
from offhook.engine.run.call_language import CallLanguage
from offhook.engine.run.channels import CallChannels
from offhook.engine.run.gate import Gate


class Fillers:
    """One call's fillers, said in turn."""

    __slots__ = ("_channels", "_gate", "_language", "_said")

    def __init__(self, language: CallLanguage, channels: CallChannels, gate: Gate) -> None:
        self._language, self._channels, self._gate = language, channels, gate
        self._said = 0

    def say(self, turn: int) -> None:
        """Put a filler into the reply in the making, or begin a reply with it if the transcript is still missing."""
        fillers = self._language.agent.fillers
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
        filler = self._language.said(fillers[self._said % len(fillers)])
        writer.fill(msgspec.structs.replace(filler, filler=True))
        self._said += 1
