"""Whole numbers that come back from a carrier, where anything may stand."""


def whole_number(written: str, most_digits: int, otherwise: int = 0) -> int:
    """`otherwise` for what is no number, or too long for one of ours."""
    return int(written) if written.isascii() and written.isdigit() and len(written) <= most_digits else otherwise
