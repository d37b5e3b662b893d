"""Parses host names, IP addresses and origins, by the same rules wherever one is given.

BadAddress               not a valid address; the message says what to write
"""

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address

import idna

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z")  # RFC 1123, section 2.1, and the _ of container names
_LONGEST_NAME = 253  # RFC 1035, section 3.1, without the dots that only a wire has
_CONTROLS_AND_SPACES = re.compile(r"[\x00-\x20\x7f-\xa0]")
_EXAMPLE = "https://voice.example.com"


class BadAddress(ValueError):
    """Not a valid address of the wanted kind."""


def host_and_port(text: str) -> str:
    """A Host header (RFC 9112, section 3.2) in normal form: lower case, without the final dot of an absolute name and
    without the colon of an empty port (RFC 3986, section 6.2). Raises BadAddress."""
    if not text.isascii():
        raise BadAddress("a host name must be ASCII here")
    host, port = _split(text)
    return f"{_host(host)}:{_port(port)}" if port else _host(host)


def origin(url: str) -> str:
    """The scheme, host and port of a web server, and nothing else. A name in another script is converted to A-labels
    (RFC 5891): `https://bücher.example` becomes `https://xn--bcher-kva.example`. Raises BadAddress."""
    if (found := _CONTROLS_AND_SPACES.search(url)) is not None:
        raise BadAddress(f"must not contain {found[0]!r}")
    scheme, separator, rest = url.partition("://")
    if scheme.lower() not in ("http", "https") or not separator:
        raise BadAddress(f"must begin with https:// or http://, such as {_EXAMPLE}")
    at_end = min((rest.index(mark) for mark in "/?#\\" if mark in rest), default=len(rest))
    if rest[at_end:] not in ("", "/") or "@" in rest:
        raise BadAddress(f"must be only scheme and host, such as {_EXAMPLE}: no user, path, query or fragment")
    return f"{scheme.lower()}://{host_and_port(_in_ascii(rest[:at_end]))}"


def listening_host(text: str) -> str:
    """An address to listen on: a name, or an address without brackets and port. Raises BadAddress."""
    if not text:
        raise BadAddress("is empty: name an address of this machine, or 0.0.0.0 for all of them")
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    try:
        IPv6Address(bare)
    except AddressValueError:
        host, port = _split(text)
        if port is not None:
            raise BadAddress("must be a host without a port: the port is server.port") from None
        return _host(host)
    return bare


def _split(text: str) -> tuple[str, str | None]:
    """The host, and the port if there is a colon."""
    if text.startswith("["):
        host, closed, rest = text.partition("]")
        if not closed or rest[:1] not in ("", ":"):
            raise BadAddress(f"{text!r} is not a host: write an IPv6 address like [2001:db8::1]:8443")
        return host + closed, rest[1:] if rest else None
    if text.count(":") > 1:
        raise BadAddress(f"{text!r} is not a host: write an IPv6 address in brackets, like [2001:db8::1]:8443")
    host, colon, port = text.partition(":")
    return host, port if colon else None


def _port(text: str) -> int:
    if re.fullmatch(r"[0-9]{1,5}", text) is None or not 0 < int(text) <= 65535:
        raise BadAddress(f"{text!r} is not a port: a port is a number from 1 to 65535")
    return int(text)


def _host(text: str) -> str:
    if text.startswith("["):
        try:
            if "%" in text:  # a zone is the name of a network interface (RFC 4007), and may hold any character
                raise AddressValueError
            return f"[{IPv6Address(text[1:-1])}]"
        except AddressValueError:
            raise BadAddress(f"{text!r} is not an IPv6 address") from None
    name = text.lower().removesuffix(".")
    if not name:
        raise BadAddress(f"the host is missing; write it as in {_EXAMPLE}")
    labels = name.split(".")
    if len(name) > _LONGEST_NAME or not all(map(_LABEL.match, labels)):
        raise BadAddress(f"{text!r} is not a host name: use a-z, 0-9, - and _, at most 63 between two dots")
    if labels[-1].isdigit():  # then every reader takes it for an IPv4 address
        try:
            IPv4Address(name)
        except AddressValueError:
            raise BadAddress(f"{text!r} is not an IPv4 address: that is four numbers from 0 to 255") from None
    return name


def _in_ascii(text: str) -> str:
    host, port = _split(text)
    if host.isascii():
        return text
    try:
        name = idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        raise BadAddress(f"{host!r} is not a host name, and cannot be converted to one (RFC 5891)") from None
    return name if port is None else f"{name}:{port}"
