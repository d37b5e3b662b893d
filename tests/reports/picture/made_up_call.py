"""Records of calls that never were: as many turns, faults and interruptions as a picture has to bear, by seed."""

import random

from offhook.engine.record.call_record import CallBegun, CallOver, CallRecord, TurnRecord
from offhook.engine.record.call_trace import CallTrace, Moment, MomentKind, Sound, TracedRun, TracedUtterance
from offhook.engine.record.conversation import AgentSaid, CallerSaid, Entry

WISHES = (
    "no",
    "yes please",
    "seven thirty",
    "",
    "a table for four people on Friday evening, near the window if you can",
)
REPLIES = (
    "For when?",
    "Sorry, I did not understand that. Could you say it again?",
    "We are open from nine in the morning until ten at night, every day but Monday. There is a car park behind us.",
)
FAULTS = ("responder crashed", "recognizer crashed", "voice failed", "marks overdue")
BEGUN = CallBegun("CA" + "7" * 32, "MZ" + "7" * 32, "+15550100", "front_desk", 1_800_000_000.0)


class MadeUpCall:
    """Written turn by turn, as time goes on."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._now = 0.0
        self._turn = 0
        self._marks = 0
        self.transcript: list[Entry] = []
        self.turns: list[TurnRecord] = []
        self.voiced: list[TracedRun] = []
        self.utterances: list[TracedUtterance] = []
        self.sounds: list[Sound] = []
        self.moments: list[Moment] = []

    def record(self, seconds: float) -> CallRecord:
        """A call of about this length."""
        self._reply({"responder_started": 0.001}, 0.005)
        while self._now < seconds:
            self._chance.choices((self._ask_again, self._press, self._speak), (1, 2, 5))[0]()
            if self._chance.random() < 0.1:
                self.moments.append(Moment(MomentKind.FAULT, self._now, self._chance.choice(FAULTS)))
        self.moments.append(Moment(MomentKind.ENDING, self._now, "call limit"))
        ends = self._now + 1.0
        trace = CallTrace(
            ends, tuple(self.voiced), tuple(self.utterances), tuple(self.sounds), tuple(self.moments), {"fault": 2}
        )
        over = CallOver(BEGUN.started_at + ends, "call limit", None, {"responder crashed": 1})
        return CallRecord(BEGUN, over, self.transcript, self.turns, trace)

    def _speak(self) -> None:
        text = self._chance.choice(WISHES)
        begins, until = self._now, self._now + max(0.3, len(text) * 0.06)
        while self._now < until:
            frames = self._chance.randint(1, 40)
            self.voiced.append(TracedRun(self._now, frames))
            self._now += frames * 0.02 + self._chance.choice((0.02, 0.06, 0.14))
        last = self.voiced[-1].until_s
        self.utterances.append(TracedUtterance(begins, begins + 0.06, (last + 0.12,), last, last + 0.3))
        self._now = transcript = last + 0.3 + self._chance.uniform(0, 0.4)
        self.transcript.append(CallerSaid(self._turn + 1, text, transcript, "speech", 0.9))
        times = {"last_voiced": last, "end_of_turn": last + 0.3, "transcript": transcript}
        if self._chance.random() < 0.3:
            times["draft_started"] = last + 0.12
        self._reply(times, self._chance.uniform(0.01, 1.2))

    def _press(self) -> None:
        keys = "".join(self._chance.choices("0123456789*#", k=self._chance.choice((1, 4, 10))))
        for key in keys:
            self.moments.append(Moment(MomentKind.KEY, self._now, key))
            self._now += 0.24
        self._now -= 0.24
        self.transcript.append(CallerSaid(self._turn + 1, keys, self._now, "keys"))
        self._reply({"end_of_turn": self._now, "transcript": self._now}, 0.004)

    def _ask_again(self) -> None:
        self._now += 9.0
        self._reply({"responder_started": self._now}, 0.01)

    def _reply(self, times: dict[str, float], after_s: float) -> None:
        self._turn += 1
        text = self._chance.choice(REPLIES)
        first, ends = self._now + after_s, self._now + after_s + len(text) * 0.06
        times |= {
            "first_sentence": self._now + after_s / 2,
            "voice_first_byte": first - 0.001,
            "first_frame_sent": first,
        }
        if after_s > 0.8:
            times["filler_sent"] = self._now + 0.4
        self.turns.append(TurnRecord(self._turn, times))
        if self._chance.random() < 0.25:
            onset = self._chance.uniform(first, ends)
            times |= {"onset_voiced": onset, "onset": onset + 0.06, "cleared": onset + 0.061, "verdict": onset + 0.9}
            self.sounds.append(Sound(self._turn, first, onset + 0.4, onset + 0.061))
            self.transcript.append(AgentSaid(self._turn, "", onset, interrupted=True, unheard=text))
            self._now = onset
        else:
            times["all_played"] = ends
            self._marks += 1
            self.sounds.append(Sound(self._turn, first, ends, ends))
            self.moments.append(Moment(MomentKind.MARK_SENT, max(first, ends - 0.4), f"g0:{self._marks}"))
            self.moments.append(Moment(MomentKind.MARK_ECHOED, ends, f"g0:{self._marks}"))
            self.transcript.append(AgentSaid(self._turn, text, ends, interrupted=False))
            self._now = ends + self._chance.uniform(0.3, 2)
