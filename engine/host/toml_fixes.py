"""What to do about a line that is not TOML. Habits of other formats and of word processors are told apart."""

import re

_FIXES = [
    (re.compile(pattern), fix)
    for pattern, fix in (
        ("[\u2018\u2019\u201c\u201d\u201e]", "write straight quotes in place of the curly ones"),
        (r"^\s*\[[^\]]*$", "close the bracket, as in [server]"),
        (r"=\s*(?i:true|false|yes|no|on|off)\s*(#.*)?$", "write true or false, in lower case and without quotes"),
        (r"^\s*(- )?[\w.-]+\s*:(\s|$)", "this is TOML, not YAML: write key = value, below the name of its [section]"),
        (r"=\s*[\w./:+-]*[A-Za-z./:]", "put text in quotes; a table may hold each key only once"),
        (r'^[^"]*"[^"]*$', 'close the quotes on the same line; text of several lines stands between """ and """'),
    )
]
_SEVERAL = "each table is declared once; where there may be several, all of them have two brackets: [[name]]"
_OTHER = "correct the TOML at this place; a table may hold each key only once"


def toml_fix(line: str, what: str) -> str:
    """`line` is the first one that cannot be parsed; `what` is `tomllib`'s text."""
    if "overwrite" in what or "twice" in what:
        return _SEVERAL if line.lstrip().startswith("[") else _OTHER
    return next((fix for pattern, fix in _FIXES if pattern.search(line)), _OTHER)
