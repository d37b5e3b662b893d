"""What a model writes for the eye becomes what can be spoken. No clock, no faults."""

import pytest

from offhook.actors.responder.speakable import Speakable
from offhook.engine.words.sentence_splitter import SentenceSplitter


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("We are open.", "We are open."),
        ("We are **really** open.", "We are really open."),
        ("We are *really* __very__ ~~closed~~ open.", "We are really very closed open."),
        ("**We are open.", "We are open."),
        ("Use the `reset` button.", "Use the reset button."),
        ("Set snake_case_name here.", "Set snake case name here."),
        ("# Opening hours", "Opening hours."),
        ("- A room with a view", "A room with a view."),
        ("* [ ] Towels", "Towels."),
        ("2. Breakfast,", "Breakfast,"),
        ("> A quote", "A quote."),
        ("-5 degrees.", "-5 degrees."),
        ("That is 3 * 4 rooms.", "That is 3 × 4 rooms."),
        ("See [our page](https://example.com/a?b=c) now.", "See our page now."),
        ("![A photo](https://example.com/a.png) Here.", "A photo Here."),
        ("See https://www.example.com/rooms/index.html?x=1#top.", "See example.com."),
        ("See <https://example.com>, please.", "See example.com, please."),
        ("See (http://example.com/a), or www.example.org/b now.", "See (example.com), or example.org now."),
        ("Write to desk@example.com.", "Write to desk@example.com."),
        ("Gladly! 😀👍🏽", "Gladly!"),
        ("A 👩‍👩‍👧 family room ✅ is free.", "A family room is free."),
        ("We ❤️ guests 🇩🇪.", "We guests."),
        ("Press 1️⃣ now.", "Press 1 now."),
        ("It is 21 °C outside.", "It is 21 °C outside."),
        ("It costs $5 & 10 %.", "It costs $5 & 10 %."),
        ("Lobby → lift -> room.", "Lobby, lift, room."),
        ("One<br/>two &amp; <b>three</b>.", "One two & three."),
        ("We are open until nine.<|im_end|>", "We are open until nine."),
        ("<|im_start|>", ""),
        ("<|im_start|>assistant\nWe are open.", "We are open."),
        ("<|start_header_id|>assistant<|end_header_id|>\n\nWe are open.<|eot_id|>", "We are open."),
        ("We are open until nine.<｜end▁of▁sentence｜>", "We are open until nine."),
        ("We are open until nine.<end_of_turn></s>[/INST]", "We are open until nine."),
        ("We are open [1][2] until nine【3†hours.pdf】, press [1](a) or [^3].", "We are open until nine, press 1 or."),
        ("| Room | Price |", "Room, Price"),
        ("| --- | ---: |", ""),
        ("Soft\u00adhyphen and zero\u200bwidth.", "Softhyphen and zerowidth."),
        ("می\u200cخواهم.", "می\u200cخواهم."),
        ("क्\u200dष अच्छा है।", "क्\u200dष अच्छा है।"),
        ("我们九点开门。", "我们九点开门。"),
        ("😀", ""),
        ("***", ""),
        ("", ""),
    ],
)
def test_one_sentence(written: str, spoken: str) -> None:
    """Words, numbers and punctuation stay; what is only to be seen goes."""
    assert Speakable().say(written) == spoken


def test_code_is_left_out() -> None:
    """A block of code spans many sentences; words before and behind it are said."""
    written = "Do this:\n```python\nprint(1)\nprint('a. B')\n```\nThen call us. Or `ls` it."
    assert _said(written) == ["Do this:", "Then call us.", "Or ls it."]


@pytest.mark.parametrize(
    "thought",
    [
        "<think>The caller asks. I say no.</think>\n\n",
        "<thinking>\nThe caller asks. I say no.\n</thinking>\n",
        "<thought>The caller asks. I say no.</thought>",
        "<seed:think>The caller asks. I say no.</seed:think>",
        "[THINK]The caller asks. I say no.[/THINK]",
        "<|channel|>analysis<|message|>The caller asks. I say no.<|end|><|start|>assistant<|channel|>final<|message|>",
        "<|channel>thought\nThe caller asks. I say no.<channel|>",
        '<tool_call>\n{"name": "hours", "arguments": {"day": 1}}\n</tool_call>\n',
        '<function=hours>{"day": 1}</function> ',
        '<|channel|>commentary to=functions.hours <|constrain|>json<|message|>{"day": 1}<|call|>'
        "<|channel|>final<|message|>",
    ],
)
@pytest.mark.parametrize("length", [1, 7, 1000])
def test_the_caller_does_not_hear_what_the_model_thinks(thought: str, length: int) -> None:
    """Some servers send thoughts, and calls of tools that nobody offered, as part of the text."""
    assert _said(f"{thought}We are open. Come in.", length) == ["We are open.", "Come in."]
    assert _said(f"Yes. {thought}We are open.", length) == ["Yes.", "We are open."]


def test_a_list_becomes_sentences() -> None:
    """Each point is one of its own, so that the voice pauses between them."""
    assert _said("We have:\n\n- **Single** rooms\n- Double rooms\n\nWhich one?") == [
        "We have:",
        "Single rooms.",
        "Double rooms.",
        "Which one?",
    ]


@pytest.mark.parametrize("length", [1, 2, 3, 7, 1000])
def test_the_pieces_of_a_stream_make_no_difference(length: int) -> None:
    """The same is said however the text was cut."""
    written = "# Hi\n1. **One** 😀 room\n```\nx = 1\n```\nSee [us](https://a.example/b). Fine?"
    assert _said(written, length) == _said(written, 1000)


def _said(written: str, length: int = 5) -> list[str]:
    splitter, speakable = SentenceSplitter("en", first_clause_characters=0), Speakable()
    pieces = []
    for start in range(0, len(written), length):
        pieces += splitter.feed(written[start : start + length])
    pieces += splitter.finish()
    return [said for piece in pieces if (said := speakable.say(piece))]
