"""Whisper, run by CTranslate2. Loaded in worker processes only.

CTranslate2 alone: what else faster-whisper brings, 230 MB, is for other uses. Sound is decoded here already, a voice is
detected, models are read from packages, and tokens are a page of Python.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from offhook.actors.recognizer.whisper.features import FRAMES_PER_S, features_of
from offhook.actors.recognizer.whisper.files import CONFIG, EXTRA, MODEL, VOCABULARIES, ModelUnusable
from offhook.actors.recognizer.whisper.messages import Hear, Heard, Reading
from offhook.actors.recognizer.whisper.vocabulary import BadVocabulary, Vocabulary, vocabulary_in
from offhook.actors.recognizer.whisper.written import written
from offhook.engine.host.errors_in_words import in_words
from offhook.engine.words.languages import LANGUAGES
from offhook.protocol import mulaw

if TYPE_CHECKING:
    import ctranslate2

FEWEST_FRAMES, MOST_FRAMES = 1200, 3000
"""The model was trained on 30 s, silence included, and takes as long for them whatever is said. With 12 s it hears as
well, and takes a quarter of the time (0.14 s instead of 0.54). With a few seconds it begins to say things twice."""
SILENCE_BEHIND_FRAMES = 500
BEAMS = 5
READINGS = 5
_TOKENS_AT_LEAST, _TOKENS_PER_S, _MOST_TOKENS = 12, {True: 24, False: 8}, 224
"""Nobody says more in English; a letter of Devanagari may take three, in a model that knows it. A model that says a
phrase over and over stops there."""
_IMPOSSIBLE = 1e-10
_WHY_NOT_LOADED = {
    "alloc": "there is not enough memory",
    "incomplete": f"{MODEL} is cut off",
    "payload size": f"{MODEL} is cut off",
    "binary version": f"{MODEL} is no model for CTranslate2, or one for a later version of it",
    "parse_error": f"{CONFIG} is no JSON",
}
"""What CTranslate2 means, by a part of its message."""
_TELLS_LANGUAGE_S = 1.5
_CERTAIN_OF_KNOWN, _TIMES_THE_EXPECTED, _CERTAIN_OF_OTHERS = 0.3, 2.0, 0.98
"""The model divides what is likely among a hundred languages, most of which nobody speaks here. So less is enough for
one of those that Offhook has words of: of 48 sentences by espeak-ng's Hindi, Spanish, French and German voices 17 are
told so; none was taken for another one of them, and none of 114 English ones was. For Thai one English and one German
sentence were taken, with 0.97 and 0.93."""


class _Language(NamedTuple):
    code: str
    probability: float


class WhisperEngine:
    """A loaded model. It keeps nothing of an utterance."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Raises ModelUnusable."""
        try:
            import ctranslate2  # here, so that the worker can say what is wrong with it
        except ModuleNotFoundError as exc:
            raise ModelUnusable(f"ctranslate2 is not installed: {EXTRA}") from exc
        except ImportError as exc:  # the message is the system's, such as that of too little memory
            raise ModelUnusable(f"ctranslate2 is installed, and cannot be loaded: {exc}") from exc
        name = next(name for name in files if name in VOCABULARIES)
        try:
            self._vocabulary = Vocabulary(vocabulary_in(name, files[name]))
        except BadVocabulary as exc:
            raise ModelUnusable(f"{name} is no vocabulary of a Whisper model: {exc}") from exc
        self._storage = ctranslate2.StorageView
        self._model = self._loaded(files)
        self.languages: Sequence[str] = self._vocabulary.languages if self._model.is_multilingual else ("en",)
        self._tokens_per_s = _TOKENS_PER_S[bool(self._model.is_multilingual)]
        self._start = self._vocabulary.number("<|startoftranscript|>")
        self._hear_silence()

    def _loaded(self, files: Mapping[str, bytes]) -> "ctranslate2.models.Whisper":
        import ctranslate2

        try:  # with one thread: a second one would take the core that sends callers their audio
            return ctranslate2.models.Whisper(
                "whisper", device="cpu", compute_type="int8", inter_threads=1, intra_threads=1, files=dict(files)
            )
        except MemoryError as exc:
            raise ModelUnusable(f"the model does not fit into memory ({_megabytes(files)} MB)") from exc
        except (RuntimeError, ValueError) as exc:
            known = (why for part, why in _WHY_NOT_LOADED.items() if part in str(exc))
            why = next(known, f"{MODEL} or {CONFIG} has another format")
            raise ModelUnusable(f"CTranslate2 cannot load the model: {why} ({in_words(exc)})") from exc

    def _hear_silence(self) -> None:
        """The first time is the slow one, and shows whether the model is one for 80 bands. Raises ModelUnusable."""
        try:
            self.hear(Hear(mulaw.SILENCE * mulaw.SAMPLE_RATE_HZ))
        except (RuntimeError, ValueError, KeyError) as exc:
            raise ModelUnusable(f"it is no model that hears speech in 80 bands: {in_words(exc)}") from exc

    def hear(self, request: Hear) -> Heard:
        """Raises ValueError or RuntimeError where CTranslate2 does."""
        samples = mulaw.decode(request.mulaw)
        spoken = len(samples) * FRAMES_PER_S // mulaw.SAMPLE_RATE_HZ
        frames = min(MOST_FRAMES, max(FEWEST_FRAMES, spoken + SILENCE_BEHIND_FRAMES)) // 2 * 2
        encoded = self._model.encode(self._storage.from_array(features_of(samples, frames)))
        language = self._language(encoded, request.among, spoken / FRAMES_PER_S)
        begin = self._prompt(language.code)
        found = self._model.generate(
            encoded,
            [begin],
            beam_size=BEAMS,
            num_hypotheses=READINGS,
            return_scores=True,
            return_no_speech_prob=True,
            max_length=min(_MOST_TOKENS, _TOKENS_AT_LEAST + self._tokens_per_s * spoken // FRAMES_PER_S),
        )[0]
        texts = [self._vocabulary.text(tokens).strip() for tokens in found.sequences]
        return Heard(
            tuple(Reading(text, float(score)) for text, score in zip(texts, found.scores, strict=True)),
            tuple(self._judged(encoded, begin, reading, frames) for reading in request.readings),
            float(found.no_speech_prob),
            *language,
        )

    def _language(self, encoded: "ctranslate2.StorageView", among: Sequence[str], spoken_s: float) -> _Language:
        """The most likely of those that it may be, unless it is plain that another one is spoken."""
        if not self._model.is_multilingual:
            return _Language("en", 1.0)
        likely = {token[2:-2]: float(share) for token, share in self._model.detect_language(encoded)[0]}
        best = max(likely, key=likely.__getitem__)
        code = max(among, key=lambda each: likely.get(each, 0.0), default=best)
        if spoken_s >= _TELLS_LANGUAGE_S:
            known = max(LANGUAGES, key=lambda each: likely.get(each, 0.0))
            if likely.get(known, 0.0) >= max(_CERTAIN_OF_KNOWN, _TIMES_THE_EXPECTED * likely.get(code, 0.0)):
                code = known
            elif likely[best] >= _CERTAIN_OF_OTHERS:
                code = best
        return _Language(code, likely.get(code, 0.0))

    def _prompt(self, language: str) -> list[int]:
        number = self._vocabulary.number
        spoken = [number(f"<|{language}|>"), number("<|transcribe|>")] if self._model.is_multilingual else []
        return [self._start, *spoken, number("<|notimestamps|>")]

    def _judged(self, encoded: "ctranslate2.StorageView", begin: Sequence[int], reading: str, frames: int) -> Reading:
        """How likely a text is, in the way of writing that makes it most likely."""
        ways = [self._vocabulary.tokens(f" {way}") for way in written(reading)]
        scores = [
            float(np.log(np.maximum(aligned.text_token_probs, _IMPOSSIBLE)).mean())
            for way in ways
            for aligned in self._model.align(encoded, list(begin), [way], [frames])
        ]
        return Reading(reading, max(scores))


def _megabytes(files: Mapping[str, bytes]) -> int:
    return sum(map(len, files.values())) >> 20
