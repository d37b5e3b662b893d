"""What a turn of the agent is to do."""

import msgspec

from offhook.actors.responder.service import CallerTurn


class AskAgain(msgspec.Struct, frozen=True):
    """The caller's words were lost, or their answer is overdue: ask the caller to say it again."""


class NothingSaid(msgspec.Struct, frozen=True):
    """The caller made a sound, or hesitated. The responder is not told, and the agent goes on listening."""


class OnlyOwed(msgspec.Struct, frozen=True):
    """Generate nothing new: say what an earlier reply still owes."""


Wanted = CallerTurn | AskAgain | NothingSaid | OnlyOwed
