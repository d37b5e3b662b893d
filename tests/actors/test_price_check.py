"""What a start says about prices, and about a limit that needs them. Real files; no service is opened."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from offhook.actors.settings import Settings
from offhook.actors.start_up import read_texts
from offhook.engine.decide.costs import Price
from offhook.simulation.exchange import AGENT
from offhook.simulation.world import SimulatedWorld

EMBEDDED = """
[recognizer]
chain = ["scripted"]

[responder]
chain = ["scripted"]

[speaker]
chain = ["tone"]
"""
REMOTE = EMBEDDED.replace('["tone"]', '["openai", "tone"]').replace('["scripted"]', '["openai", "scripted"]', 1)
PRICED = f"""{REMOTE}
[prices.recognizer.openai]
minute = 0.006

[prices.speaker]
openai = {{ million_characters = 15 }}
"""
LIMIT = "\n[limits]\ncost = 0.5\n"
FIX = "; 0 is a price too, for a service that costs nothing; docs/costs.md shows how"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("agent.toml").write_text(AGENT)


def start(
    settings: str, environment: Mapping[str, str] | None = None, keys: Mapping[str, str] | None = None
) -> tuple[Settings | None, list[str]]:
    """The settings, and what is wrong with them."""
    Path("offhook.toml").write_text(f'[agent]\npath = "agent.toml"\n{settings}')
    texts = read_texts(SimulatedWorld(environment=keys), environment or {})
    return None if texts.loaded is None else texts.loaded.settings, list(texts.problems)


def test_prices_are_per_minute_and_per_million() -> None:
    """As the vendors' pages have them; what runs on this machine is free."""
    found, problems = start(PRICED)
    assert problems == []
    assert found is not None
    prices = found.price_list()
    assert prices.currency == "USD"
    assert prices.prices["recognizer.openai"] == Price(second=0.0001)
    assert prices.prices["speaker.openai"] == Price(character=0.000015)
    assert prices.prices["speaker.flite"] == prices.prices["responder.dialogue"] == Price()
    assert "responder.openai" not in prices.prices


@pytest.mark.parametrize(("cached", "price"), [("", 2e-6), ("million_cached_tokens = 0.5\n", 5e-7)])
def test_cached_tokens_cost_as_others_unless_it_is_said(cached: str, price: float) -> None:
    """Not every vendor makes a difference."""
    tokens = f"[prices.responder.openai]\nmillion_input_tokens = 2\n{cached}million_output_tokens = 8\n"
    found, problems = start(EMBEDDED + tokens)
    assert problems == []
    assert found is not None
    assert found.price_list().prices["responder.openai"] == Price(0, 0, 2e-6, price, 8e-6)


def test_a_variable_sets_a_price() -> None:
    """As it sets any other setting."""
    found, problems = start(EMBEDDED, {"OFFHOOK__PRICES__SPEAKER__OPENAI__MILLION_CHARACTERS": "15"})
    assert problems == []
    assert found is not None
    assert found.price_list().prices["speaker.openai"] == Price(character=0.000015)


def test_without_a_price_there_is_no_list() -> None:
    """Embedded services alone are none."""
    found, problems = start(REMOTE)
    assert problems == []
    assert found is not None
    assert found.price_list().prices == {}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "[prices.speaker]\nopenia = { million_characters = 15 }",
            "offhook.toml:14: prices.speaker.openia: there is no such service; did you mean 'openai'?",
        ),
        (
            "[prices.speaker]\nopenai = { minute = 15 }",
            "offhook.toml:14: prices.speaker.openai.minute: there is no such setting; known here: million_characters",
        ),
        (
            "[prices.speaker]\nopenai = {}",
            "offhook.toml:14: prices.speaker.openai.million_characters is missing: it has no default",
        ),
        (
            "[prices.recognizer]\nopenai = 0.006",
            "offhook.toml:14: prices.recognizer.openai = 0.006: must be a table",
        ),
        (
            "[prices.recognizer]\nopenai = { minute = -1 }",
            "offhook.toml:14: prices.recognizer.openai.minute = -1: Input should be greater than or equal to 0",
        ),
    ],
)
def test_a_price_that_cannot_be_used_is_refused_with_its_line(line: str, problem: str) -> None:
    """Nobody believes in a price that no call will have."""
    _, problems = start(f"{EMBEDDED}\n{line}\n")
    assert problem in problems


def test_a_limit_without_prices_says_which_are_missing() -> None:
    """Of the services that calls may use, and that are not on this machine."""
    _, problems = start(REMOTE + LIMIT)
    assert problems == [
        "offhook.toml:14: limits.cost = 0.5: without a price for each service it cannot be kept: "
        f"set prices.recognizer.openai, prices.speaker.openai{FIX}"
    ]


def test_a_service_that_a_key_has_put_into_a_chain_needs_a_price_too() -> None:
    """Nobody has named it."""
    settings = EMBEDDED.partition("[speaker]")[0] + LIMIT
    assert "speaker.openai" not in "".join(start(settings)[1])
    (problem,) = start(settings, keys={"OPENAI_API_KEY": "sk-proj-0123456789abcdef"})[1]
    assert "set prices.speaker.openai_realtime, prices.speaker.openai; " in problem


def test_a_limit_with_all_prices_is_kept() -> None:
    """A price may be 0."""
    assert start(PRICED + LIMIT)[1] == []
    assert start(PRICED.replace("0.006", "0") + LIMIT)[1] == []


def test_a_limit_where_nothing_costs_anything_is_refused() -> None:
    """It would never be reached."""
    _, problems = start(EMBEDDED + LIMIT)
    assert problems == [
        "offhook.toml:14: limits.cost = 0.5: no service has a price, so it would never be reached: "
        "set [prices], or leave the limit out"
    ]
