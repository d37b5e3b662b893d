"""The decoders of one worker process: one for each live utterance, kept for the next utterance of the same kind.

Those for any English are few, however many callers speak: each takes 96 MB, and the processor for a third of the time.
They are needed when the services in front of this one have failed, which is for all calls at once.
"""

from collections.abc import Callable

from offhook.actors.recognizer.jsgf import Grammar, grammar_of
from offhook.actors.recognizer.pronunciations import Pronunciations
from offhook.actors.recognizer.telephone_decoder import TelephoneDecoder
from offhook.engine.words.expectation import Expectation

IDLE_WITH_GRAMMAR = 16  # 5 MB each
IDLE_FOR_ANY_ENGLISH = 1  # 96 MB
LIVE_FOR_ANY_ENGLISH = 2  # and one for a moment, for utterances that had none while they lasted


class DecoderPool:
    """Lends decoders. Opening one takes 20 ms, for any English 0.4 s, and the worker's other callers wait meanwhile."""

    def __init__(self, pronunciations: Pronunciations) -> None:
        self._pronunciations = pronunciations
        self._idle: list[TelephoneDecoder] = []  # the one given back last is the last
        self._live_for_any_english = 0

    def take_for_utterance(self, expected: Expectation) -> TelephoneDecoder | None:
        """None for any English while as many utterances have one as may: it can be recognised as a whole at its end.
        Raises BadPattern or WordsMissing."""
        if not expected.phrases and self._live_for_any_english >= LIVE_FOR_ANY_ENGLISH:
            return None
        return self.take(expected)

    def take(self, expected: Expectation) -> TelephoneDecoder:
        """Raises BadPattern or WordsMissing."""
        grammar = grammar_of(expected.phrases, expected.rules, expected.parts) if expected.phrases else None
        decoder = self._idle_for(grammar) or TelephoneDecoder(grammar, self._pronunciations)
        self._live_for_any_english += grammar is None
        return decoder

    def _idle_for(self, grammar: Grammar | None) -> TelephoneDecoder | None:
        for decoder in reversed(self._idle):
            if decoder.grammar == grammar:
                self._idle.remove(decoder)
                return decoder
        return None

    def give_back(self, decoder: TelephoneDecoder) -> None:
        self._live_for_any_english -= decoder.grammar is None
        self._idle.append(decoder)
        self._keep(IDLE_WITH_GRAMMAR, lambda each: each.grammar is not None)
        self._keep(IDLE_FOR_ANY_ENGLISH, lambda each: each.grammar is None)

    def _keep(self, most: int, kind: Callable[[TelephoneDecoder], bool]) -> None:
        alike = [decoder for decoder in self._idle if kind(decoder)]
        for decoder in alike[: max(len(alike) - most, 0)]:
            self._idle.remove(decoder)
