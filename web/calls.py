"""The pages about calls, for administrators, and the two open health pages."""

import msgspec
import trio
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from offhook.engine.record.database_error import DatabaseError
from offhook.engine.record.printable_json import printable_json
from offhook.engine.record.record_json import in_full, in_short
from offhook.web.lifespan_state import exchange_of, lane_of, share_of

RECENT_CALLS = 50


class _Json(JSONResponse):
    """JSON that is safe to print on a terminal. For a call of hours it is a megabyte, made in a few milliseconds, in
    which other calls wait."""

    def render(self, content: object) -> bytes:
        return printable_json(msgspec.json.encode(content).decode()).encode()


async def healthz(request: Request) -> Response:
    """The process runs."""
    del request
    return JSONResponse({"status": "ok"})


async def readyz(request: Request) -> Response:
    """200 if a call would be answered now; 503 while the server is full, overloaded or stopping."""
    exchange = exchange_of(request.scope)
    why_not = exchange.no_room_because
    answer: dict[str, object] = {"status": why_not or "ready"}
    if why_not == "overloaded":
        answer["lag_ms"] = round(exchange.lag_ms)
    if exchange.dropped_log_lines:
        answer["log_lines_dropped"] = exchange.dropped_log_lines
    return JSONResponse(answer, status_code=200 if why_not is None else 503)


async def list_calls(request: Request) -> Response:
    """`GET /calls`: the live calls, the newest records, how many tasks the process runs, and what its media lane does;
    and how many calls each worker of the server has.

    If the records cannot be read it is 503 with an `error` instead: an empty list would be misleading.
    """
    exchange = exchange_of(request.scope)
    status, answer = 200, dict[str, object]()
    try:
        answer["recent"] = [in_short(record) for record in await exchange.recent_calls(RECENT_CALLS)]
    except DatabaseError as exc:
        status, answer["error"] = 503, f"the records cannot be read: {exc}"
    answer["live"] = [call.live() for call in exchange.live_calls]
    answer["tasks"] = trio.lowlevel.current_statistics().tasks_living
    if workers := share_of(request.scope).of_all:
        answer["workers"] = workers
    if (lane := lane_of(request.scope)) is not None:
        answer["media_lane"] = lane.figures
    return _Json(answer, status_code=status)


async def show_call(request: Request) -> Response:
    """`GET /calls/{sid}`: the newest record with this CallSid or StreamSid, with transcript, timings and trace.

    If the records cannot be read it is 503 with an `error`, and with what is known of a live call.
    """
    exchange = exchange_of(request.scope)
    sid = request.path_params["sid"]
    try:
        record = await exchange.find_call(sid)
    except DatabaseError as exc:
        live = exchange.find_live(sid)
        known = live.live() if live is not None else {}
        return _Json(known | {"error": f"the records cannot be read: {exc}"}, status_code=503)
    if record is None:
        return _Json({"error": f"no call with the CallSid or StreamSid {sid!r}"}, status_code=404)
    return _Json(in_full(record))
