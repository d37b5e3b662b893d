"""Settings with a service's section, for tests of how settings are read."""

from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import Field, SecretStr

from offhook.engine.host.settings import EngineSettings, Section
from offhook.engine.host.settings_sources import Loaded, SettingsError, load_settings, read_settings

SECRET = "sk-do-not-show-this-to-anyone"


class VendorSettings(Section):
    """A service with a key, as the real ones have it."""

    api_key: Annotated[SecretStr, Field(min_length=20)] | None = None
    models: tuple[str, ...] = ("small",)
    rate_hz: Literal[8000, 16_000] = 16_000


class WithVendor(EngineSettings):
    """The engine's settings and one service's."""

    vendor: VendorSettings = VendorSettings()


def loaded(text: str = "") -> WithVendor:
    """The settings with this in `offhook.toml`."""
    Path("offhook.toml").write_text(text)
    return load_settings(WithVendor)


def shown(text: str = "") -> list[str]:
    """What `offhook serve --check` prints of them."""
    Path("offhook.toml").write_text(text)
    found: Loaded[WithVendor] = read_settings(WithVendor)
    return list(found.lines())


def complaint(text: str = "") -> str:
    with pytest.raises(SettingsError) as caught:
        loaded(text)
    return str(caught.value)
