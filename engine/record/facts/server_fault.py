"""The faults of connections and lookups that belong to no call: the server counts them."""

import enum


class ServerFault(enum.StrEnum):
    """A fault that the server survives. docs/running.md explains each."""

    NOT_ACCEPTED_AT_ONCE = "connections not accepted at once"
    OVER_BUDGET = "connections over their budget"
    PUSHED_OUT = "connections pushed out"
    CONNECTIONS_REFUSED = "connections refused"
    WITHOUT_TOKEN = "streams without a valid token"
    WITHOUT_CALL = "connections without a call"
    HANDSHAKES_FAILED = "handshakes failed"
    WRONG_PATH = "WebSockets requested at a wrong path"
    NO_UPGRADE = "media socket requested without an upgrade"
    WEBHOOK_AT_WRONG_PATH = "webhooks requested at a wrong path"
    NOT_SIGNED = "requests without a valid signature"
    NOT_LOCAL = "requests from elsewhere, and no auth token is set"
    BAD_WEBHOOKS = "webhooks that cannot be read"
    BAD_LINKS = "sounds requested without a valid link"
    STATUS_CALLBACKS = "status callbacks at the voice webhook"

    BAD_MESSAGES = "bad messages"
    MESSAGES_TOO_LONG = "messages too long"
    STARTS_REFUSED = "starts refused"

    TRANSFERS_NOT_LOOKED_UP = "transfers not looked up"
