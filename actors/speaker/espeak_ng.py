"""The `espeak_ng` voice: robotic, clear, in every language espeak-ng has. The library lives in a worker process."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from difflib import get_close_matches
from typing import Annotated

from pydantic import AfterValidator, Field

from offhook.actors.speaker.rendered_voice import RenderedVoice, normal_tag, offered_voices
from offhook.actors.speaker.rendering import OfferedVoice
from offhook.actors.speaker.service import Voice, VoiceDeclaration, VoiceUnknown
from offhook.engine.host.settings import Section
from offhook.engine.host.worker import WorkerPool, open_workers, worker_command
from offhook.engine.host.world import World

NAME = "espeak_ng"
WORKER = "offhook.actors.speaker.espeak_ng_worker"
LONGEST_PASSAGE = 250  # characters: about 16 s of speech, rendered in about 30 ms

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*")


def _by_language(voices: dict[str, str]) -> dict[str, str]:
    """Languages are written like en, de or es-MX."""
    for language in voices:
        if _LANGUAGE.fullmatch(language) is None:
            raise ValueError(f"{language!r} is no language: write it like en, de or es-MX")
    return voices


class EspeakNgSettings(Section):
    """espeak-ng: clear and robotic, in more than a hundred languages."""

    workers: int = Field(default=1, ge=1, le=16)
    """How many processes speak; calls share them. More use more cores and memory."""
    rate: int = Field(default=160, ge=80, le=450)
    """How fast it speaks, in words a minute."""
    voices: Annotated[dict[str, str], AfterValidator(_by_language)] = Field(default={})
    """Voices to use instead of espeak-ng's choice, by language: `{"en": "en-gb", "es": "es-419+f3"}`."""


@asynccontextmanager
async def open_espeak_ng(world: World, settings: EspeakNgSettings) -> AsyncIterator[Voice]:
    """Raises, in a group, WorkerCannotStart where espeak-ng is missing, VoiceUnknown for a voice that it has not."""
    command = worker_command(WORKER, str(settings.rate))
    async with open_workers(world, NAME, command, settings.workers) as pool:
        offered = await offered_voices(pool)
        choices = first_choices(offered)
        chosen: dict[str, str] = {}
        for tag, voice in settings.voices.items():
            try:
                chosen[normal_tag(tag)] = _named(voice, offered, choices)
            except VoiceUnknown as exc:
                raise VoiceUnknown(f"speaker.{NAME}.voices.{tag} = {voice!r}: {exc}") from None
        yield EspeakNgVoice(pool, chosen, choices, offered)


class EspeakNgVoice(RenderedVoice):
    """It has a voice for each language, and may be told another one."""

    def __init__(
        self, pool: WorkerPool, chosen: Mapping[str, str], choices: Mapping[str, str], offered: list[OfferedVoice]
    ) -> None:
        super().__init__(NAME, pool, [chosen, choices], LONGEST_PASSAGE)
        self._workers, self._chosen, self._choices, self._offered = pool, chosen, choices, offered

    def in_voice(self, voice: str, language: str) -> Voice:
        chosen = {**self._chosen, normal_tag(language): _named(voice, self._offered, self._choices)}
        return EspeakNgVoice(self._workers, chosen, self._choices, self._offered)


def first_choices(offered: list[OfferedVoice]) -> Mapping[str, str]:
    """For each language the voice that is nearest to being its first choice."""
    nearest: dict[str, tuple[int, str]] = {}
    for voice in offered:
        for language, distance in voice.languages.items():
            if language not in nearest or distance < nearest[language][0]:
                nearest[language] = (distance, voice.name)
    table = {language: name for language, (_, name) in nearest.items()}
    if "en-us" in table:
        table["en"] = table["en-us"]  # espeak-ng would take the British voice
    return table


def _named(voice: str, offered: list[OfferedVoice], choices: Mapping[str, str]) -> str:
    """What espeak-ng calls a voice that a person named by language or in espeak-ng's way, with or without a variant.

    espeak-ng itself would keep the voice it had where it does not know one, and ignore an unknown variant.
    """
    known = {each.name for each in offered}
    base, plus, variant = voice.partition("+")
    name = choices.get(normal_tag(base), base)
    if name in known and (not plus or f"!v/{variant}" in known):
        return name + plus + variant
    if name in known:
        alike = get_close_matches(variant, [each.removeprefix("!v/") for each in known if each.startswith("!v/")], n=1)
        alike = [f"{base}+{each}" for each in alike]
    else:
        alike = get_close_matches(normal_tag(base), [*choices, *known], n=1)
    fix = f"did you mean {alike[0]!r}?" if alike else "voices are named like 'en-gb' or 'es-419+f3'"
    raise VoiceUnknown(f"espeak-ng has no such voice; {fix}")


ESPEAK_NG = VoiceDeclaration(NAME, EspeakNgSettings, open_espeak_ng, embedded=True)
