"""The command `offhook`: each of its commands is there, and brings nothing that only others need."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from offhook.cli import COMMANDS, commands

HEAVY = ("sqlalchemy", "starlette", "hypercorn", "PIL", "trio.testing")
"""The store, the server, the pictures and the modelled world."""


def test_each_command_is_in_the_help_and_has_its_own() -> None:
    """In its order; a place that is named wrongly would fail here."""
    listed = CliRunner().invoke(commands, ["--help"], env={"COLUMNS": "200"}).stdout
    places = [listed.index(f"│ {name} ") for name in COMMANDS]
    assert places == sorted(places)
    for name in COMMANDS:
        shown = CliRunner().invoke(commands, [name, "--help"])
        assert shown.exit_code == 0
        assert f" {name} [OPTIONS]" in shown.stdout


def test_a_mistyped_command_is_told_with_those_that_are_like_it() -> None:
    """Without importing any."""
    told = CliRunner().invoke(commands, ["cal"])
    assert told.exit_code == 2
    assert "'call'" in told.stderr


@pytest.mark.parametrize(("name", "brings"), [("call", ()), ("fakes", ()), ("picture", ("PIL", "sqlalchemy"))])
def test_a_command_brings_what_it_needs(name: str, brings: tuple[str, ...]) -> None:
    """In a process of its own, as it is typed. It starts in half the time without the rest."""
    program = f"import sys; sys.argv = ['offhook', {name!r}, '--help']\nfrom offhook.cli import main\n"
    program += f"try: main()\nexcept SystemExit: print([each for each in {HEAVY} if each in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == str([each for each in HEAVY if each in brings])
