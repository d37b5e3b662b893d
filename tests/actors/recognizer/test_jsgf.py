"""From patterns to grammars. Pure."""

import pytest

from offhook.actors.recognizer.jsgf import BadPattern, grammar_of
from offhook.engine.words.pattern import MAX_NESTING


def test_phrases_become_one_grammar() -> None:
    """Each phrase is an alternative of its own, and rules that nobody stands on are left out."""
    rules = {"day": "(today | (this|next) <weekday>)", "weekday": "monday", "unused": "blorx"}
    grammar = grammar_of(["[for] <day>", "(a | b)"], rules)
    assert grammar.jsgf.splitlines() == [
        "#JSGF V1.0;",
        "grammar expected;",
        "public <ANSWER> = ([ for ] <day>) | (( a | b ));",
        "<day> = ( today | ( this | next ) <weekday> );",
        "<weekday> = monday;",
    ]
    assert grammar.words == ("for", "a", "b", "today", "this", "next", "monday")


def test_a_part_of_an_answer_is_an_answer_less_likely() -> None:
    """Else two digits would be as likely as four, and the last two of a number that is mumbled would be lost."""
    grammar = grammar_of(["<digit> <digit>", "none"], {"digit": "(one | two)"}, ["[it's] <digit>"])
    assert grammar.jsgf.splitlines()[2] == (
        "public <ANSWER> = /1/ (<digit> <digit>) | /1/ (none) | /0.000001/ ([ it's ] <digit>);"
    )
    assert "it's" in grammar.words


def test_a_rule_may_be_used_twice() -> None:
    """Four digits name their rule four times: that is no circle."""
    grammar = grammar_of(["<digit> <digit>", "<digit>"], {"digit": "(one | two)"})
    assert grammar.words == ("one", "two")


@pytest.mark.parametrize(
    ("phrase", "problem"),
    [
        ("", "empty pattern"),
        ("   ", "empty pattern"),
        ("book (a", "'(' is not closed at character 6 of 'book (a': add ')'"),
        ("book [a)", "'[' is not closed"),
        ("a]", "stray ']' at character 2"),
        ("()", "nothing to say inside '('"),
        ("(a | )", "nothing to say inside '('"),
        ("a | b", "stray '|' at character 3 of 'a | b': put the alternatives in ( )"),
        ("| a", "stray '|'"),
        ("<nobody>", "there is no rule <nobody>"),
        ("<Day>", "bad name '<Day>'"),
        ("a < b", "bad name '<'"),
        ("<one>", "stands on itself: one > two > one"),
        ("(" * 100 + "a" + ")" * 100, f"more than {MAX_NESTING} groups inside each other"),
        (" ".join(f"({' | '.join(['word'] * 300)})" for _ in range(20)), "at most"),
    ],
)
def test_a_bad_pattern_is_named(phrase: str, problem: str) -> None:
    """What pocketsphinx would refuse without a word is refused here with the reason."""
    with pytest.raises(BadPattern) as caught:
        grammar_of([phrase], {"one": "<two>", "two": "[a] <one>"})
    assert problem in str(caught.value)
