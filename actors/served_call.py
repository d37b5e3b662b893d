"""The call that a service's session serves."""

import msgspec


class ServedCall(msgspec.Struct, frozen=True):
    """What a service may know of a call."""

    caller: str
    """A phone number, or whatever the carrier gives; may be empty."""
    language: str
    """The language of the session: a tag such as "en-GB" (RFC 5646)."""
