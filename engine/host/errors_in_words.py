"""Exceptions as text for logs and people.

The message of a library's exception is never passed on, because it may quote a caller: SQLAlchemy's contains the
parameters of the statement (a number, keys, sentences), that of `int()` the text that it could not parse. Such an
exception is shown by its type and by the place in our code where it was raised. Messages of our own exceptions and of
the operating system are quoted.

Nurseries always raise exception groups: here they are split into the exceptions in them.
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
    """The exceptions of a group, depth first; for a plain exception, itself."""
    if isinstance(exc, BaseExceptionGroup):
        for member in exc.exceptions:
            yield from leaves(member)
    else:
        yield exc


def in_words(exc: BaseException) -> str:
    """One line for a person: `Kind: text` or `Kind at file:line`, joined where there are several."""
    return "; ".join(_in_words(leaf) for leaf in leaves(exc))


def reasons(exc: BaseException) -> str:
    """The messages of our own exceptions without their types, a line or more, for the person who ran the command."""
    return "\n".join(str(leaf) if is_own(leaf) else _in_words(leaf) for leaf in leaves(exc))


def traceback_in_words(exc: BaseException) -> str:
    """A traceback of an exception and its causes, innermost frame last, without libraries' messages."""
    blocks = ["\n".join(_block(one)) for leaf in leaves(exc) for one in _chain(leaf)]
    return "\n".join(blocks)


def is_own(exc: BaseException) -> bool:
    """Whether the exception's message was written in this project, and so is safe to show."""
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
    if not isinstance(exc.errno, int):  # whatever a library has given as its first argument, or nothing
        return ""
    return os.strerror(exc.errno) if exc.errno > 0 else "name not resolved"  # below zero: getaddrinfo's own numbers


def _place(exc: BaseException) -> str:
    """`engine/record/store.py:88`: the innermost frame that is ours; empty where there is none."""
    for frame, line in reversed(list(traceback.walk_tb(exc.__traceback__))):
        module = _module(frame)
        if module.startswith(_OURS):
            return f"{module.removeprefix(_OURS).replace('.', '/')}.py:{line}"
    return ""


def _module(frame: FrameType) -> str:
    """The module's name as it was imported: a worker program's `__name__` is `__main__`."""
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
    # Without lines of source, because Python would open every file for them: that would delay the other calls, and
    # opening files may be what has just failed.
    for frame, line in list(traceback.walk_tb(exc.__traceback__))[-_MAX_FRAMES:]:
        yield f'  File "{frame.f_code.co_filename}", line {line}, in {frame.f_code.co_qualname}'
    yield _in_words(exc)
