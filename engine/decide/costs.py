"""What services are asked for in a call, and what that costs.

Amounts of one service add up; a price list turns them into money. A service without a price is named as such, and never
counted as free.
"""

from collections.abc import Iterable, Mapping

import msgspec

DIGITS = 6  # of money: a token may cost less than a millionth


class Used(msgspec.Struct, frozen=True, omit_defaults=True):
    """How much of a service was used, in whatever it charges for."""

    requests: int = 0
    """Utterances, sentences or replies that it was asked for."""
    seconds: float = 0.0
    """Of sound that a recognizer was sent; of its session, where it charges for that."""
    characters: int = 0
    """Of text that a voice was given."""
    input_tokens: int = 0
    """That a model was told."""
    cached_tokens: int = 0
    """How many of these it had computed before."""
    output_tokens: int = 0
    """That a model wrote."""
    estimated: int = 0
    """In how many of the requests the tokens are an estimate."""

    def __add__(self, other: "Used") -> "Used":
        return Used(
            self.requests + other.requests,
            round(self.seconds + other.seconds, 3),
            self.characters + other.characters,
            self.input_tokens + other.input_tokens,
            self.cached_tokens + other.cached_tokens,
            self.output_tokens + other.output_tokens,
            self.estimated + other.estimated,
        )


class Price(msgspec.Struct, frozen=True):
    """What one of each costs."""

    second: float = 0.0
    character: float = 0.0
    input_token: float = 0.0
    cached_token: float = 0.0
    output_token: float = 0.0

    def of(self, used: Used) -> float:
        return (
            used.seconds * self.second
            + used.characters * self.character
            + (used.input_tokens - used.cached_tokens) * self.input_token
            + used.cached_tokens * self.cached_token
            + used.output_tokens * self.output_token
        )


class Cost(msgspec.Struct, frozen=True):
    """What a call has cost."""

    currency: str
    total: float
    """Of the services that have a price."""
    services: dict[str, float] = {}
    not_priced: tuple[str, ...] = ()
    """Services that were used and have no price: what they cost is not in the total."""


class PriceList(msgspec.Struct, frozen=True):
    """Prices by service, such as `speaker.openai`; empty where nobody has set any."""

    currency: str = ""
    prices: Mapping[str, Price] = {}

    def cost(self, used: Mapping[str, Used]) -> Cost | None:
        """None without prices."""
        if not self.prices:
            return None
        priced = {name: self.prices[name] for name in used if name in self.prices}
        services = {name: round(price.of(used[name]), DIGITS) for name, price in priced.items()}
        not_priced = tuple(name for name in used if name not in priced)
        return Cost(self.currency, round(sum(services.values()), DIGITS), services, not_priced)


class Spending:
    """What a call has cost so far, and how much it may."""

    __slots__ = ("_limit", "_prices", "_spent", "_used")

    def __init__(self, prices: PriceList, limit: float, used: Iterable[tuple[str, Used]] = ()) -> None:
        """A `limit` of 0 is none. `used` is what the call has used before it returned."""
        self._prices, self._limit = prices, limit
        self._used: dict[str, Used] = {}
        self._spent = 0.0
        for service, amount in used:
            self.spend(service, amount)

    def spend(self, service: str, used: Used) -> bool:
        """Whether the call may go on."""
        self._used[service] = self._used.get(service, Used()) + used
        price = self._prices.prices.get(service)
        if price is not None:
            self._spent += price.of(used)
        return not self._limit or self._spent < self._limit

    @property
    def cost(self) -> Cost | None:
        """So far; None without prices."""
        return self._prices.cost(self._used)
