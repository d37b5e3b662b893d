"""Protocol errors, by who broke the protocol.

ProtocolError
+-- LocalProtocolError       we did: a bug of ours
+-- RemoteProtocolError      the peer did: counted, answered, never a traceback
    +-- UnusableStart        its stream cannot be served, and no later message can change that
"""


class ProtocolError(Exception):
    """A rule of a wire protocol was broken."""


class LocalProtocolError(ProtocolError):
    """We asked for something the protocol does not allow in its present state."""


class RemoteProtocolError(ProtocolError):
    """The peer sent something the protocol does not allow; the message was not acted on."""


class UnusableStart(RemoteProtocolError):
    """A stream begins in a way that cannot be served; the text says what was sent, what is wanted and what to do."""
