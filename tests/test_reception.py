"""`agents/reception.toml`: a caller says "नमस्ते", is asked for a language, and books a room in Hindi. Over real sockets:
`offhook fakes`, `offhook serve` and a telephone. Real clock: nothing is measured."""

import shlex
from pathlib import Path

import pytest
import trio

from offhook.engine.host.agent import load_agent
from tests.fakes.certificate import CERTIFICATE
from tests.serving import free_port
from tests.terminal import ROOT, WITHIN_S, Terminal
from tests.test_languages_page import record_of_the_call

AGENTS = ROOT / "agents"
SAID = {
    "hi": (
        *("नमस्ते", "हिंदी", "शुक्रवार के लिए शाम साढ़े सात बजे दो लोगों के लिए एक कमरा बुक करना है", "तीन रातें"),
        *("नंबर नहीं है", "जी हाँ, बुक कर दीजिए"),
    ),
    "de": (
        *("Guten Tag", "Deutsch bitte", "Ich möchte ein Zimmer für Freitag um halb acht für zwei Personen buchen"),
        *("drei Nächte", "keine Nummer", "ja, bitte buchen Sie"),
    ),
}
QUESTIONS = {
    "hi": "आप किस भाषा में बात करना चाहेंगे: अंग्रेज़ी, हिंदी, स्पेनिश, फ़्रेंच या जर्मन?",
    "de": "In welcher Sprache möchten Sie sprechen: Englisch, Hindi, Spanisch, Französisch oder Deutsch?",
}
BOOKED = {"day": "friday", "time": "19:30", "people": "2", "nights": "3"}


@pytest.mark.parametrize("language", SAID)
async def test_who_greets_is_asked_for_a_language_and_books_in_it(language: str, tmp_path: Path) -> None:
    """The question is in the language of the greeting, and from the choice on all is in the one that was chosen."""
    port = free_port()
    (tmp_path / "hello.wav").write_bytes((ROOT / "telephone" / "recordings" / "book_a_room.wav").read_bytes())
    terminal = Terminal(
        tmp_path,
        certificate=CERTIFICATE,
        OFFHOOK__AGENT__PATH="agents/reception.toml",
        OFFHOOK__RECOGNIZER__CHAIN='["openai"]',
        OFFHOOK__RESPONDER__CHAIN='["dialogue"]',
        OFFHOOK__SPEAKER__CHAIN='["tone"]',  # the test waits for all that the agent says
        OPENAI_BASE_URL=f"http://127.0.0.1:{port}/v1",
        OPENAI_API_KEY="fake",
    )
    terminal.set_up("localhost", "port")
    terminal.always.append(". .venv/bin/activate")
    hears = " ".join(f"--hear {shlex.quote(said)}" for said in SAID[language])
    with trio.fail_after(WITHIN_S):
        async with (
            terminal.going_on(f"offhook fakes --port {port} {hears}", "a request is shown"),
            terminal.going_on("offhook serve", "services ready"),
        ):
            audio = " --audio hello.wav" * len(SAID[language])
            await terminal.run(f"offhook call http://127.0.0.1:8000/voice-stream{audio}")
            record = await record_of_the_call(f"http://127.0.0.1:{terminal.port}/calls")
    assert record["language"] == language
    transcript = record["transcript"]
    assert tuple(each["text"] for each in transcript if each["who"] == "caller") == SAID[language]
    told = [each["text"] for each in transcript if each["who"] == "agent"]
    assert told[1] == QUESTIONS[language]
    assert told[2].startswith(load_agent("a.toml", (AGENTS / f"front_desk.{language}.toml").read_text()).greeting)
    collected = record["collected"]
    assert {name: collected["slots"].get(name) for name in BOOKED} == BOOKED
    assert collected["reference"]


def read(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


def test_it_has_the_front_desk_in_each_language() -> None:
    """Each file as it is shipped."""
    agent = load_agent(str(AGENTS / "reception.toml"), read(str(AGENTS / "reception.toml")), read_file=read)
    assert agent.tags == ("en", "hi", "es", "fr", "de")
    assert [*agent.files] == [*agent.tags]
    assert agent.goodbye == agent.files["en"].goodbye
