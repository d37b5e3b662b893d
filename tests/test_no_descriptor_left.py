"""A server that has not one file descriptor left while a call goes on: a real process, the real clock."""

import os
import resource
from pathlib import Path

import msgspec
import trio

from offhook.protocol.playout import SoundBegan
from offhook.telephone.phone import CallOptions, place_call
from offhook.telephone.phone_events import Cleared, PhoneEvent
from tests.serving import SAY_TODAY, answers, hypercorn, no_live_calls, settings_in


class Shortage:
    """From the agent's first sound to the second one that is heard, nothing that the process opens succeeds."""

    def __init__(self, pid: int) -> None:
        self._pid, self._before = pid, resource.prlimit(pid, resource.RLIMIT_NOFILE)
        self.sounds, self.cleared_in_it = 0, False

    def follow(self, event: PhoneEvent) -> None:
        if isinstance(event, Cleared):
            self.cleared_in_it = self.sounds == 1
        elif isinstance(event, SoundBegan):
            self.sounds += 1
            if self.sounds == 1:
                self._allow(self._next_descriptor())
            elif self.sounds == 2:
                self._allow(self._before[0])

    def _next_descriptor(self) -> int:
        """The kernel gives the lowest number that is free."""
        taken = {int(name) for name in os.listdir(f"/proc/{self._pid}/fd")}
        return min(set(range(len(taken) + 1)) - taken)

    def _allow(self, below: int) -> None:
        resource.prlimit(self._pid, resource.RLIMIT_NOFILE, (below, self._before[1]))


async def test_a_caller_who_interrupts_is_answered_though_no_file_can_be_opened(tmp_path: Path) -> None:
    """Nothing that a call needs is still to be imported or opened: no actor crashes, the agent stops, and answers."""
    settings = settings_in(tmp_path, OFFHOOK__SPEAKER__TONE__SECONDS="2")
    interruption = msgspec.structs.replace(SAY_TODAY, barge_in_after_s=0.7)
    with trio.fail_after(90):
        async with hypercorn(settings, "--workers", "0") as server:
            await answers(server.address)
            shortage = Shortage(server.process.pid)
            options = CallOptions(f"{server.address}/voice-stream", items=(interruption,), max_seconds=20)
            outcome = await place_call(options, on_event=shortage.follow)
            (record,) = await no_live_calls(server.address)
            server.process.terminate()
            await server.ended()
    assert shortage.cleared_in_it, "the interruption fell into the shortage"
    assert outcome.failure == ""
    assert outcome.report.turns[0].reply_at_s is not None
    assert record["end_reason"] == "caller hung up"
    assert record["faults"] == {}
    assert b"crashed" not in server.log
    assert b"Traceback" not in server.log
