"""What all facts have in common."""

import msgspec


class What(msgspec.Struct, frozen=True, tag=True):
    """What happened. The name of its class is its `type` in JSON. Times end in `_s`: seconds since the call began."""
