"""Makes the TwiML that answers webhooks (Twilio, "TwiML for Programmable Voice")."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from offhook.protocol.carriers.voice_language import with_region
from offhook.protocol.errors import LocalProtocolError

CONTENT_TYPE = "text/xml"
_SIP_SCHEMES = ("sip:", "sips:")  # RFC 3261, section 19.1.1; a scheme may be written in capitals
_VOICES = {"hi-IN": "Polly.Aditi"}
"""Of languages that the default voice does not speak: there it would be an error (Twilio, "Text-to-Speech")."""
MAX_PARAMETER_CHARACTERS = 499  # name and value together must stay under 500 (Twilio, "TwiML Voice: Stream")

# XML 1.0, production 2. No escape makes these legal, and a caller's name may hold any of them.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def connect_stream(stream_url: str, parameters: Mapping[str, str], afterwards: str) -> str:
    """Connect the caller to our media socket; when it ends, for any reason, `afterwards` is asked what comes next.

    Values are cut to the length that a carrier accepts. The <Redirect> is there so that no caller is left on a silent
    line when the socket drops. Raises LocalProtocolError for a parameter name that is too long: names are ours.
    """
    children = "".join(_parameter(_writable(name), _writable(value)) for name, value in parameters.items())
    return _response(f"<Connect><Stream url={_quoted(stream_url)}>{children}</Stream></Connect>{_redirect(afterwards)}")


def dial(destination: str) -> str:
    """Put the caller through to a phone number or a SIP URI.

    A SIP URI as bare text is no phone number to a carrier, which then drops the caller (Twilio, error 13223); it
    belongs into <Sip> ("TwiML Voice: Sip").
    """
    return _response(f"{_dial(destination)}<Hangup/>")


def dial_and_ask(destination: str, *, ring_s: int, ask: str, afterwards: str) -> str:
    """The same for somebody who is asked first: whoever picks up hears the document at `ask` while the caller hears it
    ring ("TwiML Voice: Number", on `url`). `afterwards` is asked in any case what comes next."""
    dialled = f'<Dial timeout="{ring_s}" answerOnBridge="true" action={_quoted(afterwards)} method="POST">'
    noun = "Sip" if destination.lower().startswith(_SIP_SCHEMES) else "Number"
    asked = f'<{noun} url={_quoted(ask)} method="POST">{_escaped(destination)}</{noun}>'
    return _response(f"{dialled}{asked}</Dial>")


def ask_for_key(words: str, language: str, action: str, *, wait_s: int) -> str:
    """Say this until a key is pressed, which `action` is told; without one, hang up."""
    gather = f'<Gather input="dtmf" action={_quoted(action)} method="POST" numDigits="1" timeout="{wait_s}">'
    return _response(f"{gather}{_say(words, language)}</Gather><Hangup/>")


def please_hold(words: str, language: str, music: str | None, seconds: int, back_to: str) -> str:
    """Answer a caller for whom there is no room yet, with `music` (the URL of a sound file) or with words and a pause;
    then `back_to` is asked again."""
    if music is None:
        heard = f'{_say(words, language)}<Pause length="{seconds}"/>'
    else:
        heard = f"<Play>{_escaped(music)}</Play>"
    return _response(f"{heard}{_redirect(back_to)}")


class Play(NamedTuple):
    """A sound that the carrier fetches from this URL."""

    url: str


class Say(NamedTuple):
    """Words in the carrier's own voice."""

    words: str
    language: str = ""
    """Empty: that of everything that is heard."""


class PlayKeys(NamedTuple):
    """The tones of these keys; `w` is a pause of half a second ("TwiML Voice: Play")."""

    keys: str


Said = Play | Say | PlayKeys


def record(
    said: Sequence[Said], language: str, *, action: str, when_silent: str, silence_s: int, longest_s: int
) -> str:
    """Let the caller hear this, then record what the caller says until a silence of `silence_s` or a key ("TwiML Voice:
    Record"). `action` is asked then, `when_silent` if the caller says nothing at all.

    The silence at the end stays in the recording: where the speech ends in it says how long the caller has waited.
    """
    recording = (
        f'<Record action={_quoted(action)} method="POST" timeout="{silence_s}" maxLength="{longest_s}" '
        f'playBeep="false" trim="do-not-trim" finishOnKey="1234567890*#"/>'
    )
    return _response(f"{_heard(said, language)}{recording}{_redirect(when_silent)}")


def gather_keys(words: str, language: str, action: str, *, most: int, pause_s: int) -> str:
    """Say this, then take an entry by keys: until `#`, `most` of them, or a pause ("TwiML Voice: Gather"). `action` is
    asked in any case.

    Keys that are pressed during the words are lost. Within <Gather> they would count: the rest of an entry whose first
    key is lost already, and the words would stop.
    """
    gather = (
        f'<Gather input="dtmf" action={_quoted(action)} method="POST" numDigits="{most}" finishOnKey="#" '
        f'timeout="{pause_s}"/>'
    )
    return _response(f"{_say(words, language)}{gather}{_redirect(action)}")


def say_to_the_end(said: Sequence[Said], language: str, then: str) -> str:
    """Let the caller hear this; `then` is asked when it was heard."""
    return _response(f"{_heard(said, language)}{_redirect(then)}")


def say_and_end(said: Sequence[Said], language: str, destination: str | None) -> str:
    """Let the caller hear this; then put the caller through, or hang up."""
    return _response(f"{_heard(said, language)}{'' if destination is None else _dial(destination)}<Hangup/>")


def redirect(to: str) -> str:
    """Ask there instead."""
    return _response(_redirect(to))


def say_and_hang_up(words: str, language: str) -> str:
    """Turn away a caller whose call was answered already."""
    return _response(f"{_say(words, language)}<Hangup/>")


def nothing() -> str:
    """The answer where nobody waits for one: to a status callback."""
    return _response("")


def hang_up() -> str:
    return _response("<Hangup/>")


def busy() -> str:
    """Turn the caller away before the call is answered, and so unbilled."""
    return _response('<Reject reason="busy"/>')


def _parameter(name: str, value: str) -> str:
    if not 0 < len(name) <= MAX_PARAMETER_CHARACTERS:
        limit = MAX_PARAMETER_CHARACTERS
        raise LocalProtocolError(f"parameter name {name[:20]!r} has {len(name)} characters; allowed are 1 to {limit}")
    return f"<Parameter name={_quoted(name)} value={_quoted(value[: MAX_PARAMETER_CHARACTERS - len(name)])}/>"


def _dial(destination: str) -> str:
    escaped = _escaped(destination)
    inside = f"<Sip>{escaped}</Sip>" if destination.lower().startswith(_SIP_SCHEMES) else escaped
    return f"<Dial>{inside}</Dial>"


def _say(words: str, language: str) -> str:
    """A language without a region is none that <Say> is sure to know (Twilio, "TwiML Voice: Say")."""
    spoken = with_region(language)
    named = f" language={_quoted(spoken)}" if spoken else ""
    voice = f" voice={_quoted(_VOICES[spoken])}" if spoken in _VOICES else ""
    return f"<Say{voice}{named}>{_escaped(words)}</Say>"


def _heard(said: Sequence[Said], language: str) -> str:
    return "".join(_verb(each, language) for each in said)


def _verb(said: Said, language: str) -> str:
    match said:
        case Play(url):
            return f"<Play>{_escaped(url)}</Play>"
        case PlayKeys(keys):
            return f"<Play digits={_quoted(keys)}/>"
        case Say(words, own):
            return _say(words, own or language)


def _redirect(to: str) -> str:
    return f'<Redirect method="POST">{_escaped(to)}</Redirect>'


def _response(verbs: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{verbs}</Response>'


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("", text)


def _quoted(text: str) -> str:
    return quoteattr(_writable(text))


def _escaped(text: str) -> str:
    return escape(_writable(text))
