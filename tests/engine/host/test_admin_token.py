"""`server.admin_token`: what may be one, and that nobody reads it. The environment is the test's own."""

import pytest

from offhook.engine.host.settings import EngineSettings
from offhook.engine.host.settings_sources import SettingsError, load_settings, read_settings

pytestmark = pytest.mark.usefixtures("folder")
VARIABLE = "OFFHOOK__SERVER__ADMIN_TOKEN"
TOKEN = "c0ffee-c0ffee-c0"


@pytest.mark.parametrize("token", [TOKEN, "x" * 256, "!#$%&'()*+-./0:<=>?@[]^_`{|}~A", "b64+/w" * 4 + "=="])
def test_a_token_that_can_be_sent_is_taken(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is, to the last sign."""
    monkeypatch.setenv(VARIABLE, token)
    admin_token = load_settings(EngineSettings).server.admin_token
    assert admin_token is not None
    assert admin_token.get_secret_value() == token


@pytest.mark.parametrize(
    "token",
    ["", "short", TOKEN[:-1], "x" * 257, f"{TOKEN} x", f"{TOKEN}\n", f"{TOKEN}ü", f"{TOKEN};", f"{TOKEN},",
     f'"{TOKEN}"', f"{TOKEN}\\", f"{TOKEN}\t", f"{TOKEN}\x7f"],
)  # fmt: skip
def test_a_token_that_is_guessed_or_cannot_be_sent_is_refused(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key and the rule are named, and what was set is not shown."""
    monkeypatch.setenv(VARIABLE, token)
    with pytest.raises(SettingsError) as caught:
        load_settings(EngineSettings)
    assert str(caught.value).startswith(f"{VARIABLE}: server.admin_token = (not shown): must be 16 to 256 ")
    assert "openssl rand -hex 24" in str(caught.value)
    assert token == "" or token not in str(caught.value)


def test_nobody_reads_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither where the effective settings are shown, nor where somebody prints them."""
    monkeypatch.setenv(VARIABLE, TOKEN)
    loaded = read_settings(EngineSettings)
    lines = "\n".join(loaded.lines())
    assert f'server.admin_token = "**********"    ({VARIABLE})' in lines
    assert TOKEN not in f"{loaded.settings!r} {loaded.settings} {lines}"
