"""The median of several requests to one server, in milliseconds and in words."""

from collections.abc import Iterable, Sequence
from statistics import median

import msgspec

from offhook.doctor.measured_network import Measurement

SLOW_S = 0.5
"""A first byte that takes as long as that is late: every answer in a call takes at least as long."""


class Timings(msgspec.Struct, frozen=True):
    """None for what no request came to, such as TLS where there is none."""

    times: int
    connect_s: float | None
    tls_s: float | None
    first_byte_s: float | None

    @property
    def slow(self) -> bool:
        return self.first_byte_s is not None and self.first_byte_s >= SLOW_S

    def in_words(self) -> str:
        named = {"connected in": self.connect_s, "TLS": self.tls_s, "first byte": self.first_byte_s}
        said = ", ".join(f"{name} {each * 1000:.0f} ms" for name, each in named.items() if each is not None)
        return f"{said} (median of {self.times})" if said else "answers"

    def figures(self) -> dict[str, float]:
        named = {"connect_ms": self.connect_s, "tls_ms": self.tls_s, "first_byte_ms": self.first_byte_s}
        return {name: round(each * 1000, 1) for name, each in named.items() if each is not None}


def timings(measurements: Sequence[Measurement]) -> Timings:
    return Timings(
        len(measurements),
        _median(each.connect_s for each in measurements),
        _median(each.tls_s for each in measurements),
        _median(each.first_byte_s for each in measurements),
    )


def _median(times: Iterable[float | None]) -> float | None:
    known = [each for each in times if each is not None]
    return median(known) if known else None
