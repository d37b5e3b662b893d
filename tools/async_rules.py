"""The async rules of flake8 in half their time: where everything stands in a file is measured once, not for each rule.

python -m tools.async_rules FILE...     like `flake8 FILE...`, with its settings

flake8-async measures again for each rule, because a rule may change the file. None does here: nothing is corrected.
"""

import gc
import sys
from collections.abc import Iterator

from flake8.main.cli import main as flake8
from flake8_async.base import Error
from flake8_async.runner import Flake8AsyncRunner_cst, cst


def run_once_measured(self: Flake8AsyncRunner_cst) -> Iterator[Error]:
    """In place of the method of flake8-async."""
    assert not self.options.autofix_codes, "a corrected file has to be measured again"
    file = cst.MetadataWrapper(self.module, unsafe_skip_copy=True)  # the parser gives each node one place
    for visitor in (*self.utility_visitors, *self.visitors):
        file.visit(visitor)
    yield from self.state.problems
    self.noqas = self.state.noqas


MANY = 1_000_000
"""Objects; the tree of a file is a few hundred thousand, and stays until its end."""


def main() -> int:
    gc.set_threshold(MANY)
    Flake8AsyncRunner_cst.run = run_once_measured  # it has no other place for one
    return int(flake8(sys.argv[1:]))


if __name__ == "__main__":
    sys.exit(main())
