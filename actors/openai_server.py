"""Where OpenAI's endpoints are, or those of a server that speaks the same, and the key for them."""

from collections.abc import Mapping

from offhook.actors.keyed_server import KeyedServer, KeyedSettings, Vendor
from offhook.actors.warm_up import WarmConnections

OPENAI_VENDOR = Vendor("https://api.openai.com/v1", "OPENAI_API_KEY", scheme="Bearer", url_variable="OPENAI_BASE_URL")


class OpenAiServer(KeyedServer):
    """Raises NotSetUp, or WorkerCannotStart where no request could succeed."""

    def __init__(self, section: str, settings: KeyedSettings, environment: Mapping[str, str]) -> None:
        super().__init__(OPENAI_VENDOR, section, settings, environment)

    @property
    def is_openai(self) -> bool:
        return self.host == "openai.com" or self.host.endswith(".openai.com")

    def warm(self, connections: int) -> tuple[WarmConnections, ...]:
        """What a service here has opened ahead of calls."""
        return (WarmConnections(self.url("/models"), self.headers, connections),)
