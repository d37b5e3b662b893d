"""Turns what a language model writes for the eye into what can be spoken: Markdown, emoji, list marks, code and URLs.

It takes the pieces of `sentence_splitter.py` one by one, and so works while the text streams. Nothing here depends on a
language.
"""

import html
import re
import unicodedata

_FENCE = re.compile(r"```|~~~")
_HIDDEN = re.compile(
    r"(?P<end></(?:[a-z]{1,10}:)?(?:think|thinking|thoughts?|reasoning|tool_call|function)>"
    r"|\[/THINK\]|<\|channel\|>final<\|message\|>|<channel\|>)"
    r"|<(?:[a-z]{1,10}:)?(?:think|thinking|thoughts?|reasoning|tool_call)>|<function=[^<>\s]{1,80}>"
    r"|\[THINK\]|\[TOOL_CALLS\]|<\|channel\|>(?:analysis|commentary)|<\|channel>thought",
    re.IGNORECASE,
)
"""What a model thinks, and calls of tools that it was not offered, as models write them between their words."""
# Of a chat template that does not fit the model: <|im_end|>, DeepSeek's with wide bars, [/INST].
_TEMPLATE_MARK = re.compile(
    r"<\|(?:im_start|start_header_id|start)\|>(?:assistant|system|user)\b|<[|｜][^|｜<>\s]{1,40}[|｜]>|\[/?INST\]"
)
_CITATION = re.compile(r"\s*(?:\[\^?\d{1,3}\](?!\()|【\d[^【】\s]{0,20}†[^【】]{0,80}】)")
_IMAGE_OR_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)")
_URL = re.compile(
    r"<?(?:https?|ftp)://(?:www\.)?([^\s/?#<>()\[\]{}\"'`*|\\:]+)[^\s<>\"'`*|\\)\]}]*>?|\bwww\.([^\s/?#<>()]+)\S*"
)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9_-]*(?:\s[^<>]*)?/?>")
_LIST_MARK = re.compile(r"(?:[-*+•‣◦▪·–—]|\(?\d{1,2}[.)]|\[[ xX]\]|#{1,6}|>+)\s+")
_TABLE_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_TIMES = re.compile(r"(?<=\d)\s*\*\s*(?=\d)")
_MARKS = re.compile(r"[*`]+|~~|(?<![^\W_])_+|_+(?![^\W_])|\\(?=[*_`#\[\]()>~])|^#+\s*")
_INSIDE_WORD = re.compile(r"(?<=\w)_+(?=\w)")
_ARROWS = re.compile(r"\s*(?:[-=]+>|<[-=]+|[\u2190-\u21ff\u27f0-\u27ff\u2b00-\u2bff])\s*")
_KEYCAP = re.compile(r"([0-9#*])\ufe0f?\u20e3")
_SPACE_BEFORE = re.compile(r"\s+(?=[,.;!?…](?:\s|$))")
_REPEATED_COMMAS = re.compile(r"(?:,\s*){2,}")
_WORTH_SAYING = re.compile(r"[^\W_]")
_ENDS = ".!?…,;:—–。！？।॥؟۔、，；：\"'”’»)"
_SAID_SYMBOLS = "°№"
_JOINERS = "\u200c\u200d"  # they join emoji, and belong to words in Persian and the scripts of India
_SKIN_TONES = range(0x1F3FB, 0x1F400)


class Speakable:
    """Of one reply: it remembers whether a block of code is open."""

    def __init__(self) -> None:
        self._in_code = False
        self._in_thought = False

    def say(self, piece: str) -> str:
        """What to say of this piece; empty for nothing. Code blocks and a model's thoughts are left out."""
        return _spoken(self._without_thoughts(self._without_code(piece)))

    def _without_code(self, piece: str) -> str:
        kept = []
        for number, part in enumerate(_FENCE.split(piece)):
            if number:
                self._in_code = not self._in_code
            if not self._in_code:
                kept.append(part)
        return " ".join(kept)

    def _without_thoughts(self, piece: str) -> str:
        kept, start = [], 0
        for tag in _HIDDEN.finditer(piece):
            if not self._in_thought:
                kept.append(piece[start : tag.start()])
            self._in_thought = not tag["end"]
            start = tag.end()
        return " ".join([*kept, piece[start:]] if not self._in_thought else kept)


def _spoken(text: str) -> str:
    text = _TEMPLATE_MARK.sub(" ", html.unescape(text)).strip()
    listed = False
    while mark := _LIST_MARK.match(text):
        text, listed = text[mark.end() :], True
    text = _TABLE_RULE.sub(" ", text) if "|" in text else text
    text = _CITATION.sub("", _IMAGE_OR_LINK.sub(r"\1", text))
    text = _URL.sub(_host, text)
    text = _TAG.sub(" ", text)
    text = _KEYCAP.sub(r"\1", text)
    text = _TIMES.sub(" × ", text)
    text = _MARKS.sub("", text)
    text = _INSIDE_WORD.sub(" ", text)
    text = _ARROWS.sub(", ", text)
    if "|" in text:
        text = _REPEATED_COMMAS.sub(", ", text.strip(" |").replace("|", ", "))
    text = _SPACE_BEFORE.sub("", " ".join(_without_pictures(text).split())).lstrip(",;: ")
    if not _WORTH_SAYING.search(text):
        return ""
    return text if not listed or text[-1] in _ENDS else f"{text}."


def _host(url: re.Match[str]) -> str:
    """The name of the site; nobody wants to hear the rest. A full stop that ends the sentence stays."""
    host = url[1] or url[2]
    end = url[0].rstrip(">")[-1]
    return f"{host.rstrip('.,;:!?')}{end if end in '.,;:!?' else ''}"


def _without_pictures(text: str) -> str:
    """Without emoji and what modifies them, and without what has neither sound nor shape."""
    kept, after_picture = [], False
    for each in text:
        if each in _JOINERS:
            kept.append("" if after_picture else each)
            continue
        after_picture = _is_picture(each)
        kept.append(" " if each.isspace() else "" if after_picture else each)
    return "".join(kept)


def _is_picture(character: str) -> bool:
    if character in _SAID_SYMBOLS:
        return False
    unsaid = unicodedata.category(character) in ("So", "Cs", "Co", "Cn", "Cc", "Cf")
    return unsaid or "\ufe00" <= character <= "\ufe0f" or ord(character) in _SKIN_TONES
