"""A server that cannot listen says what to do. Real sockets of this machine; no clock."""

import gc
import socket

import pytest
from hypercorn.config import Config

from offhook.web.serving import ServingFailed, bind_sockets

# Hypercorn leaves the socket that it could not bind to the garbage collector, which is called here and not later.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")


def why_not(address: str) -> str:
    config = Config()
    config.bind = [address]
    with pytest.raises(ServingFailed) as found:
        bind_sockets(config)
    told = str(found.value)
    del found
    gc.collect()
    return told


def test_a_second_server_is_told_of_the_port_and_not_only_of_an_os_error() -> None:
    """The first one still runs in another terminal: the most frequent failure of a first hour."""
    with socket.create_server(("127.0.0.1", 0)) as first:
        told = why_not(f"127.0.0.1:{first.getsockname()[1]}")
    assert "another program has this port: stop it, or choose another one with --port or server.port" in told
