"""Which of two recognizers is believed, where pocketsphinx is not sure and Whisper writes something else."""

import pytest

from offhook.actors.recognizer.service import Transcript
from offhook.actors.recognizer.whisper.judgement import judged_beside
from offhook.actors.recognizer.whisper.messages import Heard, Reading
from offhook.engine.words.expectation import Expectation

EXPECTED = Expectation(phrases=("today", "a room for two for tomorrow please"), threshold=0.4)
SENTENCE = "Hi, I'd like a room for two from tomorrow for three nights, please."
HALF = "a room for two for tomorrow please"


@pytest.mark.parametrize(
    ("whisper", "grammar", "as_likely", "heard"),
    [
        pytest.param((SENTENCE, -0.2), (HALF, 0.27), -1.9, SENTENCE, id="a sentence that no grammar has"),
        pytest.param(("To die.", -0.9), ("today", 0.3), -1.4, "today", id="an accent, which Whisper is not sure of"),
        pytest.param(("Book of Rome.", -0.3), (HALF, 0.5), -0.8, HALF, id="words that both find likely"),
        pytest.param(("To die.", -0.9), ("today", 0.2), -1.4, "to die", id="words that pocketsphinx does not believe"),
    ],
)
def test_whoever_is_surer_is_believed(
    whisper: tuple[str, float], grammar: tuple[str, float], as_likely: float, heard: str
) -> None:
    """The first one was found in the demo's call, which lost its nights."""
    found = Heard((Reading(*whisper),), (Reading(grammar[0], as_likely),), 0.03, "en", 1.0)
    transcript = judged_beside(Transcript(*grammar), found, 3.5, EXPECTED)
    assert transcript.text == heard.lower().replace(",", "").replace(".", "")
