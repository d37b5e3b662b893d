"""What Whisper's tiny.en wrote for sounds in which nobody speaks, as it was recorded: none of it reaches a dialogue."""

from pathlib import Path

import pytest

from offhook.actors.recognizer.whisper.refusals import is_invented
from tests.actors.recognizer.hearing import BOOKING, hear
from tests.actors.recognizer.whisper.rig import whisper
from tests.actors.served import A_CALL
from tests.fakes.clips import QUIET_FRAME
from tests.fakes.whisper_model import Hears

SOUND = QUIET_FRAME * 60

OF_SOUNDS = [
    ("cough", 1.2, "Uh huh.", -1.26, 0.48),
    ("cough", 1.2, "uh-huh", -0.86, 0.71),
    ("two coughs", 1.5, "Thank you.", -1.42, 0.71),
    ("two coughs", 1.5, "This is hot.", -1.34, 0.74),
    ("throat", 1.4, "Yeah.", -2.08, 0.76),
    ("knock", 1.3, "Thank you.", -1.25, 0.79),
    ("knock", 1.2, "Okay.", -1.71, 0.67),
    ("hum", 1.1, "Hmm.", -1.05, 0.48),
    ("breath", 1.6, "I don't know.", -1.68, 0.83),
    ("dog", 1.3, "Huh?", -1.68, 0.32),
    ("bell", 2.4, "Oh, yeah.", -2.09, 0.77),
    ("digital silence", 4.0, "you", -1.19, 0.99),
    ("quiet line", 4.9, ". .", -2.70, 0.94),
    ("white noise", 3.9, "You.", -2.65, 0.89),
    ("tone 425 Hz", 4.9, "Beep Beep Beep Beep", -0.98, 0.33),
    ("tone 2100 Hz", 4.9, "Beeping.", -2.03, 0.36),
    ("keys", 2.1, "Oh.", -2.93, 0.78),
    ("busy line", 4.9, "beep beep beep beep beep beep", -0.63, 0.71),
    ("fax that sends", 4.9, "I don't know how to do it.", -1.68, 0.58),
    ("music", 4.9, "you you you", -2.56, 0.73),
    ("babble", 3.9, "Oh, oh, oh, oh, oh, oh.", -1.23, 0.63),
]
INVENTED = [
    ("a phrase of subtitles", 4.0, "Thank you for watching!", -0.3, 0.05),
    ("the same in German", 4.0, "Untertitel der Amara.org-Community", -0.2, 0.05),
    ("the same in Spanish", 4.0, "¡Gracias por ver el video!", -0.2, 0.05),
    ("a loop", 5.0, "I'm not sure what you are, but I'm not sure what you are, but I'm not sure what you are, but "
     "I'm not sure what you are, but", -0.3, 0.1),
    ("one word over and over", 2.0, "Today, today, today, today, today, today", -0.3, 0.2),
    ("more than can be said", 0.8, "How old is the Brooklyn Bridge? I should like to know", -0.1, 0.1),
    ("another language", 4.8, "Por fin, a sure thing", -1.6, 0.16),
    ("only signs", 2.0, "[BLANK_AUDIO]", -0.2, 0.1),
    ("a note", 2.0, "♪ ♪", -0.2, 0.1),
]  # fmt: skip
SAID = [
    ("Today.", 1.2, -0.86, 0.09),
    ("4, 2, 7, 1", 3.2, -0.46, 0.13),
    ("7, 7, 7, 7", 2.0, -0.4, 0.1),
    ("Yes, yes, yes.", 1.5, -0.5, 0.1),
    ("Thank you.", 1.2, -0.3, 0.1),
    ("How old is the Brooklyn Bridge?", 2.5, -0.09, 0.01),
    ("No no no, that's wrong.", 2.0, -0.6, 0.2),
]


@pytest.mark.parametrize(("sound", "sound_s", "text", "log_probability", "no_speech"), [*OF_SOUNDS, *INVENTED])
async def test_words_that_nobody_has_said_are_no_words(
    sound: str, sound_s: float, text: str, log_probability: float, no_speech: float
) -> None:
    assert is_invented(text, log_probability, no_speech, sound_s), sound


@pytest.mark.parametrize(("text", "sound_s", "log_probability", "no_speech"), SAID)
async def test_words_of_people_are_words(text: str, sound_s: float, log_probability: float, no_speech: float) -> None:
    assert not is_invented(text, log_probability, no_speech, sound_s)


async def test_no_invention_reaches_the_dialogue(tmp_path: Path) -> None:
    """Nor a less likely reading of the same sound."""
    heard = [Hears([(text, log), ("Book a room.", log - 0.3)], no_speech) for _, _, text, log, no_speech in OF_SOUNDS]
    async with whisper(tmp_path, *heard) as recognizer, recognizer.session(A_CALL) as session:
        found = [await hear(session, SOUND, BOOKING) for _ in heard]
    assert {each.text for each in found} == {""}
    assert {each.confidence for each in found} == {0.0}
