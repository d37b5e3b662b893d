"""The voices of one agent: those that all agents share, except where its file names another voice of a service."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import msgspec
from pydantic import ValidationError

from offhook.actors.chosen_chain import ChosenChain
from offhook.actors.link import Link
from offhook.actors.opening_services import Opening
from offhook.actors.shared_services import SharedServices, links
from offhook.actors.speaker.cache_start_up import manner_of
from offhook.actors.speaker.cached_voice import CachedVoice
from offhook.actors.speaker.service import Voice
from offhook.actors.speaker.speaker_settings import SpeakerSettings
from offhook.engine.host.agent import AGENT_KEYS, Agent
from offhook.engine.host.agent_file import AgentFile, AgentFileError
from offhook.engine.host.did_you_mean import did_you_mean
from offhook.engine.host.settings import Section


class AgentVoices:
    """The chain of one agent."""

    def __init__(self, shared: SharedServices, own: Sequence[CachedVoice]) -> None:
        by_name = {voice.name: voice for voice in own}
        self.voices = [by_name.get(voice.name, voice) for voice in shared.voices]
        breakers = {link.name: link.breaker for link in shared.voice_links}
        own_links: Mapping[str, Link[CachedVoice]] = {
            link.name: link for link in links("speaker", own, shared.log, breakers)
        }
        self.links: list[Link[CachedVoice]] = [own_links.get(link.name, link) for link in shared.voice_links]
        """A service that is down is down for all its voices."""


async def open_agent_voices(opening: Opening, shared: SharedServices, agent: Agent) -> AgentVoices:
    """Those that differ are opened, with the cache that all share. Adds to the problems of `opening`."""
    try:
        settings = _settings_of(shared.settings.speaker, agent, [voice.name for voice in shared.voices])
    except AgentFileError as exc:
        opening.problems += str(exc).splitlines()
        return AgentVoices(shared, ())
    chosen, role = shared.chosen["speaker"], shared.settings.speaker
    changed = tuple(voice.name for voice in shared.voices if settings.section(voice.name) != role.section(voice.name))
    if not changed:
        return AgentVoices(shared, ())
    openers = {name: partial(role.services[name].open, shared.world, settings.section(name)) for name in changed}
    only_these: ChosenChain = msgspec.structs.replace(chosen, names=changed, left_out={})
    opened: list[Voice] = await opening.chain(only_these, openers)
    like = {voice.name: voice for voice in shared.voices}
    return AgentVoices(shared, [like[voice.name].with_voice(voice, manner_of(voice, settings)) for voice in opened])


def _settings_of(settings: SpeakerSettings, agent: Agent, opened: Sequence[str]) -> SpeakerSettings:
    """Raises AgentFileInvalid."""
    file = AgentFile(agent.path, agent.text, AGENT_KEYS)
    sections: dict[str, Section] = {}
    for name, voice in _wanted(settings, agent, opened, file):
        section = settings.section(name)
        try:
            sections[name] = type(section).model_validate({**section.model_dump(), "voice": voice})
        except ValidationError as exc:
            what = "; ".join(str(error["msg"]) for error in exc.errors(include_url=False, include_input=False))
            file.report(
                ("voice",), f"{name} has no voice {voice!r}: {what}", f"see [speaker.{name}] in docs/settings.md"
            )
    file.raise_problems()
    return settings.model_copy(update=sections)


def _wanted(
    settings: SpeakerSettings, agent: Agent, opened: Sequence[str], file: AgentFile
) -> Iterator[tuple[str, str]]:
    """Each service, and the voice that it is to have."""
    able = [name for name in settings.services if "voice" in type(settings.section(name)).model_fields]
    if isinstance(agent.voice, str):
        in_use = [name for name in opened if name in able]
        if agent.voice and len(in_use) > 1:
            named = ", ".join(f'{name} = "..."' for name in in_use)
            what = f"several services have a voice of their own: {', '.join(in_use)}"
            file.report(("voice",), what, f"write voice = {{ {named} }}")
        elif agent.voice and not in_use:
            what = "no service of speaker.chain has a voice to choose"
            file.report(("voice",), what, f"remove it, or use one of {', '.join(able)}")
        elif agent.voice:
            yield in_use[0], agent.voice
        return
    for name, voice in agent.voice.items():
        if name in able:
            yield name, voice
        else:
            file.report(("voice", name), f"no voice can be chosen for '{name}'", did_you_mean(name, able))
