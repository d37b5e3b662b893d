"""`[[hooks]]` in the settings file: what is taken, and how each mistake is told. Real files in a folder of the test."""

from pathlib import Path

import pytest

from offhook.actors.settings import Settings
from offhook.actors.start_up import read_texts
from offhook.engine.host.settings_sources import SettingsError, read_settings
from offhook.simulation.world import SimulatedWorld

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
URL = "https://crm.example.com/offhook?key=1"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def hook(**values: object) -> str:
    """A table of the file; what is given replaces what is right."""
    whole = {"url": repr(URL), "secret": repr(SECRET)} | values
    return "[[hooks]]\n" + "".join(f"{key} = {value}\n" for key, value in whole.items() if value is not None)


def complaint(text: str) -> str:
    Path("offhook.toml").write_text(text)
    with pytest.raises(SettingsError) as refusal:
        read_settings(Settings, {})
    return str(refusal.value)


def test_a_hook_with_url_and_secret_is_told_of_ends() -> None:
    """Nothing else has to be said."""
    Path("offhook.toml").write_text(hook() + hook(url="'http://127.0.0.1:9000'", facts='["TranscriptReady"]'))
    first, second = read_settings(Settings, {}).settings.hooks
    assert (first.called, first.url, first.end, first.facts, first.timeout_s) == (
        "crm.example.com",
        URL,
        True,
        (),
        10.0,
    )
    assert (second.called, second.url, second.facts) == ("127.0.0.1", "http://127.0.0.1:9000/", ("TranscriptReady",))
    assert first.secret_in({}) == SECRET


def test_hooks_are_printed_without_their_secrets() -> None:
    """One line for each setting, with its line in the file."""
    Path("offhook.toml").write_text(hook(headers='{ Authorization = "Bearer sesame" }'))
    lines = list(read_settings(Settings, {}).lines())
    assert f'hooks[1].url = "{URL}"    (offhook.toml:2)' in lines
    assert 'hooks[1].secret = "**********"    (offhook.toml:3)' in lines
    assert not [line for line in lines if SECRET in line or "sesame" in line]


def test_hooks_may_stand_in_a_variable() -> None:
    """As JSON, where a container has no file."""
    settings = read_settings(Settings, {"OFFHOOK__HOOKS": f'[{{"url": "{URL}", "secret": "{SECRET}"}}]'}).settings
    assert [each.called for each in settings.hooks] == ["crm.example.com"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (hook(url=None), "offhook.toml:1: hooks[1].url is missing"),
        (hook(url="'http://crm.example.com/'"), "offhook.toml:2: hooks[1].url = 'http://crm.example.com/': must begin"),
        (hook(url="'http://8.8.8.8/'"), "must begin with https://"),
        (hook(url="'ftp://x'"), "must begin with https:// or http://"),
        (hook(url="'https://me:pass@crm.example.com/'"), "must have no user or password"),
        (hook(url="'https://crm.example.com/a b'"), "without fragment, blanks"),
        (hook(secret="'short'"), "offhook.toml:3: hooks[1].secret = (not shown): must be whsec_"),
        (hook(secret="'whsec_AAAA'"), "`openssl rand -base64 32` makes them"),
        (hook(secret=None), "needs a secret to sign with"),
        (hook(secret_variable="'K_KEY'"), "hooks[1].secret_variable = 'K_KEY' (offhook.toml:4) contradict"),
        (hook(secret=None, secret_variable="'CRM'"), "must have SECRET, TOKEN, PASSWORD or KEY as a word of its name"),
        (hook(secret=None, secret_variable="'whsec_/+='"), "not the secret itself"),
        (hook(facts='["TranscriptRead"]'), "there is no such fact; did you mean 'TranscriptReady'?"),
        (hook(facts='["AudioSent"]'), "many times a second"),
        (hook(end="false"), "nothing would ever be sent"),
        (hook(timeout_s="0"), "offhook.toml:4: hooks[1].timeout_s = 0"),
        (hook(timeout_s="'soon'"), "must be a number"),
        (hook(headers='{ Host = "x" }'), "Host is set by Offhook itself"),
        (hook(headers='{ "X Y" = "x" }'), "is not the name of a header"),
        (hook(headers='{ X-Key = "a\\nb" }'), "the value of X-Key must be"),
        (hook(name="'two words'"), "must be 1 to 64 letters"),
        (hook(secert="'x'"), "offhook.toml:4: hooks[1].secert: there is no such setting"),
        (hook().replace("[[hooks]]", "[hooks]"), "must be a list of tables: write [[hooks]], with two brackets"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, told: str) -> None:
    """Where it stands, what it is, and what to write instead; never the secret."""
    said = complaint(text)
    assert told in said
    assert SECRET not in said
    assert "pass@" not in said


def test_every_url_of_a_private_network_may_be_plain() -> None:
    """What never leaves the house needs no TLS: a container's name, an address, a name that the internet has not."""
    for host in (
        "localhost:1",
        "crm",
        "crm.internal",
        "10.1.2.3",
        "192.168.1.1",
        "[::1]",
        "[fd00::1]",
        "printer.local",
    ):
        Path("offhook.toml").write_text(hook(url=f"'http://{host}/'"))
        assert read_settings(Settings, {}).settings.hooks[0].url == f"http://{host}/"


def problems(text: str, **environment: str) -> tuple[str, ...]:
    """Of a start."""
    Path("offhook.toml").write_text(text)
    Path("agent.toml").write_text("")
    return read_texts(SimulatedWorld(environment=environment), environment).problems


def test_two_hooks_of_one_name_are_refused() -> None:
    """Messages that wait would go to the wrong one."""
    told = [each for each in problems(hook() + hook()) if "hooks" in each]
    assert told == [
        "offhook.toml:5: hooks[2] is called 'crm.example.com', and so is hooks[1]: messages that wait could not be "
        "told apart; give one of them another name"
    ]
    assert not [each for each in problems(hook() + hook(name="'other'")) if "hooks" in each]


def test_a_variable_without_a_secret_is_told_at_the_start() -> None:
    """A server that could not sign would be found out only after the first call."""
    text = hook(secret=None, secret_variable="'CRM_SECRET'")
    (told,) = [each for each in problems(text) if "hooks" in each]
    assert told.startswith(
        "offhook.toml:3: hooks[1].secret_variable = 'CRM_SECRET': there is no such environment variable"
    )
    (told,) = [each for each in problems(text, CRM_SECRET="short") if "hooks" in each]
    assert "must be whsec_" in told
    assert not [each for each in problems(text, CRM_SECRET=SECRET) if "hooks" in each]
