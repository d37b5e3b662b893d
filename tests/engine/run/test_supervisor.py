"""Starting, restarting and stopping actors. The clock jumps; sweeps run under a seeded scheduler, a seed a schedule."""

import pytest
import trio
from trio.testing import MockClock

from offhook.engine.run.supervisor import ActorLost, ActorSpec, Restart, RestartBudgetExceeded
from offhook.simulation.seeded import simulate
from tests.engine.run.stage import Run, Stage, hang, run_for

SEEDS = range(150)


async def test_actors_start_in_order_and_stop_in_reverse(autojump_clock: MockClock) -> None:
    """Each waits until the one before it is ready, however slow; the last to start is the first to stop."""
    stage = Stage()
    await run_for(
        stage.supervise(
            ActorSpec("writer", stage.steady("writer", before_ready_s=1.0)),
            ActorSpec("speaker", stage.steady("speaker")),
            ActorSpec("receiver", stage.steady("receiver", before_ready_s=0.5)),
        ),
        5,
    )
    assert stage.diary == [
        *("writer ready", "speaker ready", "receiver ready"),
        *("receiver stopped", "speaker stopped", "writer stopped"),
    ]
    assert stage.crashes == []


@pytest.mark.parametrize(
    ("restart", "crash", "runs"),
    [
        (Restart.PERMANENT, None, 3),
        (Restart.PERMANENT, ValueError("bug"), 3),
        (Restart.TRANSIENT, None, 1),
        (Restart.TRANSIENT, ValueError("bug"), 3),
        (Restart.TEMPORARY, None, 1),
        (Restart.TEMPORARY, ValueError("bug"), 1),
    ],
)
async def test_restart_types(restart: Restart, crash: Exception | None, runs: int, autojump_clock: MockClock) -> None:
    """Permanent comes back always, transient after a crash only, temporary never."""
    stage = Stage(restarts=10)
    spec = ActorSpec("actor", stage.brief("actor", 1.0, crash), restart=restart)
    await run_for(stage.supervise(spec), 2.5)
    assert stage.diary == ["actor ready"] * runs
    assert [name for name, _ in stage.crashes] == ["actor"] * (0 if crash is None else min(runs, 2) if runs > 1 else 1)


async def test_a_crash_leaves_the_others_alone(autojump_clock: MockClock) -> None:
    """One actor's restart is nothing that another one notices."""
    stage = Stage()
    await run_for(
        stage.supervise(
            ActorSpec("steady", stage.steady("steady")),
            ActorSpec("shaky", stage.brief("shaky", 1.0, ValueError("bug"))),
        ),
        2.5,
    )
    assert stage.diary == ["steady ready", "shaky ready", "shaky ready", "shaky ready", "steady stopped"]


async def test_the_end_of_a_significant_actor_is_the_end(autojump_clock: MockClock) -> None:
    """When it returns, the others are stopped in order."""
    stage = Stage()
    ear = ActorSpec("ear", stage.brief("ear", 2.0), restart=Restart.TEMPORARY, significant=True)
    with trio.fail_after(3):
        await stage.supervise(ActorSpec("mouth", stage.steady("mouth")), ear).run()
    assert stage.diary == ["mouth ready", "ear ready", "mouth stopped"]


async def test_the_loss_of_a_significant_actor_is_raised(autojump_clock: MockClock) -> None:
    """A crash that nobody restarts is the end too, and says so once the others have been stopped in order."""
    stage = Stage()
    bug = ValueError("bug")
    pen = ActorSpec("pen", stage.brief("pen", 2.0, bug), restart=Restart.TEMPORARY, significant=True)
    with pytest.raises(ActorLost, match="pen") as caught, trio.fail_after(3):
        await stage.supervise(ActorSpec("mouth", stage.steady("mouth")), pen).run()
    assert caught.value.__cause__ is bug
    assert stage.diary == ["mouth ready", "pen ready", "mouth stopped"]


async def test_a_significant_actor_that_is_restarted_ends_nothing(autojump_clock: MockClock) -> None:
    """A crash of the receiver is a restart, not a hang-up."""
    stage = Stage()
    ear = ActorSpec("ear", stage.brief("ear", 1.0, ValueError("bug")), restart=Restart.TRANSIENT, significant=True)
    await run_for(stage.supervise(ear), 2.5)
    assert stage.diary == ["ear ready"] * 3


async def test_a_spent_budget_is_raised_after_everything_has_stopped(autojump_clock: MockClock) -> None:
    """The error names the actor, carries its last crash, and finds a stopped stage."""
    stage = Stage(restarts=2)
    bug = ValueError("bug")
    with pytest.raises(RestartBudgetExceeded, match="shaky") as caught, trio.fail_after(5):
        await stage.supervise(
            ActorSpec("steady", stage.steady("steady")), ActorSpec("shaky", stage.brief("shaky", 1.0, bug))
        ).run()
    assert caught.value.__cause__ is bug
    assert stage.diary == ["steady ready", "shaky ready", "shaky ready", "shaky ready", "steady stopped"]
    assert stage.crashes == [("shaky", bug)] * 3


async def test_the_budget_is_the_whole_casts(autojump_clock: MockClock) -> None:
    """Three actors that crash once each have spent as much as one that crashes three times."""
    stage = Stage(restarts=2)
    shaky = [ActorSpec(name, stage.brief(name, 1.0, ValueError(name))) for name in ("a", "b", "c")]
    with pytest.raises(RestartBudgetExceeded), trio.fail_after(5):
        await stage.supervise(*shaky).run()


async def test_crashes_far_apart_are_forgiven(autojump_clock: MockClock) -> None:
    """An actor that crashes every six seconds stays within two in ten for ever."""
    stage = Stage(restarts=2)
    await run_for(stage.supervise(ActorSpec("shaky", stage.brief("shaky", 6.0, ValueError("bug")))), 599)
    assert len(stage.crashes) == 99


async def test_an_actor_that_crashes_before_it_is_ready_is_restarted(autojump_clock: MockClock) -> None:
    """Readiness of a later incarnation is as good as that of the first; the next actor waits for it."""
    stage = Stage()
    tries = [ValueError("first"), ValueError("second")]

    async def run(task_status: trio.TaskStatus[None]) -> None:
        await trio.sleep(0.1)
        if tries:
            raise tries.pop(0)
        await stage.steady("late")(task_status)

    await run_for(stage.supervise(ActorSpec("late", run), ActorSpec("next", stage.steady("next"))), 2)
    assert stage.diary == ["late ready", "next ready", "next stopped", "late stopped"]
    assert [str(crash) for _, crash in stage.crashes] == ["first", "second"]


async def test_an_actor_that_never_gets_ready_spends_the_budget(autojump_clock: MockClock) -> None:
    """The start does not wait for ever, what came after it never starts, what came before is stopped."""
    stage = Stage()

    async def run(task_status: trio.TaskStatus[None]) -> None:
        raise ValueError("bug")

    with pytest.raises(RestartBudgetExceeded, match="broken"), trio.fail_after(5):
        await stage.supervise(
            ActorSpec("early", stage.steady("early")),
            ActorSpec("broken", run),
            ActorSpec("never", stage.steady("never")),
        ).run()
    assert stage.diary == ["early ready", "early stopped"]


async def test_a_temporary_actor_that_ends_unready_does_not_stop_the_start(autojump_clock: MockClock) -> None:
    """Who is not restarted and never got ready is passed over."""
    stage = Stage()

    async def run(task_status: trio.TaskStatus[None]) -> None:
        return

    await run_for(
        stage.supervise(
            ActorSpec("gone", run, restart=Restart.TEMPORARY),
            ActorSpec("next", stage.steady("next")),
        ),
        1,
    )
    assert stage.diary == ["next ready", "next stopped"]


async def test_a_stop_does_not_wait_for_an_actor_that_is_still_starting(autojump_clock: MockClock) -> None:
    """An actor that hangs before it is ready cannot keep the call from ending."""
    stage = Stage()
    await run_for(
        stage.supervise(
            ActorSpec("early", stage.steady("early")),
            ActorSpec("hangs", hang),
            ActorSpec("never", stage.steady("never")),
        ),
        1,
    )
    assert stage.diary == ["early ready", "early stopped"]


async def test_the_end_of_a_significant_actor_does_not_wait_for_one_that_is_starting(autojump_clock: MockClock) -> None:
    """Nor can it when the call ends by itself."""
    stage = Stage()
    ear = ActorSpec("ear", stage.brief("ear", 1.0), restart=Restart.TEMPORARY, significant=True)
    begun_at = trio.current_time()
    with trio.fail_after(3):
        await stage.supervise(ear, ActorSpec("hangs", hang)).run()
    assert trio.current_time() - begun_at == pytest.approx(1.0)
    assert (stage.diary, stage.crashes) == (["ear ready"], [])


async def test_a_stop_before_the_start_starts_nobody(autojump_clock: MockClock) -> None:
    """A call that ended before its cast came on stage has no cast."""
    stage = Stage()
    supervisor = stage.supervise(ActorSpec("actor", stage.steady("actor")))
    supervisor.stop()
    with trio.fail_after(1):
        await supervisor.run()
    assert stage.diary == []


async def test_a_bug_in_cleaning_up_is_reported(autojump_clock: MockClock) -> None:
    """What goes wrong while an actor is being stopped is its crash; nobody restarts it, and the rest stops in order."""
    stage = Stage()

    async def run(task_status: trio.TaskStatus[None]) -> None:
        task_status.started()
        async with trio.open_nursery() as nursery:
            nursery.start_soon(trio.sleep_forever)
            try:
                await trio.sleep_forever()
            finally:
                raise ValueError("cleanup bug")

    await run_for(stage.supervise(ActorSpec("early", stage.steady("early")), ActorSpec("messy", run)), 1)
    assert stage.diary == ["early ready", "early stopped"]
    assert [name for name, _ in stage.crashes] == ["messy"]
    with pytest.RaisesGroup(ValueError):
        raise stage.crashes[0][1]


async def test_one_that_will_not_stop_delays_the_others_by_its_own_deadline(autojump_clock: MockClock) -> None:
    """Who shields itself for a while holds up the stop for as long as its spec says, and no longer."""
    stage = Stage()
    stopped_at: dict[str, float] = {}

    def stubborn(name: str, for_s: float) -> Run:
        async def run(task_status: trio.TaskStatus[None]) -> None:
            task_status.started()
            try:
                await trio.sleep_forever()
            finally:
                stopped_at[name] = trio.current_time()
                with trio.move_on_after(for_s, shield=True):
                    await trio.sleep_forever()

        return run

    start = trio.current_time()
    await run_for(
        stage.supervise(
            ActorSpec("first", stubborn("first", 0.0)), ActorSpec("second", stubborn("second", 2.0), stop_within_s=0.5)
        ),
        1,
    )
    assert stopped_at["second"] - start == pytest.approx(1.0)
    assert stopped_at["first"] - start == pytest.approx(1.5)


async def test_a_cancellation_from_outside_passes(autojump_clock: MockClock) -> None:
    """It stops everyone, is no crash, and is not taken for an error of the supervisor's."""
    stage = Stage()
    specs = [ActorSpec("steady", stage.steady("steady")), ActorSpec("slow", stage.steady("slow", before_ready_s=2))]
    for after_s in (1.0, 3.0):
        with trio.move_on_after(after_s) as scope:
            await stage.supervise(*specs).run()
        assert scope.cancelled_caught
    assert stage.crashes == []
    assert stage.diary == ["steady ready", "steady stopped", "steady ready", "slow ready", *stage.diary[4:]]
    assert sorted(stage.diary[4:]) == ["slow stopped", "steady stopped"]


@pytest.mark.parametrize("restart", [Restart.PERMANENT, Restart.TRANSIENT])
def test_a_stop_between_two_incarnations_is_seen(restart: Restart) -> None:
    """Whenever a stop lands in a storm of restarts, everything ends, whatever the scheduler does."""
    for seed in SEEDS:
        simulate(_stop_in_a_storm, restart, seed=seed, virtual_limit_s=10)


async def _stop_in_a_storm(restart: Restart) -> None:
    stage = Stage(restarts=100)

    async def run(task_status: trio.TaskStatus[None]) -> None:
        task_status.started()
        await trio.lowlevel.checkpoint()
        await trio.lowlevel.checkpoint()
        raise ValueError("bug")

    supervisor = stage.supervise(ActorSpec("steady", stage.steady("steady")), ActorSpec("storm", run, restart=restart))
    async with trio.open_nursery() as nursery:
        nursery.start_soon(supervisor.run)
        while len(stage.crashes) < 5:  # a stop may land at any step of the storm
            await trio.lowlevel.checkpoint()
        supervisor.stop()
    assert stage.diary == ["steady ready", "steady stopped"]


def test_a_stop_at_any_step_of_the_start_ends_everything() -> None:
    """However far the start has come, all that was started is stopped, last first, and nothing starts later."""
    for seed in SEEDS:
        simulate(_stop_in_the_start, seed % 12, seed=seed, virtual_limit_s=10)


async def _stop_in_the_start(steps: int) -> None:
    stage = Stage()
    names = ["a", "b", "c"]
    supervisor = stage.supervise(*(ActorSpec(name, stage.steady(name)) for name in names))
    async with trio.open_nursery() as nursery:
        nursery.start_soon(supervisor.run)
        for _ in range(steps):
            await trio.lowlevel.checkpoint()
        supervisor.stop()
    ready = [line.split()[0] for line in stage.diary if line.endswith("ready")]
    stopped = [line.split()[0] for line in stage.diary if line.endswith("stopped")]
    assert ready == names[: len(ready)]
    assert stopped == ready[::-1]


def test_a_cancellation_at_any_step_passes() -> None:
    """A call that is cancelled from outside in the middle of anything ends without an error of the supervisor's."""
    for seed in SEEDS:
        simulate(_cancelled, seed % 25, seed=seed, virtual_limit_s=10)


async def _cancelled(steps: int) -> None:
    stage = Stage(restarts=100)
    supervisor = stage.supervise(
        ActorSpec("steady", stage.steady("steady")),
        ActorSpec("storm", stage.brief("storm", 0.0, ValueError("bug"))),
        ActorSpec("late", stage.steady("late")),
    )
    async with trio.open_nursery() as nursery:
        nursery.start_soon(supervisor.run)
        for _ in range(steps):
            await trio.lowlevel.checkpoint()
        nursery.cancel_scope.cancel()
    assert all(isinstance(crash, ValueError) for _, crash in stage.crashes)
    for name in ("steady", "late"):
        assert stage.diary.count(f"{name} stopped") == stage.diary.count(f"{name} ready") <= 1


def test_a_seed_is_a_replay() -> None:
    """The sweeps above mean what they say: one seed gives one trace, and seeds differ."""
    digests = [simulate(_stop_in_a_storm, Restart.PERMANENT, seed=seed)[1].steps_digest for seed in (1, 1, 2, 3, 4)]
    assert digests[0] == digests[1]
    assert len(dict.fromkeys(digests)) > 2
