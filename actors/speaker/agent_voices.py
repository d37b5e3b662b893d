"""The voices of one agent: those of the server, each as `[voice]` of the agent's file names it.

A service is opened once for all agents. What changes is which of its voices is asked for, and so the keys of the sounds
in the cache; whether a service works is found out for all agents together.
"""

from collections.abc import Collection, Iterator, Sequence

from offhook.actors.speaker.cached_voice import CachedVoice
from offhook.actors.speaker.service import VoiceUnknown
from offhook.engine.host.agent import Agent
from offhook.engine.host.agent_voices import KEY
from offhook.engine.host.did_you_mean import did_you_mean
from offhook.engine.host.printable import printable
from offhook.engine.host.toml_lines import KeyLines


async def agent_voices(
    agent: Agent, voices: Sequence[CachedVoice], services: Collection[str]
) -> tuple[Sequence[CachedVoice], Sequence[str]]:
    """The voices, and what is wrong with those that the agent names. `services`: all that there are, of which the
    server may use a few; what is said of the others is for another server."""
    lines, problems, chosen = KeyLines(agent.text), [], list(voices)
    for service, name in agent.voices.items():
        place = f"{agent.path}:{lines.line((KEY, service))}: {KEY}.{service}"
        if service not in services:
            problems.append(f"{place}: there is no such voice service: {did_you_mean(service, services)}")
            continue
        for position, voice in enumerate(voices):
            if voice.name == service:
                try:
                    chosen[position] = await voice.in_voice(name, agent.language)
                except VoiceUnknown as exc:
                    problems.append(f"{place} = {name!r}: {exc}")
    return chosen, [printable(problem) for problem in problems]


def unused_voices(agent: Agent, voices: Sequence[CachedVoice]) -> Iterator[str]:
    """Warnings."""
    used = [voice.name for voice in voices]
    for service in agent.voices:
        if service not in used:
            where = f"{agent.path}:{KeyLines(agent.text).line((KEY, service))}"
            yield printable(f"{where}: {KEY}.{service} is not heard: {service} is not among the voices in use")
