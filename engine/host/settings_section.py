"""What all sections of the settings have in common."""

from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

Seconds = Annotated[float, Field(gt=0, le=600)]
"""Somebody waits for so long. Of milliseconds written by mistake, `idle_s = 7000`, only callers would notice."""
LongSeconds = Annotated[float, Field(gt=0, le=86_400)]
"""How long something may last, up to a day."""


class Section(BaseModel):
    """One table of the settings file. Unknown keys are errors, so that a typo is noticed."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        defer_build=True,  # the settings have all of them within: built alone too, each would be built twice
    )

    @field_validator("*", mode="before")
    @classmethod
    def _number_of_a_choice(cls, given: Any, info: ValidationInfo) -> Any:
        """A variable is text. Where any number may stand, pydantic reads it as one; in a `Literal` it does not."""
        kind = cls.model_fields[info.field_name or ""].annotation
        is_choice = get_origin(kind) is Literal and all(type(each) is int for each in get_args(kind))
        return int(given) if is_choice and isinstance(given, str) and given.strip().isdecimal() else given
