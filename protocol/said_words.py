"""What of a transcript the caller has said.

Models of Whisper's kind, and servers around them, write more than that: marks of their own (`<|en|>`), times, names of
sounds ("[BLANK_AUDIO]", "(wind blowing)", "*sighs*"), and where nobody speaks, one word a hundred times.
"""

import re

_MARK = re.compile(r"<\|[^|<>]{1,40}\|>|\[[^\[\]]{0,80}\]|[♩-♬]+")
_SOUND = re.compile(r"\([^()\d]{0,80}\)|（[^（）\d]{0,80}）|\*[^*]{1,80}\*|[^\w()（）*]+")
_SAME_WORD_AT_MOST = 20


def said_words(transcript: str) -> str:
    """With single blanks; empty where nothing was said. Brackets beside words are left: they may hold a number."""
    words = _MARK.sub(" ", transcript).split()
    if not _SOUND.sub("", "".join(words)):
        return ""
    same = len(words) > _SAME_WORD_AT_MOST and len({word.strip(".,!?").lower() for word in words}) == 1
    return "" if same else " ".join(words)
