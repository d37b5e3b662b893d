"""numpy's linear algebra keeps to the thread that asks: others would wait for it at full load, and calls with them."""

import os
import subprocess
import sys

import pytest

from offhook.engine.host.linear_algebra import VARIABLE, one_thread

COUNT = "import os; print(len(os.listdir('/proc/self/task')), os.environ.get('OPENBLAS_NUM_THREADS'))"
SERVERS = {
    "the application": "import offhook.app",
    "a worker": "import offhook.web.workers.worker",
    "a command": "from offhook.cli import commands; from typer.main import get_command;"
    "get_command(commands).get_command(None, 'simulate')",
}


def counted(does: str, environment: dict[str, str]) -> list[str]:
    command = [sys.executable, "-c", f"{does}; import numpy; {COUNT}"]
    printed = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    return printed.split()


@pytest.mark.parametrize("server", SERVERS)
def test_a_server_has_no_threads_for_it(server: str) -> None:
    """And the programs that it starts find nothing in their environment."""
    environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
    assert counted(SERVERS[server], environment) == ["1", "None"]


def test_whoever_has_set_a_number_is_left_in_peace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "3")
    with one_thread():
        assert os.environ[VARIABLE] == "3"
    assert os.environ[VARIABLE] == "3"


def test_nothing_is_left_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where the import fails."""
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(ImportError, match=r"^1$"), one_thread():
        raise ImportError(os.environ[VARIABLE])
    assert VARIABLE not in os.environ
