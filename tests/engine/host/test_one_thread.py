"""How many threads numpy's linear algebra takes: more than one is slower on a machine that has other work."""

import json
import sys

import pytest
import trio

from offhook.engine.host.world import RealWorld

BY_ITSELF = """
import json, numpy, threadpoolctl
print(json.dumps([each["num_threads"] for each in threadpoolctl.threadpool_info() if each["user_api"] == "blas"]))
"""
IN_A_SERVER = BY_ITSELF.replace("print", "from offhook.engine.host.world import RealWorld; RealWorld().settle(); print")


@pytest.mark.parametrize(("program", "is_server"), [(BY_ITSELF, False), (IN_A_SERVER, True)])
async def test_a_worker_and_a_server_keep_to_one(program: str, is_server: bool) -> None:
    """A server of ours gets the environment as it is, a worker what we give it."""
    with trio.fail_after(30):
        process = await RealWorld().open_process([sys.executable, "-c", program], inherited=(1,) if is_server else ())
        assert process.stdout is not None
        said = b"".join([each async for each in process.stdout])
        await process.wait()
    assert set(json.loads(said)) == {1}
