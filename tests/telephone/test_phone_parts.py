"""The telephone's pure parts: clips, arguments, stereo, and the report's arithmetic. No clock, no I/O."""

import io
import struct
import wave
from pathlib import Path

import numpy as np
import pytest

from offhook.protocol import mulaw
from offhook.protocol.playout import SoundBegan, SoundPlayed
from offhook.telephone.clip import Clip, ClipError, from_mulaw, from_wav
from offhook.telephone.phone_arguments import ScriptOption, form_and_parameters, options_in_order, script_of
from offhook.telephone.phone_events import Cleared, PhoneEvent, StreamEnded, StreamOpened
from offhook.telephone.phone_log import PhoneLog, SaidItem
from offhook.telephone.phone_report import report
from offhook.telephone.phone_script import ScriptError, ScriptItem, Tick, press, say
from offhook.telephone.stereo import stereo_wav

QUIET, VOICE = b"\xff" * 160, b"\x10\x90" * 80


def wav(rate_hz: int, *, channels: int = 1, width: int = 2, seconds: float = 0.5, silent_s: float = 0.1) -> bytes:
    """A 1 kHz tone with silence before and after it."""
    at = np.arange(round(rate_hz * seconds)) / rate_hz
    tone = np.where((at >= silent_s) & (at < seconds - silent_s), 0.5 * np.sin(2 * np.pi * 1000 * at), 0.0)
    samples = np.repeat(tone, channels)
    raw = ((samples * 127 + 128).astype(np.uint8) if width == 1 else (samples * 32767).astype("<i2")).tobytes()
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(width)
        out.setframerate(rate_hz)
        out.writeframes(raw)
    return file.getvalue()


@pytest.mark.parametrize("rate_hz", [8000, 16000, 24000, 44100, 48000])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("width", [1, 2])
def test_common_wav_files_become_telephone_frames(rate_hz: int, channels: int, width: int) -> None:
    """Whatever the rate, width and channels: same length, same level, the voice where it was."""
    clip = from_wav(wav(rate_hz, channels=channels, width=width))
    assert len(clip.frames) == pytest.approx(25, abs=1)
    assert {len(frame) for frame in clip.frames} == {160}
    assert clip.first_voiced == pytest.approx(5, abs=1)
    assert clip.last_voiced == pytest.approx(19, abs=1)
    loudest = np.abs(mulaw.decode(b"".join(clip.frames[8:16])).astype(int)).max()
    assert loudest == pytest.approx(16384, rel=0.05)


def test_a_tone_above_the_telephone_band_does_not_fold_back() -> None:
    """Downsampling filters first: 5 kHz at 24 kHz leaves silence, not a tone of 3 kHz."""
    at = np.arange(24000) / 24000
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(24000)
        out.writeframes((16000 * np.sin(2 * np.pi * 5000 * at)).astype("<i2").tobytes())
    middle = b"".join(from_wav(file.getvalue()).frames[5:-5])
    assert np.abs(mulaw.decode(middle).astype(int)).max() < 100


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "not a WAV file"),
        (b"ID3" + bytes(100), "not a WAV file"),
        (wav(8000)[:20], "not a WAV file"),
        (wav(96000), "96000 samples a second"),
        (wav(8000, channels=3), "3 channels"),
        (wav(8000, seconds=0.0, silent_s=0.0), "no sound"),
    ],
)
def test_a_file_that_cannot_be_said_is_named(data: bytes, complaint: str) -> None:
    """The text says what is wrong with it."""
    with pytest.raises(ClipError, match=complaint):
        from_wav(data)


def test_a_label_overrules_the_power() -> None:
    """Where somebody has labelled the voice, that is where it is; outside of the sound it cannot be."""
    assert from_mulaw(QUIET * 2 + VOICE * 4 + QUIET * 2) == Clip((QUIET,) * 2 + (VOICE,) * 4 + (QUIET,) * 2, 2, 5)
    labelled = from_mulaw(VOICE * 10, (0.05, 0.10))
    assert (labelled.first_voiced, labelled.last_voiced) == (2, 4)
    with pytest.raises(ClipError, match="cannot be at"):
        from_mulaw(VOICE, (0.0, 0.5))


def test_the_order_of_options_is_the_script() -> None:
    """Repeated options keep their places among one another, in both spellings, and others are passed over."""
    typed = ["http://h/", "--audio", "a.wav", "--report", "r", "--press=42", "--barge-in-after", "1.5", "--audio=b.wav"]
    assert options_in_order([*typed, "--", "--audio"]) == (
        ScriptOption("--audio", "a.wav"),
        ScriptOption("--press", "42"),
        ScriptOption("--barge-in-after", "1.5"),
        ScriptOption("--audio", "b.wav"),
    )


def test_an_interruption_belongs_to_the_item_after_it() -> None:
    """The seconds go to the next item only, and the label of a file is its name."""
    files = {Path("dir/a.wav"): wav(8000), Path("b.wav"): wav(8000)}
    options = options_in_order(["--audio=dir/a.wav", "--barge-in-after=1.5", "--press=4", "--audio=b.wav@0.10-0.20"])
    first, second, third = script_of(options, files.__getitem__)
    assert (first.label, first.barge_in_after_s) == ("a.wav", None)
    assert (second.keys, second.barge_in_after_s) == ({0: "4"}, 1.5)
    assert (third.label, third.barge_in_after_s, third.first_voiced, third.last_voiced) == ("b.wav", None, 5, 9)


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        (["--barge-in-after=1"], "needs an --audio or --press after it"),
        (
            ["--barge-in-after=1", "--barge-in-after=2", "--press=1"],
            "--barge-in-after 1 needs an --audio or --press before the next one",
        ),
        (["--barge-in-after=soon", "--press=1"], "a number of seconds"),
        (["--barge-in-after=nan", "--press=1"], "a number of seconds"),
        (["--audio=missing.wav"], "^missing.wav: No such file$"),
    ],
)
def test_a_script_that_makes_no_sense_is_named(typed: list[str], complaint: str) -> None:
    """The text says which option."""

    def read_file(path: Path) -> bytes:
        raise FileNotFoundError(2, "No such file", str(path))

    with pytest.raises(ScriptError, match=complaint):
        script_of(options_in_order(typed), read_file)


@pytest.mark.parametrize(
    ("url", "form", "parameters", "complaint"),
    [
        ("127.0.0.1:8000/voice-stream", [], [], "must begin with http://, https://, ws://, wss://, such as http://"),
        ("http://h/", [], ["a=1"], "TwiML names the stream's parameters itself"),
        ("ws://h/", ["a=1"], [], "give it with --parameter"),
        ("WSS://h/", ["a=1"], [], "give it with --parameter"),
        ("wss://h/", [], ["a"], "--parameter a: write it as NAME=VALUE"),
        ("http://h/", ["=1"], [], "--param =1: write it as NAME=VALUE"),
        ("ws://h/", [], ["a=" + "v" * 499], "500 characters; a carrier takes 499"),
    ],
)
def test_a_value_that_nobody_would_get_is_named(
    url: str, form: list[str], parameters: list[str], complaint: str
) -> None:
    """A form is for webhooks, custom parameters for sockets: what goes nowhere is not dropped in silence."""
    with pytest.raises(ScriptError, match=complaint):
        form_and_parameters(url, form, parameters)


def test_values_may_hold_anything() -> None:
    """Only the first equals sign is ours."""
    assert form_and_parameters("http://h/", ["a=b=c", "d="], []) == ({"a": "b=c", "d": ""}, {})
    assert form_and_parameters("ws://h/", [], ["a=" + "v" * 498]) == ({}, {"a": "v" * 498})


def test_each_sound_stands_where_it_was_heard() -> None:
    """Left and right, sample by sample, silence elsewhere; what lies outside is cut off."""
    caller = [SoundPlayed(10.0, b"\x10\x20")]
    agent = [
        SoundPlayed(10.0 + 2 / 8000, b"\x30\x40"),
        SoundPlayed(10.0 - 1 / 8000, b"\x50\x60"),
        SoundPlayed(11.0, b"\x70"),
    ]
    data = stereo_wav(caller, agent, begins_at=10.0, ends_at=10.0 + 3 / 8000)
    level = {code: int(mulaw.decode(bytes([code]))[0]) for code in (0x10, 0x20, 0x30, 0x60)}
    assert struct.unpack("<6h", data[44:]) == (level[0x10], level[0x60], level[0x20], 0, 0, level[0x30])


def log_of(item: ScriptItem, voiced: set[int], events: list[PhoneEvent]) -> PhoneLog:
    """A call of 4 s from second 0: the item from frame 50 on, the VAD's verdicts and the agent's doings as given."""
    log = PhoneLog((item,), lambda event: None)
    log.stream_began(0.0)
    for number in range(200):
        log.sent(Tick(QUIET), number * 0.020, 0.0)
        log.voiced[number] = number in voiced
    log.said = [SaidItem(item, first_frame=50)]
    log.events = [StreamOpened(0.0, "wss://a", "MZ"), *events, StreamEnded(4.0, "caller", "stop")]
    return log


def test_a_lone_voiced_frame_after_the_words_does_not_count() -> None:
    """The VAD's last voiced frame has a voiced neighbour, as in a server that follows the same rule."""
    item = say("a", from_mulaw(VOICE * 20))
    voiced = {*range(52, 66), 75}
    turn = report(log_of(item, voiced, [SoundBegan(1.9)])).turns[0]
    assert turn.response_ms == pytest.approx(1900 - 69 * 20)
    assert turn.vad_response_ms == pytest.approx(1900 - 65 * 20)


def test_the_vads_onset_is_the_first_voiced_frame_of_a_dense_window() -> None:
    """Three of five: a blip before does not count, and the clear is timed from the first frame of the window."""
    item = say("a", from_mulaw(VOICE * 40), barge_in_after_s=1.0)
    voiced = {51, 58, 60, 61, 62, 63}
    (barge_in,) = report(log_of(item, voiced, [SoundBegan(0.1), Cleared(1.3)])).barge_ins
    assert barge_in.clear_ms == pytest.approx(300)
    assert barge_in.vad_clear_ms == pytest.approx(1300 - 58 * 20)


def test_keys_have_no_voice() -> None:
    """A key press is timed by itself, never by the VAD."""
    (turn,) = report(log_of(press("1"), {49, 50, 51}, [SoundBegan(1.2)])).turns
    assert turn.response_ms == pytest.approx(200)
    assert turn.vad_response_ms is None


def test_a_call_without_a_stream_has_no_numbers() -> None:
    """Nothing was heard, nothing is claimed."""
    assert report(PhoneLog((), lambda event: None)).streams == 0
