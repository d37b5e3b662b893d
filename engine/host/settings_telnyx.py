"""The section of the settings for the account at Telnyx."""

import re
from typing import Annotated

from pydantic import AfterValidator, SecretStr

from offhook.engine.host.settings_section import Section
from offhook.engine.host.web_address import origin


def _public_key(value: str) -> str:
    """A public key as Telnyx's portal shows it: 44 characters of base64."""
    if not re.fullmatch(r"[A-Za-z0-9+/]{43}=", value):
        raise ValueError("must be the public key as Telnyx's portal shows it: 44 characters of base64")
    return value


def _api_key(value: SecretStr) -> SecretStr:
    """8 to 256 characters without blanks."""
    if not re.fullmatch(r"[!-~]{8,256}", value.get_secret_value()):
        raise ValueError("must be an API key as Telnyx's portal shows it, such as KEY0123...")
    return value


class TelnyxSettings(Section):
    """The account at Telnyx; docs/quickstart-telnyx.md. What neither file nor variable of ours sets is read from
    Telnyx's own variables: `TELNYX_PUBLIC_KEY` and `TELNYX_API_KEY`."""

    public_key: Annotated[str, AfterValidator(_public_key)] | None = None
    """The account's public key, with which Telnyx's webhooks are verified: those without a valid signature are refused.
    It needs the extra `telnyx`. Unset, webhooks of Telnyx are answered from this machine only."""
    api_key: Annotated[SecretStr, AfterValidator(_api_key)] | None = None
    """The API key with which calls are answered, put through and ended. Unset, no webhook of Telnyx is answered."""
    api_url: Annotated[str, AfterValidator(origin)] = "https://api.telnyx.com"
    """Where Telnyx's REST API is."""
