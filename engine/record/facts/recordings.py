"""Facts about a call in which the carrier records each of the caller's turns, and asks how to go on after each."""

from offhook.engine.record.facts.fault import Fault
from offhook.engine.record.facts.faults import FaultFact
from offhook.engine.record.facts.what import What


class RequestReceived(What, frozen=True):
    """The carrier asks how to go on: the caller has heard the last answer to its end, unless the caller has left.
    `number` counts the requests of a call from 0 on. With a turn: that one answers what the caller has said or keyed
    in."""

    number: int


class RecordingFetched(What, frozen=True):
    """The caller's recording is here: `audio_s` of sound."""

    audio_s: float


class RecordingLost(FaultFact, frozen=True):
    """What the caller has said cannot be had from the carrier."""

    error: str

    @property
    def counted(self) -> tuple[Fault, int]:
        return Fault.RECORDINGS_LOST, 1


class RequestAnswered(What, frozen=True):
    """The carrier was told what to play: `sound_s` of sound, which says these `sentences`. Others may have been written
    too, and not be said. Nobody has decided that the call is over; if the caller hangs up now, the carrier does not say
    so."""

    sound_s: float
    sentences: tuple[str, ...] = ()


RecordingFact = RequestReceived | RecordingFetched | RequestAnswered
