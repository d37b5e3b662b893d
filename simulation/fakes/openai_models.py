"""What a server like OpenAI's says of a model: GET /v1/models/{model}. For the fakes of all its services."""

import json
from collections.abc import Mapping

from offhook.simulation.fakes.http_server import Answerer, Received

_PATH = "/v1/models/"


async def answer_about_model(
    request: Received, answerer: Answerer, key: str, shutdown_dates: Mapping[str, str | None] | None = None
) -> bool:
    """False if something else is asked. `shutdown_dates` has the models that there are; None: every one, for ever."""
    if request.method != "GET" or not request.path.startswith(_PATH):
        return False
    model = request.path.removeprefix(_PATH)
    given = request.headers.get("authorization", "")
    if key and given != f"Bearer {key}":
        told = f"Incorrect API key provided: {given.removeprefix('Bearer ')}."
        await _refuse(answerer, 401, "invalid_api_key", told)
    elif shutdown_dates is not None and model not in shutdown_dates:
        await _refuse(answerer, 404, "model_not_found", f"The model '{model}' does not exist")
    else:
        found = {"id": model, "object": "model", "created": 1_790_000_000, "owned_by": "openai"}
        if shutdown_dates is not None:
            found["shutdown_date"] = shutdown_dates[model]
        await answerer.whole(200, json.dumps(found).encode(), "application/json", {})
    return True


async def _refuse(answerer: Answerer, status: int, code: str, message: str) -> None:
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": code}
    await answerer.whole(status, json.dumps({"error": error}).encode(), "application/json", {})
