"""Settings: `offhook.toml` (or the file that OFFHOOK_CONFIG names), overridden by OFFHOOK__SECTION__KEY variables.

The engine's own sections stand here; `actors/settings.py` adds those of the services.

    SettingsError            what is wrong, where, and the rule, for each wrong value
"""

import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeVar, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import (
    SettingsError as UnreadableSettings,
)

from engine.end_of_turn import SilenceRules
from engine.endpointing import FRAME_MS, EndpointingRules

ENV_PREFIX = "OFFHOOK__"
CONFIG_VARIABLE = "OFFHOOK_CONFIG"
DEFAULT_CONFIG = "offhook.toml"


class SettingsError(Exception):
    """Settings that cannot be used; the text lists each wrong one with its key, value and rule."""


class Section(BaseModel):
    """One table of the settings file. Unknown keys are errors: a mistyped one must not pass in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _whole_frames(value: int) -> int:
    if value % FRAME_MS:
        raise ValueError(f"must be a multiple of {FRAME_MS}: the VAD decides once per {FRAME_MS} ms frame")
    return value


def _public_origin(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0 or " " in value:
        raise ValueError("must be an http or https URL with a host, such as https://voice.example.com")
    if parts.username or parts.password or parts.query or parts.fragment or parts.path not in ("", "/"):
        raise ValueError("must be scheme and host only: no user, path, query or fragment")
    return value.rstrip("/")


def _sendable_token(value: SecretStr) -> SecretStr:
    """What may stand in a cookie (RFC 6265, 4.1.1: cookie-octet) may stand behind `Bearer` too."""
    if not _TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError(
            "must be 16 to 256 letters, digits or signs without blanks, quotes, commas, semicolons, backslashes or "
            "anything that is not ASCII; `openssl rand -hex 24` makes a good one"
        )
    return value


_TOKEN = re.compile(r"[!#-+\--:<-\[\]-~]{16,256}")
FrameMs = Annotated[int, Field(ge=FRAME_MS, le=60_000), AfterValidator(_whole_frames)]
Seconds = Annotated[float, Field(gt=0, le=86_400)]


class ServerSettings(Section):
    """Where the server listens, and what it is called from outside."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    public_url: Annotated[str, AfterValidator(_public_origin)] | None = None
    admin_token: Annotated[SecretStr, AfterValidator(_sendable_token)] | None = None
    """What opens `/calls`, from wherever it is given; docs/behind-a-proxy.md. Unset, this machine may see them."""
    drain_s: Annotated[float, Field(ge=0, le=3600)] = 20.0
    """How long calls may go on after the process was asked to stop; then they hear a goodbye."""


class VadSettings(Section):
    """When the caller begins to speak and has finished; docs/vad.md says which way to turn what."""

    aggressiveness: Annotated[int, Field(ge=0, le=3)] = 3
    confirm: Literal["none", "noise_floor", "silero"] = "noise_floor"
    """What else must hear a voice before a frame counts as voiced; docs/noise.md has the figures of each."""
    onset_ms: FrameMs = 60
    onset_window_ms: FrameMs = 100
    smoothing_ms: FrameMs = 600
    pause_ms: FrameMs = 120
    silence_ms: FrameMs = 300
    max_utterance_ms: FrameMs = 30_000
    adaptive: bool = True
    """Whether the silence that ends a turn depends on what was said; docs/end-of-turn.md. Off: it is `silence_ms`."""
    min_silence_ms: FrameMs = 200
    max_silence_ms: FrameMs = 900

    @model_validator(mode="after")
    def _fit_together(self) -> "VadSettings":
        if not self.onset_ms <= self.onset_window_ms <= self.smoothing_ms:
            raise ValueError(
                f"onset_ms ({self.onset_ms}) <= onset_window_ms ({self.onset_window_ms}) <= smoothing_ms "
                f"({self.smoothing_ms}) must hold"
            )
        if self.pause_ms > self.silence_ms:
            raise ValueError(f"pause_ms ({self.pause_ms}) must not exceed silence_ms ({self.silence_ms})")
        if self.adaptive and not self.pause_ms <= self.min_silence_ms <= self.silence_ms <= self.max_silence_ms:
            raise ValueError(
                f"pause_ms ({self.pause_ms}) <= min_silence_ms ({self.min_silence_ms}) <= silence_ms "
                f"({self.silence_ms}) <= max_silence_ms ({self.max_silence_ms}) must hold where adaptive is on"
            )
        return self

    def rules(self) -> EndpointingRules:
        return EndpointingRules(
            onset_ms=self.onset_ms,
            onset_window_ms=self.onset_window_ms,
            smoothing_ms=self.smoothing_ms,
            pause_ms=self.pause_ms,
            silence_ms=self.silence_ms,
            max_utterance_ms=self.max_utterance_ms,
        )

    def silence_rules(self) -> SilenceRules:
        return SilenceRules(
            adaptive=self.adaptive,
            min_silence_ms=self.min_silence_ms,
            silence_ms=self.silence_ms,
            max_silence_ms=self.max_silence_ms,
        )


class BargeInSettings(Section):
    """What happens when the caller speaks over the agent; docs/turn-taking.md shows each."""

    mode: Literal["immediate", "confirmed", "off"] = "immediate"
    """The agent stops when speech begins; when words are recognised; never."""
    echo_guard: bool = True
    """Whether the agent's own voice, coming back from a speakerphone, is told apart from the caller's."""
    verdict_s: Seconds = 2.0
    """How long after such speech its words may be in coming, before the agent goes on."""
    wordless_s: Seconds = 6.0
    """How long the agent gives way to sound in which not one word is recognised."""
    false_alarms: Annotated[int, Field(ge=0, le=100)] = 2
    """After so many in one reply it stops for words only."""
    backchannels: dict[str, tuple[str, ...]] = {}
    """By language, what listeners say without wanting the floor; in the place of the list that comes with Offhook."""


class FloorSettings(Section):
    """How long each side may keep the other waiting."""

    idle_s: Seconds = 7.0
    thinking_s: Seconds = 6.0
    filler_s: Annotated[float, Field(ge=0, le=60)] = 1.2
    """How long the caller waits for an answer before a filler ("one moment"); 0 for none."""
    agent_speaking_s: Seconds = 120.0
    silences: Annotated[int, Field(ge=0, le=20)] = 2
    apologies: Annotated[int, Field(ge=0, le=20)] = 2
    keypad_pause_s: Seconds = 3.0


class LimitsSettings(Section):
    """What ends a call, whatever it is doing."""

    calls: Annotated[int, Field(ge=1, le=10_000)] = 100
    call_s: Seconds = 3600.0
    carrier_silence_s: Seconds = 10.0
    carrier_stalled_s: Seconds = 5.0
    """How long the carrier may leave a message of ours unread."""
    start_s: Seconds = 10.0
    """How long a new connection may wait before it says whose call it is."""
    goodbye_s: Seconds = 5.0
    restarts: Annotated[int, Field(ge=0, le=100)] = 3
    restart_window_s: Seconds = 10.0
    bad_messages: Annotated[int, Field(ge=1, le=100_000)] = 100
    """Messages in 10 s that break the protocol, before the call is ended."""


class LogSettings(Section):
    """What the server writes to standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["lines", "json"] = "lines"
    transcripts: bool = False
    """Whether what callers and agent say may appear in the log."""


class StoreSettings(Section):
    """Where call records go."""

    path: str = "offhook.db"
    """An SQLite file, or `:memory:` to keep nothing."""


class EngineSettings(BaseSettings):
    """The engine's sections, and how all of them are read."""

    model_config = SettingsConfigDict(
        env_prefix=ENV_PREFIX,
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        nested_model_default_partial_update=True,
    )

    server: ServerSettings = ServerSettings()
    vad: VadSettings = VadSettings()
    barge_in: BargeInSettings = BargeInSettings()
    floor: FloorSettings = FloorSettings()
    limits: LimitsSettings = LimitsSettings()
    log: LogSettings = LogSettings()
    store: StoreSettings = StoreSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del dotenv_settings, file_secret_settings  # one file and the environment: two places to look are enough
        file = TomlConfigSettingsSource(settings_cls, toml_file=_config_file(os.environ))
        return init_settings, env_settings, file


SettingsT = TypeVar("SettingsT", bound=EngineSettings)


def load_settings(settings_type: type[SettingsT]) -> SettingsT:
    """The effective settings. Raises SettingsError, naming every wrong key at once."""
    named = os.environ.get(CONFIG_VARIABLE)
    if named is not None and not Path(named).is_file():
        raise SettingsError(
            f"{CONFIG_VARIABLE} names {named!r}, which is not a file; unset it or name one that is there"
        )
    unknown = sorted(_unknown_variables(settings_type, os.environ))
    if unknown:
        raise SettingsError("\n".join(f"environment variable {name}: {why}" for name, why in unknown))
    try:
        return settings_type()
    except ValidationError as exc:
        raise SettingsError("\n".join(_in_words(settings_type, error) for error in exc.errors())) from exc
    except UnreadableSettings as exc:  # a list or table in a variable that is not JSON
        raise SettingsError(f"{exc}; lists and tables in variables are written as JSON, such as '[\"tone\"]'") from exc
    except ValueError as exc:  # TOML that cannot be parsed
        raise SettingsError(f"{_config_file(os.environ)}: {exc}") from exc


def effective_settings(settings: BaseModel) -> dict[str, object]:
    """The settings as plain data; fields typed SecretStr come out masked."""
    return settings.model_dump(mode="json")


def as_lines(settings: Mapping[str, object], section: str = "") -> str:
    """`section.key = value` lines, values as JSON."""
    lines = []
    for key, value in settings.items():
        if isinstance(value, dict) and value:
            lines.append(as_lines(value, f"{section}{key}."))
        else:
            lines.append(f"{section}{key} = {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines)


def _config_file(environment: Mapping[str, str]) -> Path:
    return Path(environment.get(CONFIG_VARIABLE, DEFAULT_CONFIG))


def _unknown_variables(settings_type: type[BaseSettings], environment: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Variables with our prefix that name no section: pydantic-settings passes over those in silence."""
    sections = ", ".join(settings_type.model_fields)
    for name in environment:
        if name.upper().startswith(ENV_PREFIX):
            section = name[len(ENV_PREFIX) :].lower().split("__")[0]
            if section not in settings_type.model_fields:
                yield name, f"there is no section {section!r}; the sections are {sections}"


def _in_words(settings_type: type[BaseSettings], error: ErrorDetails) -> str:
    key = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"{key}: there is no such setting; remove it or correct its name"
    value = "(not shown)" if _holds_secret(_type_of(settings_type, error["loc"])) else repr(error["input"])
    return f"{key} = {value}: {error['msg'].removeprefix('Value error, ')}"


def _type_of(section: type[BaseModel], where: tuple[int | str, ...]) -> object:
    """The type of the setting that `where` leads to, or of the last section on the way."""
    for part in where:
        if part not in section.model_fields:
            break
        inner = section.model_fields[str(part)].annotation
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            return inner
        section = inner
    return section


def _holds_secret(kind: object) -> bool:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return any(_holds_secret(field.annotation) for field in kind.model_fields.values())
    return kind is SecretStr or any(_holds_secret(part) for part in get_args(kind))
