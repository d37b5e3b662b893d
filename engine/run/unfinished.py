"""What an actor has taken and not finished: after a crash the restarted actor goes on with it."""

from dataclasses import dataclass

from offhook.engine.run.reply import Reply, ReplyWriter


@dataclass(slots=True)
class Unfinished:
    """The call owns it, so it outlives every actor."""

    recognizing: int | None = None
    """The turn whose words the recognizer owes."""
    answering: int | None = None
    """The turn whose reply the responder owes."""
    writing: ReplyWriter | None = None
    """The reply that is being generated. A filler may have opened it."""
    saying: Reply | None = None
    """The reply that the speaker has taken."""
    sounding: int | None = None
    """The turn whose audio may wait at the carrier, and has to be cleared if it is not to be heard."""

    @property
    def turn_written(self) -> int:
        """The turn whose reply is being generated, or was last; 0 if there was none."""
        return 0 if self.writing is None else self.writing.reply.turn

    @property
    def turn_said(self) -> int:
        """The turn whose reply the speaker has taken; 0 if there is none."""
        return 0 if self.saying is None else self.saying.turn

    def write(self, writer: ReplyWriter) -> ReplyWriter:
        """Begin to write a reply. The one before is complete, or no longer wanted."""
        if self.writing is not None:
            self.writing.close()
        self.writing = writer
        return writer

    def abandon_saying(self) -> None:
        """The reply that the speaker has taken is not wanted any more."""
        if self.saying is not None:
            self.saying.abandon()
            self.saying = None

    def close(self) -> None:
        """The call is over."""
        if self.writing is not None:
            self.writing.close()
