"""How the made-up carrier differs from Twilio: in all that a carrier declares."""

from offhook.protocol.carriers.carrier import Capabilities

CAPABILITIES = Capabilities(
    acknowledges_clear=False,
    sends_connected=False,
    sends_stop=False,
    frame_ms=100,
    encodings=("PCMU",),
    numbers_as_text=False,
    transfers_warm=False,
)
