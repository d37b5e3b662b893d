"""The actors of a call, in the order in which they start. They are stopped in reverse order.

This is the only place in actors/ that sees the call: it hands each actor the channels and interfaces that it uses.
"""

from collections.abc import Callable, Sequence

from offhook.actors.line_writer import LineWriter, LineWriterPorts
from offhook.actors.receiver import Receiver, ReceiverPorts
from offhook.actors.recognizer.actor import Recognition, RecognitionPorts
from offhook.actors.responder.actor import Responding, RespondingPorts
from offhook.actors.responder.sentences import Sentences
from offhook.actors.responder.service import Responder, Talk
from offhook.actors.services import Services
from offhook.actors.settings import Settings
from offhook.actors.speaker.actor import Speaker, SpeakerPorts
from offhook.actors.speaker.takes import CallVoice
from offhook.actors.vad import VadPorts, VoiceActivity
from offhook.actors.voice_detector import VoiceDetector
from offhook.actors.voice_detectors import detector_opener
from offhook.engine.decide.keypad import Keypad
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
        responder = self._services.responder(language)
        recognizer, voice = self._services.recognizer(language), self._services.voice(language)
        call.report(facts.ServicesChosen(recognizer.name, responder.name, voice.name))
        talk = responder.talk(call.begun.caller, language)
        call.collected = talk.collected
        return (
            *self._speaking(call),
            ActorSpec("responder", self._responding(call, responder, talk).run),
            ActorSpec("recognizer", self._recognition(call).run),
            ActorSpec("vad", self._voice_activity(call).run),
            _receiving(call),
        )

    def farewell(self, call: Call) -> Sequence[ActorSpec]:
        """The actors that say one reply, and notice that it was played or that the carrier is gone."""
        return (*self._speaking(call), _receiving(call, only_marks=True))

    def _speaking(self, call: Call) -> Sequence[ActorSpec]:
        channels, settings = call.channels, self._settings.speaker
        ports = SpeakerPorts(
            replies=channels.replies,
            line=channels.line_send,
            marks=channels.marks,
            clear_written=channels.clear_written,
            unfinished=channels.unfinished,
            floor=call.turns,
            ledger=call.ledger,
            gate=call.gate,
            carrier_time=call.carrier_time,
            close=call.close,
            report=call.report,
        )
        language = call.agent.language
        speech = CallVoice(self._services.voice(language), language, settings.piece_within_s)
        return _line_writing(call), ActorSpec("speaker", Speaker(ports, speech, settings).run)

    def _responding(self, call: Call, responder: Responder, talk: Talk) -> Responding:
        channels, agent = call.channels, call.agent
        ports = RespondingPorts(
            transcripts=channels.transcripts,
            keys=channels.digits,
            prompts=channels.prompts,
            replies=channels.replies_send,
            expected=channels.expected,
            unfinished=channels.unfinished,
            floor=call.turns,
            ledger=call.ledger,
            gate=call.gate,
            sentences=Sentences(repeat=agent.repeat, goodbye=agent.goodbye),
            report=call.report,
        )
        keypad = Keypad(call.settings.floor.keypad_pause_s)
        return Responding(ports, responder, talk, keypad, self._settings.responder)

    def _recognition(self, call: Call) -> Recognition:
        channels = call.channels
        ports = RecognitionPorts(
            speech=channels.speech,
            expected=channels.expected,
            words_so_far=channels.words_so_far,
            transcripts=channels.transcripts,
            unfinished=channels.unfinished,
            floor=call.turns,
            report=call.report,
        )
        recognizer = self._services.recognizer(call.agent.language)
        return Recognition(ports, recognizer, self._settings.recognizer.final_within_s)

    def _voice_activity(self, call: Call) -> VoiceActivity:
        channels = call.channels
        ports = VadPorts(
            caller_audio=channels.caller_audio,
            speech=channels.speech,
            words_so_far=channels.words_so_far,
            expected=channels.expected,
            floor=call.turns,
            ledger=call.ledger,
            echo_guard=call.echo_guard,
            overflow=call.overflow,
            report=call.report,
        )
        return VoiceActivity(ports, call.settings.vad, self._open_detector)


def _line_writing(call: Call) -> ActorSpec:
    """The line writer is never restarted: one that crashed in the middle of a message has left the line unusable."""
    channels = call.channels
    ports = LineWriterPorts(
        outgoing=channels.line,
        send=call.send,
        stream=call.stream,
        clear_written=channels.clear_written,
        keys=channels.digits,
        floor=call.turns,
        ledger=call.ledger,
        gate=call.gate,
        echo_guard=call.echo_guard,
        report=call.report,
    )
    return ActorSpec("line writer", LineWriter(ports).run, restart=Restart.TEMPORARY, significant=True)


def _receiving(call: Call, *, only_marks: bool = False) -> ActorSpec:
    """The receiver's return means that the caller hung up, which ends the call."""
    channels = call.channels
    ports = ReceiverPorts(
        receive=call.receive,
        caller_audio=channels.caller_audio,
        keys=channels.digits,
        marks=channels.marks,
        clear_written=channels.clear_written,
        floor=call.turns,
        ledger=call.ledger,
        unfinished=channels.unfinished,
        carrier_time=call.carrier_time,
        is_sign_of_life=call.is_sign_of_life,
        report=call.report,
    )
    receiver = Receiver(ports, only_marks=only_marks)
    return ActorSpec("receiver", receiver.run, restart=Restart.TRANSIENT, significant=True)
