"""espeak-ng as it is installed. Real processes on the real clock; faults: nothing there to load."""

import re
from itertools import pairwise
from pathlib import Path

import espeakng_loader
import pytest
import trio

from offhook.actors.speaker.espeak_ng import EspeakNgSettings, first_choices, open_espeak_ng
from offhook.actors.speaker.rendering import OfferedVoice
from offhook.actors.speaker.service import HasVoices, VoiceUnknown
from offhook.engine.host.worker import WorkerCannotStart
from tests.actors.speaker.listening import seconds, sound_of, words_of
from tests.actors.speaker.watched_world import WatchedWorld

WITHIN_S = 60
NUMBERS = "1 000 000 + 1 000 000"
"""German says this as millions, English digit by digit: it takes more than twice as long."""
GREETING = "Hello, and thank you for calling. How may I help you today?"


async def test_it_speaks_the_languages_of_the_world() -> None:
    """Each language has its own voice, dialects fall back, and what it cannot speak it does not claim."""
    with trio.fail_after(WITHIN_S):
        async with open_espeak_ng(WatchedWorld(), EspeakNgSettings()) as voice:
            assert voice.name == "espeak_ng"
            assert all(map(voice.speaks, ["en", "en-GB", "hi", "es-MX", "fr-CA", "de", "pt-BR", "zh-CN", "ta"]))
            assert not any(map(voice.speaks, ["", "xx", "variant", "tlh-Latn"]))
            assert 2 < seconds(await sound_of(voice, GREETING)) < 6
            assert 0.5 < seconds(await sound_of(voice, "नमस्ते, आप कैसे हैं?", "hi")) < 4


@pytest.mark.parametrize(
    "text",
    ["<b>Fish</b> & chips < 5", "😀🎉", "नमस्ते", "[[h@'loU]]", "\x00\x07 bell", "half \ud83d a pair", "\"'`%s%n", "ﷺ"],
)
async def test_odd_text_is_spoken_without_harm(text: str) -> None:
    """Markup, emoji, foreign scripts and control characters make a sound, and the next sentence works."""
    world = WatchedWorld()
    with trio.fail_after(WITHIN_S):
        async with open_espeak_ng(world, EspeakNgSettings()) as voice:
            assert await sound_of(voice, text)
            assert await sound_of(voice, GREETING)
    assert len(world.processes) == 1


async def test_a_text_of_any_length_is_spoken_whole() -> None:
    """5,000 characters take as long as their sentences do."""
    with trio.fail_after(WITHIN_S):
        async with open_espeak_ng(WatchedWorld(), EspeakNgSettings()) as voice:
            once = seconds(await sound_of(voice, GREETING))
            times = 5000 // len(GREETING)
            assert seconds(await sound_of(voice, f"{GREETING} " * times)) == pytest.approx(times * once, rel=0.1)
            assert await sound_of(voice, "...") == b""


async def test_the_settings_reach_the_voice() -> None:
    """A faster rate is faster, and a voice chosen for a language speaks its dialects too."""
    settings = EspeakNgSettings(rate=320, voices={"en": "en_GB+f3", "HI": "gmw/de"})
    with trio.fail_after(WITHIN_S):
        async with (
            open_espeak_ng(WatchedWorld(), EspeakNgSettings()) as usual,
            open_espeak_ng(WatchedWorld(), settings) as faster,
        ):
            for language in ("en-US", "hi"):
                assert len(await sound_of(faster, GREETING, language)) < 0.7 * len(await sound_of(usual, GREETING))


@pytest.mark.parametrize(
    ("unknown", "fix"),
    [
        ("klingonese", "voices are named like"),
        ("en-gbb", "did you mean 'en-gb'?"),
        ("en-us+fff3", "did you mean 'en-us+f3'?"),
        ("zz+f3", "voices are named like"),
        ("", "voices are named like"),
    ],
)
async def test_a_voice_that_does_not_exist_is_found_at_the_start(unknown: str, fix: str) -> None:
    """espeak-ng would silently use another voice or variant; we say its name instead, and the setting's."""
    said = re.escape(f"speaker.espeak_ng.voices.en = '{unknown}': espeak-ng has no such voice; {fix}")
    with trio.fail_after(WITHIN_S), pytest.RaisesGroup(pytest.RaisesExc(VoiceUnknown, match=said)):
        async with open_espeak_ng(WatchedWorld(), EspeakNgSettings(voices={"en": unknown})):
            pytest.fail("it opened")


async def test_an_agent_may_name_a_voice_for_its_language() -> None:
    """Other languages keep theirs, and so do other agents. One that espeak-ng has not is refused."""
    with trio.fail_after(WITHIN_S):
        async with open_espeak_ng(WatchedWorld(), EspeakNgSettings(voices={"de": "de+f2"})) as voice:
            assert isinstance(voice, HasVoices)
            foreign = voice.in_voice("gmw/de", "en")
            usual_s = seconds(await sound_of(voice, NUMBERS, "en"))
            german_s = seconds(await sound_of(voice, NUMBERS, "de"))
            assert usual_s > 2 * german_s
            for language in ("en", "de"):
                assert seconds(await sound_of(foreign, NUMBERS, language)) == pytest.approx(german_s, rel=0.05)
            assert seconds(await sound_of(voice, NUMBERS, "en")) == pytest.approx(usual_s, rel=0.05)
            with pytest.raises(VoiceUnknown, match="no such voice; did you mean 'en-gb'"):
                voice.in_voice("en-gbb", "en")


@pytest.mark.parametrize("language", ["english", "e", "en gb", "en\r"])
def test_a_language_that_no_call_could_have_is_refused(language: str) -> None:
    """A voice for it would wait for ever."""
    with pytest.raises(ValueError, match="is no language: write it like en, de or es-MX"):
        EspeakNgSettings(voices={language: "en-gb"})


async def test_a_deep_installation_works(tmp_path: Path) -> None:
    """espeak-ng cuts off long data paths; ours may be any length."""
    deep = tmp_path / ("d" * 120) / ("e" * 120)
    deep.mkdir(parents=True)
    (deep / "espeakng_loader").symlink_to(Path(espeakng_loader.__file__).parent)
    with trio.fail_after(WITHIN_S):
        async with open_espeak_ng(WatchedWorld(PYTHONPATH=str(deep)), EspeakNgSettings()) as voice:
            assert await sound_of(voice, GREETING)


@pytest.mark.parametrize(
    ("loader", "reason"),
    [
        ("raise ImportError", "pip install 'offhook.embedded.'"),
        ("def get_library_path(): return '/nowhere/libespeak-ng.so'", "/nowhere/libespeak-ng.so"),
    ],
)
async def test_where_it_is_missing_it_says_so(tmp_path: Path, loader: str, reason: str) -> None:
    """Opening fails with what is missing and what to do, so that a chain can go on without it."""
    (tmp_path / "espeakng_loader.py").write_text(loader)
    with (
        trio.fail_after(WITHIN_S),
        pytest.RaisesGroup(pytest.RaisesExc(WorkerCannotStart, match=reason), flatten_subgroups=True),
    ):
        async with open_espeak_ng(WatchedWorld(PYTHONPATH=str(tmp_path)), EspeakNgSettings()):
            pytest.fail("it opened")


def test_the_voice_nearest_to_a_language_speaks_it() -> None:
    """The lowest distance wins, the first one among equals; English is American unless somebody asks otherwise."""
    offered = [
        OfferedVoice("gmw/en-029", {"en-029": 5, "en": 10}),
        OfferedVoice("gmw/en", {"en-gb": 2, "en": 2}),
        OfferedVoice("gmw/en-US", {"en-us": 2, "en": 3}),
        OfferedVoice("sit/cmn", {"cmn": 5, "zh": 5}),
        OfferedVoice("sit/cmn-Latn-pinyin", {"zh": 5}),
        OfferedVoice("!v/f3", {}),
    ]
    choices = first_choices(offered)
    assert choices["en"] == choices["en-us"] == "gmw/en-US"
    assert choices["en-gb"] == "gmw/en"
    assert choices["zh"] == "sit/cmn"


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Hello, how may I help you today?", ["Hello,", "how", "may", "I", "help", "you", "today?"]),
        ("de", "Grüß Gott, schöne Straße!", ["Grüß", "Gott,", "schöne", "Straße!"]),
        ("hi", "नमस्ते, आप कैसे हैं?", ["नमस्ते,", "आप", "कैसे", "हैं?"]),
    ],
)
async def test_it_tells_when_its_words_begin(language: str, text: str, words: list[str]) -> None:
    """In order, within the sound, and nowhere two at once: what was heard is then known to the word."""
    with trio.fail_after(WITHIN_S):
        async with open_espeak_ng(WatchedWorld(), EspeakNgSettings()) as voice:
            told = await words_of(voice, text, language)
            lasts = seconds(await sound_of(voice, text, language))
    assert [word for word, _ in told] == words
    times = [at for _, at in told]
    assert times[0] < 0.1
    assert all(0.05 < later - earlier < 1.5 for earlier, later in pairwise([*times, lasts]))
