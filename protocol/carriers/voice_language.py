"""The languages of the carriers' own voices: those are of a region, and agents need not name one."""

_USUAL = {"de": "de-DE", "es": "es-ES", "fr": "fr-FR", "hi": "hi-IN"}


def with_region(language: str) -> str:
    """The language with its usual region; empty where none is known, and the carrier's default has to do: it is better
    than an error in the caller's ear. English is that default."""
    return language if "-" in language else _USUAL.get(language, "")
