"""JSON that may be looked at in a terminal: `curl`, `cat` and a command's `--json` show strangers' text as it comes."""

from offhook.engine.printable import each_questionable, printable


def printable_json(document: str) -> str:
    """The same document (RFC 8259, 7), with every character that would steer a terminal written as `\\u202e`.

    What has to be escaped stands inside strings, because JSON is ASCII outside them.
    """
    if document.isprintable():
        return document
    return each_questionable(document, lambda one: one if one == "\n" or printable(one) == one else _escape(one))


def _escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
