"""JSON that is safe to print on a terminal: `curl`, `cat` and a command's `--json` show untrusted text unescaped."""

from offhook.engine.host.printable import each_questionable, printable


def printable_json(document: str) -> str:
    """The same document (RFC 8259, 7), with every character that could control a terminal escaped, as in `\\u202e`.

    Such characters occur only inside strings, because JSON is ASCII outside them.
    """
    if document.isprintable():
        return document
    return each_questionable(document, lambda one: one if one == "\n" or printable(one) == one else _escape(one))


def _escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
