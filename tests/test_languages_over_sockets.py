"""A caller who is asked which language to speak, over real sockets: `offhook fakes`, `offhook serve` and a telephone.

Real clock: nothing is measured.
"""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
import trio

from tests.fakes.certificate import CERTIFICATE
from tests.serving import free_port
from tests.terminal import WITHIN_S, Terminal

HOTEL = """
name = "hotel"
language = "ask"
languages = ["en", "hi"]
greeting = "Harbor Hotel."
prompt = "You answer for a hotel."
"""
SAYS = ("नमस्ते", "हिंदी", "मुझे कमरा चाहिए")
CALL = "offhook call http://127.0.0.1:8000/voice-stream"


@pytest.mark.parametrize("service", ["openai", "deepgram"])
async def test_the_hindi_exchange(service: str, tmp_path: Path) -> None:
    """From the greeting to an answer of the model, which is told the language; the record has the choice."""
    port = free_port()
    (tmp_path / "hotel.toml").write_text(HOTEL)
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
    terminal.always.append(". .venv/bin/activate")
    hears = " ".join(f"--hear '{text}'" for text in SAYS) + " --answer 'जी ज़रूर।'"
    clips = " ".join(f"--audio {Path(__file__).parents[1]}/telephone/recordings/book_a_room.wav" for _ in SAYS)
    with trio.fail_after(WITHIN_S):
        async with (
            terminal.going_on(f"offhook fakes --port {port} {hears}", "a request is shown"),
            terminal.going_on("offhook serve", "services ready"),
        ):
            await terminal.run(f"{CALL} {clips}")
            record = await record_of_the_call(f"http://127.0.0.1:{terminal.port}/calls")
    assert record["language"] == "hi"
    assert [(each["who"], each["text"]) for each in record["transcript"]] == [
        ("agent", "Harbor Hotel."),
        ("caller", SAYS[0]),
        ("agent", "आप किस भाषा में बात करना चाहेंगे: अंग्रेज़ी या हिंदी?"),
        ("caller", SAYS[1]),
        ("agent", "मैं आपकी क्या मदद करूँ?"),
        ("caller", SAYS[2]),
        ("agent", "जी ज़रूर।"),
    ]


async def record_of_the_call(url: str) -> dict[str, Any]:
    """Once it is over."""
    async with httpx.AsyncClient(trust_env=False) as client:
        while True:
            (call,) = (await client.get(url)).json()["recent"]
            record: dict[str, Any] = (await client.get(f"{url}/{call['call_sid']}")).json()
            if record["ended_at"] is not None:
                return record
            await trio.sleep(0.1)
