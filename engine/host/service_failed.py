"""The base class of errors of speech and language services that are not bugs of ours."""


class ServiceFailed(Exception):
    """A service failed. The next one of its chain takes over, or the actor that uses it apologises; it does not crash.

    `rest_s` is how long it is certainly useless to ask this service again: its key is refused, or it has said how long
    to wait. `only_this` means that nothing is wrong with the service: it cannot do just what it was asked.
    `refuses_tools` means that a language model may not be offered tools.
    """

    def __init__(
        self, message: str, *, rest_s: float = 0.0, only_this: bool = False, refuses_tools: bool = False
    ) -> None:
        super().__init__(message)
        self.rest_s, self.only_this, self.refuses_tools = rest_s, only_this, refuses_tools
