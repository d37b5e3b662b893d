"""Settings of the server for the engine's benchmarks: the three scripted services, which answer at once."""

SETTINGS = {
    "OFFHOOK__RECOGNIZER__CHAIN": '["scripted"]',
    "OFFHOOK__RESPONDER__CHAIN": '["scripted"]',
    "OFFHOOK__SPEAKER__CHAIN": '["tone"]',
    "OFFHOOK__STORE__PATH": ":memory:",
    "OFFHOOK__VAD__ADAPTIVE": "false",  # the silence is subtracted from the figures, so it must be fixed
    "OFFHOOK__LOG__LEVEL": "warning",
    "OFFHOOK__SERVER__DRAIN_S": "0",
}
