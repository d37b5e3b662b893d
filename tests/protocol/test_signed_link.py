"""Links to sounds: who may make one, what is in it, and how long it is good. Pure."""

import hmac

import pytest

from offhook.protocol.signed_link import BadLink, SignedLink, read_link

KEY = bytes(range(32))
LINK = SignedLink("0123456789abcdef" * 2, 1_800_000_300)
SIGNATURE = LINK.query(KEY)["signature"]


def test_a_link_that_was_made_here_is_read_until_its_last_second() -> None:
    query = LINK.query(KEY)
    assert read_link(LINK.name, query["until"], query["signature"], KEY, LINK.until) == LINK
    with pytest.raises(BadLink, match="it has expired"):
        read_link(LINK.name, query["until"], query["signature"], KEY, LINK.until + 0.1)


def test_the_signature_is_the_documented_one() -> None:
    """RFC 2104, over the purpose, the name and the time."""
    signed = f"sound {LINK.name} {LINK.until}".encode()
    assert hmac.new(KEY, signed, "sha256").hexdigest() == SIGNATURE


@pytest.mark.parametrize(
    ("name", "until", "signature", "key"),
    [
        ("1" + LINK.name[1:], str(LINK.until), SIGNATURE, KEY),
        (LINK.name, str(LINK.until + 1), SIGNATURE, KEY),
        (LINK.name, str(LINK.until), SIGNATURE, bytes(32)),
        (LINK.name, str(LINK.until), SIGNATURE[:-1], KEY),
        (LINK.name, str(LINK.until), SIGNATURE.upper(), KEY),
        (LINK.name, str(LINK.until), f"{SIGNATURE} ", KEY),
        (LINK.name, str(LINK.until), "", KEY),
        (LINK.name, str(LINK.until), "\ud800\U0001f600", KEY),
    ],
    ids=["another sound", "longer", "another key", "cut", "capitals", "blank", "none", "no bytes"],
)
def test_a_changed_link_is_none(name: str, until: str, signature: str, key: bytes) -> None:
    """One link has one spelling, and nobody without the key can make it."""
    with pytest.raises(BadLink, match="the signature is missing or wrong"):
        read_link(name, until, signature, key, 0)


@pytest.mark.parametrize(
    "until", ["", "-1", "+1", "1e9", "1_0", " 1", "1\n", "\u0661", "9" * 13, "9" * 5000, f"0{LINK.until}", "1.0"]
)
def test_a_time_that_is_not_written_as_ours_is_not_looked_at(until: str) -> None:
    with pytest.raises(BadLink, match="no sound has such a name"):
        read_link(LINK.name, until, SIGNATURE, KEY, 0)


@pytest.mark.parametrize(
    "name",
    ["", "..", "/etc/passwd", f"../{LINK.name}", LINK.name[1:], f"{LINK.name}0", LINK.name.upper(), f"{LINK.name}\n",
     "\u0660" * 32, "g" * 32, "key of links", f"{LINK.name[:31]}\0"],
)  # fmt: skip
def test_a_name_that_no_sound_has_leads_to_no_file(name: str) -> None:
    """Though it were signed."""
    signature = SignedLink(name, LINK.until).query(KEY)["signature"]
    with pytest.raises(BadLink, match="no sound has such a name"):
        read_link(name, str(LINK.until), signature, KEY, 0)


def test_what_is_told_of_a_bad_link_has_no_signature_in_it() -> None:
    with pytest.raises(BadLink) as told:
        read_link(LINK.name, str(LINK.until), "0" * 64, KEY, 0)
    assert SIGNATURE not in str(told.value)
