"""A model of GSM full rate (GSM 06.10): an echo that went through it is no filter of what was played.

It has the codec's steps: prediction from the last eight samples, prediction from the last pitch period, and of what is
left every third sample in three bits, 13 kbit/s together. It is computed in floating point and sends nothing, so it is
not bit-exact: on five recordings its error was within 4 dB of that of libsndfile's codec, louder for some voices and
weaker for others.
"""

import numpy as np
from numpy.typing import NDArray

FRAME, BLOCK = 160, 40
ORDER = 8
EMPHASIS = 0.86
SHORTEST_LAG, LONGEST_LAG = 40, 120
GAINS = np.array([0.1, 0.35, 0.65, 1.0])
GAIN_BOUNDS = np.array([0.2, 0.5, 0.8])
_HALF = np.array([8192, 5741, 2054, 0, -374, -134]) / 8192
WEIGHTING = np.concatenate([_HALF[:0:-1], _HALF])  # GSM 06.10, table 4.4
GRID, PULSES = 3, 13
MOST_REFLECTED = (0.95, 0.95, 0.8, 0.8, 0.7, 0.7, 0.6, 0.6)  # what so few bits can say, for each of them
LAR_STEP = 1 / 20  # the coarsest that the standard uses for the first of them
AUDIBLE = 1.0  # power of a frame, below which nothing is predicted

Sound = NDArray[np.float64]


def gsm(sound: Sound) -> Sound:
    """The sound as the other side of a GSM connection hears it; of the same length, and not delayed."""
    coder = _Coder()
    padded = np.pad(sound, (0, -len(sound) % FRAME))
    return np.concatenate([coder.frame(frame) for frame in padded.reshape(-1, FRAME)])[: len(sound)]


class _Coder:
    """Encodes and decodes at once: what the decoder would know is what is kept."""

    def __init__(self) -> None:
        self._before = 0.0  # the sample before this frame
        self._heard = np.zeros(ORDER)  # emphasised samples before this frame, as they came
        self._residual = np.zeros(LONGEST_LAG)  # as decoded
        self._made = [0.0] * ORDER  # emphasised samples as decoded
        self._after = 0.0

    def frame(self, sound: Sound) -> Sound:
        emphasised = sound - EMPHASIS * np.concatenate([[self._before], sound[:-1]])
        self._before = float(sound[-1])
        predictor = _predictor(emphasised)
        whole = np.concatenate([self._heard, emphasised])
        self._heard = whole[-ORDER:]
        residual = np.convolve(whole, np.concatenate([[1.0], -predictor]), "valid")
        decoded = np.concatenate([self._block(block) for block in residual.reshape(-1, BLOCK)])
        return self._synthesise(decoded, predictor)

    def _block(self, residual: Sound) -> Sound:
        """The residual of a block, as it is decoded."""
        lags = np.lib.stride_tricks.sliding_window_view(self._residual, BLOCK)[: LONGEST_LAG - SHORTEST_LAG + 1]
        likeness = lags @ residual
        best = int(np.argmax(likeness))
        power = float(lags[best] @ lags[best])
        gain = GAINS[int(np.searchsorted(GAIN_BOUNDS, likeness[best] / power if power else 0.0))]
        predicted = gain * lags[best]
        decoded: Sound = predicted + _pulses(residual - predicted)
        self._residual = np.concatenate([self._residual, decoded])[-LONGEST_LAG:]
        return decoded

    def _synthesise(self, residual: Sound, predictor: Sound) -> Sound:
        weights, made = predictor[::-1].tolist(), list(self._made)
        sound = []
        for each in residual.tolist():
            made.append(each + sum(w * m for w, m in zip(weights, made[-ORDER:], strict=True)))
            self._after = made[-1] + EMPHASIS * self._after
            sound.append(self._after)
        self._made = made[-ORDER:]
        return np.array(sound)


def _predictor(sound: Sound) -> Sound:
    """The weights of the last eight samples, newest first, by reflection coefficients as coarse as the codec's."""
    correlation = [float(sound[lag:] @ sound[: len(sound) - lag]) for lag in range(ORDER + 1)]
    exact = coarse = np.zeros(0)
    error = correlation[0] * (1 + 1e-4) + AUDIBLE * FRAME
    for order, most in enumerate(MOST_REFLECTED):
        reflection = (correlation[order + 1] - float(exact @ np.array(correlation[order:0:-1]))) / error
        exact = np.concatenate([exact - reflection * exact[::-1], [reflection]])
        error *= 1 - reflection**2
        rounded = _coarse(min(max(reflection, -most), most))
        coarse = np.concatenate([coarse - rounded * coarse[::-1], [rounded]])
    return coarse


def _coarse(reflection: float) -> float:
    ratio = np.log10((1 + reflection) / (1 - reflection))
    power = 10 ** (round(ratio / LAR_STEP) * LAR_STEP)
    return float((power - 1) / (power + 1))


def _pulses(rest: Sound) -> Sound:
    """Every third sample of what no prediction explains, in three bits each, and zero between them."""
    weighted = np.convolve(rest, WEIGHTING, "same")
    grids = [weighted[first : first + GRID * PULSES : GRID] for first in range(BLOCK - GRID * (PULSES - 1))]
    first = int(np.argmax([float(grid @ grid) for grid in grids]))
    loudest = float(np.max(np.abs(grids[first])))
    decoded = np.zeros(BLOCK)
    if loudest:
        step = loudest / 4
        levels = np.clip(np.floor(grids[first] / step), -4, 3) + 0.5
        decoded[first : first + GRID * PULSES : GRID] = levels * step
    return decoded
