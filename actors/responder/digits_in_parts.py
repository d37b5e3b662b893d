"""Numbers that callers say in parts: "four two", a look at the card, "seven one"."""

from collections.abc import Iterable

from offhook.actors.responder.words import DIGITS
from offhook.engine.words.languages import said_in

ONE_DIGIT = f"({' | '.join(DIGITS)} | oh)"
_NO_OH = f"({' | '.join(DIGITS)})"
"""The first digit after a "no": with "oh" a recognizer would hear "no" as "no oh"."""
START_AGAIN = "(start again | start over | from the beginning)"

LEFT, FEWER, BEGUN = "digits-left", "digits-fewer", "digits-begun"
"""Rules of an answer in parts: all digits that are missing, fewer than that, two at least but fewer
than a whole number has. With a hyphen, so that no rule of an agent file has the same name."""
PART_RULES = (LEFT, FEWER, BEGUN)


def part_rules(length: int, held: int) -> dict[str, str]:
    """The rules for a number of `length` digits of which `held` are known."""
    left = length - held
    rules = {f"digits-{most}": f"{ONE_DIGIT} [<digits-{most - 1}>]" for most in range(2, length)}
    rules["digits-1"] = ONE_DIGIT
    rules[LEFT] = " ".join([ONE_DIGIT] * left)
    if left > 1:
        rules[FEWER] = f"<digits-{left - 1}>"
    if length > 2:
        rules[BEGUN] = f"{_NO_OH} <digits-{length - 2}>"
    return rules


def digits_of(words: Iterable[str]) -> str:
    """Of one word for each."""
    return "".join("0" if word == "oh" else str(DIGITS.index(word)) for word in words)


def so_far(spoken: str, language: str) -> str:
    """The prompt for a caller who falls silent in the middle of a number."""
    return said_in(language).digits_so_far.replace("{digits}", spoken)
