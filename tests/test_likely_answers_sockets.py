"""A likely question is answered by the agent file over real sockets: the real server, the real clock, both paths of a
call. The recognizer and the model are scripted ones; no faults."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import pytest
import trio

from offhook.engine.record.answered import AnsweredTurn
from offhook.simulation.exchange import AGENT, GREETING
from offhook.telephone.server_process import running_server
from tests.serving import ignore, settings_in
from tests.test_recorded_calls import SPOKEN, offhook_call, record_of, said_by

ANSWER = "We are open from eight to six."
ANSWERS = f'[[answers]]\nname = "hours"\nask = ["What are your opening hours?"]\nanswer = "{ANSWER}"\n'


@pytest.mark.parametrize("path", [(), ("--path=record",)], ids=["stream", "recordings"])
async def test_a_likely_question_is_answered_over_sockets(path: Sequence[str], tmp_path: Path) -> None:
    """With no word of the model, and the record says by which entry."""
    settings = settings_in(tmp_path, OFFHOOK__RECOGNIZER__SCRIPTED__TEXT="hi could you tell me your opening hours")
    (tmp_path / "agent.toml").write_text(AGENT + ANSWERS)
    with trio.fail_after(90):
        async with running_server(settings, ignore) as address:
            arguments = (*path, "--max-seconds=60", "--audio", str(SPOKEN))
            _, report = await offhook_call(address, tmp_path / "report.json", *arguments)
            record: Mapping[str, object] = await record_of(address, report.call_sid)
    assert said_by(dict(record), "agent") == [GREETING, ANSWER]
    (answered,) = msgspec.convert(record["answered"], list[AnsweredTurn])
    assert (answered.entry, record["faults"]) == ("hours", {})
