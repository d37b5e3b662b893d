"""Runs tests once more that have failed, one after the other, with the machine to themselves.

python -m tools.failed_again FOLDER     where pytest kept its caches, one in each folder inside

Tests of real processes and sockets have deadlines in real seconds, and six parts of `make test` share the cores: one
that was only late passes now. Who fails twice has failed. Many at once are no accident: then none is run again.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

MOST = 5
FAILED = 1  # pytest's status


def failed_in(folder: Path) -> list[str]:
    """The tests that failed, as pytest names them."""
    names: set[str] = set()
    for kept in folder.glob("*/v/cache/lastfailed"):
        names |= msgspec.json.decode(kept.read_bytes(), type=dict[str, bool]).keys()
    return sorted(names)


def run_again(names: Sequence[str]) -> int:
    """The exit status: 0 if there are none, or all of them pass now."""
    if not names:
        return 0
    print(f"failed beside other tests: {', '.join(names)}", flush=True)
    if len(names) > MOST:
        print(f"these are more than {MOST}, which is no accident: none is run again")
        return FAILED
    again = subprocess.run([sys.executable, "-m", "pytest", "--verbose", "-p", "no:cacheprovider", *names], check=False)
    print(f"alone they {'fail too' if again.returncode else 'pass'}")
    return again.returncode


if __name__ == "__main__":
    sys.exit(run_again(failed_in(Path(sys.argv[1]))))
