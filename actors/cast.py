"""The actors of a call, in the order in which they start. They are stopped in reverse order.

This is the only place in actors/ that sees the call: it hands each actor the channels and interfaces that it uses.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from offhook.actors.line_writer import LineWriter, LineWriterPorts
from offhook.actors.receiver import Receiver, ReceiverPorts
from offhook.actors.recognizer.actor import Recognition, RecognitionPorts
from offhook.actors.recognizer.service import Recognizer, RecognizerSession
from offhook.actors.responder.actor import Responding, RespondingPorts
from offhook.actors.responder.sentences import Sentences
from offhook.actors.responder.service import Responder, ResponderSession
from offhook.actors.served_call import ServedCall
from offhook.actors.services import Services
from offhook.actors.sessions import open_sessions
from offhook.actors.settings import Settings
from offhook.actors.speaker.actor import Speaker, SpeakerPorts
from offhook.actors.speaker.service import Voice, VoiceSession
from offhook.actors.speaker.takes import CallVoice
from offhook.actors.vad import VadPorts, VoiceActivity
from offhook.actors.voice_detector import VoiceDetector
from offhook.actors.voice_detectors import detector_opener
from offhook.engine.decide.keypad import Keypad
from offhook.engine.host.settings import VadSettings
from offhook.engine.record import facts
from offhook.engine.run.call import Actors, Call
from offhook.engine.run.supervisor import ActorSpec, Restart

ServiceT = TypeVar("ServiceT")
SessionT = TypeVar("SessionT")


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

    @asynccontextmanager
    async def play(self, call: Call) -> AsyncIterator[Actors]:
        """The sessions of the call's services belong to this context, however it is left."""
        language = call.agent.language
        served = ServedCall(call.begun.caller, language)
        recognizer, responder = self._services.recognizer(language), self._services.responder(language)
        voice = self._services.voice(language)
        call.report(facts.ServicesChosen(recognizer.name, responder.name, voice.name))
        async with open_sessions() as sessions:
            yield _Actors(
                call,
                self._settings,
                self._open_detector,
                _Service(recognizer, await sessions.begin(recognizer.session(served))),
                _Service(responder, await sessions.begin(responder.session(served))),
                _Service(voice, await sessions.begin(voice.session(served))),
            )


@dataclass(frozen=True)
class _Service(Generic[ServiceT, SessionT]):
    """A service, and its session for this call."""

    service: ServiceT
    session: SessionT


class _Actors:
    """The actors of one call."""

    def __init__(
        self,
        call: Call,
        settings: Settings,
        open_detector: Callable[[VadSettings], VoiceDetector],
        recognizer: _Service[Recognizer, RecognizerSession],
        responder: _Service[Responder, ResponderSession],
        voice: _Service[Voice, VoiceSession],
    ) -> None:
        self._call, self._settings, self._open_detector = call, settings, open_detector
        self._recognizer, self._responder, self._voice = recognizer, responder, voice
        call.collected = responder.session.collected

    def all(self) -> Sequence[ActorSpec]:
        call = self._call
        return (
            *self._speaking(),
            ActorSpec("responder", self._responding().run),
            ActorSpec("recognizer", self._recognition().run),
            ActorSpec("vad", _voice_activity(call, self._open_detector).run),
            _receiving(call),
        )

    def farewell(self) -> Sequence[ActorSpec]:
        """The actors that say one reply, and notice that it was played or that the carrier is gone."""
        return (*self._speaking(), _receiving(self._call, only_marks=True))

    def _speaking(self) -> Sequence[ActorSpec]:
        call, settings = self._call, self._settings.speaker
        channels = call.channels
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
        voice = self._voice
        speech = CallVoice(voice.service.name, voice.session, settings.piece_within_s)
        return _line_writing(call), ActorSpec("speaker", Speaker(ports, speech, settings).run)

    def _responding(self) -> Responding:
        call = self._call
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
        return Responding(ports, self._responder.service, self._responder.session, keypad, self._settings.responder)

    def _recognition(self) -> Recognition:
        call = self._call
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
        return Recognition(
            ports, self._recognizer.service, self._recognizer.session, self._settings.recognizer.final_within_s
        )


def _voice_activity(call: Call, open_detector: Callable[[VadSettings], VoiceDetector]) -> VoiceActivity:
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
    return VoiceActivity(ports, call.settings.vad, open_detector)


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
