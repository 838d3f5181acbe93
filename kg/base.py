"""Our own address. Data may be published under another base; our terms and shapes always stay under this one."""

from __future__ import annotations

OUR_BASE = "https://w3id.org/diplograph/"
ONTOLOGY = f"{OUR_BASE}ontology#"
VOCABULARY = f"{OUR_BASE}vocab#"
