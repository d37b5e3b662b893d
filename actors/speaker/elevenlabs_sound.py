"""What is heard of a sentence that ElevenLabs speaks, from its first sound to its last, and the times of its words."""

from collections.abc import Iterator, Sequence

from offhook.actors.speaker.character_times import CharacterTimes
from offhook.actors.speaker.first_sound import FirstSound
from offhook.actors.speaker.last_sound import LastSound
from offhook.actors.speaker.service import VoiceFailed, VoicePiece
from offhook.engine.words.spoken_words import WordTime
from offhook.protocol.telephone_audio import BYTES_PER_S

LONGEST_SOUND_S = 10.0
LONGEST_SOUND_S_PER_CHARACTER = 0.5  # as for the other voices over the network, `openai_speech.py`
LONGEST_SILENCE_S = 2.0  # before the first sound


class SentenceSound:
    """One sentence, as it comes. Every method raises VoiceFailed."""

    def __init__(self, text: str, speed: float | None) -> None:
        self._characters, self._times = len(text), CharacterTimes(text)
        self._longest_s = LONGEST_SOUND_S + LONGEST_SOUND_S_PER_CHARACTER * len(text) / (speed or 1.0)
        self._first, self._last = FirstSound(), LastSound()
        self._words: list[WordTime] = []
        """Those that were not told yet: before the first sound nobody knows how much silence is left out."""
        self.made = 0
        """Bytes so far, with silence before the first sound."""

    def feed(self, sound: bytes, characters: Sequence[str], begin_at: Sequence[float]) -> Iterator[VoicePiece]:
        """More sound, and the bytes of all of it at which these characters begin."""
        self.made += len(sound)
        if self.made > self._longest_s * BYTES_PER_S:
            limit = f"more than {self._longest_s:g} s for {self._characters} characters"
            raise VoiceFailed(f"sound without end: {limit}")
        self._words += self._times.feed(characters, begin_at)
        heard = self._last.feed(self._first.feed(sound))
        if not heard:
            if self._first.left_out > LONGEST_SILENCE_S * BYTES_PER_S:
                raise VoiceFailed("silence instead of speech")
            return
        for word in self._words:
            yield WordTime(word.character, max(0, word.byte - self._first.left_out))
        self._words = []
        yield heard

    def end(self) -> None:
        """It is complete."""
        if not self._first.sounds:
            raise VoiceFailed("silence instead of speech")
