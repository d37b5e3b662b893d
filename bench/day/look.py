"""What the server of the day holds at one moment: memory, processes, descriptors, sockets, places, journals."""

from pathlib import Path

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec
import trio

from bench.day.server import Server
from bench.process_figures import usage
from offhook.engine.host.shared_folder import RealSharedFolder
from offhook.engine.record.journal_folder import JournalFolder

QUESTIONS = 6
"""How often `/calls` is asked, each time on a new connection, so that every worker answers some."""


class Look(msgspec.Struct, frozen=True):
    """One measurement."""

    at_s: float
    after: str
    """The event before it, or the beginning or end of the day."""
    calls: int
    """That the telephone has."""
    cpu_s: float
    """That all processes have used since they began."""
    resident_kib: int
    """Of all processes together."""
    most_resident_kib: int
    """Since the look before."""
    workers: int
    processes: int
    threads: int
    descriptors: int
    tasks: int
    """Of the worker that has most."""
    service_sockets: int
    """Connections that the services have open."""
    places: int
    journals: int
    readyz: int
    """The status; 0 if nothing answers."""
    calls_page: int
    resting: list[str]
    """Services that were left alone when the log last spoke of them."""


async def look(
    server: Server, at_s: float, after: str, calls: int, service_sockets: int, places: int, most_resident_kib: int
) -> Look:
    tasks, status = 0, 0
    async with server.client() as client:
        for _ in range(QUESTIONS):
            try:
                answer = await client.get("/calls")
            except httpx.HTTPError:
                status = 0
                break
            status = max(status, answer.status_code)
            tasks = max(tasks, answer.json().get("tasks", 0))
    readyz = await server.ask("/readyz")
    await trio.lowlevel.checkpoint()
    used = usage(server.pid)
    return Look(
        at_s=round(at_s, 1),
        after=after,
        calls=calls,
        cpu_s=round(used.cpu_s, 1),
        resident_kib=used.resident_bytes // 1024,
        most_resident_kib=max(most_resident_kib, used.resident_bytes // 1024),
        workers=len(server.workers),
        processes=used.processes,
        threads=used.threads,
        descriptors=used.descriptors,
        tasks=tasks,
        service_sockets=service_sockets,
        places=places_taken(server.runtime, places),
        journals=len(JournalFolder(str(server.store)).paths()),
        readyz=readyz,
        calls_page=status,
        resting=sorted(server.resting),
    )


def places_taken(runtime: Path, places: int) -> int:
    """How many places a worker of the server holds."""
    folder = RealSharedFolder(runtime)
    try:
        return sum(not folder.is_free(number) for number in range(places))
    finally:
        folder.close()
