"""Settings from file and environment. Real files in a folder of the test's own; the environment is the test's too."""

import json
import os
from pathlib import Path

import pytest

from offhook.engine.host.settings_sources import SettingsError, load_settings, read_settings
from tests.engine.host.vendor_settings import SECRET, WithVendor, complaint, loaded, shown

pytestmark = pytest.mark.usefixtures("folder")

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


TOKEN = "0123456789abcdef0123456789abcdef"


def test_a_carriers_own_variable_is_under_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has the token in Twilio's variable need not set it twice; the file and our variable win, in this order."""
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", TOKEN)
    of_file = f"[twilio]\nauth_token = '{TOKEN[::-1]}'"
    assert 'twilio.auth_token = "**********"    (TWILIO_AUTH_TOKEN)' in shown("")
    assert 'twilio.auth_token = "**********"    (offhook.toml:2)' in shown(of_file)
    assert _auth_token(of_file) == TOKEN[::-1]
    assert _auth_token("") == TOKEN
    monkeypatch.setenv("OFFHOOK__TWILIO__AUTH_TOKEN", TOKEN.upper())
    assert _auth_token(of_file) == TOKEN.upper()
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "")
    monkeypatch.delenv("OFFHOOK__TWILIO__AUTH_TOKEN")
    assert loaded("").twilio.auth_token is None


@pytest.mark.parametrize("token", ["", "short", f"{TOKEN} ", f"{TOKEN}\u00e9", "x" * 257])
def test_a_token_that_is_none_is_refused_and_not_shown(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty key is one that everybody has."""
    monkeypatch.setenv("OFFHOOK__TWILIO__AUTH_TOKEN", token)
    told = complaint("")
    assert told.startswith("OFFHOOK__TWILIO__AUTH_TOKEN: twilio.auth_token = (not shown): must be the auth token")
    assert not token or token not in told


@pytest.mark.parametrize("token", [f'"{TOKEN}"', f"'{TOKEN}'", f"AC{TOKEN}", f"SK{TOKEN}"])
def test_not_every_call_is_refused_for_quotes_or_an_sid_in_place_of_the_token(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Docker keeps the quotes of an env file, and the SID stands above the token in the console: the server started,
    and every signature was wrong."""
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", token)
    assert complaint("").startswith("TWILIO_AUTH_TOKEN: twilio.auth_token = (not shown): must be the auth token")


def _auth_token(text: str) -> str | None:
    token = loaded(text).twilio.auth_token
    return None if token is None else token.get_secret_value()


# What is refused.


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "[vad]\nsilense_ms = 300",
            "offhook.toml:2: vad.silense_ms: there is no such setting; did you mean 'silence_ms'?",
        ),
        (
            "[barge_in]\necho_guard = false",
            "offhook.toml:2: barge_in.echo_guard: there is no such setting; barge_in.echo has taken its place: write "
            'echo = "auto" for true, echo = "off" for false',
        ),
        ("\n[vad]\nidle_s = 3", "offhook.toml:3: vad.idle_s: there is no such setting; did you mean floor.idle_s?"),
        ("[vda]\nsilence_ms = 300", "offhook.toml:1: vda: there is no such setting; did you mean 'vad'?"),
        (
            "vad.qqq = 1",
            "offhook.toml:1: vad.qqq: there is no such setting; known here: aggressiveness, confirm, softer_db",
        ),
        ("[vad]\nsilence_ms = 'soon'", "offhook.toml:2: vad.silence_ms = 'soon': must be a whole number"),
        ("[vad]\nsilence_ms = 300.5", "offhook.toml:2: vad.silence_ms = 300.5: must be a whole number"),
        ("[vad]\nadaptive = 'maybe'", "offhook.toml:2: vad.adaptive = 'maybe': must be true or false"),
        ("[floor]\nidle_s = 'long'", "offhook.toml:2: floor.idle_s = 'long': must be a number"),
        ("[store]\npath = 3", "offhook.toml:2: store.path = 3: must be text in quotes"),
        ("[store]\npath = ''", "offhook.toml:2: store.path = '': is empty: name a file, or :memory: to keep nothing"),
        (
            "[server]\nhost = ''",
            "offhook.toml:2: server.host = '': is empty: name an address of this machine, or 0.0.0.0",
        ),
        ("[vad]\n[floor]\n[vad]", "offhook.toml:3: Cannot declare [vad] twice; "),
        ("[a.b]\n[a.b]", "offhook.toml:2: Cannot declare [a.b] twice; "),
        ("[vad]\n# why\nsilence_ms = 305", "offhook.toml:3: vad.silence_ms = 305: must be a multiple of 20"),
        ("[server]\nroot_path = 'phone'", "server.root_path = 'phone': must begin with /"),
        ("[server]\nroot_path = '/phone/'", "server.root_path = '/phone/': must begin with /, not end with one"),
        ("[server]\nroot_path = '/'", "server.root_path = '/': must begin with /, not end with one"),
        ("[server]\nroot_path = '/a b'", "server.root_path = '/a b': must begin with /"),
        ('[server]\nroot_path = "/a\\n"', "such as /phone"),
        ("[floor]\nidle_s = 0", "floor.idle_s = 0: Input should be greater than 0"),
        ("[floor]\nidle_s = nan", "floor.idle_s = nan: "),
        ("[floor]\nidle_s = 7000", "floor.idle_s = 7000: Input should be less than or equal to 600"),
        ("[barge_in]\nverdict_s = 2000", "barge_in.verdict_s = 2000: Input should be less than or equal to 600"),
        ("[limits]\ncall_s = inf", "limits.call_s = inf: "),
        ("[log]\nlevel = 'loud'", "log.level = 'loud': Input should be 'debug', 'info', 'warning' or 'error'"),
        ("[log]\nlevel = 'warn'", "'info', 'warning' or 'error'; did you mean 'warning'?"),
        ("vad = 3", "offhook.toml:1: vad = 3: must be a table"),
        ("[[vad]]\nsilence_ms = 300", "offhook.toml:1: vad = [{'silence_ms': 300}]: must be a table"),
        ("[VAD]\nsilence_ms = 300", "offhook.toml:1: VAD: there is no such setting; did you mean 'vad'?"),
        ("[vendor]\nmodels = 3", "offhook.toml:2: vendor.models = 3: must be a list, such as"),
        ("[barge_in]\nbackchannels = 3", "offhook.toml:2: barge_in.backchannels = 3: must be a table"),
        ("[barge_in.backchannels]\nenglish = ['right']", "'english' is not a language: write it like en, de or es-MX"),
        ("[vad]\r\nsilence_ms = 305\r\n", "offhook.toml:2: vad.silence_ms = 305"),
    ],
)
def test_a_wrong_value_is_named_with_its_rule(text: str, message: str) -> None:
    """File, line, key, value and rule: where to look, what stands there, what may stand there."""
    assert message in complaint(text)


def test_all_wrong_values_are_named_at_once() -> None:
    """One start is enough to learn of every mistake."""
    lines = complaint("[vad]\nsilence_ms = 305\nonset = 1\n[server]\nport = -1\n").splitlines()
    assert sorted(line.split(" ")[1].rstrip(":") for line in lines) == ["server.port", "vad.onset", "vad.silence_ms"]


CONTRADICTIONS = {
    "[floor]\nidle_s = 2\n": (
        "floor.idle_s = 2.0 (offhook.toml:2) and floor.keypad_pause_s = 3.0 (default) contradict each other: "
    ),
    "[floor]\nthinking_s = 1\n": "floor.filler_s = 1.2 (default) and floor.thinking_s = 1.0 (offhook.toml:2)",
    "[barge_in]\nwordless_s = 1\n": "barge_in.verdict_s = 2.0 (default) and barge_in.wordless_s = 1.0 (offhook.toml:2)",
    "[vad]\npause_ms = 400\n": "vad.pause_ms = 400 (offhook.toml:2) and vad.silence_ms = 300 (default)",
    "[vad]\nonset_ms = 120\n": "vad.onset_ms = 120 (offhook.toml:2) and vad.onset_window_ms = 100 (default)",
    "[vad]\nonset_window_ms = 700\n": "vad.onset_window_ms = 700 (offhook.toml:2) and vad.smoothing_ms = 600 (default)",
    "[vad]\npause_ms = 220\n": "vad.pause_ms = 220 (offhook.toml:2) and vad.min_silence_ms = 200 (default)",
    "[vad]\nsilence_ms = 180\n": "vad.min_silence_ms = 200 (default) and vad.silence_ms = 180 (offhook.toml:2)",
    "[vad]\nsilence_ms = 1300\n": "vad.silence_ms = 1300 (offhook.toml:2) and vad.max_silence_ms = 1200 (default)",
    "[vad]\nmax_utterance_ms = 300\n": "vad.max_utterance_ms = 300 (offhook.toml:2) and vad.silence_ms = 300 (default)",
    "[vad]\nmax_utterance_ms = 900\n": "vad.max_utterance_ms = 900 (offhook.toml:2) and vad.max_silence_ms = 1200",
}


@pytest.mark.parametrize("text", CONTRADICTIONS)
def test_settings_that_contradict_each_other_are_named_with_their_numbers(text: str) -> None:
    """Who changed one of two finds the other one, which may be a default, with its value and where it comes from."""
    assert CONTRADICTIONS[text] in complaint(text)


@pytest.mark.parametrize(
    "text",
    [
        "[floor]\nthinking_s = 1\nfiller_s = 0\n",
        "[floor]\nidle_s = 2\nkeypad_pause_s = 1\n",
        "[vad]\nadaptive = false\nsilence_ms = 1000\npause_ms = 220\n",
        "[vad]\nmax_utterance_ms = 10000\n",
    ],
)
def test_what_belongs_together_may_be_changed_together(text: str) -> None:
    """Short patience without a filler, quick keys, a fixed silence: none of them is refused."""
    assert loaded(text)


def test_contradictions_of_several_sections_are_told_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """One start is enough for these too, whichever place they come from."""
    monkeypatch.setenv("OFFHOOK__FLOOR__IDLE_S", "2")
    lines = complaint("[floor]\nthinking_s = 1\n[vad]\npause_ms = 1000\n").splitlines()
    assert [line.split(" ")[0] for line in lines].count("vad.pause_ms") == 2
    assert any("floor.idle_s = 2.0 (OFFHOOK__FLOOR__IDLE_S)" in line for line in lines)
    assert any("floor.thinking_s = 1.0 (offhook.toml:2)" in line for line in lines)


@pytest.mark.parametrize(
    "url",
    [
        "voice.example.com",
        "ftp://voice.example.com",
        "https://",
        "https://user@voice.example.com",
        "https://@voice.example.com",
        "https://voice.example.com/twilio",
        "https://voice.example.com?x=1",
        "https://voice.example.com?",
        "https://voice.example.com#x",
        "https://voice.example.com:0",
        "https://voice.example.com:99999",
        "https://voice.example.com:http",
        "https://voice example.com",
        " https://voice.example.com",
        "https://voice.example.com\r",
        "https://voice\x00.example.com",
        "https://[::1",
        "https://::1",
        "https://300.1.1.1",
        "https://voice..example.com",
        "https://☃.example",
        "",
    ],
)
def test_a_public_url_that_no_carrier_could_call_is_refused_at_the_start(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The carrier signs and calls this address; what is wrong with it would fail at the first caller's call."""
    given = json.dumps(url)
    assert f"offhook.toml:2: server.public_url = {url!r}: " in complaint(f"[server]\npublic_url = {given}")


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://voice.example.com", "https://voice.example.com"),
        ("https://[::1]:8443/", "https://[::1]:8443"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("HTTPS://Voice.Example.COM.:443/", "https://voice.example.com:443"),
        ("https://voice.example.com:", "https://voice.example.com"),
    ],
)
def test_a_public_url_is_kept_as_the_carrier_needs_it(url: str, kept: str) -> None:
    """Paths are put behind it; another script becomes A-labels, which every carrier can resolve."""
    assert loaded(f"[server]\npublic_url = '{url}'").server.public_url == kept


@pytest.mark.parametrize("path", ["calls.db\r", "calls\n.db", "calls.db ", "'calls.db'", ""])
def test_a_path_that_nobody_meant_is_refused(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stray end of line or quote would make a file of another name, and the records would be missed where they are
    looked for."""
    monkeypatch.setenv("OFFHOOK__STORE__PATH", path)
    assert f"OFFHOOK__STORE__PATH: store.path = {path!r}: " in complaint()


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("info\r", "\\r comes from a file with Windows line ends"),
        ('"info"', "the quotes are part of the value here: write it without them"),
    ],
)
def test_what_is_hard_to_see_is_said(value: str, hint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of variables are not read by a shell: line ends and quotes stay in the value."""
    monkeypatch.setenv("OFFHOOK__LOG__LEVEL", value)
    assert complaint().startswith(f"OFFHOOK__LOG__LEVEL: log.level = {value!r}: ")
    assert hint in complaint()


# Files.


@pytest.mark.parametrize(
    ("name", "why"), [("missing.toml", "no such file"), ("", "is a directory"), (".", "is a directory")]
)
def test_a_named_file_must_be_there(name: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A typo in OFFHOOK_CONFIG does not start a server with defaults."""
    monkeypatch.setenv("OFFHOOK_CONFIG", name)
    assert complaint().startswith(f"OFFHOOK_CONFIG = {name!r}: {why}; ")


def test_a_folder_or_a_dead_link_of_the_files_name_is_no_missing_file() -> None:
    """Settings that somebody meant to be there do not give way to the defaults in silence."""
    Path("offhook.toml").symlink_to("gone.toml")
    with pytest.raises(SettingsError, match=r"^offhook\.toml: no such file; "):
        load_settings(WithVendor)
    Path("offhook.toml").unlink()
    Path("offhook.toml").mkdir()
    with pytest.raises(SettingsError, match=r"^offhook\.toml: is a directory; "):
        load_settings(WithVendor)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[vad\n", "offhook.toml:1: "),
        (b"silence_ms = \n", "offhook.toml:1: "),
        (b"a = 1\na = 2\n", "offhook.toml:2: "),
        (b"\n\na = [[[\n", "offhook.toml:3: "),
        (b"a = " + b"[" * 100_000, "offhook.toml:1: arrays or tables are nested too deeply"),
        (b"a = " + b"1" * 5000, "offhook.toml:1: a number has too many digits"),
        ("[log]\nlevel = 'info'\n".encode("utf-16"), "offhook.toml:1: the file is UTF-16; save it as UTF-8"),
        ("[log]\nlevel = 'info'\n".encode("utf-16-le"), "offhook.toml:1: there is a NUL byte here"),
        (
            b"[log]\n# f\xfcr uns\n",
            "offhook.toml:2: byte 0xfc is not UTF-8 (in Windows-1252 it would be 'ü'); save it as",
        ),
    ],
    ids=["header", "no value", "twice", "open", "deep", "long", "UTF-16", "UTF-16 unmarked", "Windows-1252"],
)
def test_a_file_that_cannot_be_read_is_named_with_its_line(content: bytes, said: str) -> None:
    """No traceback, whatever an editor or a copy has made of it."""
    Path("offhook.toml").write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        load_settings(WithVendor)
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_file_as_windows_saves_it_is_read(mark: bytes, line_end: str) -> None:
    """Notepad's byte order mark and line ends change nothing, not even the lines of errors."""
    text = line_end.join(["# für uns", "[vad]", "silence_ms = 400", ""])
    Path("offhook.toml").write_bytes(mark + text.encode())
    assert load_settings(WithVendor).vad.silence_ms == 400
    Path("offhook.toml").write_bytes(mark + text.replace("400", "410").encode())
    with pytest.raises(SettingsError, match=r"^offhook\.toml:3: "):
        load_settings(WithVendor)


# What is shown.


def test_a_secret_is_masked_in_what_is_shown() -> None:
    """The effective settings tell that there is a key, and not which."""
    lines = shown(f"[vendor]\napi_key = '{SECRET}'\n")
    assert 'vendor.api_key = "**********"    (offhook.toml:2)' in lines
    assert not any(SECRET in line for line in lines)


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


@pytest.mark.parametrize("value", ["'https://me:secret@a.example/v1'", "['me:secret@a']", "'me:sec/ret@a'"])
def test_a_password_in_an_address_is_not_shown_in_a_complaint(value: str) -> None:
    """Whatever else is wrong with it."""
    told = complaint(f"[server]\npublic_url = {value}")
    assert "sec" not in told
    assert "me:…@a" in told


def test_every_setting_says_where_it_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """`section.key = value`, as a person would search for it, and behind it file and line, variable, or neither."""
    monkeypatch.setenv("OFFHOOK__VAD__SILENCE_MS", "400")
    monkeypatch.setenv("OFFHOOK__BARGE_IN", '{"mode": "off"}')
    lines = shown("[vad]\nsilence_ms = 360\npause_ms = 140\n[barge_in.backchannels]\nde = ['genau', 'ja']\n")
    assert "vad.silence_ms = 400    (OFFHOOK__VAD__SILENCE_MS)" in lines
    assert "vad.pause_ms = 140    (offhook.toml:3)" in lines
    assert "vad.onset_ms = 60    (default)" in lines
    assert 'barge_in.mode = "off"    (OFFHOOK__BARGE_IN)' in lines
    assert 'barge_in.backchannels.de = ["genau", "ja"]    (offhook.toml:5)' in lines
    assert "server.public_url = null    (default)" in lines


def test_what_steers_a_terminal_is_escaped_in_what_is_shown() -> None:
    """A value is shown as it is, but for what would act on the terminal of whoever looks."""
    (line,) = [line for line in shown("[store]\npath = 'call\u202es.db'\n") if line.startswith("store.path")]
    assert "\u202e" not in line
    assert "\\u202e" in line


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


@pytest.mark.parametrize("name", ["ACCOUNT_SID", "NUMBER", "API_URL"])
def test_a_key_in_the_place_of_another_setting_is_not_shown(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever swaps the account's SID and its auth token reads which setting it is, and may pass the message on."""
    monkeypatch.setenv(f"OFFHOOK__TWILIO__{name}", TOKEN)
    told = complaint("")
    assert f"twilio.{name.lower()} = (not shown): must be" in told
    assert TOKEN not in told


def test_a_file_of_secrets_that_everybody_can_read_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the names of the secrets; a group that may read it is one that somebody has chosen."""
    monkeypatch.setenv("OFFHOOK__TWILIO__AUTH_TOKEN", TOKEN)
    file = folder / "offhook.toml"
    file.write_text(f"[server]\nadmin_token = '{TOKEN}'\n[vad]\npause_ms = 200\n")
    told = []
    for mode in (0o644, 0o640, 0o600):
        file.chmod(mode)
        told.append(read_settings(WithVendor).exposed)
    assert told == [("offhook.toml: everybody on this machine can read server.admin_token; chmod 600 it",), (), ()]
    file.write_text("[vad]\npause_ms = 200\n")
    file.chmod(0o644)
    assert read_settings(WithVendor).exposed == ()


def test_no_key_is_sent_to_an_address_that_a_stranger_wrote_into_a_folder_for_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs a command in /tmp may find somebody's offhook.toml there. To name it is to trust it."""
    file = folder / "offhook.toml"
    file.write_text("[vad]\npause_ms = 200\n")
    if os.geteuid() == 0:
        os.chown(file, 12345, 12345)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert read_settings(WithVendor).settings.vad.pause_ms == 200
    folder.chmod(0o1777)
    with pytest.raises(SettingsError, match=r"belongs to another user.*OFFHOOK_CONFIG=offhook\.toml"):
        read_settings(WithVendor)
    monkeypatch.setenv("OFFHOOK_CONFIG", "offhook.toml")
    assert read_settings(WithVendor).settings.vad.pause_ms == 200
