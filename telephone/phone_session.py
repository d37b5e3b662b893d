"""`offhook call`: places one call, shows it while it goes on, writes its files, and prints a summary."""

import trio
from pydantic import SecretStr

from offhook.engine.host.world import World
from offhook.reports.terminal import Terminal, complain
from offhook.telephone.phone import CallOptions, CallOutcome, place_call
from offhook.telephone.phone_files import CallFiles, FileNotWritten
from offhook.telephone.phone_network import open_network
from offhook.telephone.phone_printer import print_summary, print_words, printing
from offhook.telephone.phone_words import Words, words_of

INTERRUPTED = 130  # a shell's exit code for a command that Ctrl-C ended


def run_call(
    options: CallOptions, files: CallFiles, terminal: Terminal, world: World, auth_token: SecretStr | None = None
) -> int:
    """Returns the exit code: 0 if the call went through and its files were written."""
    outcome = _place(options, terminal, world, auth_token)
    if outcome is None:
        return INTERRUPTED
    written = _write(files, outcome)  # before the server is asked, so that Ctrl-C loses no file
    print_words(terminal, outcome.call_sid, _words(options.url, outcome))
    print_summary(terminal, outcome)
    if not outcome.went_through:
        terminal.say(f"failed: {outcome.failure}", "red")
    return 0 if written and outcome.went_through else 1


def _place(options: CallOptions, terminal: Terminal, world: World, auth_token: SecretStr | None) -> CallOutcome | None:
    async def calling() -> CallOutcome:
        async with open_network(auth_token=auth_token) as network:
            return await place_call(options, on_event=printing(terminal), world=world, network=network)

    outcome: CallOutcome | None = None
    try:
        outcome = trio.run(calling)
    except* KeyboardInterrupt:  # alone or in an exception group
        terminal.say("interrupted: the call was cut off")
    return outcome


def _write(files: CallFiles, outcome: CallOutcome) -> bool:
    try:
        files.write(outcome)
    except FileNotWritten as exc:
        complain(str(exc), keep_lines=True)
        return False
    return True


def _words(url: str, outcome: CallOutcome) -> Words:
    """What the server recorded; empty for a call without a stream, and after Ctrl-C."""
    words = Words()
    if outcome.report.streams:
        try:
            words = trio.run(words_of, url, outcome.call_sid)
        except* KeyboardInterrupt:
            pass
    return words
