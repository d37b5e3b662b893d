"""What was used of services, and what it costs. Pure: no clock."""

import msgspec
import pytest

from offhook.engine.decide.costs import Cost, Price, PriceList, Spending, Used

VOICE = Price(character=0.00002)
MODEL = Price(input_token=0.000001, cached_token=0.0000001, output_token=0.000004)
PRICES = PriceList("EUR", {"speaker.a": VOICE, "responder.b": MODEL, "speaker.flite": Price()})


def test_amounts_of_a_service_add_up() -> None:
    """Each by itself, and without the dust of binary fractions."""
    one, two = Used(requests=1, seconds=0.1, estimated=1), Used(requests=1, seconds=0.2, characters=3)
    assert one + two == Used(requests=2, seconds=0.3, characters=3, estimated=1)


def test_what_is_nothing_is_not_written() -> None:
    """A voice has no tokens."""
    assert msgspec.json.encode(Used(requests=1, characters=12)) == b'{"requests":1,"characters":12}'


def test_cached_tokens_have_a_price_of_their_own() -> None:
    """They are part of what the model was told, and are paid for once."""
    used = Used(requests=1, input_tokens=1000, cached_tokens=600, output_tokens=100)
    assert MODEL.of(used) == pytest.approx(400e-6 + 60e-6 + 400e-6)


def test_a_service_without_a_price_is_named_and_not_free() -> None:
    """One with a price of nothing is free."""
    used = {
        "recognizer.c": Used(requests=1, seconds=60.0),
        "responder.b": Used(requests=1, input_tokens=1000),
        "speaker.a": Used(requests=1, characters=100),
        "speaker.flite": Used(requests=1, characters=100),
    }
    services = {"responder.b": 0.001, "speaker.a": 0.002, "speaker.flite": 0.0}
    assert PRICES.cost(used) == Cost("EUR", 0.003, services, ("recognizer.c",))


def test_without_prices_nothing_is_said_about_money() -> None:
    """No currency, and no zero."""
    assert PriceList().cost({"speaker.a": Used(characters=100)}) is None


def test_a_limit_is_reached_once_the_whole_has_cost_as_much() -> None:
    """By several services together, whoever used it up."""
    spending = Spending(PRICES, 0.003)
    assert spending.spend("speaker.a", Used(characters=100))
    assert spending.spend("recognizer.c", Used(seconds=1000.0))
    assert spending.spend("speaker.flite", Used(characters=100_000))
    assert not spending.spend("responder.b", Used(input_tokens=1001))
    assert not spending.spend("speaker.flite", Used(characters=1))


def test_no_limit_is_never_reached() -> None:
    """0 is none."""
    assert Spending(PRICES, 0.0).spend("speaker.a", Used(characters=10**9))
