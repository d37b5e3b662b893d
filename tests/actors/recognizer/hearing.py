"""How the recognizer tests speak to a recognizer."""

from collections.abc import Callable

from offhook.actors.recognizer.service import RecognizerSession, Transcript
from offhook.engine.words.expectation import Expectation
from tests.fakes.clips import FRAME_BYTES

BOOKING = Expectation(phrases=("[i would like to] book a room", "opening hours", "a person please", "goodbye"))
DAY = Expectation(phrases=("[for] <day> [please]",), rules={"day": "(today | tomorrow | monday | friday)"})
DIGIT = "(zero | oh | one | two | three | four | five | six | seven | eight | nine)"
FOUR_DIGITS = Expectation(phrases=("[it is] <digit> <digit> <digit> <digit>",), rules={"digit": DIGIT}, threshold=0.35)

FOUR_OR_FEWER = Expectation(
    phrases=FOUR_DIGITS.phrases,
    rules={"digit": DIGIT, "fewer": "<digit> [<digit> [<digit>]]"},
    parts=("[it is] <fewer>",),
    threshold=FOUR_DIGITS.threshold,
)


def ignore(text: str) -> None:
    del text


async def hear(
    session: RecognizerSession, sound: bytes, expected: Expectation, on_partial: Callable[[str], None] = ignore
) -> Transcript:
    """One utterance, frame by frame as the line brings it."""
    async with session.utterance(1, expected, on_partial) as utterance:
        for start in range(0, len(sound), FRAME_BYTES):
            await utterance.feed(sound[start : start + FRAME_BYTES])
        return await utterance.finish()
