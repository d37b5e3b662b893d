"""Which digits are a phone number, and how its country groups them: by the tables of the library phonenumbers."""

import re
from collections.abc import Sequence

_DIGITS = re.compile(r"\d+")


def load_phone_numbers() -> None:
    """Read the tables of all countries, so that no file is opened during a call."""
    import phonenumbers  # 20 ms, and needed by nobody who says nothing

    phonenumbers.PhoneMetadata.load_all()


def national_groups(written: str, countries: Sequence[str]) -> tuple[str, ...]:
    """The digits in the groups of the first of these countries in which it is a phone number; empty if in none."""
    import phonenumbers

    for country in countries:
        try:
            number = phonenumbers.parse(written, country)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number_for_region(number, country):
            said = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
            digits = "".join(_DIGITS.findall(said))
            if digits == "".join(str(int(each)) for each in written if each.isdecimal()):
                return tuple(_DIGITS.findall(said))
    return ()


def international_groups(written: str) -> tuple[str, ...]:
    """The digits of a number with its country code, that one first; empty if it is none."""
    import phonenumbers

    try:
        number = phonenumbers.parse(written)
    except phonenumbers.NumberParseException:
        return ()
    if not phonenumbers.is_possible_number(number):
        return ()
    return tuple(_DIGITS.findall(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)))
