"""What may be said of every tool, wherever it comes from: in its own table, at `@tool`, or under `[tool.NAME]`."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal

import msgspec

from offhook.engine.decide.tool_use import ToolOffer
from offhook.engine.run.tool import OnInterruption, Tool, ToolCall

DEADLINE_S = 10.0
LONGEST_DEADLINE_S = 300.0
ToolName = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[A-Za-z0-9_-]{1,64}\Z",
        description="models take letters a to z, digits, _ and -, at most 64 in all, such as 'book_room'",
    ),
]
Read = Callable[[str], object]
Run = Callable[[ToolCall, object], Awaitable[object]]
Interruption = Literal["cancel", "finish quietly", "finish and tell"]
Deadline = Annotated[float, msgspec.Meta(ge=0.1, le=LONGEST_DEADLINE_S)]
Says = Annotated[str, msgspec.Meta(max_length=500)]


class ToolOptions(msgspec.Struct, frozen=True, kw_only=True):
    """None is what nobody has said."""

    effects: bool | None = None
    on_interruption: Interruption | None = None
    says: Says | None = None
    deadline_s: Deadline | None = None
    side_by_side: bool | None = None
    offered: bool | None = None

    def over(self, other: "ToolOptions") -> "ToolOptions":
        """These, and the other's where these say nothing."""
        mine = {key: value for key in OPTIONS if (value := getattr(self, key)) is not None}
        return msgspec.structs.replace(ToolOptions(**{key: getattr(other, key) for key in OPTIONS}), **mine)

    def applied(self, offer: ToolOffer, read: Read, run: Run, *, has_effects: bool) -> Tool:
        """The tool, with these options; `has_effects` where they say nothing about it."""
        interruption = OnInterruption.FINISH_QUIETLY
        return Tool(
            offer,
            read,
            run,
            has_effects=has_effects if self.effects is None else self.effects,
            on_interruption=interruption if self.on_interruption is None else OnInterruption(self.on_interruption),
            says=self.says or "",
            deadline_s=self.seconds,
            side_by_side=bool(self.side_by_side),
            is_offered=self.offered is not False,
        )

    def changed(self, tool: Tool) -> Tool:
        """A tool that has options already, with these over them."""
        own = ToolOptions(
            effects=tool.has_effects,
            on_interruption=tool.on_interruption.value,
            says=tool.says,
            deadline_s=tool.deadline_s,
            side_by_side=tool.side_by_side,
            offered=tool.is_offered,
        )
        return self.over(own).applied(tool.offer, tool.read, tool.run, has_effects=tool.has_effects)

    @property
    def seconds(self) -> float:
        return DEADLINE_S if self.deadline_s is None else self.deadline_s


OPTIONS = ToolOptions.__struct_fields__
