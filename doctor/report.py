"""`offhook doctor`: prints what was found, and returns the exit code."""

from collections.abc import Sequence
from functools import partial

import msgspec
import trio

from offhook.actors.start_up import Texts
from offhook.doctor.examination import examine
from offhook.doctor.finding import Finding, Level
from offhook.doctor.public_address import BadPublicAddress, public_address
from offhook.doctor.setup import NetworkMaker
from offhook.engine.host.world import World
from offhook.engine.record.printable_json import printable_json
from offhook.reports.terminal import Terminal, complain

NOTHING_WRONG, SOMETHING_WRONG, COULD_NOT_LOOK, INTERRUPTED = 0, 1, 2, 130
_STYLES = {Level.GOOD: "green", Level.WARNING: "yellow", Level.WRONG: "red"}


def run_doctor(texts: Texts, world: World, url: str | None, terminal: Terminal, *, as_json: bool) -> int:
    """Returns the exit code."""
    problems = list(texts.problems)
    if not problems:
        settings, _ = texts.usable()
        try:
            address = public_address(url, settings.server)
        except BadPublicAddress as exc:
            problems.append(str(exc))
    if problems:
        for problem in problems:
            complain(problem, keep_lines=True)
        return COULD_NOT_LOOK
    found: list[Finding] | None = None
    try:
        found = trio.run(partial(examine, texts, world, NetworkMaker(), address))
    except* KeyboardInterrupt:  # alone or in an exception group
        complain("interrupted: not everything was looked at")
    if found is None:
        return INTERRUPTED
    if as_json:
        terminal.say(as_text(found), keep_lines=True)
    else:
        show(terminal, found)
    return exit_code(found)


def exit_code(found: Sequence[Finding]) -> int:
    return SOMETHING_WRONG if any(each.level is Level.WRONG for each in found) else NOTHING_WRONG


def show(terminal: Terminal, found: Sequence[Finding]) -> None:
    """A line for each finding, by area, and under it what to do."""
    area = ""
    for finding in found:
        if finding.area != area:
            terminal.say(finding.area)
            area = finding.area
        terminal.say(f"  {finding.level.value:<8} {finding.what}", _STYLES[finding.level])
        if finding.fix:
            terminal.say(f"{'':<11}-> {finding.fix}")
    terminal.say(summary(found))


def summary(found: Sequence[Finding]) -> str:
    count = {level: sum(each.level is level for each in found) for level in Level}
    amiss, warnings = count[Level.WRONG], count[Level.WARNING]
    counted = f"{warnings} {'warning' if warnings == 1 else 'warnings'}"
    if not amiss:
        return f"Nothing is wrong, {counted}." if warnings else "Nothing is wrong."
    return f"{amiss} {'thing is' if amiss == 1 else 'things are'} wrong, {counted}."


def as_text(found: Sequence[Finding]) -> str:
    """JSON: the findings in the same order, and the exit code."""
    answer = {"exit_code": exit_code(found), "findings": found}
    return printable_json(msgspec.json.format(msgspec.json.encode(answer), indent=2).decode())
