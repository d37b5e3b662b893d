"""An agent with whoever acts in its calls. All agents of a server share recognizers, voices and connections."""

from collections.abc import Callable
from typing import NamedTuple

from offhook.actors.cast import OffhookCast
from offhook.actors.echo_canceller import OpenCanceller
from offhook.actors.recorded_answers import RecordedAnswers
from offhook.actors.services import Services
from offhook.actors.settings import Settings
from offhook.actors.voice_detector import VoiceDetector
from offhook.actors.warm_up import WarmUp
from offhook.engine.host.agent import Agent
from offhook.engine.host.settings import VadSettings
from offhook.engine.run.agents import AgentInUse


class Hands(NamedTuple):
    """What the casts of all agents need beside services."""

    settings: Settings
    open_detector: Callable[[VadSettings], VoiceDetector]
    warm_up: WarmUp
    open_canceller: OpenCanceller | None = None

    def in_use(self, agent: Agent, services: Services) -> AgentInUse:
        cast = OffhookCast(services, self.settings, self.open_detector, self.warm_up, self.open_canceller)
        answers = RecordedAnswers(services, self.settings, self.open_detector, self.warm_up)
        return AgentInUse(agent, cast, answers)
