"""Why words or keys of the caller were not taken: the words of the record for it."""

NO_WORDS = "no words"
"""None were recognised."""

NO_VOICE = "no voice"
"""Some were recognised, but the sound was no voice."""

UNSURE = "not sure enough"
"""The confidence was too low."""

NOTHING_FITS = "nothing fits"
"""They do not answer what was asked."""

BACKCHANNEL = "backchannel"
"""They are a backchannel over the agent's speech."""

CALL_OVER = "the call was over"
"""The caller hung up before they could be answered."""

HESITATION = "hesitation"
"""They are only a filler such as "um"."""
