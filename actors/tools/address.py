"""The address of a tool's server, as it stands in an agent file."""

from urllib.parse import SplitResult, urlsplit

from offhook.actors.tools.mistakes import Mistakes
from offhook.actors.tools.template import is_balanced, places
from offhook.engine.host.toml_lines import KeyPath
from offhook.engine.host.web_address import BadAddress, origin


def check_address(url: str, where: KeyPath, mistakes: Mistakes) -> bool:
    """Whether its form is right; it may have places behind its host. What is wrong is reported."""
    problem = _problem(url)
    if problem is not None:
        mistakes.file.report(where, *problem)
    return problem is None


def _problem(url: str) -> tuple[str, str] | None:
    if not is_balanced(url):
        return "unbalanced { } in url", "write {argument}"
    split = _split(url)
    if split is None or split.scheme not in ("http", "https"):
        return "url must begin with https:// or http://", "write the whole address, https://api.example.com/x"
    if places(split.netloc):
        return "the host of a url is fixed", "write it without { }: a model must not choose where requests go"
    try:
        origin(f"{split.scheme}://{split.netloc}")
    except BadAddress as exc:
        return f"url: {exc}", "keys stand in headers, as {secret.NAME}" if "@" in split.netloc else "correct it"
    if split.fragment or any(character <= " " for character in url):
        return "url has a # or a space in it", "remove it, or write %23 or %20"
    return None


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:  # an IPv6 address without its bracket
        return None
