"""From where a reply goes on that was stopped for nothing: a pause, or else the beginning of a word. Pure."""

from offhook.engine.spoken_words import LOUD

PAUSE_BYTES = 320  # 40 ms without a loud sample
LEAD_IN_BYTES = 80  # of the pause, so that no first sound is cut into


def resume_point(sound: bytes, heard: int, earliest: int, word_begins: int) -> int:
    """A byte of `sound` from `earliest` to `heard`: after the last pause there, at the word that begins there, or as
    early as may be where one long word has neither."""
    earliest = max(0, earliest)
    pause = sound[earliest:heard].translate(LOUD).rfind(bytes(PAUSE_BYTES))
    if pause >= 0:
        return earliest + pause + PAUSE_BYTES - LEAD_IN_BYTES
    return word_begins if earliest <= word_begins <= heard else earliest
