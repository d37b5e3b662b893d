"""The webhooks of calls that are recorded turn by turn (Twilio, "TwiML Voice: Record"): the way before streams.

    POST /voice              the call begins, or goes on after a stream that broke: what is said first, and <Record>
    POST /voice/said         what became of the recording: what is said next, and <Record>; or the end
    GET  /voice/sound/NAME   the sound of an answer, by a signed link

What must be known of the call when the next request comes stands in its URL, which Twilio signs: which request of the
call it is, and how often in a row the caller was silent. Status callbacks have no such number.
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode

import trio
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from offhook.engine.record.facts.server_fault import ServerFault
from offhook.engine.run.asked import Asked, Begins, Happened, HasLeft, Heard, Keyed, Recorded, SaidNothing
from offhook.engine.run.reply import Transfer
from offhook.engine.run.spoken_reply import SpokenReply
from offhook.protocol.carriers.twilio import twiml
from offhook.protocol.carriers.twilio.carrier import TWILIO
from offhook.protocol.carriers.twilio.start_message import MAX_NAME_CHARACTERS
from offhook.protocol.signed_link import BadLink
from offhook.protocol.wav import wav_of
from offhook.web.carriers.own_urls import web_url
from offhook.web.carriers.twilio import (
    CALLBACK_SOURCE,
    HUNG_UP,
    RECORDED_PATH,
    own_query,
    read_form,
    ring_of,
    twiml_response,
)
from offhook.web.carriers.twilio_no_room import no_room
from offhook.web.carriers.waiting_queue import WAITING_SINCE
from offhook.web.carriers.webhook_request import BadForm, refuse_form
from offhook.web.carriers.whole_number import whole_number
from offhook.web.lifespan_state import exchange_of, recording_path_of, tell
from offhook.web.one_at_a_time import StillBusy
from offhook.web.paths import in_urls

SAID_PATH = "/voice/said"
SOUND_PATH = "/voice/sound"
HANGUP = "hangup"  # the `Digits` of a caller who has hung up over the recording
KEYS = frozenset("0123456789*#")
_DIGITS = 5
MOST_KEYS = 64
LAST_WORDS_S = 3.0
"""When a caller hangs up, the recording of the last words and the status callback come at once, in any order."""


class _State(NamedTuple):
    """What the URL of a request says."""

    number: int
    in_vain: int = 0
    """How often in a row before this request nothing was understood, or said."""
    max_digits: int = 1
    gathers: bool = False
    """The caller was asked for a whole entry by keys."""
    heard: bool = False
    """The last sentence of the call was heard."""

    def query(self, **changes: object) -> str:
        state = self._replace(**changes)  # type: ignore[arg-type]  # names of this class, from this file
        told = {name: int(value) if isinstance(value, bool) else value for name, value in state._asdict().items()}
        return urlencode(
            {name: value for name, value in told.items() if value not in (0, "")} | {"number": state.number}
        )


def _state_of(form: dict[str, str]) -> _State:
    return _State(
        whole_number(form.get("number", ""), _DIGITS),
        whole_number(form.get("in_vain", ""), _DIGITS),
        max(1, min(whole_number(form.get("max_digits", ""), _DIGITS), MOST_KEYS)),
        form.get("gathers") == "1",
        form.get("heard") == "1",
    )


def _of_one_call(
    page: Callable[[Request, dict[str, str], str], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """The page of a webhook, called with the form and the CallSid."""

    async def answered(request: Request) -> Response:
        call_id = ""
        try:
            form = await read_form(request)
            call_id = _call_id(form)
            return await page(request, form, call_id)
        except BadForm as exc:
            return refuse_form(request, exc)
        except StillBusy:
            recording_path_of(request.scope).calls.tell_cannot_go_on(call_id, "a request before is not answered yet")
            return PlainTextResponse("another request of this call is being answered\n", status_code=503)

    return answered


def _call_id(form: dict[str, str]) -> str:
    """Without it, one caller would hear what another one is told. Raises BadForm."""
    call_id = form.get("CallSid", "")
    if not 0 < len(call_id) <= MAX_NAME_CHARACTERS:
        raise BadForm(f"CallSid is missing, or longer than {MAX_NAME_CHARACTERS} characters")
    return call_id


@_of_one_call
async def voice(request: Request, form: dict[str, str], call_id: str) -> Response:
    """`POST` or `GET /voice`: greet the caller, or go on after a stream that broke."""
    exchange, path = exchange_of(request.scope), recording_path_of(request.scope)
    if CALLBACK_SOURCE in form:
        tell(request.scope, ServerFault.STATUS_CALLBACKS)
        return twiml_response(twiml.nothing())
    if form.get("CallStatus", "") in HUNG_UP:
        return twiml_response(twiml.hang_up())
    async with path.one_at_a_time.of_call(call_id):
        before = await path.calls.before(call_id)
        if before is not None or exchange.is_expected(call_id):  # the caller had a place, or has one for a stream
            return await _begun(request, form, call_id, None if before is None else before.request)
        place = exchange.place_for(call_id)
        if place is None:
            path_here = in_urls(request.scope) + RECORDED_PATH
            return twiml_response(no_room(exchange, path_here, form.get(WAITING_SINCE, ""), own_query(request)))
        try:
            await exchange.announce(ring_of(request, form))
            return await _begun(request, form, call_id, None)
        finally:
            place.give_back()


@_of_one_call
async def said(request: Request, form: dict[str, str], call_id: str) -> Response:
    """`POST` or `GET /voice/said`: the caller has said something, pressed a key, was silent, or has left."""
    if CALLBACK_SOURCE in form or "number" not in form:
        return await _status_told(request, form, call_id)
    state = _state_of(form)
    happened = _happened(request, form, state)
    if isinstance(happened, Keyed) and (answer := await _whole_entry(request, form, state)) is not None:
        return answer
    async with recording_path_of(request.scope).one_at_a_time.of_call(call_id):
        return await _answered(request, form, call_id, state, happened)


async def _status_told(request: Request, form: dict[str, str], call_id: str) -> Response:
    """A status callback. It comes for streamed calls too, and for those whose end is known already."""
    if form.get("CallStatus", "") in HUNG_UP:
        path = recording_path_of(request.scope)
        await trio.sleep(LAST_WORDS_S)
        async with path.one_at_a_time.of_call(call_id):
            await path.calls.has_left(TWILIO.name, call_id, HasLeft(LAST_WORDS_S))
    return twiml_response(twiml.nothing())


async def sound(request: Request) -> Response:
    """`GET /voice/sound/{name}`: for whoever has the link."""
    exchange, query = exchange_of(request.scope), request.query_params
    name = str(request.path_params["name"]).removesuffix(".wav")
    try:
        found = recording_path_of(request.scope).sounds.find(
            name, query.get("until", ""), query.get("signature", ""), exchange.wall_time()
        )
    except BadLink as exc:
        tell(request.scope, ServerFault.BAD_LINKS, why=str(exc))
        return PlainTextResponse("no such sound\n", status_code=404)
    except OSError as exc:
        tell(request.scope, ServerFault.BAD_LINKS, why=exc.strerror or str(exc))
        return PlainTextResponse("the sound cannot be read\n", status_code=503)
    return Response(found, media_type="audio/wav", headers={"cache-control": "private, max-age=300"})


def _happened(request: Request, form: dict[str, str], state: _State) -> Happened:
    digits, url = form.get("Digits", ""), form.get("RecordingUrl", "")
    has_left = digits == HANGUP or form.get("CallStatus", "") in HUNG_UP
    if state.heard:
        return HasLeft() if has_left else Heard()
    keys = "" if has_left else "".join(key for key in digits if key in KEYS)
    if keys:
        return Keyed(keys[:MOST_KEYS])
    if url and form.get("RecordingDuration", "") != "0":
        return Recorded(partial(recording_path_of(request.scope).recordings.fetch, url), has_left=has_left)
    return HasLeft() if has_left else SaidNothing()


async def _whole_entry(request: Request, form: dict[str, str], state: _State) -> Response | None:
    """A key has ended the recording, and more of the same entry may have been pressed before the carrier was told what
    to do with them: those are lost, so that the whole entry is asked for."""
    if state.gathers or state.max_digits == 1:
        return None
    exchange = exchange_of(request.scope)
    again = f"{in_urls(request.scope)}{SAID_PATH}?{state.query(gathers=True)}"
    pause_s = max(1, round(exchange.settings.floor.keypad_pause_s))
    agent = (await recording_path_of(request.scope).calls.agent_of(ring_of(request, form))).agent
    return twiml_response(
        twiml.gather_keys(agent.repeat, agent.language, again, most=state.max_digits, pause_s=pause_s)
    )


async def _begun(request: Request, form: dict[str, str], call_id: str, last: int | None) -> Response:
    """A carrier that asks once more from the beginning has not got our answer to its `last` request, or could not use
    it: it gets that again, and no caller is greeted twice."""
    sounds, now = recording_path_of(request.scope).sounds, exchange_of(request.scope).wall_time()
    if last is not None and sounds.find_answer(call_id, last, now) is None:
        last += 1
    return await _answered(request, form, call_id, _State(last or 0), Begins())


async def _answered(
    request: Request, form: dict[str, str], call_id: str, state: _State, happened: Happened
) -> Response:
    """The answer to this request of the call; the same again to one that comes twice."""
    exchange, path = exchange_of(request.scope), recording_path_of(request.scope)
    if (before := path.sounds.find_answer(call_id, state.number, exchange.wall_time())) is not None:
        return twiml_response(before)
    here = web_url(request, exchange.settings.server.public_url)
    asked = Asked(ring_of(request, form), state.number, state.in_vain, _keyed(happened))
    reply = await path.calls.answer(asked)
    match reply:
        case SpokenReply():
            document = _said(request, call_id, state, reply, here)
        case Transfer(to):
            document = twiml.dial(to)
        case _:
            document = twiml.hang_up()
    path.sounds.keep_answer(call_id, state.number, document, exchange.wall_time())
    return twiml_response(document)


def _keyed(happened: Happened) -> Happened:
    """Without the key that only ends an entry."""
    return Keyed(happened.keys.rstrip("#") or "#") if isinstance(happened, Keyed) else happened


def _said(request: Request, call_id: str, state: _State, reply: SpokenReply, here: str) -> str:
    exchange = exchange_of(request.scope)
    heard = _heard(request, call_id, state.number, reply, here)
    at = f"{in_urls(request.scope)}{SAID_PATH}"
    if reply.is_last:
        to = reply.closing.to if isinstance(reply.closing, Transfer) else None
        return twiml.say_and_end(heard, reply.language, to)
    if reply.closing is not None:
        return twiml.say_to_the_end(heard, reply.language, f"{at}?{_State(state.number + 1, heard=True).query()}")
    in_vain = state.in_vain + 1 if reply.in_vain else 0
    following = _State(state.number + 1, in_vain, min(reply.max_digits, MOST_KEYS))
    settings = exchange.settings.recording
    return twiml.record(
        heard,
        reply.language,
        action=f"{at}?{following.query()}",
        when_silent=f"{at}?{following.query()}",
        silence_s=settings.silence_s,
        longest_s=settings.longest_s,
    )


def _heard(request: Request, call_id: str, number: int, reply: SpokenReply, here: str) -> Sequence[twiml.Said]:
    """One sound for all sentences, unless one of them has none, or the sound cannot be kept."""
    sounds, exchange = recording_path_of(request.scope).sounds, exchange_of(request.scope)
    if sound := reply.mulaw:
        link = sounds.keep(call_id, number, wav_of(sound), exchange.wall_time())
        if link is not None:
            name, query = link
            return [twiml.Play(f"{here}{SOUND_PATH}/{name}.wav?{urlencode(query)}")]
    return [twiml.PlayKeys(each.keys) if each.keys else twiml.Say(each.text, each.language) for each in reply.sentences]
