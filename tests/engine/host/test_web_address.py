"""Names of hosts, as headers and settings have them. Pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.engine.host.web_address import BadAddress, host_and_port, listening_host, origin


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("voice.example.com", "voice.example.com"),
        ("Voice.Example.com:8443", "voice.example.com:8443"),
        ("voice.example.com.", "voice.example.com"),
        ("voice.example.com:", "voice.example.com"),
        ("localhost:08000", "localhost:8000"),
        ("my_service", "my_service"),
        ("203.0.113.7:80", "203.0.113.7:80"),
        ("[2001:DB8::7]", "[2001:db8::7]"),
        ("[0:0:0:0:0:0:0:1]:65535", "[::1]:65535"),
    ],
)
def test_a_host_has_one_way_to_be_written(written: str, kept: str) -> None:
    """Case, the dot of an absolute name, an empty port and zeros in front are all the same host."""
    assert host_and_port(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        *("", ".", ":80", "a b", "a/b", "a..b", "-a", "a-", f"{'a' * 64}.com", ".".join(["a" * 60] * 5), "bücher"),
        *("a:0", "a:65536", "a:x", "a:-1", "a:٣", "a:1:2", "::1", "[::1", "::1]", "[::1]x", "[::1%eth0]", "[a]"),
        *("1.2.3", "1.2.3.256", "a\r", "a\n", "user@a", 'a"><Dial>'),
    ],
)
def test_what_is_no_host_is_refused_in_words(written: str) -> None:
    """The text tells somebody who has never read an RFC what to write."""
    with pytest.raises(BadAddress) as caught:
        host_and_port(written)
    assert str(caught.value)
    assert str(caught.value).isprintable()


@given(st.text(max_size=40))
def test_a_public_address_that_is_accepted_is_never_refused_later(text: str) -> None:
    """What settings pass, the webhook uses: one rule, and nothing that an answer in XML would have to escape."""
    try:
        kept = origin(f"https://{text}")
    except BadAddress:
        return
    host = kept.removeprefix("https://")
    assert host_and_port(host) == host
    assert origin(kept) == kept
    assert kept.isascii()
    assert not set(kept) & set("<>&\"' \r\n")


@pytest.mark.parametrize(
    ("written", "kept"), [("0.0.0.0", "0.0.0.0"), ("::", "::"), ("[::]", "::"), ("localhost", "localhost")]
)
def test_a_server_listens_on_a_host_without_a_port(written: str, kept: str) -> None:
    """An IPv6 address may stand in brackets, as people copy it from a URL."""
    assert listening_host(written) == kept


@pytest.mark.parametrize("written", ["0.0.0.0:8000", "[::]:8000", "http://localhost", "", "local host"])
def test_a_server_does_not_listen_on_anything_else(written: str) -> None:
    """The port has a setting of its own."""
    with pytest.raises(BadAddress):
        listening_host(written)
