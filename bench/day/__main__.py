"""Puts a server through a bad day: calls come and go while services, workers, disk and network fail by a plan.

    python -m bench.day [--minutes 60] [--calls 30] [--seed 1] [--port 26000] [--json FILE] [--keep FOLDER]

Prints JSON: what callers heard by event, what the server held, and which promises were missed. Exits with 1 if any was.
"""

import argparse
import sys
from pathlib import Path

import msgspec
import trio

from bench.day.course import measure
from bench.day.report import Report
from bench.day.server import ServerNotReady
from offhook.engine.host.errors_in_words import in_words
from offhook.reports.terminal import complain


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.day", description="A day of a server in an hour.")
    parser.add_argument("--minutes", type=float, default=60.0, help="5 at least hold what happens to the server itself")
    parser.add_argument("--calls", type=int, default=30, help="at a time")
    parser.add_argument("--seed", type=int, default=1, help="fixes what goes wrong when, and what callers mean to do")
    parser.add_argument("--port", type=int, default=26000, help="the server's; the six behind it are the services'")
    parser.add_argument("--json", type=Path, help="also write the report here")
    parser.add_argument("--keep", type=Path, help="a folder in which log, records and journals are kept")
    arguments = parser.parse_args()
    if arguments.keep is not None:
        arguments.keep.mkdir(parents=True, exist_ok=True)
    found: Report | None = None
    try:
        found = trio.run(measure, arguments.minutes, arguments.calls, arguments.seed, arguments.port, arguments.keep)
    except* (ServerNotReady, OSError) as group:
        complain(in_words(group))
    if found is None:
        sys.exit(1)
    text = msgspec.json.format(msgspec.json.encode(found), indent=2).decode()
    print(text)
    if arguments.json is not None:
        arguments.json.write_text(text + "\n")
    sys.exit(1 if found.missed else 0)


if __name__ == "__main__":
    main()
