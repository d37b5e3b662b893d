"""Loads the Python files and modules that an agent file names with `tools`, and finds the functions with `@tool`."""

import hashlib
import importlib
import inspect
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import msgspec

from offhook.actors.tools.decorator import marked_options
from offhook.actors.tools.mistakes import Mistakes
from offhook.engine.host.agent import Agent
from offhook.engine.host.text_file import UnreadableFile, read_text

_MODULE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_WHERE = ("tools",)


class FoundFunction(msgspec.Struct, frozen=True):
    """A function with `@tool`."""

    function: Callable[..., object]
    options: Mapping[str, object]
    """As they were given: not checked yet."""
    path: str
    line: int


def named_files(agent: Agent) -> Sequence[Path]:
    """The files among what an agent's `tools` name; the others are modules."""
    named = agent.tool_tables.get("tools")
    names = named if isinstance(named, list) else [named]
    folder = Path(agent.path).parent
    return [folder / each for each in names if isinstance(each, str) and each.endswith(".py")]


class PythonFiles:
    """Loads one after the other."""

    def __init__(self, folder: Path, read_file: Callable[[Path], bytes], mistakes: Mistakes) -> None:
        self._folder, self._read_file, self._mistakes = folder, read_file, mistakes

    def functions(self, names: Sequence[str]) -> Sequence[FoundFunction]:
        """Those of all files and modules; each stands there once, also where one module imports it from another."""
        self._make_neighbours_importable()
        found: dict[tuple[str, int], FoundFunction] = {}
        for name in dict.fromkeys(names):
            module = self._file(name) if name.endswith(".py") else self._module(name)
            here = [] if module is None else [*_marked(module)]
            if module is not None and not here:
                self._report(name, f"no tool is in {name!r}", "put @tool above a function, and save the file")
            found |= {(each.path, each.line): each for each in here if (each.path, each.line) not in found}
        return [*found.values()]

    def _make_neighbours_importable(self) -> None:
        """As for a program, whose folder Python looks in. It is looked in last, so that it hides no other module."""
        folder = str(self._folder.resolve())
        if folder not in sys.path:
            sys.path.append(folder)

    def _report(self, name: str, what: str, fix: str) -> None:
        self._mistakes.file.report(_WHERE, what, fix, near=name)

    def _file(self, name: str) -> ModuleType | None:
        path = self._folder / name
        try:
            text = read_text(path, self._read_file)
        except UnreadableFile as exc:
            if exc.line is None:
                self._report(name, f"tools: {str(path)!r}: {exc.what}", exc.fix)
            else:
                self._mistakes.at(str(path), exc.line, exc.what, exc.fix)
            return None
        # Its own name, because several agents may have a file of this name.
        module = ModuleType(f"{path.stem}_{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:8]}")
        module.__file__ = str(path)
        try:
            code = compile(text, str(path), "exec", dont_inherit=True)
        except SyntaxError as exc:
            self._mistakes.at(str(path), exc.lineno or 1, f"this is not Python: {exc.msg}", "correct it")
            return None
        sys.modules[module.__name__] = module  # where the types of its dataclasses are looked up
        if not self._runs(lambda: exec(code, module.__dict__), str(path), name):  # noqa: S102  # the agent's own
            del sys.modules[module.__name__]
            return None
        return module

    def _module(self, name: str) -> ModuleType | None:
        if not _MODULE.fullmatch(name):
            self._report(name, f"tools: {name!r} is no file and no module", 'write "clinic_tools.py" or "clinic.tools"')
            return None
        loaded: list[ModuleType] = []
        try:
            spec = find_spec(name)
        except (ImportError, AttributeError, ValueError):
            spec = None
        if spec is None:
            fix = 'correct the name, install its package, or name the file: "clinic_tools.py"'
            self._report(name, f"tools: there is no module {name!r}", fix)
            return None
        self._runs(lambda: loaded.append(importlib.import_module(name)), spec.origin or "", name)
        return loaded[0] if loaded else None

    def _runs(self, load: Callable[[], None], path: str, name: str) -> bool:
        """False after reporting what the file's own code has raised."""
        try:
            load()
        except SyntaxError as exc:
            self._mistakes.at(exc.filename or path, exc.lineno or 1, f"this is not Python: {exc.msg}", "correct it")
        except (Exception, SystemExit) as exc:  # noqa: BLE001  # whatever a user's file does
            what = f"it cannot be loaded: {type(exc).__name__}: {exc}"
            fix = "install what it imports" if isinstance(exc, ModuleNotFoundError) else "correct it"
            line = _line_in(path, exc)
            if line is None:
                self._report(name, f"tools: {name!r}: {what}", fix)
            else:
                self._mistakes.at(path, line, what, fix)
        else:
            return True
        return False


def _line_in(path: str, exc: BaseException) -> int | None:
    """The innermost line of the file that was being run."""
    lines = [line for frame, line in traceback.walk_tb(exc.__traceback__) if frame.f_code.co_filename == path]
    return lines[-1] if lines else None


def _marked(module: ModuleType) -> Iterator[FoundFunction]:
    for value in [*vars(module).values()]:
        if (marked := marked_options(value)) is not None:
            function, options = marked
            code = inspect.unwrap(function).__code__
            yield FoundFunction(function, options, code.co_filename, code.co_firstlineno)
