"""A call that a carrier tells of, before anybody answers it."""

from collections.abc import Mapping

import msgspec

NO_PARAMETERS: Mapping[str, str] = {}


class Ring(msgspec.Struct, frozen=True):
    """Who calls whom."""

    call_id: str
    carrier: str
    caller: str
    called: str = ""
    parameters: Mapping[str, str] = NO_PARAMETERS
    """All that the carrier, and the URL that it was given, say beside that."""
