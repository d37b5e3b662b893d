"""docs/languages.md: its agent is called as the page says, over real sockets: `offhook fakes`, `offhook serve` and a
telephone. Real clock: nothing is measured."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
import trio

from offhook.engine.host.agent import load_agent
from tests.fakes.certificate import CERTIFICATE
from tests.serving import free_port
from tests.terminal import ROOT, WITHIN_S, Terminal

PAGE = (ROOT / "docs" / "languages.md").read_text()
HOTEL, *AGENTS = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.M | re.S)
FAKES, CALL = (
    re.findall(rf"^```bash\n({command} .*?)\n```$", PAGE, re.M)[0] for command in ("offhook fakes", "offhook call")
)
SAID = re.findall(r'^(agent|caller) +"(.*)"$', PAGE, re.M)
CLIP = ROOT / "telephone" / "recordings" / "book_a_room.wav"


@pytest.mark.parametrize("service", ["openai", "deepgram"])
async def test_the_call_of_the_page(service: str, tmp_path: Path) -> None:
    """From the greeting to an answer of the model; the record has the choice."""
    port = free_port()
    (tmp_path / "hotel.toml").write_text(HOTEL)
    (tmp_path / "hello.wav").write_bytes(CLIP.read_bytes())
    terminal = Terminal(
        tmp_path,
        certificate=CERTIFICATE,
        OFFHOOK__AGENT__PATH="hotel.toml",
        OFFHOOK__RECOGNIZER__CHAIN=json.dumps([service]),
        OFFHOOK__RECOGNIZER__DEEPGRAM__BASE_URL=f"http://127.0.0.1:{port}/v1",
        OFFHOOK__RESPONDER__CHAIN='["openai"]',
        OFFHOOK__SPEAKER__CHAIN='["openai"]',
        OPENAI_BASE_URL=f"http://127.0.0.1:{port}/v1",
        OPENAI_API_KEY="fake",
        DEEPGRAM_API_KEY="fake",
    )
    terminal.set_up("localhost", "port")
    terminal.ports[8800] = port
    terminal.always.append(". .venv/bin/activate")
    with trio.fail_after(WITHIN_S):
        async with (
            terminal.going_on(FAKES, "a request is shown"),
            terminal.going_on("offhook serve", "services ready"),
        ):
            await terminal.run(CALL)
            record = await record_of_the_call(f"http://127.0.0.1:{terminal.port}/calls")
    assert record["language"] == "hi"
    assert [(each["who"], each["text"]) for each in record["transcript"]] == SAID


def test_the_agents_of_the_page_can_be_loaded() -> None:
    """Each as a whole, or as what stands below a name."""
    assert len(SAID) == 7
    for text in AGENTS:
        named = text if text.startswith("name") else f'name = "a"\n{text}'
        load_agent("a.toml", named, read_file=a_file)


def a_file(path: str) -> str:
    return f'name = "b"\nlanguage = "{"hi" if ".hi." in path else "en"}"\n'


async def record_of_the_call(url: str) -> dict[str, Any]:
    """Once it is over."""
    async with httpx.AsyncClient(trust_env=False) as client:
        while True:
            (call,) = (await client.get(url)).json()["recent"]
            record: dict[str, Any] = (await client.get(f"{url}/{call['call_sid']}")).json()
            if record["ended_at"] is not None:
                return record
            await trio.sleep(0.1)
