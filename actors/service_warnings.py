"""What is to be said at the start about services that are used, and what they would find open."""

from collections.abc import Container, Iterator, Mapping, Sequence

from offhook.actors.asked_at_start import Answers
from offhook.actors.chosen_chain import ChosenChain
from offhook.actors.link import Chained
from offhook.actors.recognizer.pocketsphinx import POCKETSPHINX
from offhook.actors.recognizer.service import Recognizer
from offhook.actors.responder.openai_chat import OPENAI
from offhook.actors.responder.openai_responses import OPENAI_RESPONSES
from offhook.actors.responder.service import Responder
from offhook.actors.settings import RecognizerSettings, ResponderSettings
from offhook.actors.speaker.speaker_settings import SpeakerSettings
from offhook.actors.tools.built_in.transfer import NAME as TRANSFER
from offhook.actors.warm_up import WarmConnections
from offhook.engine.host.agent import Agent
from offhook.engine.host.world import World
from offhook.engine.words.expectation import Expectation

MORE = "docs/services.md has more"
AnyRole = RecognizerSettings | ResponderSettings | SpeakerSettings


def unusable(chosen: Mapping[str, ChosenChain]) -> Sequence[str]:
    """Warnings about keys and addresses that somebody has set, and that cannot be used."""
    found = Answers()
    for role, chain in chosen.items():
        for name, why in chain.unusable.items():
            found.note(f"{role}.{name}", why)
    return found.warnings()


def own_warnings(role: AnyRole, opened: Sequence[Chained[object]], world: World) -> Iterator[str]:
    for number, each in enumerate(opened):
        later = f"; calls ask it only where {opened[0].name} fails" if number else ""
        for warning in role.services[each.name].warnings(world, role.section(each.name)):
            yield f"{warning}{later}"


def free_speech(recognizers: Sequence[Recognizer], expected: Sequence[Expectation], agent: Agent) -> Iterator[str]:
    """A warning if callers may say anything to the agent, and only recognizers for expected words hear them."""
    if agent.prompt and not expected and all(each.name == POCKETSPHINX.name for each in recognizers):
        yield (
            "recognizer.pocketsphinx is the only recognizer, and hears free speech badly: this agent lets callers say "
            "anything; set OPENAI_API_KEY, or pip install 'offhook[local]', or name another service in "
            f"recognizer.chain; {MORE}"
        )


def answers_unheard(recognizers: Sequence[Recognizer], expected: Sequence[Expectation], agent: Agent) -> Iterator[str]:
    """A warning if the recognizer knows only the phrases of a dialogue, and the file has answers to other questions."""
    if agent.answers and expected and all(each.name == POCKETSPHINX.name for each in recognizers):
        yield (
            f"{agent.path}: recognizer.pocketsphinx is the only recognizer, and hears only the phrases of [dialogue]: "
            f"nobody who asks a question of [[answers]] will be understood; {MORE}"
        )


def nobody_transfers(responders: Sequence[Responder], agent: Agent, tools: Container[str]) -> Iterator[str]:
    """A warning if the agent file names a person, and only language models answer."""
    models = {OPENAI.name, OPENAI_RESPONSES.name}
    nobody = not agent.scripts and TRANSFER not in tools
    if agent.transfer and nobody and all(each.name in models for each in responders):
        yield (
            f"{agent.path}: transfer is used by nobody: a language model puts no caller through unless it has the tool "
            "'transfer' (docs/built-in-tools.md); or let [dialogue] do it, or `offhook transfer`"
        )


def connections_of(role: AnyRole, opened: Sequence[Chained[object]], world: World) -> Iterator[WarmConnections]:
    for each in opened:
        yield from role.services[each.name].connections(world, role.section(each.name))
