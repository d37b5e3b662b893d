"""How Telnyx differs from other carriers (Telnyx, "Media Streaming over WebSockets")."""

from offhook.protocol.carriers.carrier import Capabilities

CAPABILITIES = Capabilities(
    acknowledges_clear=True,
    sends_connected=True,
    sends_stop=True,
    frame_ms=20,
    encodings=("PCMU",),
    numbers_as_text=True,
    transfers_warm=False,
)
