"""Exceptions as text for logs and people.

The text of a library's exception is never passed on: SQLAlchemy writes the parameters of a statement into it (a
number, the keys pressed, sentences), `int()` the text that it could not read. Such an exception is named by its type
and by the place in our code where it came up; our own exceptions, and what the operating system says, are quoted.

Nurseries raise groups, always: here they are taken apart.
"""

import os
import ssl
import traceback
from collections.abc import Iterator
from types import FrameType

_OURS = __name__.partition(".")[0] + "."
_MAX_CHAIN = 8  # an exception, its cause, the cause's cause ...
_MAX_FRAMES = 40


def leaves(exc: BaseException) -> Iterator[BaseException]:
    """The exceptions that are no groups themselves, depth first; of a plain exception, itself."""
    if isinstance(exc, BaseExceptionGroup):
        for member in exc.exceptions:
            yield from leaves(member)
    else:
        yield exc


def in_words(exc: BaseException) -> str:
    """One line for a person: `Kind: text` or `Kind at file:line`, joined where there are several."""
    return "; ".join(_in_words(leaf) for leaf in leaves(exc))


def reasons(exc: BaseException) -> str:
    """A line or more for whoever started what failed: what our own exceptions say, without their names."""
    return "\n".join(str(leaf) if is_own(leaf) else _in_words(leaf) for leaf in leaves(exc))


def traceback_in_words(exc: BaseException) -> str:
    """Several lines: the frames of an exception and of what caused it, innermost last, without libraries' texts."""
    blocks = ["\n".join(_block(one)) for leaf in leaves(exc) for one in _chain(leaf)]
    return "\n".join(blocks)


def is_own(exc: BaseException) -> bool:
    """Whether the exception's text was written here, and so holds nothing that was not meant to be read."""
    return type(exc).__module__.startswith(_OURS)


def _in_words(exc: BaseException) -> str:
    kind = type(exc).__name__
    if is_own(exc):
        return f"{kind}: {exc}"
    if isinstance(exc, OSError) and (why := _of_the_system(exc)):
        return f"{kind}: {why}" + (f": {exc.filename!r}" if exc.filename is not None else "")
    if isinstance(exc, ImportError) and exc.name:
        return f"{kind}: {exc.name}"  # which module: that is all one needs to install it
    place = _place(exc)
    return f"{kind} at {place}" if place else kind


def _of_the_system(exc: OSError) -> str:
    if isinstance(exc, ssl.SSLError):
        return getattr(exc, "reason", None) or ""  # a constant of OpenSSL's, such as CERTIFICATE_VERIFY_FAILED
    if exc.errno is None:
        return ""
    return os.strerror(exc.errno) if exc.errno > 0 else "name not resolved"  # below zero: getaddrinfo's own numbers


def _place(exc: BaseException) -> str:
    """`engine/store.py:88`: the innermost frame that is ours; empty where there is none."""
    for frame, line in reversed(list(traceback.walk_tb(exc.__traceback__))):
        module = _module(frame)
        if module.startswith(_OURS):
            return f"{module.removeprefix(_OURS).replace('.', '/')}.py:{line}"
    return ""


def _module(frame: FrameType) -> str:
    """By the name under which it was found: a worker program calls itself `__main__`."""
    spec = frame.f_globals.get("__spec__")
    return "" if spec is None else str(spec.name)


def _chain(exc: BaseException) -> Iterator[BaseException]:
    """The first cause first, as Python prints it."""
    chain: list[BaseException] = []
    at: BaseException | None = exc
    while at is not None and at not in chain and len(chain) < _MAX_CHAIN:
        chain.append(at)
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    yield from reversed(chain)


def _block(exc: BaseException) -> Iterator[str]:
    yield "Traceback (most recent call last):"
    # Without the lines of source, for which Python would open every file on the way: calls go on while this is said,
    # and what has just failed may be the opening of files.
    for frame, line in list(traceback.walk_tb(exc.__traceback__))[-_MAX_FRAMES:]:
        yield f'  File "{frame.f_code.co_filename}", line {line}, in {frame.f_code.co_qualname}'
    yield _in_words(exc)
