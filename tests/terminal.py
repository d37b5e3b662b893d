"""A terminal in which the commands of a page are typed as they stand there, with the real programs.

The server's port is not 8000 but one that is free, and a tunnel is a stand-in. Recognizer, model and voice are the
settable ones. Python programs find a public name by `PYTHONPATH`.
"""

import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import trio

from tests.fakes.tunnel import leads_to
from tests.serving import free_port, reap, settings_in

ROOT = Path(__file__).resolve().parents[1]
WITHIN_S = 240.0
_NOT_INHERITED = ("OFFHOOK", "MAKE", "MFLAGS")


class Terminal:
    """A folder with what a checkout has, an environment, and what was typed into every terminal so far."""

    def __init__(self, folder: Path, *, certificate: Path, port: int | None = None, **variables: str) -> None:
        self.folder, self.port = folder, port or free_port()
        self.ports = {8000: self.port, 8001: free_port(), 8002: free_port()}
        """By those that pages name."""
        self.always: list[str] = []
        self._certificate, self._variables = certificate, variables

    def set_up(self, name: str, port_file: str) -> None:
        """Programs find the server of this name at the port that this file holds."""
        programs = self.folder / ".venv" / "bin"
        programs.mkdir(parents=True)
        path = f"{programs}:{Path(sys.executable).parent}"
        (programs / "activate").write_text(f'export PATH="{path}:$PATH"\n')
        for tunnel in ("ngrok", "cloudflared"):
            self.add_program(tunnel, f'{sys.executable} -m tests.fakes.tunnel {self.folder} "$@"')
        self.add_program("offhook", f'{sys.executable} -c "from offhook.cli import main; main()" "$@"')
        for each in ("app.py", "agents", "tests"):
            (self.folder / each).symlink_to(ROOT / each)
        leads_to(self.folder, name, port_file)

    def add_program(self, name: str, command: str) -> None:
        program = self.folder / ".venv" / "bin" / name
        program.write_text(f"#!/bin/sh\nexec {command}\n")
        program.chmod(0o755)

    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.upper().startswith(_NOT_INHERITED)}
        path = os.pathsep.join(filter(None, (str(self.folder), os.environ.get("PYTHONPATH"), str(ROOT))))
        return {
            **inherited,
            **settings_in(self.folder),
            "OFFHOOK__STORE__PATH": "offhook.db",
            **self._variables,
            "OFFHOOK__SERVER__PORT": str(self.port),
            "PYTHONPATH": path,
            "SSL_CERT_FILE": str(self._certificate),
            "NO_PROXY": "*",
        }

    def typed(self, line: str) -> list[str]:
        here = line
        for written, port in self.ports.items():
            here = here.replace(str(written), str(port))
        return ["bash", "-c", "\n".join(["set -e", *self.always, here])]

    async def run(self, line: str, *, fails: bool = False) -> str:
        """What it prints. Raises AssertionError with all of it if it fails, or if it should and does not."""
        done = await trio.run_process(
            self.typed(line),
            cwd=self.folder,
            env=self.environment(),
            capture_stdout=True,
            capture_stderr=True,
            check=False,
        )
        printed = f"{done.stdout.decode()}\n{done.stderr.decode()}"
        assert bool(done.returncode) == fails, f"{line}\n{printed}"
        return printed

    @asynccontextmanager
    async def going_on(self, line: str, ready: str) -> AsyncIterator[None]:
        """Start it, wait for what it prints when it is ready, and stop it with Ctrl-C at the end."""
        process = await trio.lowlevel.open_process(
            self.typed(line),
            cwd=self.folder,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        said, is_ready = bytearray(), trio.Event()

        async def read() -> None:
            assert process.stdout is not None
            async for data in process.stdout:
                said.extend(data)
                if ready.encode() in said:
                    is_ready.set()

        async with trio.open_nursery() as nursery:
            nursery.start_soon(read)
            try:
                with trio.move_on_after(WITHIN_S / 2):
                    await is_ready.wait()
                assert is_ready.is_set(), f"{line}\n{said.decode()}"
                yield
            finally:
                os.killpg(process.pid, signal.SIGINT)
                with trio.move_on_after(10, shield=True):
                    await process.wait()
                with trio.move_on_after(10, shield=True):
                    await reap(process)
                nursery.cancel_scope.cancel(reason="it is stopped")
