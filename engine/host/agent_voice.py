"""The voice that an agent file names for calls in one of its languages."""

from collections.abc import Mapping

import msgspec

from offhook.engine.host.agent import Agent
from offhook.engine.host.agent_languages import KEY
from offhook.engine.host.toml_lines import KeyPath


class AgentVoice(msgspec.Struct, frozen=True):
    """A voice, and where it is written: in the file of this agent."""

    voice: str | Mapping[str, str]
    """Of the service that has one, or by service; empty for those of the settings."""
    agent: Agent
    where: KeyPath = ("voice",)

    @property
    def place(self) -> tuple[str, KeyPath]:
        return self.agent.path, self.where


def voice_in(agent: Agent, tag: str) -> AgentVoice:
    """That of the language's table, or of its file, or else the one at the top."""
    if voice := agent.words_in(tag).voice:
        return AgentVoice(voice, agent, (KEY, tag, "voice"))
    file = agent.files.get(tag)
    return AgentVoice(file.voice, file) if file is not None and file.voice else AgentVoice(agent.voice, agent)
