"""Services of other packages. Real packages on the path, real files; calls in virtual time."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
import trio
from trio.testing import MockClock
from typer.testing import CliRunner

from offhook.actors.start_up import Texts, read_texts, rehearse
from offhook.app import open_exchange
from offhook.cli import commands
from offhook.engine.host.world import RealWorld
from offhook.protocol import mulaw
from offhook.simulation.exchange import AGENT
from offhook.simulation.world import SimulatedWorld
from tests.actors.one_call import one_call
from tests.actors.packages import Packages

PAGE = Path(__file__).resolve().parents[2] / "docs" / "extending.md"
MODULE, ENTRY_POINTS, SETTINGS = (
    re.search(rf"```{kind}\n(.*?)```\n", PAGE.read_text()[start:], re.DOTALL)
    for kind, start in (("python", 0), ("toml", 0), ("toml", PAGE.read_text().index("is set like any other")))
)
assert MODULE
assert ENTRY_POINTS
assert SETTINGS
BEEP, SET = MODULE[1], SETTINGS[1]
ENTRY = '"speaker.beep" = "offhook_beep:SERVICE"'
assert ENTRY in ENTRY_POINTS[1]
INSTALLED = ENTRY.replace('"', "")  # as an installer writes it
WITHOUT_SPEECH = '[recognizer]\nchain = ["scripted"]\n[responder]\nchain = ["scripted"]\n[store]\npath = ":memory:"\n'
TONE = '[speaker]\nchain = ["tone"]\n'
EMPTY = "from offhook.actors.speaker.service import VoiceDeclaration\n"


@pytest.fixture
def packages(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Packages:
    """None so far, and a folder to run in."""
    return Packages(folder / "packages", monkeypatch)


def texts(speaker: str, **environment: str) -> Texts:
    """Settings and agent as a start reads them."""
    Path("agent.toml").write_text(AGENT)
    Path("offhook.toml").write_text(f"{WITHOUT_SPEECH}[agent]\npath = 'agent.toml'\n{speaker}")
    return read_texts(SimulatedWorld(), environment)


async def test_a_caller_hears_the_voice_of_another_package(packages: Packages, autojump_clock: MockClock) -> None:
    """The page's code, installed and set as the page says; nothing of ours was touched."""
    packages.install("offhook-beep", BEEP, INSTALLED)
    settings, _ = texts(SET).usable()
    async with one_call(settings) as call:
        await trio.sleep(5)
    heard = b"".join(each.mulaw for each in call.carrier.media)
    sound = mulaw.decode(heard).astype(np.float64)
    loudest = np.argmax(np.abs(np.fft.rfft(sound))) * mulaw.SAMPLE_RATE_HZ / len(sound)
    assert loudest == pytest.approx(660.0, abs=10)


async def test_its_settings_are_read_and_shown_like_all_others(packages: Packages) -> None:
    """From file and variable, with their places, in the check of a start."""
    packages.install("offhook-beep", BEEP, INSTALLED)
    found = texts(SET, OFFHOOK__SPEAKER__BEEP__FREQUENCY_HZ="500")
    assert found.loaded is not None
    assert "speaker.beep.frequency_hz = 500.0    (OFFHOOK__SPEAKER__BEEP__FREQUENCY_HZ)" in list(found.loaded.lines())
    in_use = list((await rehearse(found, RealWorld())).in_use.lines())
    assert 'in_use.speaker = ["beep"]' in in_use
    assert 'words_go_to = ["unknown: speaker.beep does not say"]' in in_use
    (problem,) = texts(SET, OFFHOOK__SPEAKER__BEEP__FREQUENCY_HZ="5").problems
    assert problem.startswith("OFFHOOK__SPEAKER__BEEP__FREQUENCY_HZ: speaker.beep.frequency_hz = '5': Input should be")


def test_a_service_that_is_not_there_is_named_with_what_is(packages: Packages) -> None:
    """In a chain, and where it has settings."""
    packages.install("offhook-beep", BEEP, INSTALLED)
    (in_chain,) = texts('[speaker]\nchain = ["beap"]\n').problems
    assert in_chain.endswith(
        "speaker.chain[1] = 'beap': Input should be 'beep', 'elevenlabs', 'elevenlabs_http', 'espeak_ng', 'flite',"
        " 'openai', 'openai_realtime', 'piper' or 'tone'; did you mean 'beep'?"
    )
    (section,) = texts(f"{TONE}[speaker.beap]\nfrequency_hz = 500\n").problems
    assert section.endswith("speaker.beap: there is no such setting; did you mean 'beep'?")


def test_a_vendor_is_looked_for_under_each_role(folder: Path) -> None:
    """Whoever has one key writes `[openai]`, and was only told the names of all sections."""
    (section,) = texts("[openai]\napi_key = 'sk-secret'\n").problems
    assert section.endswith(
        "openai: there is no such setting; did you mean recognizer.openai or responder.openai or speaker.openai?"
    )


@pytest.mark.parametrize(
    ("source", "entry", "why"),
    [
        (None, "speaker.beep = offhook_beep:SERVICE", "cannot be imported from 'offhook_beep:SERVICE': ModuleNotFound"),
        ("import numpi", INSTALLED, "ModuleNotFoundError: No module named 'numpi'"),
        ("raise SystemExit('no licence')", INSTALLED, "SystemExit: no licence"),
        ("", INSTALLED, "AttributeError: module 'offhook_beep' has no attribute 'SERVICE'"),
        ("SERVICE = 'beep'", INSTALLED, "must lead to a VoiceDeclaration: 'offhook_beep:SERVICE' is a str"),
        (BEEP.replace('("beep",', '("boop",'), INSTALLED, "leads to a service that calls itself 'boop'"),
        (BEEP.replace("BeepSettings, open", "None, open"), INSTALLED, "must declare settings that are a Section"),
        (BEEP.replace("default=880.0, ", ""), INSTALLED, "without a default that fits: frequency_hz"),
        (BEEP.replace(", open_beep)", ", None)"), INSTALLED, "declares nothing that opens the service"),
        (BEEP, "beep = offhook_beep:SERVICE", "must be called as settings name it, such as 'speaker.beep'"),
    ],
)
async def test_an_unusable_service_stops_the_start_only_where_a_chain_names_it(
    source: str | None, entry: str, why: str, packages: Packages, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whose package it is, and what is wrong with it, in either case."""
    packages.install("offhook-beep", source, entry)
    (problem,) = texts(SET).problems
    named = f"entry point '{entry.split(' ')[0]}' of package 'offhook-beep' (group offhook.services) "
    assert problem.startswith(f"offhook.toml:10: speaker.chain names 'beep': {named}")
    assert why in problem
    unnamed = texts(f'{TONE}[speaker.beep]\nkey = "of theirs"\n')
    assert unnamed.problems == ()
    rehearsal = await rehearse(unnamed, RealWorld())
    assert rehearsal.problems == ()
    (warning,) = rehearsal.warnings
    assert warning.startswith(named)
    assert why in warning
    assert unnamed.loaded is not None
    assert "of theirs" not in "\n".join(unnamed.loaded.lines())
    async with open_exchange(unnamed):
        pass
    assert "service unusable" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("tone", "a name that a service of Offhook has taken"),
        ("lead_ms", "a name that stands for another setting there"),
    ],
)
def test_a_package_cannot_replace_what_is_ours(name: str, why: str, packages: Packages) -> None:
    """An installed package changes no call of those who do not name its service; who names ours is told."""
    packages.install("offhook-beep", BEEP.replace('"beep"', f'"{name}"'), INSTALLED.replace("beep ", f"{name} "))
    (warning,) = texts('[speaker]\nchain = ["flite"]\n').unusable_services
    assert f"of package 'offhook-beep' (group offhook.services) declares {why}" in warning
    (problem,) = texts(f"[speaker]\nchain = {json.dumps([name])}\n").problems
    assert why in problem


def test_two_packages_with_one_name_are_both_named(packages: Packages) -> None:
    """Which of them would speak is nothing to be left to chance."""
    packages.install("offhook-beep", BEEP, INSTALLED)
    packages.install("offhook-beep-too", BEEP, INSTALLED.replace("offhook_beep", "offhook_beep_too"))
    (problem,) = texts(SET).problems
    assert "of package 'offhook-beep-too'" in problem
    assert problem.endswith("declares a name that package 'offhook-beep' has taken: uninstall one of them")


async def test_a_service_that_opens_under_another_name_is_refused(packages: Packages) -> None:
    """What it renders would be kept under a name of which the settings know nothing."""
    packages.install("offhook-beep", BEEP.replace('name = "beep"', 'name = "boop"'), INSTALLED)
    (problem,) = (await rehearse(texts(SET), RealWorld())).problems
    assert problem == "speaker.beep: the service that it opens is called 'boop'"


def test_other_commands_read_the_same_settings(packages: Packages) -> None:
    """Whoever looks a call up where such a service is set is not told that there is no such setting."""
    packages.install("offhook-beep", BEEP, INSTALLED)
    Path("offhook.toml").write_text(f"{SET}[store]\npath = 'nowhere.db'\n")
    shown = CliRunner().invoke(commands, ["calls", "show", "CA1"])
    assert "nowhere.db" in shown.stderr
    assert "speaker" not in shown.stderr
