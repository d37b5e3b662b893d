"""What ends the start of a server.

StartUpFailed            the server cannot start: every problem, and what to do about it
"""


class StartUpFailed(Exception):
    """The server cannot start; the message has a line for each problem, for the person who started it."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
