"""The channels of one call. Each is bounded, and a comment says what happens when it is full.

The call owns them all. A run of an actor works on clones of the memory channels. So a crash closes only a clone:
senders see backpressure rather than an error, and the restarted actor finds what was queued.
"""

import trio

from offhook.engine.expectation import Expectation
from offhook.engine.mailbox import FirstKeptMailbox, Latest, Mailbox, ReplacingMailbox, TwoKindMailbox, Wake
from offhook.engine.reply import Reply, ReplyPen
from offhook.engine.speech import (
    AudioFrame,
    FinalTranscript,
    KeyPressed,
    LineOut,
    PartialTranscript,
    PromptWanted,
    SpeechAudio,
    SpeechEvent,
)


class CallChannels:
    """Who tells whom what. Read from the caller's ear to the agent's mouth."""

    def __init__(self) -> None:
        # receiver -> VAD: one second of audio; what is older is no longer worth judging.
        self.caller_audio: Mailbox[AudioFrame] = Mailbox("caller audio", 50)

        # VAD -> recognizer: audio gives way to audio, events never; 64 unread events end the call.
        self.speech: TwoKindMailbox[SpeechEvent] = TwoKindMailbox(
            "speech", 250, 64, lambda event: isinstance(event, SpeechAudio)
        )

        # The responder waits for any of three, so they share one wake-up.
        for_responder = Wake()
        # recognizer -> responder: a partial replaces the queued partial; finals wait for room.
        self.transcripts: ReplacingMailbox[PartialTranscript | FinalTranscript] = ReplacingMailbox(
            "transcripts", 16, for_responder, lambda item: isinstance(item, PartialTranscript)
        )
        # receiver -> responder: nobody presses 32 keys before the first is read; what is too much is dropped.
        self.digits: FirstKeptMailbox[KeyPressed] = FirstKeptMailbox("digits", 32, for_responder)
        # floor -> responder: the newest prompts count.
        self.prompts: Mailbox[PromptWanted] = Mailbox("prompts", 4, for_responder)

        # Turns that an actor has taken and not finished: its next incarnation answers for them.
        self.turn_in_recognition: int | None = None
        self.turn_in_thought: int | None = None

        # responder -> recognizer: what fits as the next answer; the latest stands.
        self.expected: Latest[Expectation] = Latest(Expectation())

        # responder -> speaker: full means the responder waits, and with it the model's stream.
        self.replies_send, self.replies = trio.open_memory_channel[Reply](4)

        # The reply that is being thought of.
        self.pen: ReplyPen | None = None

        # The reply that the speaker has taken and not finished: its next incarnation goes on with it.
        self.reply_in_hand: Reply | None = None

        # receiver -> speaker: marks of ours that came back.
        self.marks: FirstKeptMailbox[str] = FirstKeptMailbox("marks", 64)

        # speaker -> line writer: full means the speaker waits.
        self.line_send, self.line = trio.open_memory_channel[LineOut](4)

    def open_pen(self, turn: int, *, draft: bool = False) -> ReplyPen:
        """Begin a reply; the one before is complete, or nobody wants the rest of it."""
        if self.pen is not None:
            self.pen.close()
        self.pen = ReplyPen(turn, draft=draft)
        return self.pen

    def drop_queued_replies(self) -> None:
        """Nothing that waits to be spoken is wanted any more."""
        while True:
            try:
                self.replies.receive_nowait().abandon()
            except trio.WouldBlock:
                break
        if self.reply_in_hand is not None:
            self.reply_in_hand.abandon()
            self.reply_in_hand = None

    def close(self) -> None:
        if self.pen is not None:
            self.pen.close()
        for channel in (self.replies_send, self.replies, self.line_send, self.line):
            channel.close()

    def dropped(self) -> dict[str, int]:
        """How much each box had to let go."""
        boxes = (self.caller_audio, self.speech, self.transcripts, self.digits, self.prompts, self.marks)
        return {f"dropped {box.name}": box.dropped for box in boxes if box.dropped}
