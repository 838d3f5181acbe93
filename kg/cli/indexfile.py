"""Where a command finds the index of candidates: the option, else the environment, else the library."""

from __future__ import annotations

import os
from pathlib import Path

from kg.settings import settings_of


def chosen_index(given: Path | None) -> Path:
    """The file of the index: `given` if a user names one; it may not be there yet."""
    return given if given is not None else settings_of(os.environ, Path.cwd()).index
