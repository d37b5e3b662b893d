"""What goes wrong on a bad day: with a service, and with the server itself."""

import enum


class Role(enum.Enum):
    """What a service does in a call."""

    RECOGNIZER = "recognizer"
    MODEL = "model"
    VOICE = "voice"


class Trouble(enum.Enum):
    """What is wrong with a service."""

    REFUSED = "refuses connections"
    KEY = "answers 401"
    RATE = "answers 429, retry after 20 s"
    ERROR = "answers 500"
    HANG_FIRST = "hangs before it answers"
    HANG_HALF = "hangs half way"
    CUT_HALF = "cuts half way"
    SLOW = "sends slowly"
    GARBAGE = "sends garbage"
    SILENT = "is not reachable: nothing comes, nothing is refused"


class Happening(enum.Enum):
    """What happens to the server, or to all services at once."""

    WORKER_KILLED = "a worker is killed"
    STORE_LOCKED = "the records file is locked"
    NETWORK_DROPPED = "the network is gone: connections are refused and dropped"
    NETWORK_SILENT = "the network is gone: nothing comes"
    DEPLOY = "the server is stopped and started anew"


OF_A_SERVICE = tuple(trouble for trouble in Trouble if trouble is not Trouble.SILENT)
"""What the plan draws from: that nothing comes is what a network does."""
