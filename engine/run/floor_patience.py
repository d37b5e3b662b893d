"""The floor's deadlines, out of the settings."""

from offhook.engine.decide.floor import Patience
from offhook.engine.host.settings import EngineSettings


def patience_of(settings: EngineSettings) -> Patience:
    """How long the floor waits in each of its states."""
    floor, barge_in = settings.floor, settings.barge_in
    return Patience(
        idle_s=floor.idle_s,
        caller_speaking_s=settings.vad.max_utterance_ms / 1000 + 5,
        thinking_s=floor.thinking_s,
        filler_s=floor.filler_s or None,
        wordless_s=barge_in.wordless_s,
        verdict_s=barge_in.verdict_s,
        false_alarms=barge_in.false_alarms,
        agent_speaking_s=floor.agent_speaking_s,
        silences=floor.silences,
        apologies=floor.apologies,
    )
