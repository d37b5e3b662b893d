"""Splits the text of a language model into sentences while it streams, so that the voice can begin with the first.

Rules:
- an end is certain only when the text after it has been seen ("costs 3." may go on "50"); until then it waits;
- a line end ends a sentence, and nothing without a letter or digit is a sentence of its own;
- punctuation of a script without blanks (。 ।) is an end; other punctuation (. ! ? …) only before a blank;
- a full stop is not an end if a word in lower case follows, or if it belongs to an abbreviation, an initial, an
  ordinal or the number of a list item;
- the first piece may be a clause, if it is long enough that more text has arrived when it has been spoken; after a
  shorter first sentence ("Yes.") the second piece may be a clause;
- a sentence that never ends is cut at the last clause or blank within `longest` characters.

A decision is never changed by later text, so the pieces are the same however the text was streamed.
"""

import re

from offhook.engine.words.languages import language_of

FIRST_CLAUSE_CHARACTERS = 20
"""While a voice says these, at 14 characters a second, a model writes 57 or more (measured, `bench/pipelining.py`)."""
LONGEST = 300

_OPENING = "([{\"'“‘„«»‹›¿¡*_`~#>-–—•"
_QUOTES = "([\"'“‘„«¿¡"
_CLOSING = r"""["'”’“‘»«›‹)\]}」』】）*_`~]*"""
_PLACES = re.compile(
    rf"""(?P<line>[\n\r\u2028\u2029])
    |(?P<unspaced>[.!?…]*[。！？｡।॥؟۔][.!?…。！？｡।॥؟۔]*{_CLOSING})
    |(?P<spaced>[.!?…]+{_CLOSING}(?:[ \u00a0\u202f]»(?!\w))?)
    |(?P<clause>[,;:،؛]{_CLOSING}|—|(?<=\s)[–-]|[、，；：])""",
    re.VERBOSE,
)
_UNSPACED_CLAUSES = "—、，；："
_LINE_END = re.compile(r"[\n\r\u2028\u2029]")
_WORTH_SAYING = re.compile(r"[^\W_]")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]")
_LIST_NUMBER = re.compile(r"\W*\d{1,2}")
_WHOLE_WORD = re.compile(r"\S+(?=\s)")


class SentenceSplitter:
    """Splits one reply. It never holds more than `longest` characters."""

    def __init__(
        self, language: str, *, first_clause_characters: int = FIRST_CLAUSE_CHARACTERS, longest: int = LONGEST
    ) -> None:
        self._known = language_of(language).sentences
        self._clause_characters = first_clause_characters  # 0: the next piece is a whole sentence
        self._longest = longest
        self._waiting = ""
        self._searched = 0  # no piece ends before this place

    def feed(self, text: str) -> list[str]:
        """Add text of any length; returns the pieces that have become certain."""
        pieces: list[str] = []
        start = 0
        while start < len(text):
            end = start + self._longest - len(self._waiting)
            self._waiting = (self._waiting + text[start:end]).lstrip()
            start = end
            while length := self._first_piece():
                pieces.append(self._take(length))
        return pieces

    def finish(self) -> list[str]:
        """The text is complete: returns all that is left."""
        pieces = self.feed("\n")  # what waited for the end of a word or a line has it
        return [*pieces, self._take(len(self._waiting))] if self._waiting else pieces

    def _take(self, length: int) -> str:
        piece, self._waiting = self._waiting[:length], self._waiting[length:].lstrip()
        self._searched = 0
        if length >= self._clause_characters:
            self._clause_characters = 0
        return " ".join(piece.split())

    def _first_piece(self) -> int:
        """The length of the first piece of what waits; 0 where that is not known yet."""
        for place in _PLACES.finditer(self._waiting, self._searched):
            certain = self._ends_at(place)
            if certain is None:
                break
            if certain:
                return place.end()
            self._searched = place.end()
        else:
            self._searched = len(self._waiting)
        return _place_to_breathe(self._waiting) if len(self._waiting) == self._longest else 0

    def _ends_at(self, place: re.Match[str]) -> bool | None:
        """Whether a piece ends at this place; None where that depends on what comes."""
        before, after = self._waiting[: place.start()], self._waiting[place.end() :]
        if place["line"]:
            return bool(_WORTH_SAYING.search(before))
        if not after:
            return None
        if not _WORTH_SAYING.search(before):
            return False
        if place["unspaced"]:
            return True
        following = after.lstrip()
        gap = after[: len(after) - len(following)]
        if place["clause"]:
            return self._clause_ends(place, before, gap, following)
        if not gap:
            return False  # 3.50, example.com, a.m.
        if _LINE_END.search(gap):
            return True
        if not following:
            return None
        return self._sentence_ends(place["spaced"], before, following)

    def _clause_ends(self, place: re.Match[str], before: str, gap: str, following: str) -> bool | None:
        if not 0 < self._clause_characters <= place.end() or before.endswith("."):  # "e.g., "
            return False
        if _LINE_END.search(gap) or not _stands_free(place):
            return False
        if not following:
            return None
        return following[0].isalpha() or following[0] in _QUOTES  # "May 3, 2026" is said in one breath

    def _sentence_ends(self, marks: str, before: str, following: str) -> bool | None:
        if following[0] in ".!?…":  # Wait . . .
            return False
        goes_on_small = following[0].islower()
        if "!" in marks or "?" in marks:
            quoted = marks[-1] not in ".!?…"
            return not (quoted and goes_on_small)  # "Why?" he said
        words = _last_word(before)
        if _LIST_NUMBER.fullmatch(before) or not self._known.within.isdisjoint(words):
            return False
        if following[0].isdigit() and self._wants_number(words):
            return False
        if not self._may_go_on(words):
            return not goes_on_small
        whole = _WHOLE_WORD.match(following)
        return None if whole is None else _first_word(whole[0]) in self._known.openers

    def _wants_number(self, words: tuple[str, str]) -> bool:
        """Whether this word and the number after it belong together: "No. 5"."""
        known = self._known
        return not known.before_number.isdisjoint(words) or words[0].endswith(known.before_number_endings)

    def _may_go_on(self, words: tuple[str, str]) -> bool:
        """Whether a full stop after this word may be part of it, whatever letter follows."""
        ordinal = self._known.ordinals and words[0].isdigit() and len(words[0]) <= 2
        return ordinal or not self._known.may_close.isdisjoint(words) or bool(_INITIALS.fullmatch(words[1]))


def _last_word(text: str) -> tuple[str, str]:
    """In lower case, by itself and with the initials before it: "B" of "z. B" is both "b" and "z.b"."""
    *earlier, last = text.rsplit(maxsplit=3)
    joined = last = last.lstrip(_OPENING).lower()
    for part in reversed(earlier):
        initial = part.lstrip(_OPENING).lower()
        if len(initial) != 2 or initial[1] != ".":
            break
        joined = initial + joined
    return last, joined


def _first_word(text: str) -> str:
    return re.split(r"['’]", text.lstrip(_OPENING))[0].rstrip(".,;:!?…।")


def _place_to_breathe(text: str) -> int:
    """The last clause of the second half; else the last blank; else all of it."""
    places = _PLACES.finditer(text, len(text) // 2)
    clauses = [place.end() for place in places if place["clause"] and _stands_free(place)]
    blanks = (place.end() for place in re.finditer(r"\s", text))
    return clauses[-1] if clauses else max(blanks, default=len(text))


def _stands_free(clause: re.Match[str]) -> bool:
    """Whether a clause's mark is one, and not part of 1,000 or 10:30."""
    return clause[0] in _UNSPACED_CLAUSES or clause.string[clause.end() :][:1].isspace()
