"""What is wrong with an agent's tools, over all the files that describe them.

AgentFileError
+-- ToolsInvalid         every problem of the agent file's tables, and of the Python files that it names
"""

from collections.abc import Sequence

from offhook.engine.host.agent_file import AgentFile, AgentFileError, AgentFileInvalid, Problem
from offhook.engine.host.did_you_mean import did_you_mean
from offhook.engine.host.shapes_in_words import complaint
from offhook.engine.host.toml_lines import KeyPath, spelled


class ToolsInvalid(AgentFileError):
    """The tools cannot be used. `path` is the agent file's; the text names the file of each problem."""

    def __init__(self, path: str, errors: Sequence[AgentFileError]) -> None:
        super().__init__(path, [problem for error in errors for problem in error.problems])
        self.args = ("\n".join(str(error) for error in errors),)


class Mistakes:
    """Gathers problems until `raise_all`."""

    def __init__(self, file: AgentFile) -> None:
        self.file = file
        self._elsewhere: dict[str, list[Problem]] = {}

    def at(self, path: str, line: int, what: str, fix: str) -> None:
        """A problem of another file than the agent's."""
        self._elsewhere.setdefault(path, []).append(Problem(line, what, fix))

    def value(self, where: KeyPath, value: object, kind: object) -> bool:
        """Whether the value is a `kind`; a misfit is reported. The value is not quoted: it may be a key."""
        misfit = complaint(value, kind)
        if misfit is not None:
            self.file.report(where, f"{spelled(where)} does not fit", misfit.fix)
        return misfit is None

    def unknown(self, where: KeyPath, what: str, name: str, known: Sequence[str]) -> None:
        self.file.report(where, f"unknown {what} '{name}'", did_you_mean(name, known))

    def raise_all(self) -> None:
        """Raises ToolsInvalid."""
        errors: list[AgentFileError] = []
        try:
            self.file.raise_problems()
        except AgentFileInvalid as exc:
            errors.append(exc)
        for path, problems in self._elsewhere.items():
            errors.append(AgentFileInvalid(path, sorted(problems, key=lambda problem: problem.line)))
        if errors:
            raise ToolsInvalid(self.file.path, errors)
