"""What an utterance sounds like: recordings of callers, and sounds made from a seed. No clock."""

from functools import partial

import numpy as np
import pytest

from bench.short_noises import short_noises
from offhook.engine.decide.voice_evidence import Tone, UtteranceSound, VoiceEvidence, weighed
from offhook.protocol import mulaw
from tests.fakes.clips import clip

FRAME = 160
CALLERS = ("book_a_room", "today", "sunday_week", "living_room_lamp", "ten_of_clubs", "lv_amiable", "digits_4271")
Samples = np.ndarray[tuple[int], np.dtype[np.float64]]


def line(seconds: float, loudness: float = 16.0) -> Samples:
    return np.random.default_rng(5).standard_normal(round(seconds * mulaw.SAMPLE_RATE_HZ)) * loudness


def evidence_of(sound: Samples, *, hiss: float = 16.0, likelihood: float | None = None) -> VoiceEvidence:
    """Of a sound after half a second of the line's hiss, all of it voiced."""
    on_line = line(0.55 + len(sound) / mulaw.SAMPLE_RATE_HZ, hiss)
    on_line[-len(sound) :] += sound
    coded = mulaw.encode(np.clip(on_line, -32000, 32000).astype(np.int16))
    heard = UtteranceSound(coded[:4800], 4, likelihood)
    for start in range(4800, len(coded) - FRAME + 1, FRAME):
        heard.add(coded[start : start + FRAME], likelihood, voiced=True)
    return heard.evidence(vetoed=False)


def voice_of(name: str) -> Samples:
    """A caller's first second and a half, without the silence before."""
    sound = mulaw.decode(clip(name)).astype(np.float64)
    begins = int(np.flatnonzero(np.abs(sound) > 1000)[0])
    return sound[begins : begins + 12_000]


@pytest.mark.parametrize("name", CALLERS)
def test_callers_sound_like_a_voice(name: str) -> None:
    """On a good line, 20 dB softer, and in hiss 10 dB below them."""
    voice = voice_of(name)
    loudness = float(np.sqrt(np.mean(voice**2)))
    for heard in (evidence_of(voice), evidence_of(voice / 10), evidence_of(voice, hiss=loudness / 3.2)):
        assert heard.log_odds > 0, heard


def test_half_of_the_sounds_that_are_no_speech_are_no_voice() -> None:
    """Every breath, nearly all knocks and most coughs, without a model; a hum is a voice, and stays one."""
    found: dict[str, list[bool]] = {}
    for kind, sound in short_noises(12, seed=4):
        found.setdefault(kind, []).append(evidence_of(sound).is_no_voice)
    assert sum(map(sum, found.values())) >= 0.4 * sum(map(len, found.values()))
    assert not any(found["hum"])
    assert all(found["breath"])


def test_a_model_that_hears_no_voice_counts_more_than_the_tone() -> None:
    """A ringing telephone is as pure as a vowel. Without a model it may be one."""
    at_s = np.arange(6400) / mulaw.SAMPLE_RATE_HZ
    ringing = 4000 * (np.sin(2 * np.pi * 440 * at_s) + np.sin(2 * np.pi * 480 * at_s))
    assert not evidence_of(ringing).is_no_voice
    assert evidence_of(ringing, likelihood=0.02).log_odds < evidence_of(ringing).log_odds
    assert evidence_of(ringing, likelihood=0.9).log_odds > 0


def test_confidence_is_lowered_only_where_there_is_doubt() -> None:
    """The likelier a voice, the less; never raised, and nothing without evidence."""
    voices = [VoiceEvidence(0.4, partial(Tone, each, 0.7)) for each in (0.3, 0.6, 0.7, 0.9)]
    lowered = [weighed(0.8, each) for each in voices]
    assert lowered == sorted(lowered)
    assert lowered[0] < 0.2
    assert lowered[-1] == weighed(0.8, None) == 0.8
    assert weighed(1.0, voices[0]) < 1.0
    assert weighed(0.0, voices[0]) == 0.0


def test_an_utterance_too_short_to_look_at_has_evidence_too() -> None:
    """One frame, or none before it."""
    heard = UtteranceSound(mulaw.SILENCE * FRAME, 0, None).evidence(vetoed=False)
    assert (heard.voiced_s, heard.is_no_voice) == (0.02, True)


def test_evidence_that_is_asked_for_in_pieces_is_the_same() -> None:
    """At each pause only what has come since is looked at."""
    coded = mulaw.encode(voice_of("book_a_room").astype(np.int16))
    at_once, in_pieces = (UtteranceSound(mulaw.SILENCE * 4800, 4, None) for _ in range(2))
    for begins in range(0, len(coded), FRAME):
        for sound in (at_once, in_pieces):
            sound.add(coded[begins : begins + FRAME], None, voiced=True)
        in_pieces.tone()
    assert in_pieces.tone() == at_once.tone()
