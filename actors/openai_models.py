"""When OpenAI switches models off, and what it names instead (its page "Deprecations", November 2026)."""

from datetime import UTC, date, datetime, timedelta

_NEAR = timedelta(days=90)
_GONE_OCTOBER = date(2026, 10, 23)
_GPT_4 = date(2027, 1, 14)
_SPEECH = date(2027, 1, 6)
_REALTIME = date(2027, 1, 20)
_TRANSCRIPTION = date(2027, 2, 26)
_NEWER = "a newer chat model"

SHUTDOWNS: dict[str, tuple[date, str]] = {
    "gpt-4": (_GONE_OCTOBER, _NEWER),
    "gpt-4-turbo": (_GONE_OCTOBER, _NEWER),
    "gpt-3.5-turbo": (_GONE_OCTOBER, _NEWER),
    "o1": (_GONE_OCTOBER, _NEWER),
    "o3-mini": (_GONE_OCTOBER, _NEWER),
    "o4-mini": (_GONE_OCTOBER, _NEWER),
    "gpt-4.1-nano": (_GONE_OCTOBER, _NEWER),
    "gpt-5": (date(2026, 12, 11), "gpt-6.1-sol"),
    "o3": (date(2026, 12, 11), "gpt-6.1-sol"),
    "gpt-5-mini": (date(2026, 12, 11), "gpt-6.1-terra"),
    "gpt-5-nano": (date(2026, 12, 11), "gpt-6-luna"),
    "gpt-4o": (_GPT_4, "gpt-6-luna"),
    "gpt-4o-mini": (_GPT_4, "gpt-6-luna"),
    "gpt-4.1": (_GPT_4, "gpt-6-luna"),
    "gpt-4.1-mini": (_GPT_4, "gpt-6-luna"),
    "gpt-5.1": (date(2027, 4, 1), _NEWER),
    "gpt-5.4-nano": (date(2027, 4, 1), _NEWER),
    "tts-1": (_SPEECH, "gpt-realtime-2.1-mini"),
    "tts-1-hd": (_SPEECH, "gpt-realtime-2.1-mini"),
    "gpt-4o-mini-tts": (_SPEECH, "gpt-realtime-2.1-mini"),
    "gpt-realtime": (_REALTIME, "gpt-realtime-2.1"),
    "gpt-realtime-mini": (_REALTIME, "gpt-realtime-2.1-mini"),
    "gpt-audio-mini": (_REALTIME, "gpt-realtime-2.1-mini"),
    "whisper-1": (_TRANSCRIPTION, "gpt-transcribe"),
    "gpt-4o-transcribe": (_TRANSCRIPTION, "gpt-transcribe"),
    "gpt-4o-mini-transcribe": (_TRANSCRIPTION, "gpt-transcribe"),
    "gpt-4o-transcribe-diarize": (_TRANSCRIPTION, "gpt-transcribe"),
}


def shutdown_warning(model: str, now: float) -> str:
    """A warning if OpenAI has switched this model off, or will within 90 days; else empty."""
    if model not in SHUTDOWNS:
        return ""
    ends, successor = SHUTDOWNS[model]
    warning = _if_near(model, ends, now)
    return f"{warning}; it names {successor} instead" if warning else ""


def announced_warning(model: str, ends: date | None, now: float) -> str:
    """The same for the date that the server itself tells of a model; empty if it is known here."""
    return "" if ends is None or model in SHUTDOWNS else _if_near(model, ends, now)


def _if_near(model: str, ends: date, now: float) -> str:
    today = datetime.fromtimestamp(now, UTC).date()
    if ends - today > _NEAR:
        return ""
    return f"OpenAI {'ended' if ends <= today else 'ends'} {model!r} on {ends.isoformat()}"
