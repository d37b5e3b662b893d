"""A package with the name of the usual voice; its files are in the folder that the environment names."""

import os
from pathlib import Path

if os.environ.get("FAKE_JOE") is None:
    raise ImportError("there is no such package")


def data_dir() -> Path:
    return Path(os.environ["FAKE_JOE"])
