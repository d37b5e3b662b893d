"""Every command in the code blocks of the pages for operators is run as it stands there, in its order.

As in `tests/test_quickstart.py`, with real programs and the real clock; voice.example.com is a stand-in for a proxy
that ends TLS, and Twilio's REST API a fake. Of `make` only the recipes are run: what they start is the demonstration,
and these tests.
"""

import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
import trio

from offhook.actors.packaged_services import reachable_services
from offhook.engine.host.settings_sources import load_settings
from offhook.simulation.exchange import settings_with
from offhook.simulation.fakes.http_server import on_a_socket
from offhook.simulation.fakes.twilio_rest import NUMBER, OLD_URL, TOKEN, FakeTwilio, a_number
from tests.conftest import WENT_WITHOUT
from tests.fakes.tls_proxy import tls_proxy
from tests.terminal import ROOT, WITHIN_S, Terminal
from tests.web.server import open_server
from tests.web.tls_proxies import CERTIFICATE, NAME

ABOUT_A_SERVER = ("troubleshooting", "behind-a-proxy", "security")
README = ROOT / "README.md"
PAGES = [README, *(ROOT / "docs" / f"{name}.md" for name in ("production", *ABOUT_A_SERVER))]
KINDS = {"", "bash", "toml", "nginx", "caddyfile", "text"}
SERVES = {"serve": "Running on", "ngrok": "Forwarding", "cloudflared": "Forwarding"}
"""What goes on, and what it prints when it is ready."""
PORT_FILE = "voice-port"
ADMIN_TOKEN = "c0ffee-c0ffee-c0ffee"
URL = f"https://{NAME}"


def blocks(page: Path, kind: str) -> list[str]:
    """Those in lists are indented."""
    found = re.findall(r"^( *)```(\w*)\n(.*?)^ *```$", page.read_text(), re.M | re.S)
    return [re.sub(rf"^{indent}", "", text, flags=re.M) for indent, name, text in found if name == kind]


def commands(page: Path) -> list[str]:
    whole = "".join(blocks(page, "bash")).replace("\\\n", "")
    return [line for line in whole.splitlines() if line.strip()]


def goes_on(line: str) -> str | None:
    """What it prints when it is ready, if it does not end by itself."""
    words = [word for word in line.partition("#")[0].split() if "=" not in word]
    program = words[0].rpartition("/")[2] if words else ""
    if program == "offhook" and words[1] == "serve" and "--check" not in words:
        return SERVES["serve"]
    return SERVES.get(program)


def spells(page: Path) -> list[list[str]]:
    """The commands from the start of one server to that of the next, which needs its port."""
    found: list[list[str]] = [[]]
    for line in commands(page):
        if goes_on(line) == SERVES["serve"]:
            found.append([])
        found[-1].append(line)
    return found


async def type_all(terminal: Terminal, typed: list[list[str]]) -> list[str]:
    """What each command that ends by itself has printed."""
    printed: list[str] = []
    for lines in typed:
        async with AsyncExitStack() as going_on:
            for line in lines:
                if ready := goes_on(line):
                    await going_on.enter_async_context(terminal.going_on(line, ready))
                    continue
                if line.startswith("export"):
                    terminal.always.append(line)
                if not line.startswith("curl") or shutil.which("curl"):
                    printed.append(await terminal.run(line))
    return printed


@asynccontextmanager
async def a_terminal(folder: Path, *, port: int | None = None, **variables: str) -> AsyncIterator[Terminal]:
    """Its port is what voice.example.com leads to, for Python programs and for curl."""
    terminal = Terminal(folder, certificate=CERTIFICATE, port=port, CURL_HOME=str(folder), **variables)
    terminal.set_up(NAME, PORT_FILE)
    terminal.always.append(". .venv/bin/activate")
    async with tls_proxy(NAME, CERTIFICATE, lambda path: terminal.port) as outside:
        (folder / PORT_FILE).write_text(str(outside))
        (folder / ".curlrc").write_text(
            f'silent\ncacert = "{CERTIFICATE}"\nconnect-to = "{NAME}:443:127.0.0.1:{outside}"\n'
        )
        yield terminal


async def test_the_commands_of_all_pages(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """At the same time, each in a folder of its own: they mostly wait, for starts and for what is said."""
    walks: list[Callable[[Path], Awaitable[None]]] = [first_call, readme, production]
    walks += [partial(beside_a_server, name) for name in ABOUT_A_SERVER]
    with trio.fail_after(WITHIN_S):
        async with trio.open_nursery() as nursery:
            for number, walk in enumerate(walks):
                folder = tmp_path / str(number)
                folder.mkdir()
                nursery.start_soon(walk, folder)
    if shutil.which("curl") is None:
        without = request.config.stash.setdefault(WENT_WITHOUT, {})
        without["curl is not installed: test_the_commands_of_all_pages went without its commands"] = None


async def first_call(folder: Path) -> None:
    """The first server of the README, and a call to it."""
    async with a_terminal(folder, OFFHOOK__SPEAKER__TONE__SECONDS="1") as terminal:
        (said,) = await type_all(terminal, [spells(README)[1][:2]])
    assert "hello" in said
    assert (folder / "call.wav").exists()


async def readme(folder: Path) -> None:
    """The rest of it: its recipes, two servers, a tunnel, and a call that is signed as Twilio's."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt", "local-parts.txt"):
        (folder / name).symlink_to(ROOT / name)
    async with a_terminal(folder, OFFHOOK__SPEAKER__TONE__SECONDS="2") as terminal:
        for program in ("python", "ruff", "mypy"):
            terminal.add_program(program, f'echo {program} "$@"')
        (folder / ".venv" / ".offhook-ready").touch()
        recipes, (_, _, *without_server), *others = spells(README)
        demo, test, _, check, _, call = await type_all(terminal, [recipes, without_server, *others])
    assert "python -m offhook.telephone.demo" in demo
    added = (folder / ".make" / "local-parts.log").read_text()
    assert "--only-binary :all: --require-hashes --requirement local-parts.txt" in added
    assert "python -m pytest" in test
    assert "tests/actors tests/engine" in test
    assert "python -m tools.failed_again" in test
    assert 'in_use.speaker = ["tone"]' in check
    assert "hello" in call
    assert (folder / "call.wav").exists()
    assert (folder / "call.json").exists()


async def production(folder: Path) -> None:
    """From the first check to a number that leads here, and back."""
    fake = FakeTwilio(numbers=[a_number()])
    async with on_a_socket(fake.serve) as twilio, a_terminal(folder, OFFHOOK__TWILIO__API_URL=twilio) as terminal:
        printed = await type_all(terminal, spells(ROOT / "docs" / "production.md"))
    assert any("Nothing is wrong" in each for each in printed)
    assert any(f"{NUMBER}  POST {URL}/voice-stream" in each for each in printed)
    assert fake.numbers[0]["voice_url"] == OLD_URL


async def beside_a_server(name: str, folder: Path) -> None:
    """A page about one that runs: here in this process, behind the proxy, with both tokens."""
    server = {"public_url": URL, "admin_token": ADMIN_TOKEN}
    tokens = {"OFFHOOK__TWILIO__AUTH_TOKEN": TOKEN, "TOKEN": ADMIN_TOKEN}
    async with (
        open_server(settings_with(server=server, twilio={"auth_token": TOKEN})) as running,
        a_terminal(folder, port=running.port, **tokens) as terminal,
    ):
        printed = await type_all(terminal, spells(ROOT / "docs" / f"{name}.md"))
    assert not any(re.search(r"(?<![\d.])403(?![\d.])", each) for each in printed)  # and no port that has these digits


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_has_no_command_elsewhere(page: Path) -> None:
    """What is typed stands in blocks for it, which the tests above run; settings are in blocks that can be read."""
    text = page.read_text()
    assert set(re.findall(r"^ *```(\w*)$", text, re.M)) <= KINDS
    typed = re.compile(r"(\S*/)?(offhook|hypercorn|make|curl|export|ngrok|cloudflared|ssh|docker|pip)\s")
    for kind in ("", "text"):
        assert [line for block in blocks(page, kind) for line in block.splitlines() if typed.match(line)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_settings_of_a_page_can_be_read(page: Path, folder: Path) -> None:
    """With tokens in place of the dots."""
    for block in blocks(page, "toml"):
        (folder / "offhook.toml").write_text(block.replace('"..."', f'"{TOKEN}"'))
        assert load_settings(reachable_services().settings_type)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    """To a file, and to a heading, which is named as GitHub names it."""
    for target, heading in re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", page.read_text()):
        there = page.parent / target if target else page
        assert there.exists(), target
        headings = re.findall(r"^#+ (.*)$", there.read_text(), re.M) if there.suffix == ".md" else []
        names = {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}
        assert not heading or heading in names, (target, heading)
