"""What is installed from the wheel, in an environment of its own and far from the repository. Real processes.

The dependencies are those of the environment that runs the tests: nothing is downloaded.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import httpx
import pytest
import trio

from offhook.protocol.carriers.twilio.twiml_reader import ConnectStream, Redirect, read
from tests.serving import answers, free_port, running

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "protocol",
    "engine",
    "actors",
    "hooks",
    "web",
    "simulation",
    "reports",
    "telephone",
    "carrier_account",
    "doctor",
    "commands",
)
BESIDES = {
    "offhook/py.typed",
    "offhook/agents/clinic.toml",
    "offhook/agents/clinic_tools.py",
    "offhook/agents/concierge.toml",
    "offhook/agents/front_desk.toml",
    *(f"offhook/agents/front_desk.{language}.toml" for language in ("de", "es", "fr", "hi")),
    "offhook/agents/reception.toml",
    "offhook/actors/silero/silero_vad.onnx",
    "offhook/actors/silero/LICENSE",
    "offhook/actors/silero/PROVENANCE.md",
    "offhook/engine/words/endings/PROVENANCE.md",
    "offhook/telephone/recordings/LICENCES.md",
    "offhook/telephone/recordings/book_a_room.wav",
    "offhook/telephone/recordings/digits_4271.wav",
    "offhook/telephone/recordings/room_for_two.wav",
    "offhook/telephone/recordings/today.wav",
}
"""What is in no room, and needed: by a default, by the demonstration, by a licence; and an agent to copy."""
QUICK = {
    "OFFHOOK__RECOGNIZER__CHAIN": '["scripted"]',
    "OFFHOOK__SPEAKER__CHAIN": '["tone"]',
    "OFFHOOK__SPEAKER__TONE__SECONDS": "0.5",
    "OFFHOOK__SERVER__DRAIN_S": "0",
}
GOODBYE = ("--barge-in-after", "0.5", "--press", "9")
READY_WITHIN_S, WITHIN_S = 30, 60


class Installed(NamedTuple):
    """An environment with nothing of ours but the wheel."""

    wheel: Path
    programs: Path

    @property
    def python(self) -> str:
        return str(self.programs / "python")

    async def offhook(self, *arguments: str) -> str:
        """What the command prints. It must end with 0."""
        command = [str(self.programs / "offhook"), *arguments]
        return (await trio.run_process(command, capture_stdout=True)).stdout.decode()


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Built of a copy, so that neither what an earlier build left nor what runs beside this is in the way."""
    source = tmp_path_factory.mktemp("source")
    leave_out = shutil.ignore_patterns(".*", "build", "dist", "demo-out", "*.egg-info", "__pycache__", "*.db*")
    shutil.copytree(ROOT, source, ignore=leave_out, dirs_exist_ok=True)
    build = "from setuptools.build_meta import build_wheel; build_wheel('wheels')"
    subprocess.run([sys.executable, "-c", build], cwd=source, check=True, capture_output=True)
    (wheel,) = (source / "wheels").glob("*.whl")
    place = tmp_path_factory.mktemp("environment")
    venv.create(place, symlinks=True)
    (libraries,) = place.glob("lib/python*/site-packages")
    dependencies = dict.fromkeys((sysconfig.get_path("purelib"), sysconfig.get_path("platlib")))
    (libraries / "dependencies.pth").write_text("\n".join(dependencies))
    pip = [sys.executable, "-m", "pip", "--python", str(place / "bin" / "python"), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-index", "--no-deps", "--no-compile", wheel], check=True)
    return Installed(wheel, place / "bin")


@asynccontextmanager
async def serving(command: list[str], port: int, below: str = "", **settings: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a server that would take a call, until that has stopped in order."""
    async with running(command, settings, port) as server, httpx.AsyncClient(base_url=server.address) as client:
        with trio.move_on_after(READY_WITHIN_S) as waiting:
            await answers(f"{server.address}{below}")
        assert not waiting.cancelled_caught, server.log.decode()
        yield client
        server.process.terminate()
        assert await server.ended() == 0


def test_the_wheel_holds_the_package_and_nothing_else(installed: Installed) -> None:
    """Every file of every room, what defaults name, and nothing that is about this repository only."""
    with ZipFile(installed.wheel) as wheel:
        names = {name for name in wheel.namelist() if not name.startswith("offhook-")}
    alone = (ROOT / name for name in ("agent_tools.py", "app.py", "cli.py"))
    code = [*alone, *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))]
    assert names == {f"offhook/{path.relative_to(ROOT)}" for path in code} | BESIDES


async def test_a_call_is_answered_with_nothing_but_what_was_installed(installed: Installed, folder: Path) -> None:
    """In an empty directory, with every default: the agent, the workers, the store; and what can be done afterwards."""
    port = free_port()
    command = [str(installed.programs / "offhook"), "serve"]
    with trio.fail_after(WITHIN_S):
        async with serving(command, port, OFFHOOK__SERVER__PORT=str(port)) as client:
            await installed.offhook("call", f"{client.base_url}/voice-stream", *GOODBYE, "--report", "report.json")
            (record,) = (await client.get("/calls")).json()["recent"]
        async with trio.open_nursery() as nursery:
            nursery.start_soon(installed.offhook, "picture", record["call_sid"], "--out", "call")
            nursery.start_soon(installed.offhook, "compare", "report.json", "report.json")
            nursery.start_soon(installed.offhook, "simulate", "7")
    assert record["end_reason"] == "agent hung up"
    assert '"greeting_ms"' in (folder / "report.json").read_text()
    assert set(os.listdir(folder)) >= {"offhook.db", "call.html", "call.png"}


async def test_the_bare_command_serves_it_anywhere(installed: Installed, folder: Path) -> None:
    """Under the package's name, from its own environment; and the demonstration finds its recordings."""
    port = free_port()
    command = [installed.python, "-m", "hypercorn", "offhook.app:app", "--worker-class", "trio", "-b"]
    with trio.fail_after(WITHIN_S):
        async with serving([*command, f"127.0.0.1:{port}"], port, **QUICK) as client:
            answer = await client.post("/voice-stream")
        asks = "import offhook.cli, offhook.telephone.demo as demo; demo.script(); print(offhook.cli.__file__)"
        place = await trio.run_process([installed.python, "-c", asks], capture_stdout=True)
    assert isinstance(read(answer.content)[0], ConnectStream)
    assert Path(place.stdout.decode()).is_relative_to(installed.programs.parent)


HOST = """
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from engine.stock import STOCK
from offhook.app import app, lifespan
from web.pages import page_of

shop = Starlette(routes=[Mount("/phone", app), Route("/stock", page_of(STOCK))], lifespan=lifespan)
"""
PAGES = """
from starlette.responses import PlainTextResponse

def page_of(stock):
    return lambda request: PlainTextResponse(stock)
"""


async def test_a_shop_answers_its_telephone_in_its_own_server(installed: Installed, folder: Path) -> None:
    """Its own folders are called `engine` and `web`, and one of its files as one of ours: none is taken for another."""
    for name, text in {
        "shop.py": HOST,
        "engine/stock.py": "STOCK = 'a bicycle'",
        "web/pages.py": PAGES,
        "engine/__init__.py": "",
        "web/__init__.py": "",
        "actors.py": "raise ImportError('the theatre is closed')",
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    port = free_port()
    command = [installed.python, "-m", "hypercorn", "shop:shop", "--worker-class", "trio", "-b", f"127.0.0.1:{port}"]
    with trio.fail_after(WITHIN_S):
        async with serving(command, port, "/phone", **QUICK) as client:
            answer, own = await client.post("/phone/voice-stream"), await client.get("/stock")
            await installed.offhook("call", f"{client.base_url}/phone/voice-stream", *GOODBYE)
            (record,) = (await client.get("/phone/calls")).json()["recent"]
    stream, afterwards = read(answer.content)
    assert isinstance(stream, ConnectStream)
    assert stream.url == f"ws://127.0.0.1:{port}/phone/media-stream"
    assert afterwards == Redirect("/phone/voice-stream/after")
    assert own.text == "a bicycle"
    assert record["end_reason"] == "agent hung up"
