"""Where a carrier can put a caller through: a phone number or a SIP URI."""

import re

# RFC 3966 and RFC 3261, section 19.1.1, as far as carriers take them: a SIP URI is printable ASCII.
PATTERN = r"^(\+[0-9]{5,15}|sips?:[!-?A-~]+@[!-?A-~]+)?\Z"
RULE = (
    "write a phone number as + and 5 to 15 digits, country code first, without spaces, such as"
    ' "+15550100", or a SIP address such as "sip:desk@example.com"'
)


def destination(value: str) -> str:
    """A phone number such as +15550100, a SIP address such as sip:desk@example.com, or nothing."""
    if re.match(PATTERN, value) is None:
        raise ValueError(RULE)
    return value
