"""What commands about stored calls share: where those are, and how a program gets an answer."""

import msgspec

from offhook.actors.packaged_services import reachable_services
from offhook.engine.host.settings_sources import load_settings
from offhook.engine.record.printable_json import printable_json


def store_path() -> str:
    """Where calls are kept. Raises SettingsError."""
    return load_settings(reachable_services().settings_type).store.path


def to_json(what: object) -> str:
    return printable_json(msgspec.json.format(msgspec.json.encode(what), indent=2).decode())
