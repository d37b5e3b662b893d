"""Settings of earlier versions, and what to write instead: whoever has one gets an error that says so."""

from collections.abc import Mapping

from offhook.engine.host.toml_lines import KeyPath

REPLACED: Mapping[KeyPath, str] = {
    (
        "barge_in",
        "echo_guard",
    ): 'barge_in.echo has taken its place: write echo = "auto" for true, echo = "off" for false',
}
