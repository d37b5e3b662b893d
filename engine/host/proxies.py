"""Which requests go through a proxy of the environment: HTTPS_PROXY, HTTP_PROXY and ALL_PROXY name it, NO_PROXY the
hosts that are reached without it.

httpx reads these too, but refuses to open where NO_PROXY has an IPv6 network, such as the `::1/128` that Docker Desktop
sets, or an address in brackets, and takes an IPv4 network for one host.
"""

import ipaddress
from collections.abc import Callable, Mapping, Sequence

import httpx  # noqa: ASYNC127  # the project's client is httpx

_SCHEMES = ("http", "https", "all")
Transport = httpx.AsyncBaseTransport


def proxies_in(variables: Mapping[str, str]) -> Mapping[str, str]:
    """The proxy of each scheme; `all` for those that have none of their own. `variables` is what the standard library's
    `getproxies` finds."""
    if is_exempt("", _exemptions(variables)):
        return {}
    named = {scheme: variables.get(scheme, "") for scheme in _SCHEMES}
    return {scheme: url if "://" in url else f"http://{url}" for scheme, url in named.items() if url}


def mounts_for(variables: Mapping[str, str], transport: Callable[[str | None], Transport]) -> Mapping[str, Transport]:
    """What httpx is given as `mounts`. `transport` makes one that connects through this proxy, or directly."""
    proxies = proxies_in(variables)
    if not proxies:
        return {}
    direct, exemptions = transport(None), _exemptions(variables)
    return {f"{scheme}://": _Unless(exemptions, direct, transport(url)) for scheme, url in proxies.items()}


def is_exempt(host: str, exemptions: Sequence[str]) -> bool:
    """Whether one of them names this host, a domain that it is in, a network that it is in, or all hosts."""
    return any(_names(exemption, host.lower()) for exemption in exemptions)


def _exemptions(variables: Mapping[str, str]) -> Sequence[str]:
    return [each.strip().lower() for each in variables.get("no", "").split(",") if each.strip()]


def _names(exemption: str, host: str) -> bool:
    if exemption == "*":
        return True
    bare = exemption.partition("://")[2] or exemption
    bare = bare.partition(":")[0] if bare.count(":") == 1 else bare  # whatever the port
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(bare.replace("[", "").replace("]", ""), strict=False)
    except ValueError:  # one of them is a name
        name = bare.removeprefix("*").removeprefix(".")
        return bool(name) and (host == name or host.endswith(f".{name}"))


class _Unless(httpx.AsyncBaseTransport):
    """Through the proxy, but for those hosts that are reached directly."""

    def __init__(self, exemptions: Sequence[str], direct: Transport, proxied: Transport) -> None:
        self._exemptions, self._direct, self._proxied = exemptions, direct, proxied

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        chosen = self._direct if is_exempt(request.url.host, self._exemptions) else self._proxied
        return await chosen.handle_async_request(request)

    async def aclose(self) -> None:
        await self._proxied.aclose()
        await self._direct.aclose()
