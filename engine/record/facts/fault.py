"""The faults that are counted in a record and by the server, by the names that the record shows."""

import enum


class Fault(enum.StrEnum):
    """A fault that a call survives. docs/records.md explains each."""

    BAD_MESSAGES = "bad messages"
    OTHER_TRACK = "media of another track"
    AUDIO_FILLED_MS = "missing audio filled, ms"
    TIMES_IGNORED = "timestamps ignored"
    MARKS_UNKNOWN = "marks unknown"
    MARKS_OVERDUE = "marks overdue"
    PAUSED_MS = "process paused, ms"

    RECOGNIZER_FAILED = "recognizer failed"
    RECOGNIZER_BUSY = "recognizer busy"
    RECOGNIZER_WAITED_MS = "waited for the recognizer, ms"
    RESPONDER_FAILED = "responder failed"
    VOICE_FAILED = "voice failed"
    CANCELLER_FAILED = "echo canceller failed"
    OTHER_WORDS = "voice said other words"
    RECORDINGS_LOST = "recordings lost"
    COLLECTED_LOST = "what was collected is lost"
    OBSERVER_FAILED = "observer failed"
    ENTRIES_DROPPED = "record entries dropped"

    RECEIVER_CRASHED = "receiver crashed"
    VAD_CRASHED = "vad crashed"
    RECOGNIZER_CRASHED = "recognizer crashed"
    RESPONDER_CRASHED = "responder crashed"
    SPEAKER_CRASHED = "speaker crashed"
    LINE_WRITER_CRASHED = "line writer crashed"
    ACTOR_CRASHED = "actor crashed"

    DROPPED_CALLER_AUDIO = "dropped caller audio"
    DROPPED_SPEECH = "dropped speech"
    DROPPED_TRANSCRIPTS = "dropped transcripts"
    DROPPED_DIGITS = "dropped digits"
    DROPPED_PROMPTS = "dropped prompts"
    DROPPED_MARKS = "dropped marks"

    @staticmethod
    def crash_of(actor: str) -> "Fault":
        """The fault of an actor that crashed, by the actor's name; a cast may have actors of its own."""
        return next((fault for fault in Fault if fault.value == f"{actor} crashed"), Fault.ACTOR_CRASHED)

    @staticmethod
    def drop_of(mailbox: str) -> "Fault":
        """The fault of a full mailbox, by the mailbox's name."""
        return Fault(f"dropped {mailbox}")
