"""`offhook questions`: what callers asked most and no answer of the agent file has matched."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from offhook.actors.agent_files import agent_path, read_agent
from offhook.actors.packaged_services import reachable_services
from offhook.engine.host.agent_file import AgentFileError
from offhook.engine.host.settings_sources import SettingsError, load_settings
from offhook.engine.host.text_file import UnreadableFile
from offhook.engine.host.world import RealWorld
from offhook.engine.record.database_error import DatabaseError
from offhook.reports.asked_often import DEFAULT_LANGUAGE, asked_often, entries_to_paste
from offhook.reports.stored_call import NoStore, stored_since
from offhook.reports.terminal import complain, open_terminal

MOST_CALLS = 10_000


def questions(
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only calls that began on this day (UTC) or later.")
    ] = None,
    agent: Annotated[
        str,
        typer.Option(
            metavar="NAME|AGENT.toml",
            help="Only calls of this agent. Of a file, what its answers match by now is left out.",
        ),
    ] = "",
    least: Annotated[int, typer.Option(min=1, help="Only what was asked so often.")] = 2,
    store: Annotated[str, typer.Option(help="The records file, instead of that of the settings.")] = "",
) -> None:
    """List what callers asked most, and no answer of the agent file has matched, as entries to paste into it.

    It prints words of callers, which are personal data.
    """
    try:
        path = store or load_settings(reachable_services().settings_type).store.path
        known = read_agent(agent_path(agent), RealWorld()) if agent.endswith(".toml") else None
        name = agent if known is None else known.name
        began = 0.0 if since is None else since.replace(tzinfo=UTC).timestamp()
        records = stored_since(path, began, name, MOST_CALLS)
    except (SettingsError, AgentFileError, UnreadableFile, NoStore, DatabaseError) as exc:
        where = f"{agent}: " if isinstance(exc, UnreadableFile) else ""
        complain(f"{where}{exc}", keep_lines=isinstance(exc, SettingsError | AgentFileError))
        raise typer.Exit(1) from exc
    language = DEFAULT_LANGUAGE if known is None else known.language
    for line in entries_to_paste(asked_often(records, known, least=least), language):
        open_terminal().say(line)
