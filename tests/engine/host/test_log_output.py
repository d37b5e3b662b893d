"""Where log lines go when nobody takes them. Real descriptors; nothing here may wait, so nothing needs a clock."""

import errno
import os
import pty
import re
import socket
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from offhook.engine.host.log_output import LogOutput


@contextmanager
def output_to(descriptor: int) -> Iterator[LogOutput]:
    output = LogOutput(descriptor)
    try:
        yield output
    finally:
        output.close()


def all_there_is(descriptor: int) -> bytes:
    """What waits to be read, without waiting for more."""
    os.set_blocking(descriptor, False)
    seen = b""
    try:
        while data := os.read(descriptor, 65_536):
            seen += data
    except BlockingIOError:
        pass
    return seen


def test_a_slow_reader_delays_nobody_and_learns_what_it_missed() -> None:
    """A full pipe loses lines at once; the first line after that says how many, and none is torn."""
    reader, writer = os.pipe()
    with output_to(writer) as output:
        for number in range(5000):
            output.write_line(f"line {number} {'x' * 100}")
        lost = output.dropped
        seen = all_there_is(reader)
        output.write_line("back again")
        seen += all_there_is(reader)
    told = re.findall(rb"^log lines dropped: (\d+)$", seen, re.MULTILINE)
    lines = re.findall(rb"^line \d+ x{100}$", seen, re.MULTILINE)
    assert sum(map(int, told)) == lost == output.dropped == 5000 - len(lines)
    assert 0 < lost < 5000
    assert seen.endswith(b"\nback again\n")
    assert seen.count(b"\n") == len(told) + len(lines) + 1
    os.close(reader)
    os.close(writer)


def test_who_shares_the_descriptor_does_not_notice() -> None:
    """A shell's pipe or terminal must not become non-blocking for everyone else."""
    reader, writer = os.pipe()
    with output_to(writer) as output:
        output.write_line("hello")
        assert os.get_blocking(writer)
    assert all_there_is(reader) == b"hello\n"
    os.write(writer, b"still open")
    os.close(reader)
    os.close(writer)


def test_a_line_that_is_longer_than_the_room_is_not_glued_to_the_next() -> None:
    """Half of it may stand there; what follows begins on a line of its own."""
    reader, writer = os.pipe()
    with output_to(writer) as output:
        output.write_line("x" * 1_000_000)
        assert output.dropped == 1
        assert set(all_there_is(reader)) == {ord("x")}
        output.write_line("next")
        assert all_there_is(reader) == b"\nlog lines dropped: 1\nnext\n"
    os.close(reader)
    os.close(writer)


@pytest.mark.parametrize("when", ["before it was opened", "afterwards"])
def test_a_reader_that_has_gone_ends_nothing(when: str) -> None:
    """EPIPE is a lost line; nothing is raised, before or after."""
    reader, writer = os.pipe()
    if when == "before it was opened":
        os.close(reader)
    with output_to(writer) as output:
        if when == "afterwards":
            output.write_line("heard")
            os.close(reader)
        output.write_line("lost")
        output.write_line("lost")
    assert output.dropped == 2
    os.close(writer)


def test_a_full_disk_ends_nothing() -> None:
    """/dev/full says ENOSPC to every write."""
    writer = os.open("/dev/full", os.O_WRONLY)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        os.write(writer, b"x")
    with output_to(writer) as output:
        output.write_line("lost")
    assert output.dropped == 1
    os.close(writer)


def test_a_closed_descriptor_ends_nothing() -> None:
    """A server started with `2>&-` has nowhere to write to."""
    reader, writer = os.pipe()
    os.close(reader)
    os.close(writer)
    with output_to(writer) as output:
        output.write_line("lost")
        assert not output.is_terminal
    assert output.dropped == 1


def test_a_socket_that_nobody_reads_delays_nobody() -> None:
    """Standard error under systemd is a stream socket; its reader may hang as any other."""
    ours, theirs = socket.socketpair()
    with ours, theirs, output_to(ours.fileno()) as output:
        for _ in range(10_000):
            output.write_line("x" * 100)
        assert 0 < output.dropped < 10_000
        assert ours.getblocking()


def test_a_stopped_terminal_delays_nobody() -> None:
    """Ctrl-S stops a terminal; lines are lost until Ctrl-Q."""
    controller, terminal = pty.openpty()
    with output_to(terminal) as output:
        assert output.is_terminal
        termios.tcflow(terminal, termios.TCOOFF)
        for _ in range(2000):
            output.write_line("x" * 100)
        assert output.dropped
        termios.tcflow(terminal, termios.TCOON)
        all_there_is(controller)
        output.write_line("back again")
        assert b"log lines dropped" in all_there_is(controller)
    os.close(controller)
    os.close(terminal)


def test_a_file_that_others_write_too_keeps_their_lines(tmp_path: Path) -> None:
    """Two workers share one position in a file that the shell opened."""
    writer = os.open(tmp_path / "log", os.O_WRONLY | os.O_CREAT)
    with output_to(writer) as first, output_to(writer) as second:
        first.write_line("one")
        second.write_line("two \ud800")
        first.write_line("three")
    assert (tmp_path / "log").read_bytes() == b"one\ntwo \\ud800\nthree\n"
    os.close(writer)
