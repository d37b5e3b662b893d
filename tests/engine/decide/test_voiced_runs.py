"""Where there was a voice, from the verdicts on single frames."""

from offhook.engine.decide.voiced_runs import VoicedRuns

FRAME_S = 0.02


def runs_in(verdicts: str) -> list[tuple[float, int]]:
    """One verdict a frame, `v` for voiced; the first frame arrives at 0.02 s."""
    runs = VoicedRuns()
    found = [runs.judge(verdict == "v", (number + 1) * FRAME_S) for number, verdict in enumerate(verdicts)]
    return [(round(run.from_at, 3), run.frames) for run in [*found, runs.end()] if run is not None]


def test_voiced_frames_in_a_row_are_one_run() -> None:
    """The picture shows where the voice was; a run that the call's end cuts off is kept."""
    assert runs_in("..vvv.v..vv") == [(0.04, 3), (0.12, 1), (0.18, 2)]


def test_silence_is_no_run() -> None:
    """And a run is told once."""
    assert runs_in("....") == []
    assert runs_in("v....") == [(0.0, 1)]
