"""Which authorities are trusted, and until when the servers' certificates last."""

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from offhook.doctor.finding import Finding, good, parted, warning, wrong
from offhook.doctor.setup import MakeNetwork
from offhook.engine.host.network import NetworkUnusable

AREA = "certificates"
NEAR_DAYS = 14
_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_INSTALL = "install the authorities' certificates (Debian and Ubuntu: apt-get install ca-certificates)"


def trust_findings(make: MakeNetwork, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Whether any server could be trusted. `make` connects to nothing."""
    named = {name: environment[name] for name in _VARIABLES if environment.get(name)}
    any_missing = False
    for name, path in named.items():
        missing = not (os.path.isfile(path) if name == "SSL_CERT_FILE" else os.path.isdir(path))
        any_missing |= missing
        if missing:
            kind = "file" if name == "SSL_CERT_FILE" else "directory"
            yield wrong(AREA, f"{name} = {path!r}: there is no such {kind}", f"correct {name}, or take it away")
    try:
        trusted = make().certificates.cert_store_stats()["x509_ca"]
    except NetworkUnusable as exc:
        if not any_missing:
            yield wrong(AREA, *parted(str(exc)))
        return
    where = f" of {' and '.join(named)}" if named else ""
    if trusted or "SSL_CERT_DIR" in named:  # those of a directory are read only when they are needed
        yield good(AREA, f"{trusted} authorities{where} are trusted", figures={"authorities": trusted})
    else:
        yield wrong(AREA, f"no authority{where} is trusted: no server can be", _INSTALL)


def expiry_findings(ends: Mapping[str, float], now: float) -> Iterator[Finding]:
    """`ends` by host, in seconds since 1970."""
    for host, end in ends.items():
        days = (end - now) / 86_400
        what = f"{host}: its certificate lasts until {datetime.fromtimestamp(end, UTC).date().isoformat()}"
        if days > NEAR_DAYS:
            yield good(AREA, what, figures={"days": round(days)})
        else:
            yield warning(
                AREA, f"{what}, {max(days, 0):.0f} days", "see that it is renewed in time", {"days": round(days)}
            )
