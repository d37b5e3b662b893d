"""The server as the benchmarks of the engine start it: the three settable services, which answer at once."""

SETTINGS = {
    "OFFHOOK__RECOGNIZER__CHAIN": '["scripted"]',
    "OFFHOOK__RESPONDER__CHAIN": '["scripted"]',
    "OFFHOOK__SPEAKER__CHAIN": '["tone"]',
    "OFFHOOK__STORE__PATH": ":memory:",
    "OFFHOOK__VAD__ADAPTIVE": "false",  # the figures are less the silence, which is then always the same
    "OFFHOOK__LOG__LEVEL": "warning",
    "OFFHOOK__SERVER__DRAIN_S": "0",
}
