"""What callers dial, a phone number or a SIP address, in one form: two ways to write the same are equal then."""

import re

from offhook.engine.host.phone_number import phone_number

_SIP = re.compile(r"sips?:", re.IGNORECASE)
_RULE = "must be a phone number with its country, such as +15005550001, or a SIP address, such as sip:desk@example.com"


def called_address(text: str) -> str:
    """A phone number with its country, or a SIP address. Raises ValueError."""
    if _SIP.match(text):
        normal = normal_address(text)
        user, _, host = normal.removeprefix("sip:").partition("@")
        if not (user and host and text.isascii() and text.isprintable() and " " not in text):
            raise ValueError(_RULE)
        return normal
    try:
        return phone_number(text)
    except ValueError:
        raise ValueError(_RULE) from None


def normal_address(text: str) -> str:
    """As a carrier tells it, which may be anything: without the parameters, the port and the capitals of a SIP address
    (RFC 3261, 19.1.1), and what parts the digits of a phone number."""
    text = text.strip()
    scheme = _SIP.match(text)
    if scheme is None:
        digits = re.sub(r"[\s().\-/\u00a0]", "", text)
        return f"+{digits.removeprefix('+')}" if re.fullmatch(r"\+?[0-9]{5,15}", digits) else text
    address = re.split(r"[;?>]", text[scheme.end() :], maxsplit=1)[0]
    user, at, host = address.rpartition("@")
    name, colon, port = host.rpartition(":")
    return f"sip:{user}{at}{(name if colon and port.isdigit() else host).lower()}"
