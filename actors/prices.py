"""The price list of the settings. Each role's services charge for something else."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated

from pydantic import Field

from offhook.engine.decide.costs import Price, PriceList
from offhook.engine.host.settings import Section

MILLION = 1_000_000
Money = Annotated[float, Field(ge=0, le=MILLION)]


class RecognizerPrice(Section):
    """What a recognizer charges."""

    minute: Money
    """For a minute of sound that it is sent."""

    def price(self) -> Price:
        return Price(second=self.minute / 60)


class ResponderPrice(Section):
    """What a language model charges, for a million of each."""

    million_input_tokens: Money
    """Of what it is told."""
    million_cached_tokens: Money | None = None
    """Of what it is told and has computed before. Unset: as `million_input_tokens`."""
    million_output_tokens: Money
    """Of what it writes."""

    def price(self) -> Price:
        cached = self.million_input_tokens if self.million_cached_tokens is None else self.million_cached_tokens
        return Price(
            input_token=self.million_input_tokens / MILLION,
            cached_token=cached / MILLION,
            output_token=self.million_output_tokens / MILLION,
        )


class SpeakerPrice(Section):
    """What a voice charges."""

    million_characters: Money
    """For a million characters of text."""

    def price(self) -> Price:
        return Price(character=self.million_characters / MILLION)


class PricesSettings(Section):
    """What services charge, so that records say what calls have cost; docs/costs.md shows how to fill this in."""

    currency: Annotated[str, Field(min_length=1, max_length=10)] = "USD"
    """The currency of all prices and of `limits.cost`. It is only shown: nothing is converted."""
    recognizer: dict[str, RecognizerPrice] = Field(default={})
    """What a minute of sound costs: `openai = { minute = 0.006 }`."""
    responder: dict[str, ResponderPrice] = Field(default={})
    """What a million tokens cost, told, cached and written: `openai = { million_input_tokens = 1.0,
    million_cached_tokens = 0.1, million_output_tokens = 4.0 }`. Without the middle one, cached tokens cost as others
    do."""
    speaker: dict[str, SpeakerPrice] = Field(default={})
    """What a million characters cost: `openai = { million_characters = 15.0 }`."""

    def by_role(self) -> Mapping[str, Mapping[str, RecognizerPrice | ResponderPrice | SpeakerPrice]]:
        return {"recognizer": self.recognizer, "responder": self.responder, "speaker": self.speaker}

    def names(self) -> Iterator[str]:
        """Of the services that have a price: `speaker.openai`."""
        return (f"{role}.{name}" for role, prices in self.by_role().items() for name in prices)

    def price_list(self, free: Iterable[str]) -> PriceList:
        """With those that cost nothing, unless they have a price too. Empty where no price is set."""
        prices = {f"{role}.{name}": each.price() for role, of in self.by_role().items() for name, each in of.items()}
        return PriceList(self.currency, {**dict.fromkeys(free, Price()), **prices}) if prices else PriceList()
