"""What an administrator may see of calls, and the two health pages for everyone."""

import msgspec
import trio
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from engine.exchange import Exchange
from engine.printable_json import printable_json
from engine.record import CallRecord

RECENT_CALLS = 50


class _Json(JSONResponse):
    """What callers said and are called, for whoever looks at it with `curl`."""

    def render(self, content: object) -> bytes:
        return printable_json(super().render(content).decode()).encode()


async def healthz(request: Request) -> Response:
    """The process runs."""
    del request
    return JSONResponse({"status": "ok"})


async def readyz(request: Request) -> Response:
    """It would answer a call now; 503 while it is full or stopping."""
    exchange: Exchange = request.state.exchange
    if exchange.has_room:
        return JSONResponse({"status": "ready"})
    return JSONResponse({"status": "draining" if exchange.draining else "full"}, status_code=503)


async def list_calls(request: Request) -> Response:
    """`GET /calls`: what goes on now, the newest records, and how many tasks the process runs."""
    exchange: Exchange = request.state.exchange
    recent = [_summary(record) for record in await exchange.recent_calls(RECENT_CALLS)]
    live = [call.live() for call in exchange.live_calls]
    return _Json({"live": live, "recent": recent, "tasks": trio.lowlevel.current_statistics().tasks_living})


async def show_call(request: Request) -> Response:
    """`GET /calls/{sid}`: the newest record with this CallSid or StreamSid; transcript, timings and trace included."""
    exchange: Exchange = request.state.exchange
    sid = request.path_params["sid"]
    record = await exchange.find_call(sid)
    if record is None:
        return _Json({"error": f"no call with the CallSid or StreamSid {sid!r}"}, status_code=404)
    parts = {"transcript": record.transcript, "turns": record.turns, "trace": record.trace}
    return _Json(_summary(record) | msgspec.to_builtins(parts))


def _summary(record: CallRecord) -> dict[str, object]:
    summary: dict[str, object] = msgspec.to_builtins(record.begun)
    over = msgspec.to_builtins(record.over) if record.over is not None else {"ended_at": None, "end_reason": None}
    return summary | over
