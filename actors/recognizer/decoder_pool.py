"""The decoders of one worker process: one for each live utterance, kept for the next utterance of the same kind."""

from collections.abc import Callable

from offhook.actors.recognizer.jsgf import grammar_of
from offhook.actors.recognizer.pronunciations import Pronunciations
from offhook.actors.recognizer.telephone_decoder import TelephoneDecoder
from offhook.engine.words.expectation import Expectation

IDLE_WITH_GRAMMAR = 16  # 5 MB each
IDLE_FOR_ANY_ENGLISH = 1  # 96 MB


class DecoderPool:
    """Lends decoders. Opening one takes 20 ms, for any English 0.4 s, and the worker's other callers wait meanwhile."""

    def __init__(self, pronunciations: Pronunciations) -> None:
        self._pronunciations = pronunciations
        self._idle: list[TelephoneDecoder] = []  # the one given back last is the last

    def take(self, expected: Expectation) -> TelephoneDecoder:
        """Raises BadPattern or WordsMissing."""
        grammar = grammar_of(expected.phrases, expected.rules, expected.parts) if expected.phrases else None
        for decoder in reversed(self._idle):
            if decoder.grammar == grammar:
                self._idle.remove(decoder)
                return decoder
        return TelephoneDecoder(grammar, self._pronunciations)

    def give_back(self, decoder: TelephoneDecoder) -> None:
        self._idle.append(decoder)
        self._keep(IDLE_WITH_GRAMMAR, lambda each: each.grammar is not None)
        self._keep(IDLE_FOR_ANY_ENGLISH, lambda each: each.grammar is None)

    def _keep(self, most: int, kind: Callable[[TelephoneDecoder], bool]) -> None:
        alike = [decoder for decoder in self._idle if kind(decoder)]
        for decoder in alike[: max(len(alike) - most, 0)]:
            self._idle.remove(decoder)
