"""Finds the page that a request asks for, below any prefix and with any number of slashes.

A server may be below a path of a larger site: `hypercorn --root-path /phone`, or `server.root_path`. Hypercorn passes
on the prefix and leaves the path as it came. So both kinds of proxies work: those that keep the prefix, as the ASGI
specification wants it ("HTTP connection scope"), and those that strip it.

The application may also be mounted below a path of another one. Starlette adds that path to the prefix, keeps the
prefix from before, and leaves the path as it came, too.
"""

import re
from urllib.parse import quote

from offhook.web.media import AsgiScope

_SLASHES = re.compile("/{2,}")


def at_its_page(scope: AsgiScope, root_path: str) -> AsgiScope:
    """The scope with the normalised path: the prefix, then the page without a slash at its end.

    The request is not redirected, because a client would send its POST again as a GET, or without its body.
    `root_path` is the setting; the server's own option wins.
    """
    whole: str = scope.get("root_path") or root_path
    before_the_host: str = scope.get("app_root_path", "")  # what a proxy may strip, while the host's own part stays
    prefix, mounted_at = (_plain(path) for path in (whole, whole.removeprefix(before_the_host)))
    path = _SLASHES.sub("/", scope["path"])
    page = next((path.removeprefix(each) for each in (prefix, mounted_at) if f"{path}/".startswith(f"{each}/")), path)
    return {**scope, "root_path": prefix, "path": f"{prefix}/{page.strip('/')}"}


def _plain(prefix: str) -> str:
    return "/".join(["", *filter(None, prefix.split("/"))])


def page_of(scope: AsgiScope) -> str:
    """The path below the prefix, of a scope `at_its_page`."""
    path: str = scope["path"]
    return path.removeprefix(scope["root_path"])


def called_paths(scope: AsgiScope) -> list[str]:
    """The paths with which the outside may have called this page, escaped as they came: the one that arrived, and with
    what a proxy may have stripped. Of a scope `at_its_page`."""
    arrived = bytes(scope["raw_path"]).decode("latin-1")
    stripped = (scope["root_path"], _plain(scope.get("app_root_path", "")))
    return list(dict.fromkeys([arrived, *(f"{quote(prefix)}{arrived}" for prefix in stripped)]))


def in_urls(scope: AsgiScope) -> str:
    """The prefix as URLs write it, of a scope `at_its_page`."""
    return quote(scope["root_path"])
