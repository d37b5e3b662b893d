"""Keys that the agent sends as tones, as they stand in a conversation: `[tones 1 2 3 ]`. Pure."""

from offhook.protocol.dtmf import SENDABLE

TONES = "[tones "
"""How such a text begins."""
END = "]"
"""A word of its own: it is heard with the end of the last tone, and the key before it sooner."""


def tones_text(keys: str) -> str:
    """What stands for these keys in a conversation. Each is a word: what was heard is cut between two of them."""
    return f"{TONES}{' '.join((*keys, END))}"


def place_of_key(number: int) -> int:
    """The character at which the key of this number stands, from 0; behind the last one, that of the end."""
    return len(TONES) + 2 * number


def keys_in(text: str) -> str:
    """The keys of such a text, also of the rest of one."""
    return "".join(key for key in text.removeprefix(TONES) if key in SENDABLE)
