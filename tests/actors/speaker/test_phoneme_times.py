"""When words begin, by the phonemes of a passage. Pure: each phoneme lasts 10 samples."""

import pytest

from offhook.actors.speaker.phoneme_times import word_samples

ALONE = {
    "Good": "ɡˈʊd",
    "evening,": "ˈiːvnɪŋ",
    "on": "ˈɔn",
    "the": "ðə",
    "ground": "ɡɹˈaʊnd",
    "a": "ˈeɪ",
    "room": "ɹˈuːm",
    "4271": "fˈɔːɹ θˈaʊzənd",
    "...": "",
    "no": "nˈoʊ",
    "no.": "nˈoʊ",
}


def told(passage: str, spoken: str) -> list[tuple[str, str]]:
    """The words that are found, and the phonemes from the beginning of each."""
    times = list(word_samples(passage, [(sound, 10) for sound in spoken], ALONE.__getitem__))
    assert times == sorted(times)
    return [(passage[first:].split()[0], spoken[sample // 10 :][:3]) for first, sample in times]


@pytest.mark.parametrize(
    ("passage", "spoken", "expected"),
    [
        ("Good evening,", "^ɡˈʊd ˈiːvnɪŋ,$", [("Good", "ɡˈʊ"), ("evening,", "iːv")]),
        ("on the ground", "^ɔnðə ɡɹˈaʊnd$", [("on", "ɔnð"), ("the", "ðə "), ("ground", "ɡɹˈ")]),
        ("a room", "^ɐ ɹˈuːm$", [("room", "ɹˈu")]),
        ("4271 no.", "^fˈɔːɹ θˈaʊzənd nˈoʊ.$", [("4271", "fˈɔ"), ("no.", "nˈo")]),
        ("no ... no no", "^nˈoʊ nˈoʊ nˈoʊ$", [("no", "nˈo"), ("no", "nˈo"), ("no", "nˈo")]),
        ("...", "^$", []),
        ("", "", []),
    ],
    ids=["two words", "joined words", "a weak word", "figures", "the same word", "no sound", "nothing"],
)
def test_words_begin_at_their_first_sound(passage: str, spoken: str, expected: list[tuple[str, str]]) -> None:
    """Also where words are joined; a word that is not found is left to its neighbours."""
    assert told(passage, spoken) == expected


def test_sound_without_phonemes_delays_what_follows() -> None:
    """Piper tells no phonemes of a sentence with a sign that its model does not have."""
    spoken = [("", 1000), ("n", 10), ("o", 10), ("ʊ", 10)]
    assert list(word_samples("... no", spoken, ALONE.__getitem__)) == [(4, 1000)]
