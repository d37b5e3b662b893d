"""Where a reply goes on after a false alarm: after a pause, or else at the beginning of a word. Pure."""

from offhook.engine.words.spoken_words import LOUD

PAUSE_BYTES = 320  # 40 ms without a loud sample
LEAD_IN_BYTES = 80  # of the pause, so that the first sound is not clipped


def resume_point(sound: bytes, heard: int, earliest: int, word_begins: int) -> int:
    """A byte of `sound` from `earliest` to `heard`: after the last pause in that range, else at the beginning of the
    word, else, in a long word, `earliest`."""
    earliest = max(0, earliest)
    pause = sound[earliest:heard].translate(LOUD).rfind(bytes(PAUSE_BYTES))
    if pause >= 0:
        return earliest + pause + PAUSE_BYTES - LEAD_IN_BYTES
    return word_begins if earliest <= word_begins <= heard else earliest
