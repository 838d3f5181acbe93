"""JSON-LD to N-Quads by PyLD, with a loader that loads nothing: python jsonld_to_nquads.py FILE."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import NoReturn

from pyld import jsonld  # type: ignore[import-untyped]


def deny(address: str, _options: object) -> NoReturn:
    """Refuse to load anything."""
    raise ValueError(f"the file would be read only with {address}")


if __name__ == "__main__":
    document = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    sys.stdout.write(jsonld.to_rdf(document, {"format": "application/n-quads", "documentLoader": deny}))
