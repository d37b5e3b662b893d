"""The reference that a scripted agent gives a caller. Pure."""

import zlib
from collections.abc import Mapping


def booking_reference(caller: str, values: Mapping[str, str]) -> str:
    """A reference of six digits, made from the answers, so that the same booking always has the same one."""
    answers = ";".join(f"{name}={value}" for name, value in sorted(values.items()))
    digits = f"{zlib.crc32(f'{caller};{answers}'.encode()) % 1_000_000:06}"
    return f"{' '.join(digits[:3])}, {' '.join(digits[3:])}"
