"""Write the golden files anew, after a change that is meant: python -m tests.publish.write_golden [FOLDER]."""

from __future__ import annotations

import sys
from pathlib import Path

from kg.publish import write_build

from .graphs import GOLDEN, description, reports, small_context

if __name__ == "__main__":
    write_build(reports(), description(), small_context(), Path(sys.argv[1]) if sys.argv[1:] else GOLDEN)
