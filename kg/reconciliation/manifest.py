"""The two manifests. They contradict each other (`suggest`, `view`, `extend`), so each version has an endpoint."""

from __future__ import annotations

from typing import Any

from kg.reconciliation.kinds import SERVED_KINDS
from kg.reconciliation.queries import BATCH_SIZE
from kg.reconciliation.service import kind_in_full

NAME = "Diplograph"
PREVIEW_WIDTH, PREVIEW_HEIGHT = 420, 240  # pixels
# What identifies the type of our entities as a whole (0.2, "schema space").
SCHEMA_SPACE = "https://w3id.org/diplograph/ontology#"


def manifest_02(address: str, base: str) -> dict[str, Any]:
    """The manifest of version 0.2; `address` is that of its endpoint, `base` what our IRIs begin with."""

    def suggest(what: str) -> dict[str, str]:
        return {
            "service_url": address,
            "service_path": f"/suggest/{what}",
            "flyout_service_url": address,
            "flyout_service_path": f"/flyout/{what}?id=${{id}}",
        }

    return {
        "versions": ["0.2"],
        "name": NAME,
        "identifierSpace": base,
        "schemaSpace": SCHEMA_SPACE,
        "defaultTypes": _default_types(),
        "view": {"url": f"{address}/view?id={{{{id}}}}"},
        "preview": {
            "url": f"{address}/preview?id={{{{id}}}}",
            "width": PREVIEW_WIDTH,
            "height": PREVIEW_HEIGHT,
        },
        "suggest": {what: suggest(what) for what in ("entity", "property", "type")},
        "extend": {
            "propose_properties": {"service_url": address, "service_path": "/properties"},
            "property_settings": [],
        },
        "batchSize": BATCH_SIZE,
    }


def manifest_10(address: str) -> dict[str, Any]:
    """The manifest of version 1.0-draft; `address` is that of its endpoint."""
    return {
        "versions": ["1.0-draft"],
        "name": NAME,
        "defaultTypes": _default_types(),
        "view": {"url": f"{address}/view?id={{id}}"},
        "preview": {"width": PREVIEW_WIDTH, "height": PREVIEW_HEIGHT},
        "suggest": {"entity": True, "property": True, "type": True},
        "extend": {"proposeProperties": True, "propertySettings": []},
        "batchSize": BATCH_SIZE,
        "lang": "en",
        "dir": "ltr",
        "standardizedScore": True,
    }


def _default_types() -> list[dict[str, Any]]:
    return [kind_in_full(row) for row in SERVED_KINDS if row.broader is None]
