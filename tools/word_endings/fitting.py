"""Logistic regression on the features of `engine/words/endings/model.py`, with numpy alone."""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from offhook.engine.words.endings.model import SCALE, features
from tools.word_endings.texts import Said

KNOWN, KNOWN_FROM = 1500, 12
"""So many words have a weight of their own, if they occur as often."""
MOST, KEPT_FROM = 4500, 6
"""So many other features have one."""
_ALWAYS = ("#", "?", "source ")
TRIAL_PASSES, PASSES, BATCH, RATE = 2, 5, 4096, 0.15
SHRINK = 1.5e-6
SENTENCE_ENDS = 0.5
"""What the end of a sentence after which its speaker went on counts as: half an end."""

Ends = NDArray[np.float32]


class _Table:
    """The examples: a row of features for each word of each sentence, ragged and flat."""

    def __init__(self, said: Sequence[Said]) -> None:
        counted = Counter(word for each in said for word in each.words)
        self.known = {word: 0 for word, times in counted.most_common(KNOWN) if times >= KNOWN_FROM}
        self.names: dict[str, int] = {}
        flat, lengths = array("i"), array("i")
        ends: list[float] = []
        weights: list[float] = []
        for each in said:
            for length in range(1, len(each.words) + 1):
                found = [*features(each.words[:length], self.known), f"source {each.source}"]
                flat.extend(self.names.setdefault(name, len(self.names)) for name in found)
                lengths.append(len(found))
                whole = length == len(each.words)
                ends.append((1.0 if each.stopped else SENTENCE_ENDS) if whole else 0.0)
                weights.append(each.weight)
        self.lengths, self.flat = np.array(lengths), np.array(flat)
        self.starts = np.concatenate([[0], np.cumsum(self.lengths)])
        self.ends, self.weights = np.array(ends, dtype=np.float32), np.array(weights, dtype=np.float32)


def fit(said: Iterable[Said], seed: int) -> dict[str, int]:
    """The weights, in whole numbers. All features are tried, then those that tell most are learned anew alone."""
    table = _Table(list(said))
    occur = np.bincount(table.flat, minlength=len(table.names))
    learned = _learned(table, occur >= KEPT_FROM, TRIAL_PASSES, seed)
    tells = np.abs(learned) * np.sqrt(occur)
    free = [place for name, place in table.names.items() if name not in table.known and not name.startswith(_ALWAYS)]
    given_up = sorted(free, key=lambda place: -tells[place])[MOST:]
    allowed = occur >= KEPT_FROM
    allowed[given_up] = False
    rounded = np.rint(_learned(table, allowed, PASSES, seed) * SCALE).astype(int)
    return {
        name: int(rounded[place])
        for name, place in sorted(table.names.items())
        if allowed[place] and not name.startswith("source ")
    }


def _learned(table: _Table, allowed: NDArray[np.bool_], passes: int, seed: int) -> NDArray[np.float64]:
    learned, squares = np.zeros(len(table.names)), np.full(len(table.names), 1e-6)
    chance = np.random.default_rng(seed)
    for _ in range(passes):
        order = chance.permutation(len(table.ends))
        for begin in range(0, len(order), BATCH):
            _step(table, order[begin : begin + BATCH], learned, squares, allowed)
    return learned


def _step(
    table: _Table,
    chosen: NDArray[np.int64],
    learned: NDArray[np.float64],
    squares: NDArray[np.float64],
    allowed: NDArray[np.bool_],
) -> None:
    """One step of Adagrad."""
    lengths = table.lengths[chosen]
    owner = np.repeat(np.arange(len(chosen)), lengths)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    named = table.flat[np.repeat(table.starts[chosen], lengths) + within]
    odds = np.bincount(owner, learned[named], minlength=len(chosen))
    wrong = (1 / (1 + np.exp(-odds)) - table.ends[chosen]) * table.weights[chosen]
    slope = np.bincount(named, wrong[owner], minlength=len(learned)) + SHRINK * BATCH * learned
    slope *= allowed
    squares += slope**2
    learned -= RATE * slope / np.sqrt(squares)
