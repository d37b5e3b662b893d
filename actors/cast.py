"""The actors of a call, in the order in which they start. They are stopped in reverse order.

This is the only place in actors/ that sees the call: it hands each actor the channels and interfaces that it uses.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from offhook.actors.call_sessions import CallRecognizer, CallSessions, CallVoice, language_of
from offhook.actors.chain import CLOSE_WITHIN_S
from offhook.actors.cleaned_line import CleanedLine
from offhook.actors.echo_canceller import OpenCanceller
from offhook.actors.held import open_holder
from offhook.actors.line_writer import LineWriter, LineWriterPorts
from offhook.actors.receiver import Receiver, ReceiverPorts
from offhook.actors.recognizer.actor import Recognition, RecognitionPorts
from offhook.actors.responder.actor import Responding, RespondingPorts
from offhook.actors.responder.agent_session import AgentSession, offers
from offhook.actors.responder.sentences import Sentences
from offhook.actors.served_call import ServedCall
from offhook.actors.services import Services
from offhook.actors.settings import Settings
from offhook.actors.speaker.actor import Speaker, SpeakerPorts
from offhook.actors.vad import VadPorts, VoiceActivity
from offhook.actors.voice_detector import VoiceDetector
from offhook.actors.voice_detectors import detector_opener
from offhook.actors.warm_up import WarmUp
from offhook.engine.decide.costs import Used
from offhook.engine.decide.keypad import Keypad
from offhook.engine.decide.rest_of_reply import RestOfReply
from offhook.engine.decide.tool_use import ToolOffer
from offhook.engine.host.agent import Agent
from offhook.engine.host.settings import VadSettings
from offhook.engine.record import facts
from offhook.engine.record.facts.fact import AnyWhat
from offhook.engine.run.call import Actors, Call
from offhook.engine.run.supervisor import ActorSpec, Restart
from offhook.engine.run.tool_runs import ToolPorts
from offhook.engine.run.tools_of_call import open_tool_runs, tool_ports


class OffhookCast:
    """Makes the actors of each call, with services that all calls share."""

    def __init__(
        self,
        services: Services,
        settings: Settings,
        open_detector: Callable[[VadSettings], VoiceDetector] | None = None,
        warm_up: WarmUp | None = None,
        open_canceller: OpenCanceller | None = None,
    ) -> None:
        """Without `open_canceller` no call has an echo canceller."""
        self._services, self._settings = services, settings
        self._warm_up = warm_up or WarmUp()
        self._open_detector = open_detector or detector_opener(settings.vad)
        self._open_canceller = open_canceller

    @asynccontextmanager
    async def play(self, call: Call) -> AsyncIterator[Actors]:
        """The sessions of the call's services belong to this context, however it is left."""
        unfinished, before = call.channels.unfinished, call.before
        ago = {} if before is None else {key: call.seconds - at_s for key, at_s in before.failed_at_s.items()}
        language = language_of(call.language, self._services)
        responder = self._services.responder(call.language.own)
        call.report(self._services.chosen(language, responder.name))

        def offered() -> Sequence[ToolOffer]:
            return offers(tools)

        def served(turn: Callable[[], int], in_language: str, among: Sequence[str] = ()) -> ServedCall:
            session = _InTurn(call, turn)
            return ServedCall(
                call.begun.caller,
                in_language,
                session,
                session.use,
                {} if before is None else before.kept,
                session.keep,
                ago if in_language in (language, call.language.own) else {},  # told as the call began
                offered=offered,
                speaks=session.language,
                agent=call.agent,
                answers=session.agent,
                among=tuple(among),
            )

        with self._warm_up.during_call():
            runs = open_tool_runs(self._services.tools, _tool_ports(call), before)
            async with runs as tools, open_holder(CLOSE_WITHIN_S) as holder:
                replying = await responder.begin(served(lambda: unfinished.turn_written, call.language.own), holder)
                sessions = CallSessions(
                    self._services,
                    holder,
                    lambda tag, among: served(lambda: 0, tag, among),
                    lambda tag: served(lambda: unfinished.turn_said, tag),
                )
                await sessions.begin(language, call.language.among)
                call.language.by_keys = self._services.by_keys
                call.language.unheard_words = self._services.unheard_words
                call.language.open = lambda tag: sessions.open(tag, call.language.among_once_set)
                call.language.open_voice = sessions.open_voice
                expects = None if before is None else before.rest.expects
                answers = None if self._services.answers is None else self._services.answers.of_call(call.agent)
                agent = AgentSession(replying, tools, expects, call.language, answers)
                call.turns.has_news = lambda: agent.has_news
                yield _Actors(call, self._settings, self._open_detector, self._open_canceller, sessions, agent)


class _InTurn:
    """What a session tells and asks the call. A `Report` that fills in the turn that its service works for."""

    __slots__ = ("_call", "_turn")

    def __init__(self, call: Call, turn: Callable[[], int]) -> None:
        self._call, self._turn = call, turn

    def __call__(self, what: AnyWhat, *, turn: int = 0, utterance: int = 0) -> None:
        self._call.report(what, turn=turn or self._turn(), utterance=utterance)

    def seconds(self, at: float) -> float:
        return self._call.report.seconds(at)

    def use(self, service: str, used: Used) -> None:
        self._call.use(service, used, turn=self._turn())

    def keep(self, responder: str, state: str) -> None:
        self._call.report(facts.SessionKept(responder, state), turn=self._turn())

    def language(self) -> str:
        return self._call.language.tag

    def agent(self) -> Agent:
        return self._call.agent


class _Actors:
    """The actors of one call."""

    __slots__ = ("_agent", "_call", "_open_canceller", "_open_detector", "_recognizer", "_settings", "_voice")

    def __init__(
        self,
        call: Call,
        settings: Settings,
        open_detector: Callable[[VadSettings], VoiceDetector],
        open_canceller: OpenCanceller | None,
        sessions: CallSessions,
        agent: AgentSession,
    ) -> None:
        self._call, self._settings, self._open_detector = call, settings, open_detector
        self._open_canceller, self._agent = open_canceller, agent
        self._recognizer = CallRecognizer(sessions, call.language)
        self._voice = CallVoice(sessions, call.language)
        call.collected = agent.collected

    def all(self) -> Sequence[ActorSpec]:
        call = self._call
        return (
            *self._speaking(),
            ActorSpec("responder", self._responding().run),
            ActorSpec("recognizer", self._recognition().run),
            ActorSpec("vad", _voice_activity(call, self._open_detector, self._open_canceller).run),
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
        return _line_writing(call), ActorSpec("speaker", Speaker(ports, self._voice, settings).run)

    def _responding(self) -> Responding:
        call = self._call
        channels = call.channels
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
            sentences=lambda: Sentences(
                *map(call.language.said, (call.agent.repeat, call.agent.line_dropped, call.agent.goodbye))
            ),
            rest=RestOfReply(0) if call.before is None else call.before.rest,
            report=call.report,
        )
        keypad = Keypad(call.settings.floor.keypad_pause_s)
        return Responding(ports, self._agent, keypad, self._settings.responder)

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
            caller_has_left=lambda: call.caller_has_left,
            report=call.report,
        )
        final_within_s = self._settings.recognizer.final_within_s
        return Recognition(ports, self._recognizer, final_within_s=final_within_s)


def _tool_ports(call: Call) -> ToolPorts:
    return tool_ports(
        call.begun,
        call.agent,
        call.language,
        call.report,
        call.can_record,
        busy_until=call.turns.busy_until,
        news=call.turns.note_news,
    )


def _voice_activity(
    call: Call, open_detector: Callable[[VadSettings], VoiceDetector], open_canceller: OpenCanceller | None
) -> VoiceActivity:
    channels = call.channels

    def open_line() -> CleanedLine | None:
        echo = call.settings.barge_in.echo
        if open_canceller is None or call.played_sound is None or call.echo_guard is None or echo == "guard":
            return None
        return CleanedLine(
            call.played_sound, call.echo_guard, call.report, open_canceller, from_the_start=echo == "cancel"
        )

    ports = VadPorts(
        caller_audio=channels.caller_audio,
        speech=channels.speech,
        words_so_far=channels.words_so_far,
        expected=channels.expected,
        floor=call.turns,
        ledger=call.ledger,
        echo_guard=call.echo_guard,
        caller_loudness=call.caller_loudness,
        open_line=open_line,
        overflow=call.overflow,
        report=call.report,
    )
    return VoiceActivity(ports, call.settings.vad, open_detector, call.capabilities.frame_ms / 1000)


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
        played_sound=call.played_sound,
        report=call.report,
    )
    return ActorSpec("line writer", LineWriter(ports).run, restart=Restart.TEMPORARY, significant=True)


def _receiving(call: Call, *, only_marks: bool = False) -> ActorSpec:
    """The receiver's return means that the caller hung up, which ends the call."""
    channels = call.channels
    ports = ReceiverPorts(
        listen=call.listen,
        caller_audio=channels.caller_audio,
        keys=channels.digits,
        marks=channels.marks,
        clear_written=channels.clear_written,
        floor=call.turns,
        ledger=call.ledger,
        unfinished=channels.unfinished,
        carrier_time=call.carrier_time,
        is_sign_of_life=call.is_sign_of_life,
        stream_broke=call.break_stream,
        report=call.report,
    )
    receiver = Receiver(ports, only_marks=only_marks)
    return ActorSpec("receiver", receiver.run, restart=Restart.TRANSIENT, significant=True)
