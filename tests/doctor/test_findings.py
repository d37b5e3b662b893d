"""What the doctor makes of what it has seen: pure, from figures to findings."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.chosen_chain import chosen_chains
from offhook.actors.declaration import Remote
from offhook.actors.in_use import InUse, ServiceInUse
from offhook.actors.settings import Settings
from offhook.doctor.asked_services import AskedService
from offhook.doctor.certificates import expiry_findings, trust_findings
from offhook.doctor.chains import chain_findings
from offhook.doctor.clock import SteadyWatch, clock_findings
from offhook.doctor.finding import Finding, Level, good, parted, warning, wrong
from offhook.doctor.keys import key_findings
from offhook.doctor.machine import Machine, look_at_machine, machine_findings
from offhook.doctor.measured_network import Measurement
from offhook.doctor.report import exit_code, summary
from offhook.doctor.secrets import MASK, Secrets
from offhook.doctor.setup import NetworkMaker
from offhook.simulation.exchange import settings_with
from offhook.simulation.world import SimulatedWorld
from tests.doctor.rig import KEY, OwnWorld, a_setup
from tests.fakes.certificate import CERTIFICATE, trust

HERE, THERE = "", "api.example.com"
A_MACHINE = Machine(cores=2, limited=False, present=2, throttled=0, periods=0, memory_mb=4000, load=0.5)
DAY_S = 86_400


def chains(*services: tuple[str, str], role: str = "speaker", failing: Sequence[str] = ()) -> list[Finding]:
    """What is told of one chain, without what it is and who gets to know what is said."""
    used = [ServiceInUse(name, "it is set", goes_to) for name, goes_to in services]
    asked = {}
    for name in failing:
        asked[f"{role}.{name}"] = AskedService(f"{role}.{name}", Remote(THERE, ""))
        asked[f"{role}.{name}"].failure = "HTTP 401: refused; set a key"
    roles: Mapping[str, Sequence[ServiceInUse]] = {"recognizer": [], "responder": [], "speaker": [], role: used}
    found = list(chain_findings(InUse(roles), settings_with(), asked))
    assert found[0].what == f"{role}: " + ", ".join(f"{each.name} (it is set)" for each in used)
    assert "goes as sound to" in found[-1].what
    return found[1:-1]


def test_a_chain_tells_who_takes_over_and_when() -> None:
    """With the time that the settings give a service."""
    (finding,) = chains(("first", THERE), ("second", HERE))
    assert finding == good(
        "chains",
        "speaker: when first fails or has no next sound within 0.8 s, second goes on with the sentence",
    )
    (heard,) = chains(("first", THERE), ("second", HERE), role="recognizer")
    assert (
        heard.what == "recognizer: when first fails or has no words 1 s after the caller, second hears the same words"
    )
    (answered,) = chains(("first", THERE), ("second", HERE), role="responder")
    assert answered.what.endswith("has no next sentence within 1.8 s, second goes on with the reply")


def test_a_hedged_chain_tells_when_both_are_asked() -> None:
    """Both cost."""
    used = [ServiceInUse("first", "it is set", THERE), ServiceInUse("second", "it is set", HERE)]
    roles: Mapping[str, Sequence[ServiceInUse]] = {"recognizer": [], "responder": used, "speaker": []}
    settings = settings_with(responder={"hedge_ms": 700})
    told = [each.what for each in chain_findings(InUse(roles), settings, {})]
    assert told[1].endswith("goes on with the reply; after 700 ms both are asked, and the faster one is used")


@pytest.mark.parametrize(
    ("services", "failing", "level", "said"),
    [
        ([("a", HERE)], [], None, ""),
        ([("a", THERE)], [], Level.WARNING, "nothing stands behind a: when it fails, callers hear nothing"),
        (
            [("a", THERE), ("b", THERE)],
            [],
            Level.WARNING,
            "but all of them are at api.example.com: when that is down, callers hear nothing",
        ),
        ([("a", THERE), ("b", "other.example")], [], Level.GOOD, "when a fails or"),
        ([("a", THERE), ("b", HERE)], ["a"], Level.WARNING, "a does not serve now; calls use b"),
        ([("a", THERE), ("b", "c.d"), ("c", HERE)], ["a"], Level.WARNING, "a does not serve now; when b fails or"),
        ([("a", THERE), ("b", THERE)], ["a", "b"], Level.WARNING, "a and b do not serve now; callers hear nothing"),
        ([("a", THERE)], ["a"], Level.WARNING, "a does not serve now; callers hear nothing"),
    ],
)
def test_a_chain_that_may_leave_callers_without_is_told_with_what_to_do(
    services: list[tuple[str, str]], failing: list[str], level: Level | None, said: str
) -> None:
    """Nothing is told of a single service that needs no network."""
    found = chains(*services, failing=failing)
    assert [each.level for each in found] == ([] if level is None else [level])
    for finding in found:
        assert said in finding.what
        if "callers hear nothing" in said:
            assert finding.fix == (
                "put piper, flite or espeak_ng at the end of speaker.chain, or leave speaker.chain unset"
            )


def test_a_key_that_cannot_be_sent_is_wrong_and_none_at_all_is_not(folder: Path) -> None:
    """Without one the variables are named that would set one up."""
    (none,) = key_findings(a_setup(folder, OFFHOOK__SPEAKER__CHAIN='["espeak_ng"]').chosen)
    assert none.level is Level.GOOD
    unset = a_setup(folder)
    found = list(key_findings(a_setup(folder, OPENAI_API_KEY="sk with blanks").chosen))
    assert [each.level for each in found] == [Level.WRONG]
    assert found[0].what.startswith("recognizer.openai, responder.openai, speaker.openai: the key cannot be sent")
    assert "sk with" not in found[0].what
    assert unset.remotes() == {}


@pytest.mark.parametrize(
    ("files", "cores", "throttled", "memory_mb"),
    [
        ({}, None, 0, None),
        ({"cpu.max": "max 100000", "memory.max": "max"}, None, 0, None),
        (
            {
                "cpu.max": "50000 100000",
                "cpu.stat": "usage_usec 7\nnr_periods 100\nnr_throttled 12\nthrottled_usec 5",
                "memory.max": "500000000",
                "memory.current": "100000000",
            },
            0.5,
            12,
            400.0,
        ),
        (
            {
                "cpu/cpu.cfs_quota_us": "25000",
                "cpu/cpu.cfs_period_us": "100000",
                "cpu/cpu.stat": "nr_periods 10\nnr_throttled 1\nthrottled_time 5",
                "memory/memory.limit_in_bytes": "300000000",
                "memory/memory.usage_in_bytes": "200000000",
            },
            0.25,
            1,
            100.0,
        ),
        (
            {
                "cpu/cpu.cfs_quota_us": "-1",
                "cpu/cpu.cfs_period_us": "100000",
                "memory/memory.limit_in_bytes": "9223372036854771712",
            },
            None,
            0,
            None,
        ),
        ({"cpu.max": "garbage", "cpu.stat": "\x00", "memory.max": "none"}, None, 0, None),
    ],
    ids=["none", "no limit", "limits", "limits, version 1", "no limit, version 1", "garbage"],
)
def test_limits_are_read_from_control_groups_of_both_versions(
    tmp_path: Path, files: Mapping[str, str], cores: float | None, throttled: int, memory_mb: float | None
) -> None:
    """What is not there limits nothing."""
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    found = look_at_machine(tmp_path, tmp_path / "meminfo", tmp_path / "own")
    assert found.limited == (cores is not None)
    assert cores is None or found.cores == cores
    assert (found.throttled, found.memory_mb) == (throttled, memory_mb)


def test_what_the_machine_has_left_counts_too(tmp_path: Path) -> None:
    """A limit that is higher than what there is helps nobody."""
    (tmp_path / "memory.max").write_text("900000000")
    (tmp_path / "memory.current").write_text("0")
    (tmp_path / "meminfo").write_text("MemTotal: 1000000 kB\nMemAvailable:    100000 kB\n")
    assert look_at_machine(tmp_path, tmp_path / "meminfo", tmp_path / "own").memory_mb == pytest.approx(102.4)


def test_the_group_of_the_process_itself_counts(tmp_path: Path) -> None:
    """As under systemd, where each service has one below the top."""
    service = tmp_path / "system.slice" / "offhook.service"
    service.mkdir(parents=True)
    (service / "cpu.stat").write_text("nr_periods 50\nnr_throttled 5")
    (service / "cpu.max").write_text("20000 100000")
    (tmp_path / "own").write_text("1:name=systemd:/\n0::/system.slice/offhook.service\n")
    found = look_at_machine(tmp_path, tmp_path / "meminfo", tmp_path / "own")
    assert (found.cores, found.throttled) == (0.2, 5)
    (tmp_path / "own").write_text("0::/elsewhere\n")
    assert not look_at_machine(tmp_path, tmp_path / "meminfo", tmp_path / "own").limited


def test_the_estimate_names_its_basis_and_follows_the_trial() -> None:
    """Twice as slow carries half as many."""
    (*_, fast), (*_, slow) = (machine_findings(A_MACHINE, ms, 100, limit_is_set=False) for ms in (1.0, 2.0))
    assert (fast.figures["calls_one_process"], fast.figures["calls"]) == (50, 100)
    assert (slow.figures["calls_one_process"], slow.figures["calls"]) == (25, 50)
    assert "estimated: the path of a frame takes 2.0 ms" in slow.what
    assert "docs/performance.md" in slow.what
    small = Machine(cores=0.5, limited=True, present=8, throttled=0, periods=0, memory_mb=None, load=0.0)
    first, last = machine_findings(small, 1.0, 100, limit_is_set=False)
    assert first.what == "0.5 cores (limited)"
    assert last.figures["calls"] == last.figures["calls_one_process"] == 25


@pytest.mark.parametrize(
    ("machine", "limit_is_set", "said"),
    [
        (Machine(2, False, 2, 30, 100, 4000, 0.1), False, "it is throttled: made to wait in 30% of all periods"),
        (Machine(2, False, 2, 0, 0, 4000, 7.2), False, "it is busy: 7.2 programs want a core, and it has 2"),
        (Machine(2, False, 2, 0, 0, 100, 0.1), False, "100 MB of memory are free"),
        (Machine(1, False, 2, 0, 0, 4000, 0.1), True, "limits.calls = 100 admits more"),
    ],
    ids=["throttled", "busy", "little memory", "too many calls"],
)
def test_a_machine_that_is_too_small_or_held_back_is_a_warning(machine: Machine, limit_is_set: bool, said: str) -> None:
    """With what to do."""
    found = [
        each for each in machine_findings(machine, 1.0, 100, limit_is_set=limit_is_set) if each.level is Level.WARNING
    ]
    assert [said in each.what for each in found] == [True]
    assert found[0].fix


def test_certificates_that_end_soon_are_a_warning() -> None:
    """With the day, and how many are left."""
    now = 1_800_000_000.0
    found = list(expiry_findings({"a.example": now + 90 * DAY_S, "b.example": now + 3 * DAY_S}, now))
    assert [each.level for each in found] == [Level.GOOD, Level.WARNING]
    assert re.fullmatch(r"b\.example: its certificate lasts until \d{4}-\d\d-\d\d, 3 days", found[1].what)


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"SSL_CERT_FILE": "/nowhere/ca.pem"}, "SSL_CERT_FILE = '/nowhere/ca.pem': there is no such file"),
        ({"SSL_CERT_DIR": "/nowhere"}, "SSL_CERT_DIR = '/nowhere': there is no such directory"),
    ],
)
def test_a_trust_store_that_is_not_there_is_wrong(environment: Mapping[str, str], said: str) -> None:
    """The variable is named, with what it says."""
    found = list(trust_findings(NetworkMaker(trust_environment=False, certificates=trust()), environment))
    assert said in [each.what for each in found if each.level is Level.WRONG]


def test_how_many_authorities_are_trusted_is_told(folder: Path) -> None:
    """And where they are from, if somebody has named a place."""
    make = NetworkMaker(trust_environment=False, certificates=trust())
    (named,) = trust_findings(make, {"SSL_CERT_FILE": str(CERTIFICATE)})
    assert (named.level, named.what) == (Level.GOOD, "1 authorities of SSL_CERT_FILE are trusted")
    (usual,) = trust_findings(NetworkMaker(trust_environment=False), {})
    assert usual.level is Level.GOOD
    assert usual.figures["authorities"] > 10


def test_one_server_with_a_wrong_clock_does_not_accuse_this_one() -> None:
    """The clock in the middle counts."""
    measurements = []
    for ahead_s in (0.2, -0.3, 9000.0):
        measurements.append(Measurement())
        measurements[-1].server_ahead_s = ahead_s
    (finding,) = clock_findings(measurements)
    assert finding.level is Level.GOOD
    (unknown,) = clock_findings([Measurement()])
    assert (unknown.level, unknown.figures) == (Level.GOOD, {})


@pytest.mark.parametrize("jump_s", [0.0, -30.0, 2.0])
async def test_a_clock_that_is_set_meanwhile_is_noticed(jump_s: float, autojump_clock: MockClock) -> None:
    """Against the one that never goes back."""

    class Jumping(SimulatedWorld):
        ahead_s = 0.0

        def wall_time(self) -> float:
            return super().wall_time() + self.ahead_s

    world = Jumping()
    watch = SteadyWatch(world)
    await trio.sleep(3)
    world.ahead_s = jump_s
    (finding,) = watch.findings()
    assert finding.level is (Level.WARNING if jump_s else Level.GOOD)
    assert finding.figures["jump_s"] == pytest.approx(jump_s, abs=0.1)


@pytest.mark.parametrize(
    ("text", "what", "fix"),
    [
        ("no such file; name an existing file; docs", "no such file", "name an existing file; docs"),
        ("OpenAI ends 'a' on 2027-01-01: set responder.openai.model", "OpenAI ends 'a' on 2027-01-01", None),
        ("a proxy cannot be used: correct HTTPS_PROXY", "a proxy cannot be used", "correct HTTPS_PROXY"),
        ("a: b cannot; set c: set d", "a: b cannot", "set c: set d"),
        ("there is nothing to do", "there is nothing to do", ""),
    ],
)
def test_a_text_is_parted_into_what_is_wrong_and_what_to_do(text: str, what: str, fix: str | None) -> None:
    """Where it says both."""
    assert parted(text) == (what, "set responder.openai.model" if fix is None else fix)


def test_keys_are_masked_in_whatever_is_said() -> None:
    """Those of the settings, and those of vendors' own variables; neither an address nor an account's name is one."""
    settings = Settings.model_validate({"responder": {"openai": {"api_key": KEY}}})
    url = "https://api.example.com/v1"
    told = {"OPENAI_BASE_URL": url, "TWILIO_ACCOUNT_SID": "AC0123456789", "HOME": "/home/me1"}
    secrets = Secrets(settings, {"OPENAI_ADMIN_KEY": "sk-admin-123456", **told})
    said = f"{KEY} and sk-admin-123456 at {url} of AC0123456789 in /home/me1"
    assert secrets.masked(said) == f"{MASK} and {MASK} at {url} of AC0123456789 in /home/me1"


def test_the_exit_code_says_whether_something_is_wrong() -> None:
    """Warnings do not count."""
    fine, odd, bad = good("start", "a"), warning("start", "b"), wrong("start", "c")
    assert [exit_code(each) for each in ([fine], [fine, odd], [odd, bad])] == [0, 0, 1]
    assert summary([fine]) == "Nothing is wrong."
    assert summary([fine, odd]) == "Nothing is wrong, 1 warning."
    assert summary([odd, odd, bad]) == "1 thing is wrong, 2 warnings."
    assert summary([bad, bad]) == "2 things are wrong, 0 warnings."


def test_every_variable_that_sets_up_a_service_is_named_without_a_key() -> None:
    """As the services themselves name it."""
    (finding,) = key_findings(chosen_chains(Settings(), OwnWorld({}).environment(), None))
    assert "OPENAI_API_KEY" in finding.fix
