"""Observers of other packages. Real packages on the path; calls over a carrier in memory, in virtual time where they
last."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.start_up import read_texts, rehearse
from offhook.app import open_exchange
from offhook.engine.host.world import RealWorld
from offhook.engine.record import facts
from offhook.engine.record.call_record import CallBegun
from offhook.engine.record.facts import Fact
from offhook.engine.record.packaged_observers import packaged_observers
from offhook.engine.record.reporter import Observer, OpenObserver
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import AGENT, GREETING, calling, open_simulated_exchange, record_of
from offhook.simulation.world import SimulatedWorld
from tests.actors.packages import Packages
from tests.fakes.clips import clip

SECTION = (Path(__file__).resolve().parents[3] / "docs" / "extending.md").read_text().partition("## Add an observer")[2]
MODULE, TEST = re.findall(r"```python\n(.*?)```\n", SECTION, re.DOTALL)
(ENTRY_POINTS,) = re.findall(r"```toml\n(.*?)```\n", SECTION, re.DOTALL)
GROUP, ENTRY = "offhook.observers", 'interruptions = "offhook_interruptions:open_observer"'
assert f'[project.entry-points."{GROUP}"]\n{ENTRY}\n' == ENTRY_POINTS
PACKAGE, INSTALLED = "offhook-interruptions", ENTRY.replace('"', "")  # as an installer writes it
NAMED = f"entry point 'interruptions' of package '{PACKAGE}' (group {GROUP})"


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Packages:
    """None so far, and a folder to run in, with the settable services."""
    monkeypatch.chdir(tmp_path)
    Path("agent.toml").write_text(AGENT)
    Path("offhook.toml").write_text(
        '[recognizer]\nchain = ["scripted"]\n[responder]\nchain = ["scripted"]\n[speaker]\nchain = ["tone"]\n'
        '[store]\npath = ":memory:"\n[agent]\npath = "agent.toml"\n'
    )
    return Packages(tmp_path / "packages", monkeypatch)


async def test_a_server_tells_every_call_to_the_observer_of_another_package(
    packages: Packages, capfd: pytest.CaptureFixture[str]
) -> None:
    """The page's code, installed as the page says; nothing of ours was touched."""
    packages.install(PACKAGE, MODULE, INSTALLED, group=GROUP)
    carrier = SimulatedCarrier()
    async with open_exchange(read_texts(SimulatedWorld(), {})) as exchange, calling(exchange, carrier):
        await carrier.wait(lambda: bool(carrier.media))
    printed = capfd.readouterr()
    assert re.fullmatch(rf"{carrier.call_sid}: interruptions=0 seconds=\d+\n", printed.out)
    assert "observers ready" in printed.err


async def test_it_counts_what_the_caller_interrupts(
    packages: Packages, autojump_clock: MockClock, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page's code in a call in which the caller speaks over the greeting."""
    packages.install(PACKAGE, MODULE, INSTALLED, group=GROUP)
    carrier = SimulatedCarrier()
    observers = list(packaged_observers().openers.values())
    async with open_simulated_exchange(observers=observers) as exchange, calling(exchange, carrier):
        await carrier.wait(lambda: bool(carrier.media))
        carrier.say(clip("today"))
        await carrier.wait(lambda: bool(carrier.clears))
    assert f"{carrier.call_sid}: interruptions=1 " in capsys.readouterr().out


def test_the_test_on_the_page_passes(packages: Packages, capsys: pytest.CaptureFixture[str]) -> None:
    """With the package installed, as its author runs it."""
    packages.install(PACKAGE, MODULE, INSTALLED, group=GROUP)
    names: dict[str, object] = {}
    exec(TEST, names)  # noqa: S102  # the page is ours
    (test,) = (each for name, each in names.items() if name.startswith("test_"))
    assert callable(test)
    test(capsys)


async def test_the_check_of_a_start_names_who_will_observe(packages: Packages) -> None:
    """And nobody, where nobody is installed."""
    texts = read_texts(SimulatedWorld(), {})
    assert not any("observers" in line for line in (await rehearse(texts, RealWorld())).lines())
    packages.install(PACKAGE, MODULE, INSTALLED, group=GROUP)
    rehearsal = await rehearse(read_texts(SimulatedWorld(), {}), RealWorld())
    assert 'in_use.observers = ["interruptions"]' in list(rehearsal.lines())
    assert (rehearsal.problems, rehearsal.warnings) == ((), ())


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (None, "cannot be imported from 'offhook_interruptions:open_observer': ModuleNotFoundError"),
        ("import numpi", "ModuleNotFoundError: No module named 'numpi'"),
        ("raise SystemExit('no licence')", "SystemExit: no licence"),
        ("", "AttributeError: module 'offhook_interruptions' has no attribute 'open_observer'"),
        ("async def open_observer(begun): ...", "must lead to a plain function: 'offhook_interruptions:open_obs"),
        ("open_observer = 'all of them'", "takes a CallBegun and returns an observer: 'offhook_interruptions:open_obs"),
    ],
)
async def test_a_server_starts_without_an_observer_that_cannot_be_used(
    source: str | None, why: str, packages: Packages, capfd: pytest.CaptureFixture[str]
) -> None:
    """One warning, in the check and in the log: whose it is, what is wrong with it, and what to do."""
    packages.install(PACKAGE, source, INSTALLED, group=GROUP)
    texts = read_texts(SimulatedWorld(), {})
    rehearsal = await rehearse(texts, RealWorld())
    (warning,) = rehearsal.warnings
    assert rehearsal.problems == ()
    assert warning.startswith(f"{NAMED} ")
    assert why in warning
    assert warning.endswith("; calls go without this observer: repair or uninstall the package")
    assert not any("observers" in line for line in rehearsal.lines())
    async with open_exchange(texts) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.wait(lambda: bool(carrier.media))
        assert (await record_of(exchange, carrier)).over is not None
    assert capfd.readouterr().err.count("observer unusable") == 1


def test_broken_settings_do_not_hide_a_broken_observer(packages: Packages) -> None:
    """Who repairs a start sees everything at once."""
    packages.install(PACKAGE, "", INSTALLED, group=GROUP)
    Path("offhook.toml").write_text("[no_such_section]\n")
    (warning,) = trio.run(rehearse, read_texts(SimulatedWorld(), {}), RealWorld()).warnings
    assert warning.startswith(NAMED)


def test_of_two_packages_with_one_name_the_second_is_left_out(packages: Packages) -> None:
    """In the order of the packages' names, whichever was installed first."""
    packages.install(
        "offhook-too-many", MODULE, INSTALLED.replace("offhook_interruptions", "offhook_too_many"), group=GROUP
    )
    packages.install(PACKAGE, MODULE, INSTALLED, group=GROUP)
    found = packaged_observers()
    assert list(found.openers) == ["interruptions"]
    (why,) = found.unusable
    assert "of package 'offhook-too-many'" in why
    assert f"declares a name that package '{PACKAGE}' has taken: uninstall one of them" in why


class Listener:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[Fact] = []

    def observe(self, fact: Fact) -> None:
        self.told.append(fact)


class Clumsy:
    """Fails at the first fact."""

    def observe(self, fact: Fact) -> None:
        raise ValueError(f"what was said: {fact.what}")


def unwilling(begun: CallBegun) -> Observer:
    """Fails before it could be told anything."""
    raise ValueError(f"who called: {begun.caller}")


class Leaver:
    """Ends the program at the first fact, as a command would."""

    def observe(self, fact: Fact) -> None:
        raise SystemExit(f"what was said: {fact.what}")


def leaving(begun: CallBegun) -> Observer:
    raise SystemExit(f"who called: {begun.caller}")


class Asynchronous:
    """Would be told nothing: nobody awaits it."""

    async def observe(self, fact: Fact) -> None: ...


@pytest.mark.parametrize(
    ("broken", "name"),
    [
        (lambda begun: Clumsy(), "Clumsy"),
        (unwilling, "unwilling"),
        (lambda begun: Leaver(), "Leaver"),
        (leaving, "leaving"),
    ],
    ids=["observer", "opener", "observer that exits", "opener that exits"],
)
async def test_an_observer_that_raises_costs_a_caller_nothing(
    broken: OpenObserver, name: str, autojump_clock: MockClock
) -> None:
    """The call goes on, another observer is told all of it, and the record counts what happened."""
    listener, carrier = Listener(), SimulatedCarrier()
    async with open_simulated_exchange(observers=[broken, lambda begun: listener]) as exchange:
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
        record = await record_of(exchange, carrier)
    assert record.over is not None
    assert record.over.faults == {"observer failed": 1}
    assert [entry.text for entry in record.transcript] == [GREETING]
    told = [fact.what for fact in listener.told]
    assert isinstance(told[0], facts.CallBegan)
    assert isinstance(told[-1], facts.CallEnded)
    (failed,) = (what for what in told if isinstance(what, facts.ObserverFailed))
    assert failed.observer == name
    assert "what was said" not in failed.error + failed.traceback
    assert [fact.at_s for fact in listener.told] == sorted(fact.at_s for fact in listener.told)


def forgetful(begun: CallBegun) -> None:
    """Makes an observer, and returns nothing."""


def asynchronous(begun: CallBegun) -> Asynchronous:
    return Asynchronous()


async def awaited(begun: CallBegun) -> Observer:
    return Clumsy()


@pytest.mark.parametrize(
    ("broken", "returned"), [(forgetful, "NoneType"), (asynchronous, "Asynchronous"), (awaited, "coroutine")]
)
async def test_the_log_says_which_package_s_function_returns_no_observer(
    broken: Callable[[CallBegun], object], returned: str, autojump_clock: MockClock
) -> None:
    """Its author sees no line of their own code in a traceback: nothing of it ran."""
    listener, carrier = Listener(), SimulatedCarrier()
    observers = [cast(OpenObserver, broken), lambda begun: listener]
    async with open_simulated_exchange(observers=observers) as exchange, calling(exchange, carrier):
        await carrier.agent_has_spoken()
    (failed,) = (fact.what for fact in listener.told if isinstance(fact.what, facts.ObserverFailed))
    assert failed.observer == broken.__name__
    assert f"{__name__}.{broken.__name__} must return an object with a plain function observe(fact)" in failed.error
    assert failed.error.endswith(f"not {returned}")


class Unclassed(Clumsy):
    """Names the kinds that it wants, which cannot be."""

    kinds = ("CallEnded",)


async def test_an_observer_of_no_kind_costs_only_itself(autojump_clock: MockClock) -> None:
    """The call begins without it, and the log says what `kinds` must be."""
    listener, carrier = Listener(), SimulatedCarrier()
    observers: list[OpenObserver] = [lambda begun: Unclassed(), lambda begun: listener]
    async with open_simulated_exchange(observers=observers) as exchange, calling(exchange, carrier):
        await carrier.agent_has_spoken()
    (failed,) = (fact.what for fact in listener.told if isinstance(fact.what, facts.ObserverFailed))
    assert "must be a tuple of classes" in failed.error
