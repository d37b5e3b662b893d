"""What all sections of the settings have in common."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Seconds = Annotated[float, Field(gt=0, le=86_400)]


class Section(BaseModel):
    """One table of the settings file. Unknown keys are errors, so that a typo is noticed."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
