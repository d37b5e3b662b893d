"""The facts of a call as log lines."""

from structlog.typing import FilteringBoundLogger

from offhook.engine.decide.costs import Used
from offhook.engine.host.telemetry import milliseconds
from offhook.engine.record import facts
from offhook.engine.record.facts import Fact, Fault
from offhook.engine.record.timeline import Timeline, latency
from offhook.protocol.telephone_audio import FRAME_S

_ROLES = {
    Fault.RECOGNIZER_FAILED: "recognizer",
    Fault.RESPONDER_FAILED: "responder",
    Fault.VOICE_FAILED: "voice",
}


NOT_LOGGED = (
    facts.TurnBegan,
    facts.SpeechPaused,
    facts.SpeechResumed,
    facts.SpokenOver,
    facts.KeyPressed,
    facts.TurnEnded,
    facts.TranscriptReady,
    facts.WordsHeard,
    facts.SentenceWritten,
    facts.ReplyWritten,
    facts.SessionKept,
    facts.DraftDiscarded,
    facts.SentenceBegun,
    facts.VoiceSounded,
    facts.ClearSent,
    facts.Heard,
    facts.ServicesChosen,
    facts.RequestAnswered,
    facts.ToolChosen,
    facts.NoteTaken,
    facts.Dropped,
    facts.Faulted,
)
"""The record has these."""


class LogLines:
    """An observer; the timeline is told of a fact before."""

    __slots__ = ("_log", "_timeline")

    kinds = tuple(kind for kind in facts.ALL_BUT_SOUND if kind not in NOT_LOGGED)

    def __init__(self, log: FilteringBoundLogger, timeline: Timeline) -> None:
        self._log, self._timeline = log, timeline

    def observe(self, fact: Fact) -> None:
        match fact.what:
            case facts.CallBegan(stream_sid, carrier=carrier, path="stream"):
                self._log.info("stream started", stream=stream_sid, carrier=carrier)
            case facts.RequestReceived(number):
                self._log.info("carrier asks how to go on", request=number)
            case facts.RecordingFetched(audio_s):
                self._log.info("recording fetched", seconds=round(audio_s, 2))
            case facts.RecordingLost(error):
                self._log.warning("recording lost", error=error)
            case facts.CallReturned(number, stream_before):
                self._log.info("call returned", number=number, stream_before=stream_before)
            case facts.CallerCameBack(result):
                self._log.info("caller came back", why=result)
            case facts.StreamBroke():
                self._log.info("stream broke")
            case facts.SentenceSounded(number, text):
                self._log.info("sent audio chunk", turn=fact.turn, n=number, text=text)
            case facts.Resumed(from_ms):
                self._log.info("reply resumed", turn=fact.turn, from_ms=from_ms)
            case facts.Interrupted(after_s):
                self._log.info("barge-in", turn=fact.turn, after_first_voiced_ms=milliseconds(after_s))
            case facts.VerdictGiven(counts):
                self._log.info("interruption judged", turn=fact.turn, counts=counts)
            case facts.AllPlayed(ready=True):
                self._log.info("ready for the next input", turn=fact.turn)
            case facts.ReplyBegun(responder, draft):
                self._log.info("model started", turn=fact.turn, responder=responder, draft=draft)
            case facts.AnsweredFromFile(entry):
                self._log.info("answered from the agent file", turn=fact.turn, entry=entry)
            case facts.FirstToken():
                self._log.info("first token", turn=fact.turn)
            case facts.ServiceUsed(service, used):
                self._tell_tokens(fact.turn, service, used)
            case facts.Hedged(role, first, second, second_won):
                self._log.info("hedged", role=role, first=first, second=second, second_won=second_won)
            case facts.DraftCommitted():
                self._log.info("draft committed", turn=fact.turn)
            case facts.ToolEnded(tool=tool, outcome=outcome, seconds=seconds):
                took_s = round(seconds, 2)
                self._log.info("tool ended", turn=fact.turn, tool=tool, outcome=outcome.value, seconds=took_s)
            case facts.LanguageAsked(times):
                self._log.info("asked which language to speak", turn=fact.turn, times=times)
            case facts.LanguageSet(language):
                self._log.info("language set", language=language)
            case facts.DeadlinePassed(state):
                self._log.info("deadline", state=state.value, turn=fact.turn)
            case facts.CallEnding(reason):
                self._log.info("call ending", reason=reason.value)
            case facts.CallEnded() as ended:
                self._tell_end(ended)
            case _:
                self._tell_caller(fact)

    def _tell_tokens(self, turn: int, service: str, used: Used) -> None:
        if used.input_tokens:
            tokens = {"input": used.input_tokens, "cached": used.cached_tokens, "output": used.output_tokens}
            self._log.info("tokens used", turn=turn, service=service, **tokens, estimated=bool(used.estimated))

    def _tell_caller(self, fact: Fact) -> None:
        match fact.what:
            case facts.SpeechStarted(confidence=confidence):
                self._log.info("speech started", confidence=round(confidence, 2))
            case facts.SpeechEnded(silence_frames=int(frames)):
                silence_ms = round(frames * FRAME_S * 1000)
                self._log.info("speech ended", silence_frames=frames, silence_ms=silence_ms)
            case facts.AudioStopped(since_s):
                self._log.info("no audio from the caller", since_s=round(since_s, 2))
            case facts.EchoCancelled(delay_ms):
                self._log.info("the agent's echo is cancelled", delay_ms=delay_ms)
            case facts.RecognitionStarted(audio_bytes):
                self._log.info("recognition started", bytes=audio_bytes)
            case facts.Recognized() as heard:
                self._log.info(
                    "caller said",
                    said=heard.text,
                    confidence=round(heard.confidence, 2),
                    seconds=round(heard.audio_s, 2),
                    recognized_in_s=round(heard.took_s, 3),
                )
            case facts.KeysEntered(keys):
                self._log.info("caller pressed", turn=fact.turn, said=keys)
            case _:
                self._tell_fault(fact)

    def _tell_fault(self, fact: Fact) -> None:
        match fact.what:
            case facts.BadMessage(error):
                self._log.debug("bad message", error=error)
            case facts.ServiceFailed(fault, service, error, instead, traceback):
                turn = {} if not fact.turn else {"turn": fact.turn}
                next_one = {} if not instead else {"instead": instead}
                bug = {} if not traceback else {"exception": traceback}
                self._log.warning(fault.value, **{_ROLES[fault]: service}, **turn, error=error, **next_one, **bug)
            case facts.RecognizerBusy(service, waits_s):
                self._log.warning("recognizer busy", recognizer=service, would_wait_ms=milliseconds(waits_s))
            case facts.RecognizerWaited(service, waited_s):
                self._log.info("waited for the recognizer", recognizer=service, waited_ms=milliseconds(waited_s))
            case facts.ActorCrashed(actor, error, traceback):
                self._log.error("actor crashed", actor=actor, error=error, exception=traceback)
            case facts.ObserverFailed(observer, error, traceback):
                self._log.error("observer failed", observer=observer, error=error, exception=traceback)
            case facts.ToolBroke(tool, error, traceback):
                self._log.error("tool broke", turn=fact.turn, tool=tool, error=error, exception=traceback)
            case facts.CollectedLost(error):
                self._log.error("what was collected is lost", error=error)
            case facts.CancellerFailed(error):
                self._log.warning("echo canceller failed", error=error)
            case facts.RecognizerStuck(error):
                self._log.error("recognizer does not listen", error=error)
            case facts.RestartsSpent(error):
                self._log.error("restart budget spent", error=error)
            case facts.LineLost(error):
                self._log.error("line lost", error=error)
            case facts.GoodbyeFailed(error):
                self._log.error("no goodbye possible", error=error)
            case facts.CallCrashed(traceback):
                self._log.error("call crashed", exception=traceback)
            case _:
                pass  # the record has it

    def _tell_end(self, ended: facts.CallEnded) -> None:
        for number, times in self._timeline.all_turns():
            if (parts := latency(times.as_dict())).total is not None:
                stages = {f"{name}_ms": value for name, value in parts.stages()}
                self._log.info("turn latency", turn=number, **stages, total_ms=parts.total)
        counts = {name.replace(" ", "_"): number for name, number in ended.faults.items()}
        self._log.info("call ended", reason=ended.reason.value, seconds=round(ended.seconds, 1), **counts)
