"""The program that speaks with Piper: `python -m offhook.actors.speaker.piper_worker MODEL SPEAKER SPEED`.

Piper is GPL-3.0-or-later: it is loaded in this process only.
"""

import sys
from collections.abc import Iterator

import numpy as np

from offhook.actors.speaker.phoneme_times import word_samples
from offhook.actors.speaker.rendering import OfferedVoice
from offhook.actors.speaker.rendering_program import Rendering, RenderingProgram
from offhook.actors.worker_process import StartFailed, serve
from offhook.engine.words.split_sentences import split_sentences

try:
    import onnxruntime
    from piper import AudioChunk, SynthesisConfig

    from offhook.actors.speaker.piper_model import open_model, unusable
except ImportError as exc:
    import_failed = str(exc)  # which module, and of which file
else:
    import_failed = ""

WARM_UP = "Good morning."


class PiperProgram(RenderingProgram):
    """One voice, used by one thread."""

    render_within_s = 7.0  # ten times what the longest passage takes; the pool takes a worker for hung after eight

    def __init__(self) -> None:
        if import_failed:
            raise StartFailed(f"piper-tts is installed, but cannot be loaded: {import_failed}")
        path, speaker, speed = sys.argv[1:]
        onnxruntime.set_seed(0)  # it varies how long sounds last: each start in the same way
        opened = open_model(path)
        self._name, self._language, self._voice = opened.name, opened.language, opened.voice
        if int(speaker) >= opened.speakers:
            raise StartFailed(f"{opened.name} has no speaker {speaker}: the last one is {opened.speakers - 1}")
        self._manner = SynthesisConfig(
            speaker_id=int(speaker), length_scale=opened.voice.config.length_scale / float(speed)
        )
        try:
            self.render(WARM_UP, self._name)
        except Exception as exc:
            raise unusable(path, exc) from exc

    def offered(self) -> list[OfferedVoice]:
        """It speaks its dialect, and for want of another the other dialects of its language."""
        return [OfferedVoice(self._name, {self._language: 0, self._language.partition("-")[0]: 1})]

    def render(self, passage: str, voice: str) -> Rendering:
        del voice  # there is only one
        text = _speakable(passage, self._language)
        chunks: list[AudioChunk] = list(self._voice.synthesize(text, self._manner, include_alignments=True))
        if not chunks:
            return Rendering(np.zeros(0, np.int16), self._voice.config.sample_rate)
        samples = np.concatenate([chunk.audio_int16_array for chunk in chunks])
        words = tuple(word_samples(passage, list(_spoken(chunks)), self._phonemes_of))
        return Rendering(samples, self._voice.config.sample_rate, words)

    def _phonemes_of(self, word: str) -> str:
        return "".join(sound for sounds in self._voice.phonemize(word) for sound in sounds)


def _speakable(passage: str, language: str) -> str:
    """As long as before. Piper would take [[ ]] for phonemes, and pause after "Mr." as after a sentence."""
    text = passage.replace("[[", "((").replace("]]", "))")
    spoken, reached = "", 0
    for sentence in split_sentences(text, language):
        begins_at = text.find(sentence, reached)
        if begins_at < 0:  # it had blanks that are one blank now
            return text
        inner = sentence[:-1].replace(". ", "  ")
        spoken += text[reached:begins_at] + inner + sentence[-1:]
        reached = begins_at + len(sentence)
    return spoken + text[reached:]


def _spoken(chunks: "list[AudioChunk]") -> Iterator[tuple[str, int]]:
    """Phonemes with their samples; where they are not known, a gap of that length."""
    for chunk in chunks:
        if chunk.phoneme_alignments is None:
            yield "", len(chunk.audio_int16_array)
        else:
            yield from ((each.phoneme, int(each.num_samples)) for each in chunk.phoneme_alignments)


if __name__ == "__main__":
    serve(PiperProgram)
