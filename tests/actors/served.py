"""What a session of a service is given in tests that have no call."""

import trio

from offhook.actors.served_call import ServedCall
from offhook.engine.decide.costs import Used
from offhook.engine.record.facts import AnyWhat

A_CALL = ServedCall(caller="+15550123", language="en")


class Counted:
    """As `ServedCall.used`: what each service was asked for."""

    def __init__(self) -> None:
        self.used: dict[str, Used] = {}

    def __call__(self, service: str, used: Used) -> None:
        self.used[service] = self.used.get(service, Used()) + used

    @property
    def call(self) -> ServedCall:
        """The call whose use is counted."""
        return ServedCall(A_CALL.caller, A_CALL.language, used=self)


class Told:
    """As `ServedCall.report`: keeps what a session tells."""

    def __init__(self) -> None:
        self.what: list[AnyWhat] = []

    def __call__(self, what: AnyWhat, *, turn: int = 0, utterance: int = 0) -> None:
        del turn, utterance
        self.what.append(what)

    def seconds(self, at: float) -> float:
        return at


async def committed() -> None:
    """As `Commit`: the reply is the answer from the beginning."""
    await trio.lowlevel.checkpoint()
