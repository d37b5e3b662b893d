"""A line on the media lane, over real sockets in this process: what it does that the server's own way does not.

What a peer may do to either of them is in test_media_socket.py and test_bad_input.py, which go both ways.
"""

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
import trio
from trio.testing import wait_all_tasks_blocked
from wsproto.connection import Connection as WebSocket
from wsproto.connection import ConnectionType
from wsproto.events import CloseConnection, Event, Message, Pong, TextMessage

from offhook.engine.run.line import LineClosed, LineFlooded
from offhook.web.connection import WebsocketMessage
from offhook.web.lane.lane import Lane, open_lane
from offhook.web.lane.lane_line import CLOSE_WITHIN_S, COUNTED_FRAMES, MOST_UNTAKEN, LaneLine
from tests.web.raw_peer import WITHIN_S, frame

SMALL_BUFFER = 4096


class FakeConnection:
    """A connection of the server, whose peer may send so many frames."""

    def __init__(self, opened: trio.socket.SocketType, frames: int) -> None:
        self._opened, self._frames = opened, frames
        self.is_closed = self.message_too_long = self.is_over_budget = False

    def close_transport(self) -> None:
        self.is_closed = True
        self._opened.close()

    drop = release = close_transport

    def let_application_read(self, put: Callable[[WebsocketMessage], None]) -> None: ...

    async def read(self) -> bool:
        raise AssertionError("the lane reads")

    def plain_socket(self) -> trio.socket.SocketType:
        return self._opened

    def leave_socket(self) -> None: ...

    def may_send(self, length: int, frames: int) -> bool:
        self._frames -= frames
        return self._frames >= 0

    def stop_waiting(self) -> None: ...


class Peer:
    """The other end: says what a test likes, and reads with wsproto."""

    def __init__(self, stream: trio.SocketStream) -> None:
        self.stream = stream
        self._websocket = WebSocket(ConnectionType.CLIENT, [])
        self._parts: list[str] = []

    async def say(self, *messages: str) -> None:
        await self.stream.send_all(b"".join(frame(message.encode()) for message in messages))

    async def events(self, number: int) -> list[Event]:
        """Read until so many have come; the pieces of one message are one."""
        events: list[Event] = []
        with trio.fail_after(WITHIN_S):
            while len(events) < number:
                data = bytes(await self.stream.receive_some(65_536))
                assert data, f"closed after {events}"
                self._websocket.receive_data(data)
                for event in self._websocket.events():
                    if self._parts or (isinstance(event, Message) and not event.message_finished):
                        assert isinstance(event, TextMessage), "pieces of one message follow each other"
                        self._parts.append(event.data)
                        if event.message_finished:
                            events.append(TextMessage("".join(self._parts)))
                            self._parts.clear()
                    else:
                        events.append(event)
        return events

    async def closed(self) -> bool:
        with trio.fail_after(WITHIN_S):
            try:
                return await self.stream.receive_some(1) == b""
            except trio.BrokenResourceError:
                return True


@asynccontextmanager
async def lane_and_line(*, frames: int = 10_000) -> AsyncIterator[tuple[Lane, LaneLine, Peer]]:
    async with open_lane(wanted=True) as lane:
        assert lane is not None
        async with line_on(lane, frames=frames) as (line, peer):
            yield lane, line, peer


@asynccontextmanager
async def line_on(lane: Lane, *, frames: int = 10_000) -> AsyncIterator[tuple[LaneLine, Peer]]:
    ours, theirs = socket.socketpair()
    for each in (ours, theirs):
        each.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL_BUFFER)
    opened = trio.socket.from_stdlib_socket(ours)
    line = LaneLine(lane, FakeConnection(opened, frames), opened, "a peer")
    line.begin()
    async with trio.SocketStream(trio.socket.from_stdlib_socket(theirs)) as stream:
        try:
            yield line, Peer(stream)
        finally:
            line.abort()


def line_socket(line: LaneLine) -> trio.socket.SocketType:
    return line._socket


class Listener:
    """Listens on a line until it hears `last`."""

    def __init__(self, line: LaneLine, *, last: str = "stop", fails_at: str = "") -> None:
        self.heard: list[str | bytes] = []
        self.tasks: list[str] = []
        self.failure: Exception | None = None
        self._line, self._last, self._fails_at = line, last, fails_at

    async def __call__(self) -> None:
        try:
            await self._line.listen(self._hear)
        except Exception as exc:  # noqa: BLE001  # the test asks for it
            self.failure = exc

    def _hear(self, message: str | bytes) -> bool:
        self.heard.append(message)
        self.tasks.append(trio.lowlevel.current_task().name)
        if message == self._fails_at:
            raise ValueError("a planted bug")
        return message == self._last


async def test_who_listens_hears_in_the_lanes_own_turn() -> None:
    """In order, and without a turn of the scheduler in between: the function is called by the lane's task."""
    async with lane_and_line() as (_, line, peer):
        listener = Listener(line)
        with trio.fail_after(WITHIN_S):
            async with trio.open_nursery() as nursery:
                nursery.start_soon(listener)
                await wait_all_tasks_blocked()
                await peer.say("one", "two", "stop", "three")
            assert listener.heard == ["one", "two", "stop"]
            assert set(listener.tasks) == {"media lane"}
            assert await line.receive() == "three"


async def test_what_came_before_somebody_listens_is_heard_first() -> None:
    """By whoever listens: those messages are nobody else's turn."""
    async with lane_and_line() as (_, line, peer):
        await peer.say("one", "two")
        with trio.fail_after(WITHIN_S):
            assert await line.receive() == "one"
            listener = Listener(line)
            async with trio.open_nursery() as nursery:
                nursery.start_soon(listener)
                await wait_all_tasks_blocked()
                await peer.say("stop")
        assert listener.heard == ["two", "stop"]


async def test_a_crash_of_who_listens_is_raised_there_and_nowhere_else() -> None:
    """The message is lost, as with any crash; the next one hears those behind it, and the line beside goes on."""
    async with lane_and_line() as (lane, line, peer), line_on(lane) as (other_line, other_peer):
        beside, crashing, again = Listener(other_line), Listener(line, fails_at="two"), Listener(line)
        with trio.fail_after(WITHIN_S):
            async with trio.open_nursery() as nursery:
                nursery.start_soon(beside)
                async with trio.open_nursery() as inner:
                    inner.start_soon(crashing)
                    await wait_all_tasks_blocked()
                    await peer.say("one", "two", "three", "stop")
                await again()
                await other_peer.say("hello", "stop")
    assert isinstance(crashing.failure, ValueError)
    assert again.heard == ["three", "stop"]
    assert beside.heard == ["hello", "stop"]


async def test_a_cancelled_listener_loses_no_message() -> None:
    """What comes later is kept for the next one."""
    async with lane_and_line() as (_, line, peer):
        with trio.move_on_after(0.01):
            await Listener(line)()
        await peer.say("one", "stop")
        listener = Listener(line)
        with trio.fail_after(WITHIN_S):
            await listener()
        assert listener.heard == ["one", "stop"]


async def test_no_more_is_read_than_is_taken() -> None:
    """A peer that sends to nobody waits itself; nothing is lost when somebody takes it."""
    number = 2000

    async def say_all() -> None:
        for start in range(0, number, 100):
            await peer.say(*(f"{each:0>200}" for each in range(start, start + 100)))
        said.set()

    said = trio.Event()
    async with lane_and_line() as (lane, line, peer), trio.open_nursery() as nursery:
        nursery.start_soon(say_all)
        await trio.sleep(0.1)
        assert not said.is_set()
        wake_ups = lane.figures.wake_ups
        await trio.sleep(0.1)
        assert lane.figures.wake_ups == wake_ups <= MOST_UNTAKEN + 1
        received = []
        for _ in range(number):
            with trio.fail_after(WITHIN_S):
                received.append(await line.receive())
    assert received == [f"{each:0>200}" for each in range(number)]


async def test_pings_are_answered_between_whole_messages() -> None:
    """Also by a peer that reads late: the newest of several is answered, behind what is being sent."""
    long = "x" * 500_000
    async with lane_and_line() as (_, line, peer), trio.open_nursery() as nursery:
        nursery.start_soon(line.send, long)
        await wait_all_tasks_blocked()
        for payload in (b"first", b"second"):
            await peer.stream.send_all(frame(payload, 0x9))
            await trio.sleep(0.02)
        message, pong = await peer.events(2)
    assert message == TextMessage(long)
    assert pong == Pong(b"second")


async def test_a_send_that_is_cancelled_sends_its_message_whole() -> None:
    """Half a message would make garbage of the next one."""
    long = "x" * 300_000
    async with lane_and_line() as (_, line, peer):
        with trio.move_on_after(0.01) as waited:
            await line.send(long)
        assert waited.cancelled_caught
        async with trio.open_nursery() as nursery:
            nursery.start_soon(line.send, "next")
            assert await peer.events(2) == [TextMessage(long), TextMessage("next")]


async def test_an_abort_frees_who_sends_and_who_waits() -> None:
    """Whatever the peer does not read, and although it says nothing."""

    async def expect_closed() -> None:
        with pytest.raises(LineClosed):
            await line.send("x" * 500_000)

    async with lane_and_line() as (lane, line, _):
        listening = Listener(line)
        with trio.fail_after(WITHIN_S):
            async with trio.open_nursery() as nursery:
                nursery.start_soon(expect_closed)
                nursery.start_soon(listening)
                await wait_all_tasks_blocked()
                line.abort()
                line.abort()
        assert len(lane) == 0
    assert isinstance(listening.failure, LineClosed)


async def test_too_much_ends_the_line() -> None:
    """Whoever listens is told why."""
    async with lane_and_line(frames=10) as (_, line, peer):
        listening = Listener(line)
        with trio.fail_after(WITHIN_S):
            async with trio.open_nursery() as nursery:
                nursery.start_soon(listening)
                await peer.say(*"x" * 2 * COUNTED_FRAMES)
    assert isinstance(listening.failure, LineFlooded)


async def test_a_closing_handshake_reads_on_until_the_peer_has_closed() -> None:
    """What it sent before it knew is no message any more."""
    async with lane_and_line() as (_, line, peer), trio.open_nursery() as nursery:
        nursery.start_soon(line.close, "no room")
        assert await peer.events(1) == [CloseConnection(1003, "no room")]
        await peer.say(*["late"] * (MOST_UNTAKEN * 2))
        await peer.stream.send_all(frame(b"\x03\xeb", 0x8))
        assert await peer.closed()


async def test_a_peer_that_answers_no_close_is_let_go() -> None:
    """After a second, also if it reads nothing at all."""
    async with lane_and_line() as (_, line, peer):
        with trio.move_on_after(0.01):
            await line.send("x" * 500_000)
        with trio.fail_after(WITHIN_S):
            await line.close()
        with trio.fail_after(WITHIN_S):
            while await peer.stream.receive_some(65_536):
                pass


async def test_a_socket_closed_by_the_server_is_no_socket_any_more() -> None:
    """A server that stops closes it while something waits for a peer that does not read. The line ends at once, and
    its number, which may be another call's by now, is left alone."""
    async with lane_and_line() as (lane, line, _):
        with trio.move_on_after(0.01):
            await line.send("x" * 500_000)
        number = line_socket(line).fileno()
        line_socket(line).close()
        async with line_on(lane) as (other, other_peer):
            assert line_socket(other).fileno() == number
            began_at = trio.current_time()
            await line.close()
            assert trio.current_time() - began_at < CLOSE_WITHIN_S / 2
            await other_peer.say("hello")
            with trio.fail_after(WITHIN_S):
                assert await other.receive() == "hello"
        assert len(lane) == 0


async def test_a_peer_that_closes_gets_its_code_back() -> None:
    """And who listens learns that the line is gone."""
    async with lane_and_line() as (_, line, peer):
        await peer.stream.send_all(frame(b"\x03\xe9bye", 0x8))
        with pytest.raises(LineClosed):
            await line.receive()
        assert await peer.events(1) == [CloseConnection(1001, "")]


async def test_a_flood_of_one_gives_the_other_its_turn() -> None:
    """A portion each: what the other one says is heard before the flood is over."""
    async with lane_and_line(frames=10**9) as (lane, line, peer), line_on(lane) as (other_line, other_peer):
        flooded, other = Listener(line), Listener(other_line)

        async def flood() -> None:
            while not done.is_set():
                await peer.stream.send_all(frame(b"", 0x9) * 500)

        async def drain() -> None:
            async for _ in peer.stream:
                pass

        done = trio.Event()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(flooded)
            nursery.start_soon(flood)
            nursery.start_soon(drain)
            nursery.start_soon(other)
            await trio.sleep(0.05)
            for number in range(20):
                portions = lane.figures.portions
                await other_peer.say(str(number))
                with trio.fail_after(WITHIN_S):
                    while len(other.heard) <= number:
                        await trio.lowlevel.checkpoint()
                assert lane.figures.portions - portions < 50
            done.set()
            nursery.cancel_scope.cancel()


async def test_a_slow_frame_is_counted() -> None:
    """It cannot be divided; how long it took is known."""

    def think(message: str | bytes) -> bool:
        del message
        until = trio.current_time() + 0.02
        while trio.current_time() < until:
            pass
        return True

    async with lane_and_line() as (lane, line, peer), trio.open_nursery() as nursery:
        nursery.start_soon(line.listen, think)
        await peer.say("x")
    assert lane.figures.overruns >= 1
    assert lane.figures.longest_ms >= 20


async def test_a_bug_of_the_lines_own_ends_that_line_alone() -> None:
    """Whoever waits for its messages gets the exception, and the lane goes on."""

    class Buggy(FakeConnection):
        def may_send(self, length: int, frames: int) -> bool:
            raise ZeroDivisionError("a planted bug")

    ours, theirs = socket.socketpair()
    opened = trio.socket.from_stdlib_socket(ours)
    async with (
        lane_and_line() as (lane, line, peer),
        trio.SocketStream(trio.socket.from_stdlib_socket(theirs)) as stream,
    ):
        buggy = LaneLine(lane, Buggy(opened, 1), opened, "a peer")
        buggy.begin()
        await stream.send_all(frame(b"x") * COUNTED_FRAMES)
        with pytest.raises(ZeroDivisionError):
            await buggy.receive()
        buggy.abort()
        await peer.say("hello")
        assert await line.receive() == "hello"


async def test_there_is_no_lane_where_none_is_wanted() -> None:
    """Then the server reads and writes, as elsewhere than on Linux."""
    async with open_lane(wanted=False) as lane:
        assert lane is None
