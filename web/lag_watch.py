"""Measures how late this worker's event loop is: every call waits as long as that for each of its frames."""

import trio

from offhook.engine.host.world import run_on_steady_clock
from offhook.engine.run.exchange import Exchange

LOOK_S = 0.1


async def watch_lag(exchange: Exchange | None) -> None:
    """Tell the exchange, as long as the server runs."""
    clock = run_on_steady_clock()
    while exchange is not None:
        due_at, paused_s = trio.current_time() + LOOK_S, 0.0 if clock is None else clock.paused_s
        await trio.sleep_until(due_at)
        # The steady clock takes each second in which nothing ran for a pause of the whole process, whatever it was.
        pause_s = 0.0 if clock is None else clock.paused_s - paused_s
        exchange.note_lag(trio.current_time() - due_at + pause_s)
