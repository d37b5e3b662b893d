"""The caller's script from the command line, where the order of repeated options matters.

--audio a.wav --press 4271 --barge-in-after 1.5 --audio b.wav@0.30-2.10
"""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from offhook.protocol.carriers.twilio.twiml_reader import MAX_PARAMETER_CHARACTERS
from offhook.telephone.clip import ClipError, from_wav
from offhook.telephone.phone import CallPath, PlayedCarrier, is_socket
from offhook.telephone.phone_script import ScriptError, ScriptItem, press, say

AUDIO, PRESS, BARGE_IN_AFTER = "--audio", "--press", "--barge-in-after"
PARAM, PARAMETER = "--param", "--parameter"
_SCHEMES = ("http://", "https://", "ws://", "wss://")
_LABELLED = re.compile(r"(?P<path>.+)@(?P<begins>\d+(\.\d+)?)-(?P<ends>\d+(\.\d+)?)")


class ScriptOption(msgspec.Struct, frozen=True):
    """One option with its value."""

    name: str
    value: str


def options_in_order(arguments: Sequence[str]) -> tuple[ScriptOption, ...]:
    """The options that make up the script, in the order in which they were typed. Others are ignored."""
    found = []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            break
        name, equals, value = argument.partition("=")
        if name in (AUDIO, PRESS, BARGE_IN_AFTER):
            found.append(ScriptOption(name, value if equals else next(rest, "")))
    return tuple(found)


def script_of(options: Iterable[ScriptOption], read_file: Callable[[Path], bytes]) -> tuple[ScriptItem, ...]:
    """The items of the script. `--barge-in-after` belongs to the item after it. Raises ScriptError."""
    items: list[ScriptItem] = []
    after_s: float | None = None
    for option in options:
        if option.name == BARGE_IN_AFTER:
            if after_s is not None:
                raise ScriptError(f"{BARGE_IN_AFTER} {after_s:g} needs an --audio or --press before the next one")
            after_s = _seconds(option.value)
            continue
        if option.name == PRESS:
            items.append(press(option.value, after_s))
        else:
            items.append(_audio(option.value, after_s, read_file))
        after_s = None
    if after_s is not None:
        raise ScriptError(f"{BARGE_IN_AFTER} {after_s:g} needs an --audio or --press after it")
    return tuple(items)


def form_and_parameters(
    url: str, form: Sequence[str], parameters: Sequence[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The fields of the webhook's form and the custom parameters of the media socket, each written NAME=VALUE. Raises
    ScriptError for an address of another kind, for fields without a webhook, and for parameters without a media
    socket."""
    if not url.lower().startswith(_SCHEMES):
        raise ScriptError(f"{url}: must begin with {', '.join(_SCHEMES)}, such as http://127.0.0.1:8000/voice-stream")
    if is_socket(url) and form:
        raise ScriptError(f"{PARAM} {form[0]}: no form is sent to a media socket; give it with {PARAMETER}")
    if parameters and not is_socket(url):
        raise ScriptError(f"{PARAMETER} {parameters[0]}: a webhook's TwiML names the stream's parameters itself")
    custom = dict(_name_and_value(PARAMETER, written) for written in parameters)
    for name, value in custom.items():
        if len(name) + len(value) >= MAX_PARAMETER_CHARACTERS:
            most = MAX_PARAMETER_CHARACTERS - 1
            raise ScriptError(f"{PARAMETER} {name}: {len(name) + len(value)} characters; a carrier takes {most}")
    return dict(_name_and_value(PARAM, written) for written in form), custom


def check_path(url: str, carrier: PlayedCarrier, path: CallPath, *, no_stream: bool) -> None:
    """Raises ScriptError where there is no TwiML that says how a call goes on without a stream."""
    has_no_stream = no_stream or path is CallPath.RECORD
    if has_no_stream and (is_socket(url) or carrier is PlayedCarrier.TELNYX):
        option = "--no-stream" if no_stream else "--path record"
        raise ScriptError(f"{option} needs the voice webhook of Twilio, such as http://127.0.0.1:8000/voice-stream")


def _name_and_value(option: str, written: str) -> tuple[str, str]:
    name, equals, value = written.partition("=")
    if not name or not equals:
        raise ScriptError(f"{option} {written}: write it as NAME=VALUE")
    return name, value


def _audio(value: str, after_s: float | None, read_file: Callable[[Path], bytes]) -> ScriptItem:
    """A file's name, and where the voice is in it if that is labelled (in seconds): `name@begins-ends`."""
    path, spoken_s = Path(value), None
    if labelled := _LABELLED.fullmatch(value):
        path, spoken_s = Path(labelled["path"]), (float(labelled["begins"]), float(labelled["ends"]))
    try:
        return say(path.name, from_wav(read_file(path), spoken_s), after_s)
    except OSError as exc:
        raise ScriptError(f"{path}: {exc.strerror or type(exc).__name__}") from exc
    except ClipError as exc:
        raise ScriptError(f"{path}: {exc}") from exc


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < 3600:
        raise ScriptError(f"{BARGE_IN_AFTER} {value}: must be a number of seconds")
    return seconds
