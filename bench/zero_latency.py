"""Settings of the server for benchmarks: the three scripted services, which answer at once, or the embedded ones."""

from pathlib import Path

SETTINGS = {
    "OFFHOOK__RECOGNIZER__CHAIN": '["scripted"]',
    "OFFHOOK__RESPONDER__CHAIN": '["scripted"]',
    "OFFHOOK__SPEAKER__CHAIN": '["tone"]',
    "OFFHOOK__STORE__PATH": ":memory:",
    "OFFHOOK__VAD__ADAPTIVE": "false",  # the silence is subtracted from the figures, so it must be fixed
    "OFFHOOK__LOG__LEVEL": "warning",
    "OFFHOOK__SERVER__DRAIN_S": "0",
}

EMBEDDED = {
    "OFFHOOK__RECOGNIZER__CHAIN": '["pocketsphinx"]',
    "OFFHOOK__RESPONDER__CHAIN": '["dialogue"]',
    "OFFHOOK__SPEAKER__CHAIN": '["espeak_ng"]',
    "OFFHOOK__AGENT__PATH": str(Path(__file__).with_name("embedded_agent.toml")),
}
"""In place of the scripted ones."""
FREE_SPEECH = EMBEDDED | {"OFFHOOK__RECOGNIZER__CHAIN": '["whisper", "pocketsphinx"]'}
"""The same with the extra `local`."""
