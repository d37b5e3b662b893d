"""Numbers that callers say in parts: "four two", a look at the card, "seven one"."""

from offhook.actors.responder.slot import numbers_in
from offhook.engine.words.languages import said_in
from offhook.engine.words.spoken_numbers import DIGIT_RULE, DIGITS_RULE

LEFT, FEWER, BEGUN = "digits-left", "digits-fewer", "digits-begun"
"""Rules of an answer in parts: all digits that are missing, fewer than that, two at least but fewer
than a whole number has. With a hyphen, so that no rule of an agent file has the same name."""
PART_RULES = (LEFT, FEWER, BEGUN)


def part_rules(length: int, held: int, language: str) -> dict[str, str]:
    """The rules for a number of `length` digits of which `held` are known."""
    left, one_digit = length - held, f"<{DIGIT_RULE}>"
    rules = {f"digits-{most}": f"{one_digit} [<digits-{most - 1}>]" for most in range(2, length)}
    rules["digits-1"] = one_digit
    rules[LEFT] = f"<{DIGITS_RULE}{left}>"
    if left > 1:
        rules[FEWER] = f"<digits-{left - 1}>"
    if length > 2:
        rules[BEGUN] = f"{numbers_in(language).first_digit} <digits-{length - 2}>"
    return rules


def so_far(spoken: str, language: str) -> str:
    """The prompt for a caller who falls silent in the middle of a number."""
    return said_in(language).digits_so_far.replace("{digits}", spoken)
