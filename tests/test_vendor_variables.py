"""A server that the demonstration, a test or a benchmark starts has no key of a vendor. A real process."""

from pathlib import Path

import pytest
import trio

from offhook.protocol.vendor_variables import is_of_vendor, without_settings, without_vendors
from offhook.telephone.server_process import COMMAND, started_server
from tests.serving import ignore, settings_in

OF_VENDORS = {
    "ELEVENLABS_API_KEY": "sk_of-this-machine",
    "OPENAI_API_KEY": "sk-proj-of-this-machine",
    "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
    "OPENAI_ORG_ID": "org-1",
    "DEEPGRAM_API_KEY": "dg-of-this-machine",
    "ASSEMBLYAI_API_KEY": "aai-of-this-machine",
    "TELNYX_API_KEY": "KEY-of-this-machine",
    "TELNYX_PUBLIC_KEY": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "TWILIO_ACCOUNT_SID": "AC0123456789abcdef0123456789abcdef",
    "TWILIO_AUTH_TOKEN": "0123456789abcdef0123456789abcdef",
    "TWILIO_API_KEY": "SK0123456789abcdef0123456789abcdef",
    "TWILIO_API_SECRET": "of-this-machine-too",
    "openai_api_key": "sk-in-small-letters",
}


def test_all_variables_of_a_vendors_sdk_are_known_and_no_others() -> None:
    """Also those that only the SDK reads, and those of others whose names are longer."""
    assert all(map(is_of_vendor, OF_VENDORS))
    others = {"PATH": "/bin", "OFFHOOK__RESPONDER__OPENAI__API_KEY": "sk-set", "MY_OPENAI_KEY": "sk-mine"}
    assert without_vendors(others | OF_VENDORS) == others
    assert without_settings(others | OF_VENDORS) == {"PATH": "/bin"}


def test_a_program_that_hears_strangers_is_given_no_secret_at_all() -> None:
    """Also none that a setting names, such as that of a hook; what only sounds like one stays."""
    others = {"KEYBOARD": "de", "MONKEY_ISLAND": "1", "HOME": "/"}
    secrets = {"CRM_HOOK_SECRET": "a", "crm_token": "b", "DB_PASSWORD": "c", "X_KEY": "d"}
    assert without_settings(others | secrets) == others


async def test_the_server_of_the_demonstration_gets_none_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be another agent on a machine with keys, and its calls would cost money."""
    for name, value in OF_VENDORS.items():
        monkeypatch.setenv(name, value)
    with trio.fail_after(90):
        async with started_server(COMMAND, settings_in(tmp_path), ignore) as server:
            environment = (await trio.Path(f"/proc/{server.pid}/environ").read_bytes()).decode()
    names = {line.partition("=")[0] for line in environment.split("\0")}
    assert "OFFHOOK__AGENT__PATH" in names
    assert not [name for name in names if is_of_vendor(name)]
