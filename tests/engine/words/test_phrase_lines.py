"""The line of an agent file in which a word of a phrase stands. Pure."""

import pytest

from offhook.engine.words.expectation import Expectation
from offhook.engine.words.phrase_lines import line_of_word

FILE = """name = "desk"
greeting = "कमरा, Zimmer, blorx."
# say = ["Zimmer", "blorx"]
[dialogue.rules]
size = "Gro\u00dfes Zimmer | छोटा कमरा"
[dialogue.slots.eye.words]
'the Blorx-y' = "left"
[[dialogue.always]]
say = ["जी हा\u0901", "cafe\u0301 au lait", "l’hôtel"]
"""
EXPECTED = Expectation(
    phrases=("[ok] जी हा\u0901", "cafe\u0301 au lait", "l’hôtel", "<size>", "the Blorx-y"),
    rules={"size": "Gro\u00dfes Zimmer | छोटा कमरा"},
)


@pytest.mark.parametrize(
    ("word", "line"),
    [
        ("zimmer", 5),
        ("grosses", 5),
        ("कमरा", 5),
        ("blorx", 7),
        ("हां", 9),
        ("caf\u00e9", 9),
        ("l'hôtel", 9),
        ("ह", 1),
        ("caf", 1),
        ("nobody", 1),
    ],
)
def test_a_word_is_found_where_callers_may_say_it(word: str, line: int) -> None:
    """However the file spells it; not in comments, nor in what only the agent says, nor in a part of another word."""
    assert line_of_word(FILE, word, [EXPECTED]) == line
