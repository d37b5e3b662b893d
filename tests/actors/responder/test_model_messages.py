"""What a model is told of a conversation. No clock, no faults."""

import pytest

from offhook.actors.responder.model_messages import Message, estimated_tokens, messages, words_of
from offhook.actors.responder.service import CallerTurn, Heard, HeardLine, Note, Occasion

TURN = CallerTurn(Occasion.SPEECH, "and tomorrow")


def conversation(turns: int) -> list[HeardLine]:
    """Each line is a hundred letters long."""
    lines = []
    for turn in range(1, turns + 1):
        lines.append(HeardLine("agent", f"{turn:03}".ljust(100, "a"), turn, turn))
        lines.append(HeardLine("caller", f"{turn:03}".ljust(100, "c"), turn, turn + 0.5))
    return lines[:-1]


def test_the_oldest_lines_are_dropped_first() -> None:
    """What is told ends with the words to be answered, goes back without a gap, and keeps to its limit."""
    told = messages("prompt", conversation(50), TURN, tokens=300)
    assert told[0] == Message("system", "prompt")
    assert told[-1] == Message("user", "and tomorrow")
    lines = [int(message.content[:3]) for message in told[1:-1]]
    assert lines == [45, 46, 46, 47, 47, 48, 48, 49, 49, 50]
    assert sum(estimated_tokens(message) for message in told[1:]) <= 300


@pytest.mark.parametrize("tokens", [0, 1])
def test_prompt_and_words_stay_whatever_the_limit(tokens: int) -> None:
    """Without them there would be nothing to ask."""
    assert [each.role for each in messages("prompt", conversation(5), TURN, tokens)] == ["system", "user"]


def test_all_is_told_while_there_is_room() -> None:
    """And roles alternate."""
    told = messages("", conversation(3), TURN, tokens=10_000)
    assert [message.role for message in told] == ["assistant", "user", "assistant", "user", "assistant", "user"]


def test_letters_that_need_more_bytes_count_more() -> None:
    """A Chinese character is about a token, four Latin letters are."""
    assert estimated_tokens(Message("user", "房间" * 30)) > 2 * estimated_tokens(Message("user", "ab" * 30))


@pytest.mark.parametrize(
    ("turn", "words"),
    [
        (CallerTurn(Occasion.SPEECH, "seven one", keyed="42"), "[keys pressed: 4 2] seven one"),
        (CallerTurn(Occasion.KEYS, "1"), "[keys pressed: 1]"),
        (CallerTurn(Occasion.SILENCE), "[the caller says nothing]"),
        (CallerTurn(Occasion.ANSWERED), "[the call has just begun]"),
    ],
)
def test_what_is_no_speech_stands_in_brackets(turn: CallerTurn, words: str) -> None:
    """So that the model can tell it from what was said."""
    assert words_of(turn) == words


def test_what_a_dialogue_has_collected_is_told_however_long_ago() -> None:
    """The newest note; the words around it are dropped as others are."""
    notes = [Note(f"[the dialogue has collected: day = {day}]", turn) for day, turn in (("monday", 2), ("friday", 4))]
    said = [HeardLine("caller" if turn % 2 else "agent", "word " * 40, turn, float(turn)) for turn in range(1, 40)]
    heard: list[Heard] = [*said[:2], notes[0], *said[2:4], notes[1], *said[4:]]
    told = messages("Be kind.", heard, CallerTurn(Occasion.SPEECH, "hello"), 300)
    contents = [message.content for message in told]
    assert contents[1].startswith(notes[1].text)
    assert sum("collected" in content for content in contents) == 1
    whole = messages("", heard, CallerTurn(Occasion.SPEECH, "hello"), 100_000)
    assert sum(message.content.count("collected") for message in whole) == 2
