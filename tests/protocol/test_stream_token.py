"""The one-time token of a stream. Pure: the time is given."""

import pytest

from offhook.protocol.stream_token import BadStreamToken, StreamToken, read_token, sign

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
CALL = "CA" + "1" * 32
TOKEN = StreamToken(place=7, expires_ms=1_800_000_030_000, nonce=bytes(range(16)))
NOW = 1_800_000_000.0


def test_a_token_comes_back_as_it_was_given() -> None:
    """It is short, and needs no escape in an attribute or a JSON text."""
    text = sign(TOKEN, KEY, CALL)
    assert read_token(text, KEY, CALL, NOW) == TOKEN
    assert text.replace("-", "").replace("_", "").isalnum()
    assert len(text) == 80


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no token"),
        ("x", "not one of ours"),
        ("A" * 80, "not signed"),
        ("ä" * 80, "not one of ours"),
        ("!" * 80, "not one of ours"),
        ("A" * 79 + "\n", "not one of ours"),
        ("A" * 10_000, "not one of ours"),
    ],
)
def test_what_is_no_token_is_refused(text: str, why: str) -> None:
    """With a reason that does not quote it."""
    with pytest.raises(BadStreamToken, match=why) as refused:
        read_token(text, KEY, CALL, NOW)
    assert not text or text[:5] not in str(refused.value)


def test_every_byte_is_signed() -> None:
    """No change of a character is overlooked."""
    text = sign(TOKEN, KEY, CALL)
    for at, character in enumerate(text):
        changed = text[:at] + ("B" if character != "B" else "C") + text[at + 1 :]
        with pytest.raises(BadStreamToken, match="not signed"):
            read_token(changed, KEY, CALL, NOW)


@pytest.mark.parametrize(("key", "call"), [(OTHER_KEY, CALL), (KEY, CALL[:-1]), (KEY, CALL + "1"), (KEY, "")])
def test_a_token_is_for_one_call_of_one_server(key: bytes, call: str) -> None:
    """Whoever sees one cannot use it for another call, nor at another server."""
    with pytest.raises(BadStreamToken, match="not signed by this server for this call"):
        read_token(sign(TOKEN, KEY, CALL), key, call, NOW)


@pytest.mark.parametrize(("now", "is_good"), [(NOW - 1e6, True), (NOW + 29.999, True), (NOW + 30, False)])
def test_a_token_is_good_until_it_expires(now: float, is_good: bool) -> None:
    """A clock that was set back makes it good for longer, and locks nobody out."""
    text = sign(TOKEN, KEY, CALL)
    if is_good:
        assert read_token(text, KEY, CALL, now) == TOKEN
    else:
        with pytest.raises(BadStreamToken, match="expired"):
            read_token(text, KEY, CALL, now)
