"""What a carrier's audio is counted in: 8 kHz mu-law, one byte a sample, in frames of 20 ms (ITU-T G.711)."""

BYTES_PER_S = 8000
FRAME_S = 0.020
FRAME_BYTES = 160
LATEST_S = 100_000.0
"""Later than any call ends, which is a day at most (`limits.call_s`): what a service says to be later has no time."""
