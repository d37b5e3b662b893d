"""A file that is no TOML is refused with what to write instead."""

import pytest

from offhook.engine.host.toml_lines import NotToml, parse

YAML = "this is TOML, not YAML: write key = value, below the name of its [section]"
BOOLEAN = "write true or false, in lower case and without quotes"
QUOTES = "write straight quotes in place of the curly ones"
TWICE = "correct the TOML at this place; a table may hold each key only once"
UNQUOTED = "put text in quotes; a table may hold each key only once"
TABLES = "each table is declared once; where there may be several, all of them have two brackets: [[name]]"


@pytest.mark.parametrize(
    ("text", "line", "fix"),
    [
        ("[log]\ntranscripts = True\n", 2, BOOLEAN),
        ("[log]\ntranscripts = yes  # all of it\n", 2, BOOLEAN),
        ("server:\n  port: 8000\n", 1, YAML),
        ("[server]\nport: 8000\n", 2, YAML),
        ("say:\n- hello\n", 1, YAML),
        ("host = \u201c127.0.0.1\u201d\n", 1, QUOTES),
        ("[server]\nhost = 127.0.0.1\n", 2, UNQUOTED),
        ("path = agents/desk.toml\n", 1, UNQUOTED),
        ("idle = 7s\n", 1, UNQUOTED),
        ("[server\nport = 8000\n", 1, "close the bracket, as in [server]"),
        ("[server]\nport = 1\n[vad]\n[server]\nhost = 'a'\n", 4, TABLES),
        ("[menu.choices]\nkey = '1'\n[[menu.choices]]\nkey = '2'\n", 3, TABLES),
        ("port = 8000\nport = 8001\n", 2, TWICE),
        ('name = "a"\nname = "b"\n', 2, TWICE),
        ("[log]\ntranscripts = true\ntranscripts = true\n", 3, TWICE),
        (
            'answer = "Sure.\nOf course."\n',
            1,
            'close the quotes on the same line; text of several lines stands between """ and """',
        ),
    ],
)
def test_nobody_is_told_of_duplicate_keys_who_wrote_yaml(text: str, line: int, fix: str) -> None:
    """Each of these is a habit from another format; "a table may hold each key only once" sent people astray."""
    with pytest.raises(NotToml) as found:
        parse(text)
    assert (found.value.line, found.value.fix) == (line, fix)
