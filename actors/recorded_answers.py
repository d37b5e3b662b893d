"""Answers the requests of recorded calls: recognises what was recorded, lets the responder reply, renders all of it.

The services are those of streamed calls, through the same chains; what is missing is everything between them that needs
the caller on a line: the floor, drafts, barge-in and pacing.
"""

from collections.abc import Callable, Sequence

import msgspec
import trio

from offhook.actors.call_sessions import CallRecognizer, CallSessions, CallVoice, language_of
from offhook.actors.chain import CLOSE_WITHIN_S
from offhook.actors.held import open_holder
from offhook.actors.recognizer.service import RecognizerFailed, Transcript
from offhook.actors.recorded_speech import find_speech, seconds_of
from offhook.actors.responder.agent_session import AgentSession, offers
from offhook.actors.responder.script import asks
from offhook.actors.responder.service import CallerTurn, FirstToken, HandsOver, Occasion, ResponderFailed, UseTools
from offhook.actors.served_call import ServedCall
from offhook.actors.services import Services
from offhook.actors.settings import Settings
from offhook.actors.speaker.service import VoiceFailed
from offhook.actors.voice_detector import VoiceDetector
from offhook.actors.warm_up import WarmUp
from offhook.engine.decide.caller_speech import CallerSpeech
from offhook.engine.decide.not_taken import CALL_OVER, NOTHING_FITS
from offhook.engine.decide.question import OPEN, Question
from offhook.engine.decide.said import Judgement, Said
from offhook.engine.decide.words_judge import WordsJudge
from offhook.engine.host.settings import VadSettings
from offhook.engine.record import facts
from offhook.engine.run.asked import Begins, Keyed, Recorded, RecordingFailed, SaidNothing
from offhook.engine.run.barge_in_rules import barge_in_rules
from offhook.engine.run.recorded_calls import written_end
from offhook.engine.run.recorded_part import RecordedPart
from offhook.engine.run.reply import Closing, HangUp, ReplyPart, Sentence, Transfer, still_to_say
from offhook.engine.run.spoken_reply import SpokenReply, SpokenSentence
from offhook.engine.run.tools_of_call import open_tool_runs, tool_ports
from offhook.engine.words.sent_keys import keys_in
from offhook.protocol.dtmf import key_sounds, sound_of
from offhook.protocol.telephone_audio import FRAME_S

ANSWER_WITHIN_S = 11.0
"""Twilio gives up on a webhook after 15 s; the record is written and the sound is stored in what is left."""
AROUND_MS = 300
LONGEST_REPLY_BYTES = 120 * 8000


class RecordedAnswers:
    """Answers for one agent, with services that all calls share."""

    def __init__(
        self,
        services: Services,
        settings: Settings,
        open_detector: Callable[[VadSettings], VoiceDetector],
        warm_up: WarmUp,
    ) -> None:
        self._services, self._settings = services, settings
        self._open_detector, self._warm_up = open_detector, warm_up

    async def answer(self, part: RecordedPart) -> SpokenReply:
        """Within `ANSWER_WITHIN_S`: what is not said by then, is not said."""
        language, before = language_of(part.language, self._services), part.before
        ago = {} if before is None else {key: part.seconds - at_s for key, at_s in before.failed_at_s.items()}
        responder = self._services.responder(part.language.own)
        part.report(self._services.chosen(language, responder.name))

        def served(in_language: str, among: Sequence[str] = ()) -> ServedCall:
            return ServedCall(
                part.caller,
                in_language,
                part.report,
                part.use,
                {} if before is None else before.kept,
                lambda service, state: part.report(facts.SessionKept(service, state), turn=part.turn),
                ago,
                offered=lambda: offers(tools),
                speaks=lambda: part.language.tag,
                agent=part.agent,
                answers=lambda: part.agent,
                among=tuple(among),
            )

        ports = tool_ports(part.begun, part.agent, part.language, part.report, part.can_record)
        with self._warm_up.during_call():
            runs = open_tool_runs(self._services.tools, ports, before)
            async with runs as tools, open_holder(CLOSE_WITHIN_S) as holder:
                replying = await responder.begin(served(part.language.own), holder)
                sessions = CallSessions(self._services, holder, served, served)
                await sessions.begin(language, part.language.among)
                part.language.by_keys = self._services.by_keys
                part.language.unheard_words = self._services.unheard_words
                part.language.open = lambda tag: sessions.open(tag, part.language.among_once_set)
                part.language.open_voice = sessions.open_voice
                expects = None if before is None else before.rest.expects
                answers = None if self._services.answers is None else self._services.answers.of_call(part.agent)
                agent = AgentSession(replying, tools, expects, part.language, answers)
                part.collected = agent.collected
                recognizer = CallRecognizer(sessions, part.language)
                listener = _Listener(part, recognizer, agent, self._settings, self._open_detector)
                teller = _Teller(part, agent, CallVoice(sessions, part.language))
                with trio.move_on_after(ANSWER_WITHIN_S):
                    await teller.say(await listener.listen())
                return teller.reply()


class _NothingUnderstood(msgspec.Struct, frozen=True):
    """The words are lost: ask the caller to say them again."""


class _GoesOn(msgspec.Struct, frozen=True):
    """The call comes from a stream that broke: say what was left to say."""


_Wanted = CallerTurn | _NothingUnderstood | _GoesOn | None


class _Listener:
    """Makes the caller's turn of what has happened."""

    def __init__(
        self,
        part: RecordedPart,
        recognizer: CallRecognizer,
        responder: AgentSession,
        settings: Settings,
        open_detector: Callable[[VadSettings], VoiceDetector],
    ) -> None:
        self._part, self._recognizer, self._responder = part, recognizer, responder
        self._settings, self._open_detector = settings, open_detector

    async def listen(self) -> _Wanted:
        """None if there is nobody who wants an answer."""
        part = self._part
        match part.happened:
            case Begins() if part.before is not None and part.before.has_begun:
                self._begin_turn()
                return _GoesOn()
            case Begins():
                return CallerTurn(Occasion.ANSWERED)
            case SaidNothing():
                self._begin_turn()
                return CallerTurn(Occasion.SILENCE)
            case Keyed(keys):
                return self._keyed(keys)
            case Recorded() as recorded:
                return await self._recorded(recorded)
            case _:
                raise AssertionError(f"{part.happened} wants no answer")

    def _begin_turn(self) -> None:
        self._part.report(facts.TurnBegan(after=self._part.turn - 1), turn=self._part.turn)

    def _keyed(self, keys: str) -> CallerTurn:
        part = self._part
        now = part.seconds
        caller_turn = CallerTurn(Occasion.KEYS, keys, entry=self._responder.expected.entry)
        part.report(facts.TurnEnded(), turn=part.turn)
        part.report(facts.KeysEntered(keys), turn=part.turn)
        not_taken = "" if self._responder.understands(caller_turn) else NOTHING_FITS
        part.report(facts.WordsHeard(keys, "keys", now, now, not_taken=not_taken), turn=part.turn)
        self._begin_turn()
        return caller_turn

    async def _recorded(self, recorded: Recorded) -> _Wanted:
        part, announced_s = self._part, self._part.seconds
        try:
            mulaw = await recorded.fetch()
        except RecordingFailed as exc:
            part.report(facts.RecordingLost(str(exc)), turn=part.turn)
            self._begin_turn()
            return _NothingUnderstood()
        part.report(facts.RecordingFetched(seconds_of(mulaw)), turn=part.turn)
        began_s = announced_s - seconds_of(mulaw)
        speech = await find_speech(mulaw, self._settings.vad, self._open_detector, part.report, began_s)
        if speech is None:
            self._begin_turn()
            return None if recorded.has_left else CallerTurn(Occasion.SILENCE)
        spoken = self._tell_speech(speech.first, speech.last, speech.confidence, began_s)
        transcript = await self._recognized(speech.cut(mulaw, AROUND_MS))
        part.report(facts.TranscriptReady(), turn=part.turn)
        return self._judged(transcript, spoken, has_left=recorded.has_left)

    def _tell_speech(self, first: int, last: int, confidence: float, began_s: float) -> CallerSpeech:
        """As the VAD of a stream tells it: a frame arrives when it is over."""
        part = self._part
        first_s, last_s = began_s + (first + 1) * FRAME_S, began_s + (last + 1) * FRAME_S
        part.report(facts.SpeechStarted(first_s, confidence), utterance=part.turn)
        part.report(facts.SpeechEnded(last_s), utterance=part.turn)
        part.report(facts.TurnEnded(first_s, last_s), turn=part.turn, utterance=part.turn)
        return CallerSpeech(first_s, last_s, part.turn, OPEN)

    async def _recognized(self, mulaw: bytes) -> Transcript | None:
        part = self._part
        part.report(facts.RecognitionStarted(len(mulaw)), utterance=part.turn)
        asked_at = part.seconds
        try:
            async with self._recognizer.utterance(part.turn, self._responder.expected, _ignored) as utterance:
                await utterance.feed(mulaw)
                transcript = await utterance.finish()
        except RecognizerFailed:  # the chain has reported it
            return None
        took_s = part.seconds - asked_at
        recognized = facts.Recognized(transcript.text, transcript.confidence, seconds_of(mulaw), took_s)
        part.report(recognized, utterance=part.turn)
        return transcript

    def _judged(self, transcript: Transcript | None, speech: CallerSpeech, *, has_left: bool) -> _Wanted:
        rules = barge_in_rules(self._settings.barge_in, self._part.agent.language)
        judge = WordsJudge(rules.words, rules.small_talk, Question())
        expected = self._responder.expected
        if transcript is None:
            judgement = judge.lost(speech, overtaken=False)
        else:
            judgement = judge.whole(transcript.text, transcript.confidence, speech, expected, over_agent=False)
        text = "" if transcript is None or judgement.said is Said.NOT_UNDERSTOOD else transcript.text
        caller_turn = CallerTurn(
            Occasion.SPEECH,
            text,
            1.0 if transcript is None else transcript.confidence,
            speech.voiced_s,
            language="" if transcript is None else transcript.language,
        )
        if transcript is not None:
            self._tell_words(transcript, speech, judgement, caller_turn, has_left=has_left)
        self._begin_turn()
        if has_left:
            return None
        if judgement.said is Said.NOTHING:  # a cough, or a hum
            return CallerTurn(Occasion.SILENCE)
        return _NothingUnderstood() if transcript is None else caller_turn

    def _tell_words(
        self, transcript: Transcript, speech: CallerSpeech, judgement: Judgement, meant: CallerTurn, *, has_left: bool
    ) -> None:
        not_taken = CALL_OVER if has_left else judgement.not_taken
        if not not_taken and not self._responder.understands(meant):
            not_taken = NOTHING_FITS
        words = facts.WordsHeard(
            transcript.text,
            "speech",
            max(0.0, speech.first_voiced_at - FRAME_S),
            max(0.0, speech.last_voiced_at),
            transcript.confidence,
            not_taken,
        )
        self._part.report(words, turn=self._part.turn, utterance=self._part.turn)


class _Teller:
    """Makes the reply, sentence by sentence, and renders it."""

    def __init__(self, part: RecordedPart, responder: AgentSession, voice: CallVoice) -> None:
        self._part, self._responder, self._voice = part, responder, voice
        self._spoken: list[SpokenSentence] = []
        self._in_vain = self._is_complete = False
        self._closing: Closing | None = None

    async def say(self, wanted: _Wanted) -> None:
        match wanted:
            case None:
                return
            case _NothingUnderstood():
                self._in_vain = True
                await self._put(self._part.language.said(self._part.agent.repeat))
            case _GoesOn():
                await self._go_on()
            case CallerTurn():
                self._in_vain = wanted.occasion is Occasion.SILENCE
                await self._reply_to(wanted)
        end = msgspec.structs.replace(written_end(self._closing), expects=self._responder.expects)
        self._part.report(end, turn=self._part.turn)
        self._is_complete = True

    def reply(self) -> SpokenReply:
        """What was made by now. A complete reply may have no words: half a number was said, and the caller goes on."""
        if not (self._spoken or self._is_complete):
            self._spoken.append(SpokenSentence(self._part.agent.repeat))
        expected = self._responder.expected
        return SpokenReply(self._part.turn, tuple(self._spoken), self._closing, self._in_vain, expected.max_digits)

    async def _go_on(self) -> None:
        """From a stream that broke: as `Thinker.go_on`, but for an answer that was not written to its end."""
        assert self._part.before is not None
        rest = self._part.before.rest
        for each in rest.sentences:
            await self._put(still_to_say(each))
        if rest.asks_again or not rest.sentences:
            await self._put(self._part.language.said(self._part.agent.line_dropped))
        elif rest.transfer_to:
            self._closing = Transfer(rest.transfer_to)
        elif rest.hangs_up:
            self._closing = HangUp(rest.for_silence)

    async def _reply_to(self, caller_turn: CallerTurn) -> None:
        part, is_first = self._part, True
        heard = () if part.before is None else part.before.lines
        part.report(facts.ReplyBegun(self._responder.next_name(caller_turn), draft=False), turn=part.turn)
        caller_turn = msgspec.structs.replace(caller_turn, number=part.turn)
        try:
            async with self._responder.reply(caller_turn, heard, _at_once) as thoughts:
                async for thought in thoughts:
                    if is_first:
                        part.report(facts.FirstToken(), turn=part.turn)
                    is_first = False
                    if not isinstance(thought, FirstToken | HandsOver | UseTools):
                        await self._put(thought)
            if self._responder.answered:
                part.report(facts.AnsweredFromFile(self._responder.answered), turn=part.turn)
        except ResponderFailed:  # the chain has reported it
            await self._put(part.language.said(part.agent.repeat))

    async def _put(self, reply_part: ReplyPart) -> None:
        if isinstance(reply_part, Sentence):
            await self._speak(reply_part)
        else:
            self._closing = reply_part

    async def _speak(self, sentence: Sentence) -> None:
        part = self._part
        is_open = not (sentence.asks or self._responder.expected.phrases)
        question = part.turn if is_open and asks(sentence.text) else sentence.asks
        written = facts.SentenceWritten(sentence.text, sentence.protected, question, sentence.tones, sentence.language)
        part.report(written, turn=part.turn)
        part.report(facts.SentenceBegun(filler=False), turn=part.turn)
        if sentence.tones:
            keys = keys_in(sentence.text)
            self._keep(SpokenSentence(sentence.text, b"".join(map(sound_of, key_sounds(keys))), keys))
            return
        sound = bytearray()
        try:
            async with self._voice.sentence(sentence.text, language=sentence.language) as pieces:
                async for piece in pieces:
                    if isinstance(piece, bytes) and not self._is_too_long(sound):
                        if not sound:
                            part.report(facts.VoiceSounded(filler=False), turn=part.turn)
                        sound += piece
        except VoiceFailed:  # the chain has reported it; half a sentence is worse than the carrier's voice
            sound.clear()
        mulaw = b"" if self._is_too_long(sound) else bytes(sound)
        self._keep(SpokenSentence(sentence.text, mulaw, language=sentence.language))

    def _is_too_long(self, sound: bytearray) -> bool:
        """The carrier's voice has to say it then, and so the whole reply."""
        return sum(len(each.mulaw) for each in self._spoken) + len(sound) > LONGEST_REPLY_BYTES

    def _keep(self, spoken: SpokenSentence) -> None:
        part = self._part
        self._spoken.append(spoken)
        if spoken.mulaw:
            part.report(facts.SentenceSounded(len(self._spoken), spoken.text), turn=part.turn)
            part.report(facts.AudioSent(len(spoken.mulaw), filler=False), turn=part.turn)


def _ignored(text: str) -> None:
    del text


async def _at_once() -> None:
    """There are no drafts here."""
    await trio.lowlevel.checkpoint()
