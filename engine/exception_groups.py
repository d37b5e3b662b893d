"""Nurseries raise groups, always. At the two or three places where one becomes words, these are its members."""

from collections.abc import Iterator


def leaves(exc: BaseException) -> Iterator[BaseException]:
    """The exceptions that are no groups themselves, depth first; of a plain exception, itself."""
    if isinstance(exc, BaseExceptionGroup):
        for member in exc.exceptions:
            yield from leaves(member)
    else:
        yield exc


def in_words(exc: BaseException) -> str:
    """One line for a person: `Kind: text`, joined where there are several."""
    return "; ".join(f"{type(leaf).__name__}: {leaf}" for leaf in leaves(exc))
