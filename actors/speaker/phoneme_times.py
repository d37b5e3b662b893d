"""Finds when the words of a passage begin, from how long each of its phonemes sounds. Pure.

A synthesizer tells the phonemes of the whole passage, and not whose they are: it joins words ("ɔnðə" is "on the"),
weakens them ("a" is "ɐ") and writes figures out. So each word's own phonemes are looked for in those of the passage. A
word that is not found has no time: it is estimated between its neighbours.
"""

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate

_MARKS = "ˈˌːˑ"
"""Stress and length, which change with the place in the sentence."""


def word_samples(
    passage: str, spoken: Sequence[tuple[str, int]], phonemes_of: Callable[[str], str]
) -> Iterator[tuple[int, int]]:
    """First character and first sample of the words that are found, in order. `spoken` are the passage's phonemes, each
    with the number of its samples; `phonemes_of` a word are those that it has alone."""
    begins_at = [0, *accumulate(samples for _, samples in spoken)]
    heard = [(sound, begins_at[place]) for place, (sound, _) in enumerate(spoken) if _is_sound(sound)]
    words = list(_words(passage))
    alone = [[sound for sound in phonemes_of(word) if _is_sound(sound)] for _, word in words]
    owners = [(place, within) for place, sounds in enumerate(alone) for within in range(len(sounds))]
    matcher = SequenceMatcher(
        None, [sound for sounds in alone for sound in sounds], [sound for sound, _ in heard], False
    )
    reached = -1
    for first, found_at, length in matcher.get_matching_blocks():
        for offset in range(length):
            word, within = owners[first + offset]
            if word > reached and found_at + offset >= within:
                reached = word
                yield words[word][0], heard[found_at + offset - within][1]


def _is_sound(sound: str) -> bool:
    return sound.isalpha() and sound not in _MARKS


def _words(passage: str) -> Iterator[tuple[int, str]]:
    """Each word, and its first character."""
    end = 0
    for word in passage.split():
        begin = passage.index(word, end)
        end = begin + len(word)
        yield begin, word
