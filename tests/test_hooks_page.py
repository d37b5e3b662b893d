"""docs/hooks.md: its receiver, its tables and its commands do what it says. Real programs, sockets and clock."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import trio

from offhook.engine.record.hook_settings import HookSettings
from offhook.hooks.retries import PAUSES_S
from offhook.simulation.fakes.hook_receiver import HookReceiver, Reply
from offhook.simulation.fakes.http_server import on_a_socket
from offhook.telephone.phone_stream import WayToLeave
from tests.hooks.rig import SECRET
from tests.serving import answers, call, free_port, hypercorn, no_live_calls, settings_in

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "hooks.md").read_text()
OFFHOOK = (sys.executable, "-c", "from offhook import cli; cli.main()")
WITHIN_S = 60.0
TELLS_ITS_END_WITHIN_S = 5.0


def in_words(seconds: float) -> str:
    """As the table has it."""
    for unit, length in (("h", 3600), ("min", 60)):
        if seconds >= length:
            return f"{seconds / length:g} {unit}"
    return f"{seconds:g} s"


def test_the_table_of_attempts_is_what_the_code_does() -> None:
    rows = [f"| {attempt} | {in_words(pause)} |" for attempt, pause in enumerate(PAUSES_S, start=2)]
    found = PAGE.partition("<!-- retries -->\n")[2].splitlines()[2 : 2 + len(rows) + 1]
    assert found == [*rows, ""]


def test_the_settings_on_the_page_are_some() -> None:
    """Every key that it names in code marks with a value is a setting of a hook."""
    assert HookSettings.model_validate({"url": "https://crm.example.com/offhook", "secret_variable": "CRM_HOOK_SECRET"})
    assert [name for name in re.findall(r"`(\w+) = ", PAGE) if name not in HookSettings.model_fields] == []


class Program:
    """The page's receiver."""

    def __init__(self, process: trio.Process, url: str) -> None:
        self._process, self.url = process, url
        self.said = ""

    async def line(self) -> str:
        """The next one that it prints."""
        assert self._process.stdout is not None
        while "\n" not in self.said:
            self.said += bytes(await self._process.stdout.receive_some(4096)).decode()
        line, _, self.said = self.said.partition("\n")
        return line


@asynccontextmanager
async def the_pages_receiver(folder: Path, secret: str = SECRET) -> AsyncIterator[Program]:
    port = free_port()
    shown = re.search(r"<!-- receiver -->\n   ```python\n(.*?)   ```", PAGE, re.DOTALL)
    assert shown
    program = re.sub(r"^   ", "", shown[1], flags=re.MULTILINE).replace("9000", str(port))
    (folder / "receiver.py").write_text(program)
    process = await trio.lowlevel.open_process(
        [sys.executable, str(folder / "receiver.py")],
        env=os.environ | {"CRM_HOOK_SECRET": secret},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                stream = await trio.open_tcp_stream("127.0.0.1", port)
            except OSError:
                await trio.sleep(0.05)
            else:
                await stream.aclose()
                break
        yield Program(process, f"http://127.0.0.1:{port}/")
    finally:
        process.kill()
        with trio.move_on_after(5, shield=True):
            await process.wait()


async def offhook(folder: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    """The exit code, and what was printed."""
    done = await trio.run_process(
        [*OFFHOOK, *arguments],
        env=os.environ | settings_in(folder) | environment,
        capture_stdout=True,
        capture_stderr=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).decode()


def hooks(url: str, **more: object) -> str:
    return json.dumps([{"url": url, "secret": SECRET, **more}])


async def test_a_server_tells_the_pages_receiver_of_a_call(tmp_path: Path) -> None:
    """`hypercorn app:app`, a caller by telephone, and the receiver as it stands on the page."""
    with trio.fail_after(WITHIN_S):
        async with the_pages_receiver(tmp_path) as receiver:
            settings = settings_in(tmp_path, OFFHOOK__HOOKS=hooks(receiver.url, facts=["CallBegan"]))
            async with hypercorn(settings) as server:
                await answers(server.address)
                outcome = await call(server.address)
                (record,) = await no_live_calls(server.address)
                with trio.fail_after(TELLS_ITS_END_WITHIN_S):
                    lines = [await receiver.line(), await receiver.line()]
    assert outcome.call_sid == record["call_sid"]
    assert [line.split()[1] for line in lines] == ["call.fact", "call.ended"]
    assert SECRET.encode() not in server.log


async def test_the_record_that_arrives_is_that_of_the_call(tmp_path: Path) -> None:
    """Over a real socket, with everything in it; and a caller whose stream breaks is not told of at once."""
    receiver = HookReceiver(SECRET, time.time)
    with trio.fail_after(WITHIN_S):
        async with (
            on_a_socket(receiver.server.serve) as url,
            hypercorn(settings_in(tmp_path, OFFHOOK__HOOKS=hooks(url))) as server,
        ):
            await answers(server.address)
            await call(server.address, ending=WayToLeave.DROP)
            outcome = await call(server.address)
            with trio.fail_after(TELLS_ITS_END_WITHIN_S):
                await receiver.wait_for(1)
            await no_live_calls(server.address)
    (sent,) = receiver.deliveries
    data = sent.body["data"]
    assert isinstance(data, dict)
    assert data["call_sid"] == outcome.call_sid
    assert (data["end_reason"], data["path"], data["collected"]) == ("caller hung up", "stream", None)
    assert [entry["who"] for entry in data["transcript"]][:1] == ["agent"]
    assert "trace" not in data


async def test_a_receiver_is_tried_before_a_call_does(tmp_path: Path) -> None:
    """`offhook hooks test`: the page's receiver takes it, and one with another secret does not."""
    with trio.fail_after(WITHIN_S):
        async with the_pages_receiver(tmp_path) as receiver:
            code, said = await offhook(tmp_path, "hooks", "test", OFFHOOK__HOOKS=hooks(receiver.url))
            assert code == 0, said
            assert (await receiver.line()).split()[1] == "test"
            for shown in ("127.0.0.1: taken, HTTP 204, after", "webhook-id: msg_test", "webhook-signature: v1,"):
                assert shown in said
            assert SECRET not in said
            code, said = await offhook(tmp_path, "hooks", "test", receiver.url)
            assert code == 1
            assert "signed with the secret whsec_" in said
            assert "not taken: HTTP 401" in said


async def test_what_cannot_be_tried_is_told_in_words(tmp_path: Path) -> None:
    """No traceback, whatever is named."""
    with trio.fail_after(WITHIN_S):
        code, said = await offhook(tmp_path, "hooks", "test")
        assert (code, "no [[hooks]]" in said) == (1, True)
        code, said = await offhook(tmp_path, "hooks", "test", "http://crm.example.com/")
        assert (code, "must begin with https://" in said) == (2, True)
        code, said = await offhook(tmp_path, "hooks", "test", f"http://127.0.0.1:{free_port()}/")
        assert (code, "not taken: no connection: it was refused" in said) == (1, True)
        code, said = await offhook(tmp_path, "hooks", "list")
        assert (code, "no records file" in said) == (1, True)
        assert "Traceback" not in said


async def test_what_waits_is_listed_and_sent_when_a_person_wants_it(tmp_path: Path) -> None:
    """A call ends while the receiver is away: it is listed, and after `retry` the next start sends it."""
    receiver = HookReceiver(SECRET, time.time, lambda _: Reply.GONE)
    with trio.fail_after(WITHIN_S):
        async with on_a_socket(receiver.server.serve) as url:
            settings = settings_in(tmp_path, OFFHOOK__HOOKS=hooks(url))
            async with hypercorn(settings) as server:
                await answers(server.address)
                outcome = await call(server.address)
                await receiver.wait_for(1)
                await no_live_calls(server.address)
            message_id = receiver.deliveries[0].message_id
            _, said = await offhook(tmp_path, "hooks", "list", OFFHOOK__HOOKS=hooks(url))
            assert f"{message_id}  {outcome.call_sid}  to 127.0.0.1 at 127.0.0.1: tried 1 times, HTTP 410" in said
            assert "given up" in said
            assert "1 message waits" in said
            code, said = await offhook(tmp_path, "hooks", "retry", "msg_of_nobody")
            assert (code, "no message 'msg_of_nobody'" in said) == (1, True)
            code, said = await offhook(tmp_path, "hooks", "retry", message_id)
            assert (code, said) == (0, "1 message is sent again now\n")
            receiver.reply_to = lambda _: Reply.TAKEN
            async with hypercorn(settings):
                await receiver.wait_for(2)
                while said != "no messages wait\n":
                    _, said = await offhook(tmp_path, "hooks", "list")
            assert receiver.deliveries[1].message_id == message_id
