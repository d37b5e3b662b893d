"""The base class of errors of speech and language services that are not bugs of ours."""


class ServiceFailed(Exception):
    """A service failed. The actor that uses it falls back or apologises; it does not crash."""
