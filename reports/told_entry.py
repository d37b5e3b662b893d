"""An entry of a conversation as text for the terminal."""

from offhook.engine.record.conversation import UNSURE, AgentSaid, CallerSaid, Entry


def told(entry: Entry) -> tuple[str, str]:
    """Who spoke, and what."""
    match entry:
        case CallerSaid(text=""):
            return "caller", f"({entry.by}: nothing was understood)"
        case CallerSaid(text=text, by="keys"):
            return "caller", f"presses {text}{_not_taken(entry)}"
        case CallerSaid(text=text):
            return "caller", f'"{text}"{_not_taken(entry)}'
        case AgentSaid(text=text, unheard=unheard):
            return "agent", f'"{text}"' + (f' (cut off before "{unheard}")' if unheard else "")


def _not_taken(entry: CallerSaid) -> str:
    if not entry.not_taken:
        return ""
    how_sure = f", {entry.confidence:.2f}" if entry.not_taken == UNSURE else ""
    return f" (not taken: {entry.not_taken}{how_sure})"
