"""The VAD actor: judges every 20 ms of caller audio, and tells the floor at once when speech begins and ends."""

import math
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import assert_never

import trio

from offhook.actors.cleaned_line import CleanedLine
from offhook.actors.voice_detector import DIGITAL_SILENCE, VoiceDetector
from offhook.engine.decide.caller_loudness import CallerLoudness
from offhook.engine.decide.echo_guard import EchoGuard
from offhook.engine.decide.end_of_turn import EndOfTurn
from offhook.engine.decide.endpointing import FRAME_MS, End, Endpointer, EndpointEvent, More, Onset, Pause, Resumption
from offhook.engine.decide.floor import FloorState
from offhook.engine.decide.key_tones import KeyTones
from offhook.engine.decide.ledger import Ledger
from offhook.engine.decide.played_sound import HEARD_S
from offhook.engine.decide.softer_voices import SofterVoices
from offhook.engine.decide.voice_evidence import UtteranceSound, VoiceEvidence
from offhook.engine.decide.voiced_runs import VoicedFrames, VoicedRuns
from offhook.engine.host.settings import VadSettings
from offhook.engine.record import facts
from offhook.engine.record.reporter import Report
from offhook.engine.run.floor_ports import HearsSpeech
from offhook.engine.run.item_watch import handling
from offhook.engine.run.mailbox import HeardMailbox, Latest, Mailbox, MailboxOverflow
from offhook.engine.run.messages import (
    AudioFrame,
    SpeechAudio,
    SpeechEnded,
    SpeechEvent,
    SpeechPaused,
    SpeechResumed,
    SpeechStarted,
    WordsSoFar,
)
from offhook.engine.run.timetable import Appointment
from offhook.engine.words.expectation import Expectation
from offhook.protocol.telephone_audio import FRAME_BYTES, FRAME_S

ITEM_WITHIN_S = 0.5
MISSING_S = 0.2  # without a frame that is due during speech: it counts as a pause
STOPPED_S = 0.5  # without a frame that is due: longer than the usual network delay, so the utterance ends
LOOK_AGAIN_S = 0.1  # while none comes: words may, and then the utterance ends sooner or later
OVERSLEPT_S = 0.1  # woken this late, the process was stopped, and audio may wait to be read
CALLER_SPEAKS = (
    *(FloorState.CALLER_SPEAKING, FloorState.CALLER_PAUSING),
    *(FloorState.BOTH_SPEAKING, FloorState.INTERRUPTED),
)
PIECE_BYTES = 5 * FRAME_BYTES
"""So much of an utterance the recognizer is told at once, which wakes it ten times a second instead of fifty. At a
pause and at the end it is told the rest, so that nobody waits for it."""
MID_SPEECH_BYTES = 10 * FRAME_BYTES
"""The same while the caller goes on speaking, and nobody waits for the words."""


@dataclass(frozen=True, slots=True)
class VadPorts:
    """What the VAD of a call listens to, and whom it tells."""

    caller_audio: HeardMailbox[AudioFrame]
    speech: Mailbox[SpeechEvent]
    """Raises MailboxOverflow."""
    words_so_far: Latest[WordsSoFar]
    expected: Latest[Expectation]
    floor: HearsSpeech
    ledger: Ledger
    echo_guard: EchoGuard | None
    caller_loudness: CallerLoudness
    open_line: Callable[[], CleanedLine | None]
    """What takes the agent's echo out of the caller's audio, for one start of the VAD."""
    overflow: Callable[[str], None]
    """Ends the call, because the recognizer does not read."""
    report: Report


class VoiceActivity:
    """The VAD of one call, whose audio comes in messages of `message_s`."""

    def __init__(
        self,
        ports: VadPorts,
        settings: VadSettings,
        open_detector: Callable[[VadSettings], VoiceDetector],
        message_s: float = FRAME_S,
    ) -> None:
        self._ports, self._settings, self._open_detector = ports, settings, open_detector
        self._message_s = message_s

    async def run(self, task_status: trio.TaskStatus[None]) -> None:
        judge = _Judge(self._ports, self._settings, self._open_detector(self._settings), self._message_s)
        task_status.started()
        judge.take_over()
        try:
            grace_until = -math.inf
            while True:
                grace_until = await self._listen(judge, grace_until)
        finally:
            judge.tell_rest()

    async def _listen(self, judge: "_Judge", grace_until: float) -> float:
        """Hear frames as they come, until one has to be waited for, or none comes in time although the caller was
        speaking. Returns until when the next one is given time in any case."""
        caller_audio = self._ports.caller_audio
        looks_at = max(judge.audio_due_by, grace_until) if not len(caller_audio) else math.inf
        judge.look_at(min(looks_at, trio.current_time() + LOOK_AGAIN_S) if judge.lacks_audio else looks_at)
        await caller_audio.listen(judge.hear)
        if judge.waits_for_verdict:
            with handling("a frame of caller audio", ITEM_WITHIN_S):
                await judge.go_on()
            return grace_until
        now = trio.current_time()
        if now < judge.looks_at or now < judge.audio_due_by:
            return grace_until
        if now >= judge.looks_at + OVERSLEPT_S:
            return now + MISSING_S
        judge.no_audio()
        return grace_until


class _Judge:
    """Judges frames, from one start of the actor to its end."""

    def __init__(self, ports: VadPorts, settings: VadSettings, detector: VoiceDetector, message_s: float) -> None:
        self._ports, self._detector, self._line = ports, detector, ports.open_line()
        self._due_after_s = message_s - FRAME_S  # after the last frame of a message, the next is due only then
        rules = settings.rules()
        self._endpointer = Endpointer(rules)
        self._end_of_turn = EndOfTurn(settings.silence_rules())
        self._softer = SofterVoices(ports.caller_loudness)
        self._was_interrupted = False  # the agent, by this utterance, when the newest frame came
        self._key_tones = KeyTones()
        self._voiced = VoicedRuns()
        self._recent: deque[bytes] = deque(maxlen=round(HEARD_S / FRAME_S))
        self._arrivals: deque[float] = deque(maxlen=rules.smoothing_ms // FRAME_MS + 1)
        self._first_voiced_at = self._last_voiced_at = 0.0
        self._untold = bytearray()  # of the utterance
        self._sound: UtteranceSound | None = None
        self._is_doubtful = False
        self._pauses = 0
        self._unjudged: tuple[AudioFrame, bytes | None, bytes, Awaitable[bool]] | None = None
        self.looks_at = math.inf
        """When the actor will look whether the next frame is overdue."""
        self._look = Appointment(ports.caller_audio.stop_listening)

    def take_over(self) -> None:
        """After a crash in mid-utterance: the utterance ends with what was heard so far."""
        if self._ports.floor.state in CALLER_SPEAKS:
            self._end(trio.current_time())

    def hear(self, frame: AudioFrame) -> bool:
        """Judge a frame, in whatever task it comes. Returns whether the actor has something to do: `go_on`."""
        mulaw, endpointer = frame.mulaw, self._endpointer
        was_speaking = endpointer.speaking
        self._arrivals.append(frame.arrived_at)
        self._recent.append(mulaw)
        # A high voice may hold a vowel that is as pure as a key tone (docs/keys.md), but hardly begins with one.
        amid_voice = was_speaking and not endpointer.quiet_ms
        without_key = None if amid_voice else self._key_tones.taken_out(mulaw)
        cleaned = mulaw if self._line is None else self._line.clean(mulaw, frame.arrived_at)
        verdict = self._detector.judge(without_key or cleaned)
        if verdict is not True and verdict is not False:
            self._unjudged = frame, without_key, cleaned, verdict
            return True
        self._decide(frame, without_key, cleaned, voiced=verdict)
        if endpointer.speaking or was_speaking:
            self.look_at(self.audio_due_by)
        return False

    def look_at(self, at: float) -> None:
        """Wake the actor then, if it still listens."""
        self.looks_at = at
        self._look.set(at)

    @property
    def waits_for_verdict(self) -> bool:
        """Whether a frame has been heard that the detector has not judged yet."""
        return self._unjudged is not None

    async def go_on(self) -> None:
        """Wait for the verdict."""
        assert self._unjudged is not None
        (frame, without_key, cleaned, verdict), self._unjudged = self._unjudged, None
        self._decide(frame, without_key, cleaned, voiced=await verdict)

    def _decide(self, frame: AudioFrame, without_key: bytes | None, cleaned: bytes, *, voiced: bool) -> None:
        endpointer = self._endpointer
        voiced = voiced and without_key is None and not (self._line is not None and self._line.is_residue)
        if voiced and not endpointer.speaking and frame.mulaw == DIGITAL_SILENCE:
            voiced = False  # if the audio stopped during speech, the detector still reports a voice
        if endpointer.speaking:
            self._look_at_floor()
        voiced = self._softer.counts(cleaned, voiced=voiced)
        if voiced and self._may_be_echo(frame.arrived_at):
            voiced = not self._is_echo(frame.arrived_at)
        if voiced or self._voiced.goes_on:  # most frames are neither: silence costs no more than this
            self._tell_run(self._voiced.judge(voiced, frame.arrived_at))
        if endpointer.speaking and not voiced:  # no utterance ends in a voiced frame, and what is vetoed is none
            if self._was_interrupted and (self._detector.vetoes or self._softer.takes_back):
                self._is_doubtful = True
            endpointer.silence_ms = self._silence_ms()
        # A tone before the words would lower the recognizer's confidence in them.
        heard = without_key if without_key is not None and self._key_tones.sounds else cleaned
        events = endpointer.feed(heard, voiced)
        if self._sound is not None:
            self._sound.add(heard, self._detector.likelihood, voiced=voiced)
        if voiced and not endpointer.quiet_ms:
            self._last_voiced_at = frame.arrived_at
        for event in events:
            self._act(event)

    @property
    def audio_due_by(self) -> float:
        """When the next frame is overdue. Some carriers send no audio in silence: then it is a pause, or the end."""
        if not self._endpointer.speaking:
            return math.inf
        return self._stopped_at if self._endpointer.paused else self._next_due_at + MISSING_S

    @property
    def lacks_audio(self) -> bool:
        """Whether the caller's audio has stopped in mid-utterance."""
        paused = self._endpointer.speaking and self._endpointer.paused
        return paused and trio.current_time() >= self._next_due_at + MISSING_S

    @property
    def _stopped_at(self) -> float:
        silence_left_s = (self._silence_ms() - self._endpointer.quiet_ms) / 1000
        return self._next_due_at + max(STOPPED_S, silence_left_s)

    @property
    def _next_due_at(self) -> float:
        return self._arrivals[-1] + self._due_after_s

    def no_audio(self) -> None:
        """No frame came in time. One that comes later is judged as usual: speech goes on, or interrupts the answer."""
        if not self._endpointer.paused:
            events = self._endpointer.audio_missing()
        elif trio.current_time() < self._stopped_at:  # what was said seems to hang
            return
        else:
            self._ports.report(facts.AudioStopped(trio.current_time() - self._arrivals[-1]))
            events = self._endpointer.audio_stopped()
        for event in events:
            self._act(event)

    def _silence_ms(self) -> int:
        """The silence that ends the turn after the words so far; a reply waits no longer for what was no voice."""
        if self._is_doubtful:
            return FRAME_MS
        so_far = self._ports.words_so_far.value
        if so_far.utterance != self._ports.floor.utterance:
            so_far = WordsSoFar(0, "")
        ended = self._endpointer.paused and so_far.ended_at == self._pauses  # what was held at an earlier one is void
        # A cough over the agent's speech is as short as the beginning of a sentence, and the agent waits for its end.
        answers = self._ports.floor.state in (FloorState.CALLER_SPEAKING, FloorState.CALLER_PAUSING)
        spoken_s = self._last_voiced_at - self._first_voiced_at if answers else None
        return self._end_of_turn.silence_ms(so_far.text, self._ports.expected.value, ended=ended, spoken_s=spoken_s)

    def _look_at_floor(self) -> None:
        """What decides whether it is this caller: how loud it has to be depends on what is known of it."""
        state = self._ports.floor.state
        if self._was_interrupted and state is FloorState.BOTH_SPEAKING:  # the floor waits for it no longer
            self._softer.goes_on_for_ever()
        self._was_interrupted = state is FloorState.INTERRUPTED
        so_far = self._ports.words_so_far.value
        if so_far.text and so_far.utterance == self._ports.floor.utterance:
            self._softer.has_words = True

    def _may_be_echo(self, now: float) -> bool:
        """Whether to ask the echo guard, which takes most of a millisecond: for the frame that would be the onset, and
        while the caller speaks over an agent that goes on, because its echo would keep the turn open."""
        if self._endpointer.speaking:
            return self._ports.ledger.plays_until > now
        return self._endpointer.would_begin

    def _is_echo(self, now: float) -> bool:
        guard = self._ports.echo_guard
        return guard is not None and guard.is_echo(b"".join(self._recent), now)

    def _act(self, event: EndpointEvent) -> None:
        match event:
            case Onset():
                if self._ports.floor.state is FloorState.THINKING:  # not answered yet, so the end was only a pause
                    self._end_of_turn.resumed(event.quiet_frames * FRAME_MS)
                # The floor first: barge-in waits for nothing.
                self._first_voiced_at = first_voiced_at = self._arrived(event.first_voiced_frames_ago)
                likelihood = self._detector.likelihood
                self._softer.utterance_begins()
                self._sound = UtteranceSound(event.preroll, event.first_voiced_frames_ago, likelihood)
                self._ports.floor.speech_started(first_voiced_at)
                started = facts.SpeechStarted(self._ports.report.seconds(first_voiced_at), event.confidence)
                self._ports.report(started, utterance=self._ports.floor.utterance)
                begins_at = self._arrived(len(event.preroll) // FRAME_BYTES - 1) - FRAME_S
                self._tell(SpeechStarted(event.preroll, event.confidence, self._ports.floor.utterance, begins_at))
            case More():
                self._untold += event.mulaw
                untold = len(self._untold)
                if untold >= MID_SPEECH_BYTES or (untold >= PIECE_BYTES and not self._is_mid_speech):
                    self._tell_audio()
            case Pause():
                if self._sound is not None and self._ports.floor.state is FloorState.INTERRUPTED:
                    self._is_doubtful = self._evidence_so_far(self._sound).is_doubtful
                self._ports.floor.speech_paused(self._last_voiced_at)
                self._pauses += 1
                self._tell(SpeechPaused(self._pauses))
            case Resumption(pause_frames):
                self._is_doubtful = False
                self._ports.floor.speech_resumed()
                self._ports.report(facts.SpeechResumed(), utterance=self._ports.floor.utterance)
                self._end_of_turn.resumed(pause_frames * FRAME_MS)
                self._tell(SpeechResumed())
            case End():
                self._end(self._last_voiced_at, event.silence_frames)
            case _:
                assert_never(event)

    def _end(self, last_voiced_at: float, silence_frames: int | None = None) -> None:
        self._end_of_turn.ended()
        ended = facts.SpeechEnded(self._ports.report.seconds(last_voiced_at), silence_frames)
        self._ports.report(ended, utterance=self._ports.floor.utterance)
        evidence = None if self._sound is None else self._evidence_so_far(self._sound)
        self._sound, self._is_doubtful = None, False
        self._tell(SpeechEnded(self._ports.floor.speech_ended(last_voiced_at, evidence)))

    def tell_rest(self) -> None:
        """The actor ends: nothing that it has heard is lost."""
        self._look.cancel()
        self._tell_audio()
        self._tell_run(self._voiced.end())

    def _tell_run(self, run: VoicedFrames | None) -> None:
        if run is not None:
            self._ports.report(facts.VoicedRun(self._ports.report.seconds(run.from_at), run.frames))

    def _evidence_so_far(self, sound: UtteranceSound) -> VoiceEvidence:
        softer = self._softer.takes_back
        return sound.evidence(vetoed=self._detector.vetoes, softer=softer, loudest_db=self._softer.loudest_db)

    def _arrived(self, frames_ago: int) -> float:
        return self._arrivals[max(-1 - frames_ago, -len(self._arrivals))]

    @property
    def _is_mid_speech(self) -> bool:
        """Not while an agent that the caller talks over waits for the words: they stop it, or it goes on."""
        return not self._endpointer.quiet_ms and self._ports.floor.state is FloorState.CALLER_SPEAKING

    def _tell_audio(self) -> None:
        if self._untold:
            audio, self._untold = SpeechAudio(bytes(self._untold)), bytearray()
            self._post(audio)

    def _tell(self, event: SpeechEvent) -> None:
        self._tell_audio()  # it came before
        self._post(event)

    def _post(self, event: SpeechEvent) -> None:
        try:
            self._ports.speech.post(event)
        except MailboxOverflow as exc:
            self._ports.overflow(str(exc))
