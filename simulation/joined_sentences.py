"""Puts sentences together that several placed voices have said: what one of them began, and another one the rest of."""

from collections.abc import Iterable, Sequence

from offhook.engine.words.spoken_words import USUAL_BYTES_PER_CHARACTER
from offhook.protocol.telephone_audio import BYTES_PER_S
from offhook.simulation.carrier_side import Sent
from offhook.simulation.placed_voice import Place, PlacedVoice


class JoinedSentences:
    """Of one call. A sentence that follows another one, and is the rest of it, belongs to it."""

    def __init__(self, voice: PlacedVoice, sent: Sequence[Sent]) -> None:
        self._voice = voice
        self._begins: dict[int, tuple[int, int]] = {}
        """For each sentence the one that it belongs to, and at which step of it."""
        self.begun_anew: dict[int, set[int]] = {}
        """At which steps other voices have begun the rest of a sentence."""
        self.estimated_s: dict[str, float] = {}
        """Sentences, or parts of them, that ended early and came without the times of words: how long each was taken
        to be."""
        self._again: set[int] = set()
        """Sentences that were begun before, with the same text, and cleared: by a speaker that has crashed."""
        cleared: set[str] = set()
        last: dict[int, int] = {}
        before, goes_on = 0, False
        for each in sent:
            for place in voice.places([(each.at, each.mulaw)]):
                if place.sentence not in self._begins:
                    self._begins[place.sentence] = self._find(place.sentence, before, goes_on=goes_on)
                    if voice.said[place.sentence - 1] in cleared and not goes_on:
                        self._again.add(place.sentence)
                before, goes_on = self._begins[place.sentence][0], True
                last[place.sentence] = max(last.get(place.sentence, 0), place.step)
            goes_on = goes_on and each.kind == "media"
            if each.kind == "clear":
                cleared |= {voice.said[sentence - 1] for sentence in self._begins}
        for sentence, step in last.items():
            whole = voice.said[self._begins[sentence][0] - 1]
            if sentence in voice.without_times and step + 1 < voice.steps_of(voice.said[sentence - 1]):
                self.estimated_s[whole] = len(whole) * USUAL_BYTES_PER_CHARACTER / BYTES_PER_S

    def _find(self, sentence: int, before: int, *, goes_on: bool) -> tuple[int, int]:
        """The nearest sentence before of which it is the rest: others after that may have been sent in vain, where the
        stream broke. `goes_on`: nothing but sound was sent in between. Else the same text again is another sentence."""
        text = self._voice.said[sentence - 1]
        for earlier in range(before, 0, -1):
            whole = self._voice.said[earlier - 1]
            is_rest = whole.endswith(text) and (whole != text or (earlier == before and goes_on))
            if is_rest and self._begins.get(earlier, (earlier, 0))[0] == earlier:
                step = round((1 - len(text) / len(whole)) * self._voice.steps_of(whole))
                self.begun_anew.setdefault(earlier, set()).add(step)
                return earlier, step
        return sentence, 0

    def places(self, heard: Iterable[Place]) -> list[Place]:
        """The same in whole sentences."""
        found = []
        for place in heard:
            sentence, first = self._begins.get(place.sentence, (place.sentence, 0))
            found.append(Place(place.at, sentence, first + place.step))
        return found

    def sentences_in(self, mulaw: bytes) -> set[int]:
        """The numbers of the whole sentences in a message; what is begun again after a clear has one of its own."""
        return {self._whole(sentence) for sentence in self._voice.sentences_in(mulaw)}

    def _whole(self, sentence: int) -> int:
        return sentence if sentence in self._again else self._begins.get(sentence, (sentence, 0))[0]
