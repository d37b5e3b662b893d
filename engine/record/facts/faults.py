"""Facts about what went wrong, with the fault that the record counts for each."""

from abc import abstractmethod

from offhook.engine.record.facts.fault import Fault
from offhook.engine.record.facts.what import What


class FaultFact(What, frozen=True):
    """A fault that the call survives."""

    @property
    @abstractmethod
    def counted(self) -> tuple[Fault, int]:
        """What the record counts, and how much of it."""


class Faulted(FaultFact, frozen=True):
    """A fault of which there is no more to say."""

    fault: Fault
    by: int = 1

    @property
    def counted(self) -> tuple[Fault, int]:
        return self.fault, self.by


class BadMessage(FaultFact, frozen=True):
    """The carrier sent a message that cannot be used."""

    error: str

    @property
    def counted(self) -> tuple[Fault, int]:
        return Fault.BAD_MESSAGES, 1


class ServiceFailed(FaultFact, frozen=True):
    """A service could not do its work, or not to its end. The service named `instead` goes on with it; "" if there is
    none. `traceback`: of a bug in the service, without the messages of foreign exceptions."""

    fault: Fault
    service: str
    error: str
    instead: str = ""
    traceback: str = ""

    @property
    def counted(self) -> tuple[Fault, int]:
        return self.fault, 1


class RecognizerBusy(FaultFact, frozen=True):
    """A recognizer that works on one utterance after the other was not asked: this one would have waited for too long.
    `waits_s` is for how long, as far as one could tell."""

    service: str
    waits_s: float

    @property
    def counted(self) -> tuple[Fault, int]:
        return Fault.RECOGNIZER_BUSY, 1


class RecognizerWaited(FaultFact, frozen=True):
    """An utterance waited for those of other calls before a recognizer took it, or until it was not wanted any more."""

    service: str
    waited_s: float

    @property
    def counted(self) -> tuple[Fault, int]:
        return Fault.RECOGNIZER_WAITED_MS, round(self.waited_s * 1000)


class ActorCrashed(FaultFact, frozen=True):
    """An actor crashed; its supervisor restarts it while there is budget."""

    actor: str
    error: str
    traceback: str

    @property
    def counted(self) -> tuple[Fault, int]:
        return Fault.crash_of(self.actor), 1


class CollectedLost(FaultFact, frozen=True):
    """The responder could not say what it has collected. `error` is only the type of its error."""

    error: str

    @property
    def counted(self) -> tuple[Fault, int]:
        return Fault.COLLECTED_LOST, 1


class CancellerFailed(FaultFact, frozen=True):
    """The echo canceller refused a frame of the caller's audio. The call goes on without it."""

    error: str

    @property
    def counted(self) -> tuple[Fault, int]:
        return Fault.CANCELLER_FAILED, 1


class ObserverFailed(FaultFact, frozen=True):
    """An observer raised an error. It gets no more facts of this call."""

    observer: str
    error: str
    traceback: str

    @property
    def counted(self) -> tuple[Fault, int]:
        return Fault.OBSERVER_FAILED, 1


AnyFault = (
    Faulted
    | BadMessage
    | ServiceFailed
    | RecognizerBusy
    | RecognizerWaited
    | ActorCrashed
    | CollectedLost
    | CancellerFailed
    | ObserverFailed
)
