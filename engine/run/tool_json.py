"""What a tool returns, as the JSON that a model reads."""

import msgspec

from offhook.engine.run.tool import RESULT_BYTES, EffectUnknown


def result_json(value: object) -> str:
    """Raises EffectUnknown, in words, for what cannot be JSON or is too long."""
    try:
        encoded = msgspec.json.encode(value)
        text = encoded.decode()
    except (TypeError, ValueError, RecursionError) as exc:
        raise EffectUnknown(f"The tool has ended, but what it returned cannot be written as JSON: {exc}") from exc
    if len(encoded) > RESULT_BYTES:
        raise EffectUnknown(
            f"The tool has ended, but returned {len(encoded):,} bytes, and {RESULT_BYTES:,} are the most that are read."
        )
    return text
