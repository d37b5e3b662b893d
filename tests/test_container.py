"""The container's files, as far as a machine without a container engine can check them: what they copy is there, what
they install is what the project names, and what they run is run as they say, with no more of this machine's variables
than a container has."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILE = (ROOT / "Containerfile").read_text()
IGNORED = (ROOT / ".containerignore").read_text()
COMPOSE = (ROOT / "compose.yaml").read_text()
PAGE = (ROOT / "docs" / "container.md").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
HOME = "/var/lib/offhook"
USER = 10001
STARTED_WITHIN_S = 60


def instructions() -> list[tuple[str, str]]:
    """Name and arguments, with the lines of each joined."""
    lines = "\n".join(line for line in FILE.splitlines() if not line.lstrip().startswith("#"))
    whole = lines.replace("\\\n", " ")
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in whole.splitlines() if line)]


def of(name: str) -> list[str]:
    return [rest for found, rest in instructions() if found == name]


def environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for each in of("ENV") for pair in shlex.split(each))


def command(instruction: str) -> list[str]:
    words = json.loads(instruction[instruction.index("[") :])
    assert isinstance(words, list)
    return [sys.executable if word == "python" else word for word in words]


def test_the_image_holds_what_the_wheel_is_made_of() -> None:
    """Every folder of the package, and nothing of a checkout that could hold a key."""
    let_in = {line.removeprefix("!") for line in IGNORED.splitlines() if line.startswith("!")}
    assert IGNORED.splitlines()[1] == "*"
    packages = PROJECT["tool"]["setuptools"]["packages"]
    rooms = {name.split(".")[1] for name in packages if name.count(".")}
    assert rooms | {path.name for path in ROOT.glob("*.py")} <= let_in
    assert [name for name in let_in if not (ROOT / name).exists()] == []
    assert not let_in & {"offhook.toml", "offhook.env", ".git", "tests", "demo-out"}
    assert (ROOT / ".dockerignore").read_text() == IGNORED


def test_the_image_installs_what_the_project_names() -> None:
    """With the exact versions, wheels only, and an extra that exists; nothing names where they come from."""
    (install,) = [each for each in of("RUN") if "pip install" in each]
    assert "--only-binary :all:" in install
    assert "--constraint /wheels/constraints.txt" in install
    (extra,) = re.findall(r"\.whl\)\[(\w+)\]", install)
    assert extra in PROJECT["project"]["optional-dependencies"]
    assert [each for each in of("FROM") if "/" in each.split()[0]] == []
    versions = {each.split()[0].partition(":")[2].removesuffix("-slim") for each in of("FROM")}
    assert versions == {"3.13"}, "one that the project is tested with"


def test_nothing_runs_as_root_and_nothing_is_written_outside_the_volume() -> None:
    assert of("USER") == [str(USER)]
    assert f"--uid {USER}" in FILE
    assert of("VOLUME") == of("WORKDIR")[-1:] == [HOME]
    for wanted in ("read_only: true", "cap_drop:", "no-new-privileges:true", f"calls:{HOME}", "/tmp:mode=1777"):
        assert wanted in COMPOSE
    assert str(USER) in PAGE


def test_calls_may_end_before_the_container_is_killed() -> None:
    """compose.yaml waits longer than the server drains by default, with its goodbyes."""
    from offhook.engine.host.settings import LimitsSettings, ServerSettings

    (grace_s,) = re.findall(r"stop_grace_period: (\d+)s", COMPOSE)
    assert int(grace_s) > ServerSettings().drain_s + LimitsSettings().goodbye_s + 5


@pytest.fixture
def running(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The server as the container runs it, on a free port. Yields its variables, the port and the volume's folder."""
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    for folder in (home, temporary):
        folder.mkdir(mode=0o700)
    variables = {name: value.replace(HOME, str(home)) for name, value in environment().items()}
    variables |= {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "TMPDIR": str(temporary)}
    variables |= {"OFFHOOK__SERVER__HOST": "127.0.0.1", "OFFHOOK__SERVER__PORT": "0"}
    if "PYTHONPATH" in os.environ:
        variables["PYTHONPATH"] = os.environ["PYTHONPATH"]
    serve = command(of("CMD")[0])
    with subprocess.Popen(serve, env=variables, cwd=home, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        told = []
        for line in server.stderr:
            told.append(line)
            if found := re.search(r"Running on http://127\.0\.0\.1:(\d+)", line):
                yield variables | {"PORT": found[1], "HOME_FOLDER": str(home)}
                break
        else:
            pytest.fail("".join(told))
        server.terminate()
        server.stderr.read()
        assert server.wait(STARTED_WITHIN_S) == 0


def test_the_command_serves_and_the_health_check_sees_it(running: dict[str, str]) -> None:
    """And sees when nobody serves; what was written is in the volume."""
    (health,) = of("HEALTHCHECK")
    check = command(health[health.index("CMD") :])
    here = [word.replace(":8000", f":{running['PORT']}") for word in check]
    assert subprocess.run(here, check=False, capture_output=True).returncode == 0
    nowhere = [word.replace(":8000", ":1") for word in check]
    assert subprocess.run(nowhere, check=False, capture_output=True).returncode != 0
    assert "calls.db" in os.listdir(running["HOME_FOLDER"])
