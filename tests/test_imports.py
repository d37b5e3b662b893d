"""Who may import whom and by which name, and who may read a clock or roll dice. Only source text is read."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "protocol": set(),
    "engine": {"protocol"},
    "actors": {"protocol", "engine"},
    "hooks": {"protocol", "engine", "actors", "reports"},
    "web": {"protocol", "engine", "actors", "hooks"},
    "simulation": {"protocol", "engine", "actors", "hooks", "web"},
    "reports": {"protocol", "engine"},
    "telephone": {"protocol", "engine", "reports"},
    "carrier_account": {"protocol", "engine", "actors", "web", "reports"},
    "doctor": {"protocol", "engine", "actors", "hooks", "web", "reports", "telephone"},
    "agent_tools": {"engine", "actors"},
    "app": {"protocol", "engine", "actors", "hooks", "web"},
    "commands": {
        "protocol",
        "engine",
        "actors",
        "hooks",
        "web",
        "simulation",
        "reports",
        "telephone",
        "carrier_account",
        "doctor",
        "app",
    },
    "cli": {"reports"},
}
"""Imports go one way: app, simulation -> web -> actors -> engine -> protocol, and telephone -> reports -> engine.

The telephone knows a server by its wire alone, and the modelled world needs neither. The doctor looks at all that a
server is made of, and calls it by the telephone. The commands start the rest; each is imported when it is used.
"""
PRODUCT = sorted(MAY_IMPORT)
OTHERS = ["bench", "tests", "tools"]
"""What is not shipped; it keeps its own names."""
PACKAGE = "offhook"
WING_MAY_IMPORT = {
    "words": set(),
    "decide": {"words"},
    "host": {"decide", "words"},
    "record": {"host", "decide", "words"},
    "run": {"record", "host", "decide", "words"},
}
"""Inside the engine: what runs a call imports what records it, and nothing imports what runs it."""
PURE = ("decide", "words")
"""These wings take time as an argument and return what to do."""
PURE_MODULES = {"abc", "bisect", "collections", "dataclasses", "enum", "itertools", "math", "re", "typing", "msgspec"}
PURE_MODULES |= {"calendar", "datetime", "functools", "numpy", "operator", "unicodedata"}  # of datetime no clock
PURE_MODULES |= {"phonenumbers", "snowballstemmer"}  # tables of the first are read at start (`actors/open_services.py`)
THE_ONLY_DOOR = ROOT / "engine" / "host" / "world.py"
MODELLED_DOOR = ROOT / "simulation" / "seeded.py"  # puts a seed under whatever a library draws behind our back
CLOCKS_AND_DICE = {"time", "random", "uuid", "secrets"}
FORBIDDEN_CALLS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
FORBIDDEN_CALLS |= {("os", "urandom"), ("os", "getrandom"), ("np", "random"), ("numpy", "random")}


def sources(room: str) -> list[Path]:
    """The files of a room; `app` and `cli` are a file each."""
    return [ROOT / f"{room}.py"] if (ROOT / f"{room}.py").exists() else sorted((ROOT / room).rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """The line and the room of each module that is imported; of what is not ours, the first part of its name."""
    yield from ((line, _room(module)) for line, module in modules(path))


def _room(module: str) -> str:
    first, _, rest = module.partition(".")
    return rest.partition(".")[0] if first == PACKAGE else first


@cache
def modules(path: Path) -> Sequence[tuple[int, str]]:
    """The line and the full name of each module that is imported; what comes out of a package may be a module too."""
    return list(_modules(ast.parse(path.read_text())))


def _modules(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports would hide the room"
            if node.module == PACKAGE:
                yield from ((node.lineno, f"{PACKAGE}.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, node.module or ""


def clock_reads_and_dice(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Where a clock, chance or an id is taken from the machine instead of from the world."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in CLOCKS_AND_DICE:
            yield node.lineno, f"from {node.module} import"
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names if alias.name in CLOCKS_AND_DICE - {"random"})
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from ((node.lineno, ast.unparse(node.func)) for _ in _forbidden_pairs(node))


def _forbidden_pairs(call: ast.Call) -> Iterator[tuple[str, str]]:
    """`random.Random` as a type is welcome; as a call it needs a seed, and a call of anything else is chance."""
    names = ast.unparse(call.func).split(".")
    for pair in pairwise(names):
        seeded = pair == ("random", "Random") and bool(call.args)
        chance = pair[0] == "random" and names[0] == "random"
        if pair in FORBIDDEN_CALLS or (chance and not seeded):
            yield pair


@pytest.mark.parametrize("room", PRODUCT)
def test_imports_go_one_way(room: str) -> None:
    """No room imports one above it, nor the tests or the benchmarks."""
    forbidden = {*PRODUCT, *OTHERS} - MAY_IMPORT[room] - {room}
    assert sources(room), "a room without files proves nothing"
    offences = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in sources(room)
        for line, module in imports(path)
        if module in forbidden
    ]
    assert offences == []


@pytest.mark.parametrize("wing", WING_MAY_IMPORT)
def test_imports_inside_the_engine_go_one_way(wing: str) -> None:
    """Every file is in a wing, and no wing imports one above it."""
    assert [path.name for path in (ROOT / "engine").glob("*.py")] == ["__init__.py"]
    allowed = {wing, *WING_MAY_IMPORT[wing]}
    offences = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in sources(f"engine/{wing}")
        for line, module in modules(path)
        if module.startswith(f"{PACKAGE}.engine") and module.split(".")[2] not in allowed
    ]
    assert offences == []


def test_no_actor_has_the_call() -> None:
    """Each is given the channels and interfaces that it uses; only the cast, which hands them out, sees the call."""
    offences = [
        str(path.relative_to(ROOT))
        for path in sources("actors")
        for _, module in modules(path)
        if module == f"{PACKAGE}.engine.run.call" and path.name != "cast.py"
    ]
    assert offences == []


@pytest.mark.parametrize("wing", PURE)
def test_what_decides_neither_waits_nor_reads_a_clock(wing: str) -> None:
    """A pure wing has no event loop, no file, no log and no clock within reach."""
    needed = {module for path in sources(f"engine/{wing}") for _, module in imports(path)}
    assert needed - PURE_MODULES - {"engine", "protocol"} == set()


@pytest.mark.parametrize("room", [*PRODUCT, *OTHERS])
def test_what_is_ours_is_imported_by_the_name_of_the_package(room: str) -> None:
    """By another it would be loaded twice, or be somebody else's: an `except` would miss its mark."""
    offences = [
        f"{path.relative_to(ROOT)}:{line} imports {module}"
        for path in sources(room)
        for line, module in modules(path)
        if module.partition(".")[0] in PRODUCT or module == PACKAGE
    ]
    assert offences == []


@pytest.mark.parametrize("room", [*PRODUCT, *OTHERS])
def test_a_module_is_named_in_full_where_a_program_reads_it(room: str) -> None:
    """What is started with `-m`, imported late, or run as a program of one line."""
    offences = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value[:60]!r}"
        for path in sources(room)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _names_bare_module(node.value)
    ]
    assert offences == []


@pytest.mark.parametrize(
    "page", ["README.md", "Makefile", "pyproject.toml", *sorted(f"docs/{page.name}" for page in ROOT.glob("docs/*.md"))]
)
def test_a_command_that_is_copied_from_a_page_finds_its_module(page: str) -> None:
    """From any directory, and not only where the rooms stand."""
    assert not _names_bare_module((ROOT / page).read_text())


def _names_bare_module(text: str) -> bool:
    if re.search(rf"(?<!\w )import ({_BARE})\b(?![.:])|\bfrom ({_BARE}) import ", text):
        return True
    return any(_is_module(*found.groups()) for found in re.finditer(rf"(?<![\w./-])({_BARE})\.(\w+)", text))


def _is_module(room: str, name: str) -> bool:
    return (ROOT / room / f"{name}.py").exists() or (ROOT / room / name / "__init__.py").exists()


_BARE = "|".join(PRODUCT)


def test_what_is_installed_is_what_stands_here() -> None:
    """The list in pyproject.toml, which setuptools cannot make itself, has every folder of code and no other."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    rooms = [room for room in PRODUCT if (ROOT / room).is_dir()]
    folders = {path.parent.relative_to(ROOT) for room in rooms for path in (ROOT / room).rglob("*.py")}
    assert {path.name for path in ROOT.glob("*.py")} == {f"{room}.py" for room in set(PRODUCT) - set(rooms)}
    assert project["tool"]["setuptools"]["packages"] == [
        PACKAGE,
        *sorted(f"{PACKAGE}.{'.'.join(folder.parts)}" for folder in folders),
    ]


def test_mypy_reads_every_room() -> None:
    """By name, so that a room which is not listed would be taken on trust."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]
    shipped = {f"{PACKAGE}.{room}" for room in PRODUCT}
    examples = {f"{PACKAGE}.agents.{path.stem}" for path in (ROOT / "agents").glob("*.py")}
    assert {*settings["packages"], *settings["modules"]} == shipped | examples | set(OTHERS)


def test_the_application_may_be_found_by_two_names() -> None:
    """`hypercorn app:app` in a checkout loads app.py beside the package's: what it defined would be there twice."""
    defined = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    assert [node.name for node in ast.walk(ast.parse((ROOT / "app.py").read_text())) if isinstance(node, defined)] == []


def test_protocol_needs_numpy_and_msgspec_only() -> None:
    """What bytes mean depends on the standard library and two packages."""
    allowed = {*sys.stdlib_module_names, "numpy", "msgspec", "protocol"}
    modules = {module for path in sources("protocol") for _, module in imports(path)}
    assert modules - allowed == set()


def test_the_engine_knows_no_vendor() -> None:
    """The engine imports the libraries that its files are about, and none that recognises, thinks or speaks."""
    allowed = {*sys.stdlib_module_names, "protocol", "engine", "trio", "msgspec", "structlog", "numpy"}
    allowed |= {"idna", "phonenumbers", "pydantic", "pydantic_core", "sqlalchemy", "snowballstemmer", "threadpoolctl"}
    allowed |= {"httpx", "httpx2"}  # the second is only the name of a type, in engine/host/network.py
    allowed |= {"trio_websocket", "wsproto", "h11"}  # the network's WebSockets
    modules = {module for path in sources("engine") for _, module in imports(path)}
    assert modules - allowed == set()


MAY_NAME_A_CARRIER = ("protocol/carriers/", "web/carriers/", "carrier_account/", "telephone/", "simulation/", "doctor/")


def test_a_carrier_is_known_in_its_own_folders_only() -> None:
    """Engine, actors and the rest of the web server are given one, and ask for nothing but its capabilities.

    Beside its folders, a carrier is named by what plays one, by its account's commands, and by the doctor.
    """
    named = {
        str(path.relative_to(ROOT))
        for room in PRODUCT
        for path in sources(room)
        for _, module in modules(path)
        if re.match(rf"{PACKAGE}\.protocol\.carriers(?!\.(carrier|events)$)", module)
    }
    assert {"web/carriers/twilio.py", "simulation/carrier_side.py"} <= named
    assert [path for path in sorted(named) if not path.startswith(MAY_NAME_A_CARRIER)] == []


@pytest.mark.parametrize("room", [*PRODUCT, *OTHERS])
def test_asyncio_is_imported_nowhere(room: str) -> None:
    """Trio is the only event loop, in the tests and benchmarks too."""
    offences = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources(room)
        for line, module in imports(path)
        if module in {"asyncio", "anyio"}
    ]
    assert offences == []


@pytest.mark.parametrize("room", PRODUCT)
def test_the_world_is_the_only_door(room: str) -> None:
    """Outside engine/host/world.py nothing reads a wall clock, draws chance or makes ids up."""
    offences = [
        f"{path.relative_to(ROOT)}:{line}: {what}"
        for path in sources(room)
        if path not in (THE_ONLY_DOOR, MODELLED_DOOR)
        for line, what in clock_reads_and_dice(ast.parse(path.read_text()))
    ]
    assert offences == []


def test_the_door_itself_would_be_found() -> None:
    """The search does find the clock and the chance that the world does use."""
    found = [what for _, what in clock_reads_and_dice(ast.parse(THE_ONLY_DOOR.read_text()))]
    assert {"time", "os.urandom"} <= set(found)


@pytest.mark.parametrize(
    "line",
    [
        "import time",
        "from time import monotonic",
        "import uuid",
        "from uuid import uuid4",
        "import secrets",
        "import random; random.random()",
        "import random; random.Random()",
        "from random import choice",
        "datetime.now(UTC)",
        "datetime.datetime.now()",
        "date.today()",
        "os.urandom(16)",
        "np.random.default_rng()",
    ],
)
def test_what_reads_a_clock_or_rolls_dice_is_recognised(line: str) -> None:
    """Each way round the world is noticed."""
    assert list(clock_reads_and_dice(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        "import random\ndef draw(chance: random.Random) -> int: return chance.randrange(3)",
        "random.Random(seed)",
        "world.random('purpose').random()",
        "trio.current_time()",
        "datetime.fromtimestamp(world.wall_time(), UTC)",
    ],
)
def test_what_comes_from_the_world_is_left_alone(line: str) -> None:
    """Seeded generators and times that were handed in are what the rule asks for."""
    assert list(clock_reads_and_dice(ast.parse(line))) == []


SHARED_WITH_NOBODY = {
    "offhook.protocol.carriers.telnyx.carrier",
    "offhook.protocol.carriers.telnyx.ours",
    "offhook.protocol.carriers.twilio.carrier",
    "offhook.protocol.carriers.twilio.ours",
    "offhook.simulation.made_up.ours",
    "offhook.protocol.mulaw",
    "offhook.engine.decide.ledger",
    "offhook.engine.run.messages",
}
"""Our codecs, pacing and ledger: what the simulated carrier is to check, as are the actors."""


def test_the_carrier_shares_nothing_with_what_it_checks() -> None:
    """Nothing that the simulated carrier imports, however far down, reaches our codec, pacing or ledger."""
    waiting = [ROOT / "simulation" / "carrier.py"]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        for module in {module for _, module in modules(path)} - seen:
            seen.add(module)
            file = ROOT / f"{module.removeprefix(f'{PACKAGE}.').replace('.', '/')}.py"
            waiting += [file] if file.exists() else []
    assert {"offhook.protocol.playout", "offhook.protocol.carriers.twilio.theirs"} <= seen
    assert {module for module in seen if module in SHARED_WITH_NOBODY or _room(module) == "actors"} == set()
