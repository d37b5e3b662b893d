"""The actors of a call, in the order in which they start. They are stopped in reverse order."""

from collections.abc import Callable, Sequence

from offhook.actors.line_writer import LineWriter
from offhook.actors.receiver import Receiver
from offhook.actors.recognizer.actor import Recognition
from offhook.actors.responder.actor import Conversing
from offhook.actors.services import Services
from offhook.actors.settings import Settings
from offhook.actors.speaker.actor import Speaker
from offhook.actors.vad import VoiceActivity
from offhook.actors.voice_detector import VoiceDetector
from offhook.actors.voice_detectors import detector_opener
from offhook.engine.host.settings import VadSettings
from offhook.engine.record import facts
from offhook.engine.run.call import Call
from offhook.engine.run.supervisor import ActorSpec, Restart


class OffhookCast:
    """Makes the actors of each call, with services that all calls share."""

    def __init__(
        self,
        services: Services,
        settings: Settings,
        open_detector: Callable[[VadSettings], VoiceDetector] | None = None,
    ) -> None:
        self._services, self._settings = services, settings
        self._open_detector = open_detector or detector_opener(settings.vad)

    def actors(self, call: Call) -> Sequence[ActorSpec]:
        language = call.agent.language
        recognizer = self._services.recognizer(language)
        responder = self._services.responder(language)
        call.report(facts.ServicesChosen(recognizer.name, responder.name, self._services.voice(language).name))
        talk = responder.talk(call.begun.caller, language)
        call.channels.expected.value = talk.expected
        call.collected = talk.collected
        recognition = Recognition(call, recognizer, self._settings.recognizer.final_within_s)
        conversing = Conversing(call, responder, talk, self._settings.responder)
        return (
            *self._mouth(call),
            ActorSpec("responder", conversing.run),
            ActorSpec("recognizer", recognition.run),
            ActorSpec("vad", VoiceActivity(call, self._open_detector).run),
            _ear(Receiver(call)),
        )

    def farewell(self, call: Call) -> Sequence[ActorSpec]:
        """The actors that say one reply, and notice that it was played or that the carrier is gone."""
        return (*self._mouth(call), _ear(Receiver(call, only_marks=True)))

    def _mouth(self, call: Call) -> Sequence[ActorSpec]:
        speaker = Speaker(call, self._services.voice(call.agent.language), self._settings.speaker)
        return _pen(LineWriter(call)), ActorSpec("speaker", speaker.run)


def _pen(writer: LineWriter) -> ActorSpec:
    """The line writer is never restarted: one that crashed in the middle of a message has left the line unusable."""
    return ActorSpec("line writer", writer.run, restart=Restart.TEMPORARY, significant=True)


def _ear(receiver: Receiver) -> ActorSpec:
    """The receiver's return means that the caller hung up, which ends the call."""
    return ActorSpec("receiver", receiver.run, restart=Restart.TRANSIENT, significant=True)
