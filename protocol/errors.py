"""Who broke the protocol.

ProtocolError
+-- LocalProtocolError       we did: a bug of ours
+-- RemoteProtocolError      the peer did: counted, answered, never a traceback
"""


class ProtocolError(Exception):
    """A rule of a wire protocol was broken."""


class LocalProtocolError(ProtocolError):
    """We asked for something the protocol does not allow in its present state."""


class RemoteProtocolError(ProtocolError):
    """The peer sent something the protocol does not allow; the message was not acted on."""
