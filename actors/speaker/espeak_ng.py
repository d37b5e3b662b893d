"""The `espeak_ng` voice: robotic, clear, in every language espeak-ng has. The library lives in a worker process."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from actors.speaker.rendered_voice import RenderedVoice, normal_tag, offered_voices, worker_command
from actors.speaker.rendering import OfferedVoice
from actors.speaker.service import Voice
from actors.speaker.voice_settings import EspeakNgSettings
from engine.worker import WorkerCannotStart, open_workers
from engine.world import World

NAME = "espeak_ng"
WORKER = "actors.speaker.espeak_ng_worker"
LONGEST_PASSAGE = 250  # characters: about 16 s of speech, rendered in about 30 ms


@asynccontextmanager
async def open_espeak_ng(world: World, settings: EspeakNgSettings) -> AsyncIterator[Voice]:
    """Raises WorkerCannotStart (in a group) where espeak-ng, or a voice named in the settings, is missing."""
    command = worker_command(WORKER, str(settings.rate))
    async with open_workers(world, NAME, command, settings.workers) as pool:
        offered = await offered_voices(pool)
        choices = first_choices(offered)
        chosen = {normal_tag(tag): _named(voice, offered, choices) for tag, voice in settings.voices.items()}
        yield RenderedVoice(NAME, pool, [chosen, choices], LONGEST_PASSAGE)


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
    if name not in known or (plus and f"!v/{variant}" not in known):
        raise WorkerCannotStart(f"{NAME} has no voice {voice!r}; voices are named like 'en-gb' or 'es-419+f3'")
    return name + plus + variant
