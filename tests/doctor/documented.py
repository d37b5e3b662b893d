"""What docs/doctor.md shows of the command, beside what it prints."""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "doctor.md"


def documented(name: str) -> list[str]:
    found = re.search(rf"<!-- {name} -->\n```\n\$ offhook doctor[^\n]*\n(.*?)\n```", PAGE.read_text(), re.S)
    assert found is not None, name
    return found[1].splitlines()


def shape(lines: list[str]) -> list[str]:
    """Without figures, and without what may differ: flite, which may be installed, the load, which keys there are; and
    Whisper, which is not."""
    shapes = []
    for line in lines:
        plain = re.sub(r"flite \([^)]*\), ", "", line)
        plain = re.sub(r"\d+(\.\d+)?", "N", plain)
        plain = re.sub(r"to use one set [^;]*", "to use one set KEYS", plain)
        plain = re.sub(r"Nothing is wrong.*", "Nothing is wrong", plain)
        if (
            "flite" not in plain
            and "whisper" not in plain
            and "it is busy" not in plain
            and "stop other programs" not in plain
        ):
            shapes.append(re.sub(r"wrong, N warnings?", "wrong", plain))
    return shapes


def assert_as_documented(name: str, printed: str) -> None:
    """Every line of the page is printed, in the same order; where the page has three dots, more may be."""
    shown, there = shape(documented(name)), shape(printed.splitlines())
    if "..." not in shown:
        assert shown == there
    place = 0
    for line in shown:
        if line != "...":
            assert line in there[place:], f"not printed: {line}"
            place = there.index(line, place) + 1
