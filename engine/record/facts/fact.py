"""A fact: something that happened in a call, told once, for whoever observes the call."""

from typing import get_args

import msgspec

from offhook.engine.record.facts.agent import AgentFact, AudioSent, HeardByNow, MarkEchoed, MarkSent
from offhook.engine.record.facts.call import CallFact
from offhook.engine.record.facts.caller import CallerFact, VoicedRun
from offhook.engine.record.facts.faults import AnyFault
from offhook.engine.record.facts.recordings import RecordingFact, RecordingLost
from offhook.engine.record.facts.tools import ToolFact

AnyWhat = CallerFact | AgentFact | CallFact | RecordingFact | ToolFact | AnyFault | RecordingLost
ALL_BUT_SOUND: tuple[type, ...] = tuple({*get_args(AnyWhat)} - {AudioSent, HeardByNow, MarkSent, MarkEchoed, VoicedRun})
"""For `Observer.kinds`: what is told less than once a second."""


class Fact(msgspec.Struct, frozen=True):
    """What happened, in which call and when.

    `turn` is the turn of the agent that it belongs to, and `utterance` the number of the caller's utterance, both from
    1 on; 0 for none. `at_s` is in seconds since the call began.
    """

    call: str
    at_s: float
    turn: int
    utterance: int
    what: AnyWhat
