"""What the doctor looks at: settings in an environment of one's own, and a clock that may be off."""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from offhook.actors.chosen_chain import chosen_chains
from offhook.actors.start_up import read_texts
from offhook.doctor.finding import Finding, Level
from offhook.doctor.setup import MakeNetwork, NetworkMaker, Setup
from offhook.engine.host.world import RealWorld
from tests.fakes.certificate import trust
from tests.serving import settings_in

KEY, WRONG = "sk-proj-0123456789abcdef", "sk-proj-fedcba9876543210"
CHAINS = {
    "OFFHOOK__RECOGNIZER__CHAIN": '["openai", "scripted"]',
    "OFFHOOK__RESPONDER__CHAIN": '["openai", "scripted"]',
    "OFFHOOK__SPEAKER__CHAIN": '["openai", "tone"]',
}


class OwnWorld(RealWorld):
    """The real world with other variables, and a clock that is ahead."""

    def __init__(self, environment: Mapping[str, str], ahead_s: float = 0.0) -> None:
        super().__init__(trust_environment=False)
        self._environment, self._ahead_s = environment, ahead_s

    def environment(self) -> dict[str, str]:
        return dict(self._environment)

    def wall_time(self) -> float:
        return super().wall_time() + self._ahead_s

    def random(self, purpose: str) -> random.Random:
        return random.Random(purpose)


def a_setup(folder: Path, make: MakeNetwork | None = None, *, ahead_s: float = 0.0, **environment: str) -> Setup:
    """The settable services behind OpenAI's, where a key or an address is given."""
    chains = CHAINS if any(name.startswith("OPENAI") for name in environment) else {}
    variables = {**settings_in(folder), **chains, **environment}
    world = OwnWorld(variables, ahead_s)
    texts = read_texts(world, variables)
    settings, agents = texts.usable()
    chosen = chosen_chains(settings, variables, agents.default)
    network = make or NetworkMaker(trust_environment=False, certificates=trust())
    return Setup(texts, settings, agents.default, world, chosen, network)


def lines(found: Sequence[Finding], level: Level) -> list[str]:
    return [f"{each.area}: {each.what}" for each in found if each.level is level]


def wrongs(found: Sequence[Finding]) -> list[str]:
    return lines(found, Level.WRONG)


def warnings(found: Sequence[Finding]) -> list[str]:
    return lines(found, Level.WARNING)
