"""Settings from file and environment. Real files in a folder of the test's own; the environment is the test's too."""

import os
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import Field, SecretStr

from engine.settings import (
    EngineSettings,
    Section,
    SettingsError,
    as_lines,
    effective_settings,
    load_settings,
)

SECRET = "sk-do-not-show-this-to-anyone"


class VendorSettings(Section):
    """A service with a key, as the real ones have it."""

    api_key: Annotated[SecretStr, Field(min_length=20)] | None = None
    models: tuple[str, ...] = ("small",)


class WithVendor(EngineSettings):
    """The engine's settings and one service's."""

    vendor: VendorSettings = VendorSettings()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to run in, and an environment without a word for us."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.upper().startswith("OFFHOOK"):
            monkeypatch.delenv(name)
    return tmp_path


def loaded(text: str = "") -> WithVendor:
    """The settings with this in `offhook.toml`."""
    Path("offhook.toml").write_text(text)
    return load_settings(WithVendor)


def complaint(text: str = "") -> str:
    with pytest.raises(SettingsError) as caught:
        loaded(text)
    return str(caught.value)


# Where values come from.


def test_without_file_and_environment_the_defaults_hold() -> None:
    """A first start needs no settings at all."""
    assert load_settings(WithVendor) == WithVendor.model_construct()


def test_the_file_in_the_folder_is_read() -> None:
    """`offhook.toml` changes what it names and nothing else."""
    settings = loaded("[vad]\nsilence_ms = 400\n[vendor]\nmodels = ['large', 'small']\n")
    assert (settings.vad.silence_ms, settings.vad.pause_ms, settings.vendor.models) == (400, 120, ("large", "small"))


def test_the_environment_overrides_the_file_key_by_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """One variable changes one key; the file's other keys of the section stay."""
    monkeypatch.setenv("OFFHOOK__VAD__SILENCE_MS", "500")
    monkeypatch.setenv("offhook__vad__onset_ms", "80")
    settings = loaded("[vad]\nsilence_ms = 400\npause_ms = 200\n")
    assert (settings.vad.silence_ms, settings.vad.pause_ms, settings.vad.onset_ms) == (500, 200, 80)


def test_lists_and_tables_are_json_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list, and a whole section, may stand in a variable."""
    monkeypatch.setenv("OFFHOOK__VENDOR__MODELS", '["a", "b"]')
    monkeypatch.setenv("OFFHOOK__VAD", '{"silence_ms": 600}')
    settings = loaded("[vad]\npause_ms = 200\n")
    assert (settings.vendor.models, settings.vad.silence_ms, settings.vad.pause_ms) == (("a", "b"), 600, 200)


def test_another_file_may_be_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OFFHOOK_CONFIG names the file; the one in the folder is then not read."""
    (folder / "other.toml").write_text("[vad]\nsilence_ms = 800\n")
    monkeypatch.setenv("OFFHOOK_CONFIG", str(folder / "other.toml"))
    assert loaded("no TOML at all").vad.silence_ms == 800


def test_variables_of_others_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what begins with our prefix is ours."""
    monkeypatch.setenv("OFFHOOKED__VAD__SILENCE_MS", "x")
    monkeypatch.setenv("VAD__SILENCE_MS", "x")
    assert loaded().vad.silence_ms == 300


# What is refused.


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[vad]\nsilence = 300", "vad.silence: there is no such setting; remove it or correct its name"),
        ("[vda]\nsilence_ms = 300", "vda: there is no such setting; remove it or correct its name"),
        ("[vad]\nsilence_ms = 'soon'", "vad.silence_ms = 'soon': Input should be a valid integer"),
        ("[vad]\nsilence_ms = 305", "vad.silence_ms = 305: must be a multiple of 20"),
        ("[vad]\naggressiveness = 4", "vad.aggressiveness = 4: Input should be less than or equal to 3"),
        ("[vad]\npause_ms = 400", "pause_ms (400) must not exceed silence_ms (300)"),
        ("[vad]\nonset_ms = 200", "onset_ms (200) <= onset_window_ms (100) <= smoothing_ms (600) must hold"),
        ("[server]\nport = 65536", "server.port = 65536: Input should be less than or equal to 65535"),
        ("[server]\nroot_path = 'phone'", "server.root_path = 'phone': must begin with /"),
        ("[server]\nroot_path = '/phone/'", "server.root_path = '/phone/': must begin with /, not end with one"),
        ("[server]\nroot_path = '/'", "server.root_path = '/': must begin with /, not end with one"),
        ("[server]\nroot_path = '/a b'", "server.root_path = '/a b': must begin with /"),
        ('[server]\nroot_path = "/a\\n"', "such as /phone"),
        ("[floor]\nidle_s = 0", "floor.idle_s = 0: Input should be greater than 0"),
        ("[floor]\nidle_s = nan", "floor.idle_s = nan: "),
        ("[limits]\ncall_s = inf", "limits.call_s = inf: "),
        ("[log]\nlevel = 'loud'", "log.level = 'loud': Input should be 'debug', 'info', 'warning' or 'error'"),
        ("vad = 3", "vad = 3: "),
    ],
)
def test_a_wrong_value_is_named_with_its_rule(text: str, message: str) -> None:
    """Key, value and rule: what to look for, what stands there, what may stand there."""
    assert message in complaint(text)


def test_all_wrong_values_are_named_at_once() -> None:
    """One start is enough to learn of every mistake."""
    lines = complaint("[vad]\nsilence_ms = 305\nonset = 1\n[server]\nport = -1\n").splitlines()
    assert sorted(line.split(" ")[0].rstrip(":") for line in lines) == ["server.port", "vad.onset", "vad.silence_ms"]


@pytest.mark.parametrize(
    "url",
    [
        "voice.example.com",
        "ftp://voice.example.com",
        "https://",
        "https://user@voice.example.com",
        "https://voice.example.com/twilio",
        "https://voice.example.com?x=1",
        "https://voice.example.com#x",
        "https://voice.example.com:99999",
        "https://voice.example.com:http",
        "https://voice example.com",
        "https://[::1",
        "",
    ],
)
def test_a_public_url_that_is_no_origin_is_refused(url: str) -> None:
    """The carrier signs and calls this address; a path or a mistyped port in it would fail much later."""
    assert f"server.public_url = {url!r}: " in complaint(f"[server]\npublic_url = '{url}'")


@pytest.mark.parametrize("url", ["https://voice.example.com", "http://127.0.0.1:8000", "https://[::1]:8443/"])
def test_a_public_url_is_kept_without_its_last_slash(url: str) -> None:
    """Paths are put behind it."""
    assert loaded(f"[server]\npublic_url = '{url}'").server.public_url == url.rstrip("/")


@pytest.mark.parametrize("name", ["OFFHOOK__VDA__SILENCE_MS", "OFFHOOK__SILENCE_MS", "OFFHOOK__", "offhook__vda"])
def test_a_variable_of_no_section_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistyped section must not pass in silence; the message names the variable and the sections there are."""
    monkeypatch.setenv(name, "300")
    message = complaint()
    assert message.startswith(f"environment variable {name}: there is no section ")
    assert "server, vad, barge_in, floor" in message


def test_a_variable_of_no_key_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor may a mistyped key."""
    monkeypatch.setenv("OFFHOOK__VAD__SILENCE", "300")
    assert complaint() == "vad.silence: there is no such setting; remove it or correct its name"


@pytest.mark.parametrize("value", ["tone", "[tone]", '["tone"'])
def test_a_list_that_is_no_json_says_how_to_write_one(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who writes a list as in a shell is shown how it is done."""
    monkeypatch.setenv("OFFHOOK__VENDOR", value)
    assert "written as JSON, such as '[\"tone\"]'" in complaint()


@pytest.mark.parametrize("name", ["missing.toml", "", "."])
def test_a_named_file_must_be_there(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A typo in OFFHOOK_CONFIG does not start a server with defaults."""
    monkeypatch.setenv("OFFHOOK_CONFIG", name)
    assert f"OFFHOOK_CONFIG names {name!r}, which is not a file" in complaint()


@pytest.mark.parametrize("content", [b"[vad\n", b"silence_ms = \n", b"\xff\xfe", b"a = 1\na = 2\n"])
def test_a_file_that_is_no_toml_is_named(content: bytes) -> None:
    """A syntax error says which file, and where in it if that is known."""
    Path("offhook.toml").write_bytes(content)
    with pytest.raises(SettingsError, match=r"^offhook\.toml: "):
        load_settings(WithVendor)


# What is shown.


def test_a_secret_is_masked_in_what_is_shown() -> None:
    """The effective settings tell that there is a key, and not which."""
    shown = as_lines(effective_settings(loaded(f"[vendor]\napi_key = '{SECRET}'\n")))
    assert 'vendor.api_key = "**********"' in shown
    assert SECRET not in shown


@pytest.mark.parametrize(
    "text",
    [
        f"[vendor]\napi_key = ['{SECRET}']",
        f"[vendor]\napi_key = '{SECRET[:10]}'",
        f"[vendor]\napi_ky = '{SECRET}'",
        f"[vendor]\napi_key = '{SECRET}'\nmodels = 3",
        f"vendor = '{SECRET}'",
    ],
)
def test_a_secret_is_not_shown_in_a_complaint(text: str) -> None:
    """However wrong it is, what may be a key does not get into a terminal or a log."""
    assert SECRET[:10] not in complaint(text)


def test_lines_can_be_read_back() -> None:
    """`section.key = value`, values as JSON, nested tables and empty ones too."""
    shown = as_lines({"a": {"b": 1, "c": {"d": "ü"}, "e": {}}, "f": None, "g": [1, 2]})
    assert shown.splitlines() == ["a.b = 1", 'a.c.d = "ü"', "a.e = {}", "f = null", "g = [1, 2]"]


def test_settings_do_not_change_once_they_are_loaded() -> None:
    """Nobody turns a knob in the middle of a call."""
    settings = loaded()
    with pytest.raises(ValueError, match="frozen"):
        settings.vad.silence_ms = 400


def test_the_vads_settings_are_the_endpointers_rules() -> None:
    """Each of the six numbers arrives under its own name."""
    keys = ["onset_ms", "onset_window_ms", "smoothing_ms", "pause_ms", "silence_ms", "max_utterance_ms"]
    values = [80, 120, 640, 140, 340, 20_000]
    text = "[vad]\n" + "\n".join(f"{key} = {value}" for key, value in zip(keys, values, strict=True))
    rules = loaded(text).vad.rules()
    assert [getattr(rules, key) for key in keys] == values
