"""docs/agents.md: its files are written and its commands run as they stand there, in their order, in an empty folder.

Real programs, sockets and clock; the ports are free ones. Voice and recognizer are the settable ones, and the model is
that of `offhook fakes`, as on the page. What the page ends with is the agent that comes with Offhook.
"""

import os
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import trio

from tests.fakes.tunnel import CERTIFICATE
from tests.serving import answers, free_port, reap
from tests.terminal import ROOT, Terminal

PAGE = (ROOT / "docs" / "agents.md").read_text()
HOOKS_PAGE = (ROOT / "docs" / "hooks.md").read_text()
BLOCK = re.compile(r"(?:^<!-- (?P<mark>[^\n]*) -->\n)?^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.M | re.S)
GOES_ON = {"offhook fakes": 8800, "offhook serve": 8000, "python3 -m": 8900, "python3 receiver.py": 9000}
"""What does not end by itself, and the port on which it listens then."""
WITHIN_S = 400.0
TAKES_S = 30.0


class Block(NamedTuple):
    mark: str
    kind: str
    text: str


BLOCKS = [Block(found["mark"] or "", found["kind"], found["text"]) for found in BLOCK.finditer(PAGE)]


class Program:
    """A command that goes on, and what it has printed."""

    def __init__(self, process: trio.Process) -> None:
        self.process, self.said = process, bytearray()
        self.said_more = trio.Event()

    async def read(self) -> None:
        assert self.process.stdout is not None
        async for data in self.process.stdout:
            self.said += data
            self.said_more.set()
            self.said_more = trio.Event()

    async def stop(self) -> None:
        """Ctrl-C."""
        os.killpg(self.process.pid, signal.SIGINT)
        with trio.move_on_after(10):
            await self.process.wait()
        await reap(self.process)


class OnePage(Terminal):
    """Types what stands on the page. Agent and model are the page's own."""

    def __init__(self, folder: Path, nursery: trio.Nursery) -> None:
        super().__init__(folder, certificate=CERTIFICATE, PYTHONUNBUFFERED="1")
        self._nursery = nursery
        self._programs: dict[str, Program] = {}
        self._printed = ""
        self.ports = {port: self.port if port == 8000 else free_port() for port in GOES_ON.values()}
        programs = folder / ".venv" / "bin"
        programs.mkdir(parents=True)
        self.add_program("offhook", f'{sys.executable} -c "from offhook.cli import main; main()" "$@"')
        self.always.append(f'export PATH="{programs}:{Path(sys.executable).parent}:$PATH"')
        receiver = re.search(r"<!-- receiver -->\n   ```python\n(.*?)   ```", HOOKS_PAGE, re.S)
        assert receiver
        (folder / "receiver.py").write_text(self._with_free_ports(re.sub(r"^   ", "", receiver[1], flags=re.M)))

    def environment(self) -> dict[str, str]:
        chosen_on_the_page = ("OFFHOOK__AGENT__PATH", "OFFHOOK__RESPONDER__CHAIN", "OPENAI_API_KEY", "OPENAI_BASE_URL")
        return {name: value for name, value in super().environment().items() if name not in chosen_on_the_page}

    async def follow(self, block: Block) -> None:
        match block:
            case Block(kind="toml" | "python"):
                name, _, how = block.mark.partition(": ")
                path = self.folder / name
                text = put_in(path.read_text() if path.exists() else "", how, self._with_free_ports(block.text))
                path.write_text(text)
            case Block(kind="bash"):
                for line in block.text.replace("\\\n", "").splitlines():
                    await self._type(line)
            case Block(mark="receiver"):
                with trio.fail_after(TAKES_S):
                    await self._receiver_prints(block.text.strip().partition("... ")[2])
            case _:
                assert_printed(block.text, self._printed, self._programs["offhook serve"].said.decode())

    async def stop_all(self) -> None:
        for program in self._programs.values():
            await program.stop()

    async def _type(self, line: str) -> None:
        words = [word for word in line.split() if not re.match(r"[A-Z_]+=", word)]
        port = GOES_ON.get(" ".join(words[:2]))
        if port is not None:
            await self._start(line, " ".join(words[:2]), port)
            return
        if words[0] == "export":
            self.always.append(self._with_free_ports(line))
        self._printed = await self.run(line)

    async def _start(self, line: str, name: str, port: int) -> None:
        """In the place of the one before, which Ctrl-C has stopped."""
        if name in self._programs:
            await self._programs.pop(name).stop()
        process = await trio.lowlevel.open_process(
            self.typed(line),
            cwd=self.folder,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        program = self._programs[name] = Program(process)
        self._nursery.start_soon(program.read)
        with trio.move_on_after(TAKES_S) as waiting:
            await listens(self.ports[port])
            if port == 8000:
                await answers(f"http://127.0.0.1:{self.port}")
        assert not waiting.cancelled_caught, f"{line}\n{program.said.decode()}"

    async def _receiver_prints(self, told: str) -> None:
        program = self._programs["python3 receiver.py"]
        while told.encode() not in program.said:
            await program.said_more.wait()

    def _with_free_ports(self, text: str) -> str:
        for written, port in self.ports.items():
            text = text.replace(str(written), str(port))
        return text


async def listens(port: int) -> None:
    while True:
        try:
            stream = await trio.open_tcp_stream("127.0.0.1", port)
        except OSError:
            await trio.sleep(0.1)
        else:
            await stream.aclose()
            return


PLACES = {
    "prompt": re.compile(r'^prompt = """.*?"""\n', re.M | re.S),
    "menu": re.compile(r"^\[dialogue\.states\.menu\]\n.*?(?=^\[dialogue\.states\.emergency\])", re.M | re.S),
}
"""What the page names, and a person finds."""


def put_in(text: str, how: str, block: str) -> str:
    """The text of a file, with a block where the page says that it is to be put."""
    match how.split():
        case ["new"]:
            assert not text
            return block
        case ["end"]:
            return f"{text.rstrip()}\n\n\n{block}" if block.startswith("@") else f"{text.rstrip()}\n\n{block}"
        case ["above", place]:
            (there,) = PLACES[place].finditer(text)
            return f"{text[: there.start()]}{block}{text[there.start() :]}"
        case ["instead", "of", place]:
            (there,) = PLACES[place].finditer(text)
            return f"{text[: there.start()]}{block}\n{text[there.end() :]}"
    raise AssertionError(f"nobody knows where this is to be put: {how!r}")


def assert_printed(shown: str, printed: str, log: str) -> None:
    """Each line that the page shows was printed, in this order, at whatever time. `log`: of the server."""
    left = iter([without_time(line) for line in printed.splitlines()])
    for line in shown.splitlines():
        assert without_time(line) in left, f"not printed: {line}\n{printed}\n{log}"


def without_time(line: str) -> str:
    return re.sub(r"^\s*(\d+\.\d+ s)?\s*", "", line)


async def test_the_page_from_its_first_file_to_its_last_command(tmp_path: Path) -> None:
    """The agent talks, says what it must, looks up, books once, has a number, and tells what it has booked."""
    with trio.fail_after(WITHIN_S):
        async with trio.open_nursery() as nursery:
            page = OnePage(tmp_path, nursery)
            try:
                for block in BLOCKS:
                    await page.follow(block)
            finally:
                with trio.move_on_after(60, shield=True):
                    await page.stop_all()


def test_the_page_ends_with_the_agent_that_comes_with_offhook() -> None:
    """Whatever stands where in the file; and the tools letter by letter."""
    files: dict[str, str] = {}
    for block in BLOCKS:
        if block.kind in ("toml", "python"):
            name, _, how = block.mark.partition(": ")
            files[name] = put_in(files.get(name, ""), how, block.text)
    assert files["clinic_tools.py"] == (ROOT / "agents" / "clinic_tools.py").read_text()
    assert tomllib.loads(files["clinic.toml"]) == shipped()


def shipped() -> Mapping[str, object]:
    return tomllib.loads((ROOT / "agents" / "clinic.toml").read_text())


def test_every_block_of_the_page_is_followed() -> None:
    """There are files, commands and what they print, and nothing that stands there to be read only."""
    assert {block.kind for block in BLOCKS} == {"", "bash", "toml", "python"}
    assert PAGE.count("```") == 2 * len(BLOCKS)
