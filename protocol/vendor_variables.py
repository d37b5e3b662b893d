"""Environment variables that vendors' own SDKs read: keys, addresses, accounts. The one list of them.

And which of a server's variables a process that it starts need not know.
"""

from collections.abc import Mapping

VENDOR_PREFIXES = ("ASSEMBLYAI_", "DEEPGRAM_", "ELEVENLABS_", "OPENAI_", "TELNYX_", "TWILIO_")
"""How their names begin, in capitals; a line for each vendor."""


_SECRET_WORDS = {"SECRET", "TOKEN", "PASSWORD", "KEY"}


def names_a_secret(name: str) -> bool:
    """Whether one of the words of its name says so, as in CRM_HOOK_SECRET."""
    return not _SECRET_WORDS.isdisjoint(name.upper().split("_"))


def is_of_vendor(name: str) -> bool:
    return name.upper().startswith(VENDOR_PREFIXES)


def without_vendors(environment: Mapping[str, str]) -> dict[str, str]:
    """The same environment without them: what runs in it is the same on a machine with keys."""
    return {name: value for name, value in environment.items() if not is_of_vendor(name)}


def without_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """The same environment without vendors' variables, the server's own settings, and secrets that these name."""
    others = without_vendors(environment)
    return {
        name: value
        for name, value in others.items()
        if not name.upper().startswith("OFFHOOK_") and not names_a_secret(name)
    }
