"""Write the golden files anew, after a change that is meant: python -m tests.publish.write_golden [FOLDER]."""

from __future__ import annotations

import sys
from pathlib import Path

from .graphs import GOLDEN, published, reports

if __name__ == "__main__":
    published(reports(), Path(sys.argv[1]) if sys.argv[1:] else GOLDEN)
