"""What of a transcript the caller has said. No clock, no faults."""

import pytest

from offhook.protocol.said_words import said_words


@pytest.mark.parametrize(
    "transcript",
    [
        "[BLANK_AUDIO]",
        " (wind blowing)\n",
        "*sighs*",
        "♪♪",
        "...",
        ".",
        "",
        "[MUSIC] (laughs)",
        "（笑い）",
        "you " * 100,
    ],
)
def test_a_noise_is_not_answered(transcript: str) -> None:
    """What a model writes for it are no words."""
    assert said_words(transcript) == ""


@pytest.mark.parametrize(
    ("transcript", "said"),
    [
        (" A room,\n please. ", "A room, please."),
        ("<|startoftranscript|><|en|> A room<|endoftext|>", "A room"),
        ("<|en|><|NEUTRAL|><|Speech|><|woitn|>a room", "a room"),
        ("[00:00:00.000 --> 00:00:02.000]  A room", "A room"),
        ("A room [inaudible] for two. ♪", "A room for two."),
        ("Call (555) 010-0123 (my wife).", "Call (555) 010-0123 (my wife)."),
        ("(555)", "(555)"),
        ("no no no no", "no no no no"),
        ("3 * 4 * 5", "3 * 4 * 5"),
        ("我要一个房间。", "我要一个房间。"),
    ],
)
def test_what_was_said_is_kept(transcript: str, said: str) -> None:
    """Words and numbers, whatever their script."""
    assert said_words(transcript) == said
