"""Checks at the start that hooks can be told apart, and that each has its secret."""

from collections.abc import Iterator, Mapping

from offhook.actors.settings import Settings
from offhook.engine.host.printable import printable
from offhook.engine.host.settings_sources import Loaded
from offhook.protocol.standard_webhooks import BadSecret


def hook_problems(loaded: Loaded[Settings], environment: Mapping[str, str]) -> Iterator[str]:
    """Names that two hooks have, and variables without a usable secret."""
    first: dict[str, int] = {}
    for number, hook in enumerate(loaded.settings.hooks):
        if (other := first.setdefault(hook.called, number)) != number:
            place = loaded.place("hooks", number, "name" if hook.name else "url")
            yield printable(
                f"{place}: hooks[{number + 1}] is called {hook.called!r}, and so is hooks[{other + 1}]: "
                "messages that wait could not be told apart; give one of them another name"
            )
        try:
            hook.secret_in(environment)
        except BadSecret as exc:
            place = loaded.place("hooks", number, "secret_variable")
            name = f"hooks[{number + 1}].secret_variable = {hook.secret_variable!r}"
            yield printable(f"{place}: {name}: {exc}; set the variable where the server starts")
