"""Checks whether a server could listen on its host and port, by listening for a moment."""

import errno
import os
import socket

from offhook.engine.host.settings import ServerSettings


def listening_problems(settings: ServerSettings) -> list[str]:
    """Problems of host and port. A port that is in use is not a problem: it may be this server's own, which runs while
    its settings are checked."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError:  # its number and its text are the name service's own
        return [f"server.host = {settings.host!r}: no address of that name; name one of this machine, or 0.0.0.0"]
    for family, kind, protocol, _, address in found:
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(address)
            except OSError as exc:
                if exc.errno != errno.EADDRINUSE:
                    where = f"server.host = {settings.host!r} and server.port = {settings.port}"
                    return [f"{where}: cannot listen there: {os.strerror(exc.errno or 0)}"]
    return []
