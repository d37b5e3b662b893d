"""The voices of one agent: those that all agents share, except where its file names another voice of a service, for all
its languages or for one."""

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
from offhook.engine.host.agent_voice import AgentVoice, voice_in
from offhook.engine.host.did_you_mean import did_you_mean
from offhook.engine.host.settings import Section
from offhook.engine.host.toml_lines import KeyPath


class AgentVoices:
    """The chain of one agent in each of its languages."""

    def __init__(self, shared: SharedServices, own: Mapping[str, Sequence[CachedVoice]]) -> None:
        """`own` voices by language."""
        self.voices: dict[str, Sequence[CachedVoice]] = {}
        self.links: dict[str, Sequence[Link[CachedVoice]]] = {}
        breakers = {link.name: link.breaker for link in shared.voice_links}
        for tag, of_language in own.items():
            by_name = {voice.name: voice for voice in of_language}
            self.voices[tag] = [by_name.get(voice.name, voice) for voice in shared.voices]
            own_links: Mapping[str, Link[CachedVoice]] = {
                link.name: link for link in links("speaker", of_language, shared.log, breakers)
            }
            # A service that is down is down for all its voices.
            self.links[tag] = [own_links.get(link.name, link) for link in shared.voice_links]


async def open_agent_voices(opening: Opening, shared: SharedServices, agent: Agent) -> AgentVoices:
    """Those that differ are opened, each once, with the cache that all share. Adds to the problems of `opening`."""
    role, names = shared.settings.speaker, [voice.name for voice in shared.voices]
    settings: dict[tuple[str, KeyPath], SpeakerSettings] = {}
    opened: dict[tuple[str, str], CachedVoice] = {}
    own: dict[str, list[CachedVoice]] = {}
    for tag in agent.tags:
        chosen = voice_in(agent, tag)
        if chosen.place not in settings:
            settings[chosen.place] = _settings_of(role, chosen, names, opening.problems)
        changed = settings[chosen.place]
        own[tag] = []
        for name in names:
            if (section := changed.section(name)) != role.section(name):
                key = name, str(section.model_dump()["voice"])
                if key not in opened and (voice := await _opened(opening, shared, name, changed)) is not None:
                    opened[key] = voice
                own[tag] += [opened[key]] if key in opened else []
    return AgentVoices(shared, own)


async def _opened(opening: Opening, shared: SharedServices, name: str, settings: SpeakerSettings) -> CachedVoice | None:
    """None if it cannot be: that is a problem, or it is left out, and the shared one speaks."""
    opener = partial(settings.services[name].open, shared.world, settings.section(name))
    only_this: ChosenChain = msgspec.structs.replace(shared.chosen["speaker"], names=(name,), left_out={})
    found: list[Voice] = await opening.chain(only_this, {name: opener})
    like = next(voice for voice in shared.voices if voice.name == name)
    return next((like.with_voice(voice, manner_of(voice, settings)) for voice in found), None)


def _settings_of(
    settings: SpeakerSettings, chosen: AgentVoice, opened: Sequence[str], problems: list[str]
) -> SpeakerSettings:
    """Adds to the problems, and then they are the same."""
    file = AgentFile(chosen.agent.path, chosen.agent.text, AGENT_KEYS)
    sections: dict[str, Section] = {}
    for name, voice in _wanted(settings, chosen, opened, file):
        section = settings.section(name)
        try:
            sections[name] = type(section).model_validate({**section.model_dump(), "voice": voice})
        except ValidationError as exc:
            what = "; ".join(str(error["msg"]) for error in exc.errors(include_url=False, include_input=False))
            file.report(
                chosen.where, f"{name} has no voice {voice!r}: {what}", f"see [speaker.{name}] in docs/settings.md"
            )
    try:
        file.raise_problems()
    except AgentFileError as exc:
        problems += str(exc).splitlines()
        return settings
    return settings.model_copy(update=sections)


def _wanted(
    settings: SpeakerSettings, chosen: AgentVoice, opened: Sequence[str], file: AgentFile
) -> Iterator[tuple[str, str]]:
    """Each service, and the voice that it is to have."""
    able = [name for name in settings.services if "voice" in type(settings.section(name)).model_fields]
    if isinstance(chosen.voice, str):
        in_use = [name for name in opened if name in able]
        if chosen.voice and len(in_use) > 1:
            named = ", ".join(f'{name} = "..."' for name in in_use)
            what = f"several services have a voice of their own: {', '.join(in_use)}"
            file.report(chosen.where, what, f"write voice = {{ {named} }}")
        elif chosen.voice and not in_use:
            what = "no service of speaker.chain has a voice to choose"
            file.report(chosen.where, what, f"remove it, or use one of {', '.join(able)}")
        elif chosen.voice:
            yield in_use[0], chosen.voice
        return
    for name, voice in chosen.voice.items():
        if name in able:
            yield name, voice
        else:
            file.report((*chosen.where, name), f"no voice can be chosen for '{name}'", did_you_mean(name, able))
