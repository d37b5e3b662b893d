"""Takes keys out of texts. Ours never quote one; what a service of another package says might."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel, SecretStr

from offhook.protocol.vendor_variables import is_of_vendor

MASK = "**********"
SHORTEST = 8
"""A shorter one would be found in words that have nothing to do with it."""


class Secrets:
    """The keys of the settings, and those that vendors' own variables hold."""

    def __init__(self, settings: BaseModel, environment: Mapping[str, str]) -> None:
        variables = (value.strip() for name, value in environment.items() if is_of_vendor(name) and _is_secret(name))
        known = {*_secrets(settings), *variables}
        self._known = sorted((each for each in known if len(each) >= SHORTEST), key=len, reverse=True)

    def masked(self, text: str) -> str:
        for each in self._known:
            text = text.replace(each, MASK)
        return text


def _is_secret(name: str) -> bool:
    """Addresses and the names of accounts are told."""
    return "URL" not in name and not name.upper().endswith("_SID")


def _secrets(value: object) -> Iterator[str]:
    match value:
        case SecretStr():
            yield value.get_secret_value()
        case BaseModel():
            for name in type(value).model_fields:
                yield from _secrets(getattr(value, name))
        case Mapping():
            for each in value.values():
                yield from _secrets(each)
        case list() | tuple():
            for each in value:
                yield from _secrets(each)
