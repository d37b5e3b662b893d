"""What a model is told of a dialogue that hands over to it. Pure."""

from offhook.actors.responder.progress import Progress
from offhook.actors.responder.script import Script

PRIVATE = "(private)"


def handed_over(script: Script, progress: Progress) -> str:
    """Everything that is known by now, also from before: a model may never have been told."""
    given = [
        f"{name} = {PRIVATE if name in script.private else value}" for name, value in progress.values.items() if value
    ]
    unconfirmed = [
        state.slot
        for state in script.states.values()
        if state.confirm and progress.values.get(state.slot) and state.slot not in progress.confirmed
    ]
    told = [f"the dialogue has collected: {', '.join(given) or 'nothing'}"]
    skipped = [name for name, value in progress.values.items() if not value]
    if skipped:
        told.append(f"the caller has not given: {', '.join(skipped)}")
    if unconfirmed:
        told.append(f"the caller has not confirmed: {', '.join(unconfirmed)}")
    if progress.reference:
        told.append(f"the caller was told the reference {progress.reference}")
    if progress.misses:
        told.append("what the caller said last was not understood by it")
    return f"[{'; '.join(told)}]"
