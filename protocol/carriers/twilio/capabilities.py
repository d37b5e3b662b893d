"""How Twilio differs from other carriers (Twilio, "Media Streams - WebSocket Messages")."""

from offhook.protocol.carriers.carrier import Capabilities

CAPABILITIES = Capabilities(
    acknowledges_clear=True,
    sends_connected=True,
    sends_stop=True,
    frame_ms=20,
    encodings=("audio/x-mulaw",),
    numbers_as_text=True,
    transfers_warm=True,
)
