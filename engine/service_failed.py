"""The root of what speech and language services raise when they fail for a reason that is not our bug."""


class ServiceFailed(Exception):
    """A service did not do its part; the actor that drives it falls back or apologises, it does not crash."""
