"""The channels of one call. Each is bounded, and a comment says what happens when it is full.

The call owns them all. A run of an actor works on clones of the memory channels. So a crash closes only a clone:
senders see backpressure rather than an error, and the restarted actor finds what was queued.
"""

import trio

from offhook.engine.run.mailbox import (
    FirstKeptMailbox,
    HeardMailbox,
    Latest,
    Mailbox,
    ReplacingMailbox,
    TwoKindMailbox,
    Wake,
)
from offhook.engine.run.messages import (
    AudioFrame,
    FinalTranscript,
    KeyPressed,
    LineOut,
    PartialTranscript,
    PromptWanted,
    SpeechAudio,
    SpeechEvent,
    WordsSoFar,
)
from offhook.engine.run.reply import Reply
from offhook.engine.run.unfinished import Unfinished
from offhook.engine.words.expectation import Expectation


class CallChannels:
    """Which actor sends what to which, in order from the caller's audio to the agent's."""

    def __init__(self) -> None:
        # receiver -> VAD: one second of audio; the oldest is dropped, it is too late to judge it.
        self.caller_audio: HeardMailbox[AudioFrame] = HeardMailbox("caller audio", 50)

        # VAD -> recognizer: 5 to 10 s of audio, in pieces of 100 to 200 ms. Old audio is dropped for new audio, events
        # never are; 64 unread events end the call.
        self.speech: TwoKindMailbox[SpeechEvent] = TwoKindMailbox(
            "speech", 50, 64, lambda event: isinstance(event, SpeechAudio)
        )

        # The responder waits for any of these three, so they share one wake-up.
        for_responder = Wake()
        # recognizer -> responder: a partial replaces the queued partial; finals wait for room.
        self.transcripts: ReplacingMailbox[PartialTranscript | FinalTranscript] = ReplacingMailbox(
            "transcripts", 16, for_responder, lambda item: isinstance(item, PartialTranscript)
        )
        # receiver -> responder: nobody presses 32 keys before the first is read; further ones are dropped.
        self.digits: FirstKeptMailbox[KeyPressed] = FirstKeptMailbox("digits", 32, for_responder)
        # floor -> responder: the oldest prompts are dropped.
        self.prompts: Mailbox[PromptWanted] = Mailbox("prompts", 4, for_responder)

        # What an actor has taken and not finished: after a crash the restarted actor goes on with it.
        self.unfinished = Unfinished()

        # recognizer -> VAD: the words so far, by which the VAD waits longer or shorter; only the latest are kept.
        self.words_so_far: Latest[WordsSoFar] = Latest(WordsSoFar(0, ""))

        # responder -> recognizer: what fits as the next answer; only the latest is kept.
        self.expected: Latest[Expectation] = Latest(Expectation())

        # responder -> speaker: if full, the responder waits, and with it the model's stream.
        self.replies_send, self.replies = trio.open_memory_channel[Reply](4)

        # receiver -> speaker: our marks that the carrier echoed.
        self.marks: FirstKeptMailbox[str] = FirstKeptMailbox("marks", 64)

        # speaker -> line writer: if full, the speaker waits.
        self.line_send, self.line = trio.open_memory_channel[LineOut](4)

        # line writer -> speaker: a clear was written, or the line is closed.
        self.clear_written = Wake()

    def drop_queued_replies(self) -> None:
        """Drop all replies that wait to be spoken."""
        while True:
            try:
                self.replies.receive_nowait().abandon()
            except trio.WouldBlock:
                break
        self.unfinished.abandon_saying()

    def close(self) -> None:
        self.unfinished.close()
        for channel in (self.replies_send, self.replies, self.line_send, self.line):
            channel.close()

    def dropped(self) -> dict[str, int]:
        """How many items each mailbox has dropped, by its name."""
        boxes = (self.caller_audio, self.speech, self.transcripts, self.digits, self.prompts, self.marks)
        return {box.name: box.dropped for box in boxes if box.dropped}
