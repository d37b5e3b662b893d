"""`offhook simulate`."""

import gc
from typing import Annotated

import typer

from offhook.reports.terminal import complain, open_terminal
from offhook.simulation.chance_call import play
from offhook.simulation.chance_words import in_words
from offhook.simulation.promises import BrokenPromise


def simulate(
    seed: Annotated[int, typer.Argument(min=0, help="Decides everything: what the caller does, and what fails.")],
    to: Annotated[int | None, typer.Option(help="Play every seed up to this one.")] = None,
) -> None:
    """Play a random call, faults included, in virtual time. The same seed plays the same call."""
    terminal = open_terminal()
    gc.freeze()  # imported objects need not be checked again in every call
    for number in range(seed, (seed if to is None else to) + 1):
        try:
            outcome, trace = play(number)
        except BrokenPromise as exc:
            complain(f"seed {number}: {exc}; to see it again: offhook simulate {number}", keep_lines=True)
            raise typer.Exit(1) from exc
        short = f"seed {number}: every promise kept  {trace.digest[:12]}"
        terminal.say(in_words(outcome, trace) if to is None else short, keep_lines=True)
