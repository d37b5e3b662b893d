"""What a session of a service is given in tests that have no call."""

import trio

from offhook.actors.served_call import ServedCall

A_CALL = ServedCall(caller="+15550123", language="en")


async def committed() -> None:
    """As `Commit`: the reply is the answer from the beginning."""
    await trio.lowlevel.checkpoint()
