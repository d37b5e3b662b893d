"""Environment variables that vendors' own SDKs read: keys, addresses, accounts. The one list of them.

And which of a server's variables a process that it starts need not know.
"""

from collections.abc import Mapping

VENDOR_PREFIXES = ("ASSEMBLYAI_", "DEEPGRAM_", "ELEVENLABS_", "OPENAI_", "TELNYX_", "TWILIO_")
"""How their names begin, in capitals; a line for each vendor."""


def is_of_vendor(name: str) -> bool:
    return name.upper().startswith(VENDOR_PREFIXES)


def without_vendors(environment: Mapping[str, str]) -> dict[str, str]:
    """The same environment without them: what runs in it is the same on a machine with keys."""
    return {name: value for name, value in environment.items() if not is_of_vendor(name)}


def without_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """The same environment without vendors' variables and the server's own settings, whatever keys are in either."""
    others = without_vendors(environment)
    return {name: value for name, value in others.items() if not name.upper().startswith("OFFHOOK_")}
