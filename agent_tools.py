"""What a file with an agent's tools imports: `from offhook.agent_tools import ToolCall, ToolFailed, tool`."""

from offhook.actors.tools.decorator import tool
from offhook.engine.run.tool import EffectUnknown, ToolCall, ToolFailed

__all__ = ["EffectUnknown", "ToolCall", "ToolFailed", "tool"]
