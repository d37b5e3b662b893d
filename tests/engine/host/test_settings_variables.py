"""Settings from the environment, and what in it sets nothing. Files and environment are the test's own."""

import pytest

from offhook.engine.host.settings_sources import read_settings
from tests.engine.host.vendor_settings import SECRET, WithVendor, complaint, loaded

pytestmark = pytest.mark.usefixtures("folder")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("OFFHOOK_PORT", "OFFHOOK__SERVER__PORT"),
        ("OFFHOOK_VAD_SILENCE", "OFFHOOK__VAD__SILENCE_MS"),
        ("OFFHOOK_VAD_SILENCE_MS", "OFFHOOK__VAD__SILENCE_MS"),
        ("offhook_vad__silence_ms", "OFFHOOK__VAD__SILENCE_MS"),
        ("OFFHOOK_SERVER__PUBLIC_URL", "OFFHOOK__SERVER__PUBLIC_URL"),
        ("OFFHOOK_CONFIGG", "OFFHOOK_CONFIG"),
        ("offhook_config", "OFFHOOK_CONFIG"),
        ("OFFHOOK__VDA__SILENCE_MS", "OFFHOOK__VAD__SILENCE_MS"),
        ("OFFHOOK__SILENCE_MS", "OFFHOOK__VAD__SILENCE_MS"),
        ("OFFHOOK__VAD__SILENCE", "OFFHOOK__VAD__SILENCE_MS"),
        ("OFFHOOK__VAD__SILENCE_MS__X", "OFFHOOK__VAD__SILENCE_MS"),
        ("OFFHOOK_FORMAT", "OFFHOOK__LOG__FORMAT"),
        (
            "OFFHOOK_API_KEY",
            "OFFHOOK__TWILIO__API_KEY, OFFHOOK__TELNYX__API_KEY or OFFHOOK__VENDOR__API_KEY",
        ),
    ],
)
def test_a_variable_that_sets_nothing_is_refused(name: str, meant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who set it thinks that it works. The message has the name to use, and not the value, which may be a secret."""
    monkeypatch.setenv(name, SECRET)
    (line,) = complaint().splitlines()
    assert line.startswith(f"environment variable {name!r}: ")
    assert line.endswith(f"did you mean {meant}?")
    assert SECRET not in line


def test_a_number_of_a_choice_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable is text, and pydantic compares the numbers of a `Literal` with it as they are."""
    monkeypatch.setenv("OFFHOOK__VENDOR__RATE_HZ", "8000")
    assert loaded().vendor.rate_hz == 8000
    monkeypatch.setenv("OFFHOOK__VENDOR__RATE_HZ", "9000")
    assert complaint().endswith("Input should be 8000 or 16000")


@pytest.mark.parametrize("name", ["OFFHOOK__", "OFFHOOK_", "OFFHOOK__QQQ__ZZZ", "OFFHOOK_ÄÖÜ"])
def test_a_variable_that_resembles_nothing_is_told_how_they_are_named(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the sections that there are."""
    monkeypatch.setenv(name, "300")
    assert (
        "named like OFFHOOK__VAD__SILENCE_MS, and the sections are server, recording, vad, barge_in, floor"
        in complaint()
    )


def test_two_spellings_of_one_variable_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which of them would win is nothing that anybody should have to know."""
    monkeypatch.setenv("OFFHOOK__VAD__SILENCE_MS", "400")
    monkeypatch.setenv("offhook__vad__silence_ms", "500")
    assert "'OFFHOOK__VAD__SILENCE_MS' and 'offhook__vad__silence_ms' set the same value; unset one" in complaint()


def test_every_wrong_variable_and_every_wrong_key_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """One start is enough, whichever of the two places is wrong."""
    monkeypatch.setenv("OFFHOOK_PORT", "8001")
    monkeypatch.setenv("OFFHOOK__LOG__LEVEL", "loud")
    lines = complaint("[vad]\nsilense_ms = 1\n").splitlines()
    assert len(lines) == 3
    assert [text in "\n".join(lines) for text in ("OFFHOOK_PORT", "OFFHOOK__LOG__LEVEL: ", "offhook.toml:2: ")] == [
        True,
        True,
        True,
    ]


KUBERNETES = {
    "OFFHOOK_SERVICE_HOST": "10.0.0.1",
    "OFFHOOK_SERVICE_PORT": "8000",
    "OFFHOOK_SERVICE_PORT_HTTP": "8000",
    "OFFHOOK_PORT": "tcp://10.0.0.1:8000",
    "OFFHOOK_PORT_8000_TCP": "tcp://10.0.0.1:8000",
    "OFFHOOK_PORT_8000_TCP_PROTO": "tcp",
    "OFFHOOK_PORT_8000_TCP_PORT": "8000",
    "OFFHOOK_PORT_8000_TCP_ADDR": "10.0.0.1",
    "OFFHOOK_REDIS_SERVICE_HOST": "10.0.0.2",
    "OFFHOOK_REDIS_PORT": "tcp://10.0.0.2:6379",
}


def test_what_kubernetes_sets_for_a_service_of_our_name_is_one_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pod beside a Service called offhook starts; its log says once which variables these are."""
    for name, value in KUBERNETES.items():
        monkeypatch.setenv(name, value)
    (warning,) = read_settings(WithVendor).warnings
    assert all(name in warning for name in KUBERNETES)
    assert "enableServiceLinks" in warning


def test_variables_that_are_no_settings_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file to read has one, and so have tests that call real services."""
    monkeypatch.setenv("OFFHOOK_LIVE", "1")
    assert read_settings(WithVendor).warnings == ()


def test_a_variable_of_an_earlier_version_says_what_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a key in the file does."""
    monkeypatch.setenv("OFFHOOK__BARGE_IN__ECHO_GUARD", "false")
    assert "'OFFHOOK__BARGE_IN__ECHO_GUARD': there is no such setting; barge_in.echo has taken its place" in complaint()


@pytest.mark.parametrize("value", ["tone", "[tone]", '["tone"', "3", "[" * 100_000])
def test_a_table_that_is_no_json_says_how_to_write_one(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who writes a list as in a shell is shown how it is done."""
    monkeypatch.setenv("OFFHOOK__VENDOR", value)
    assert "'OFFHOOK__VENDOR': not JSON of the right kind; " in complaint()
    assert "written as JSON, such as '[\"tone\"]'" in complaint()


def test_an_unknown_key_in_json_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it hides."""
    monkeypatch.setenv("OFFHOOK__VAD", '{"silense_ms": 400}')
    expected = "OFFHOOK__VAD: vad.silense_ms: there is no such setting; did you mean 'silence_ms'?"
    assert complaint() == expected
