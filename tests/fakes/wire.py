"""Promises of the design that can be read off the wire alone."""

from simulation.carrier import SimulatedCarrier


def assert_promises_kept(carrier: SimulatedCarrier) -> None:
    """One voice, silence after clear: what SimulatedVoice's sentence codes and the marks' generations tell.

    Each sentence has a code of its own, so a code that comes back after another one began would be two utterances
    interleaved, and one that follows a clear it was sent before would be audio of an interrupted turn.
    """
    finished: set[int] = set()
    speaking: int | None = None
    generation = 0
    for sent in carrier.sent:
        match sent.kind:
            case "media":
                codes = set(sent.mulaw)
                assert len(codes) == 1, "two sentences in one message"
                (code,) = codes
                if code != speaking:
                    if speaking is not None:
                        finished.add(speaking)
                    assert code not in finished, f"sentence {code} goes on after another one, or after its clear"
                    speaking = code
            case "clear":
                generation += 1
                if speaking is not None:
                    finished.add(speaking)
                speaking = None
            case "mark":
                assert sent.mark.startswith(f"g{generation}:"), f"mark {sent.mark} in generation {generation}"
