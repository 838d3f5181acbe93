"""JSON Schemas of every answer in both versions, after the text of the specifications; README.md says why our own."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
from referencing import Registry, Resource

Shape = dict[str, Any]

TEXT: Shape = {"type": "string", "minLength": 1}
NUMBER: Shape = {"type": "number"}
TRUTH: Shape = {"type": "boolean"}
COUNT: Shape = {"type": "integer", "minimum": 0}
ADDRESS: Shape = {"type": "string", "pattern": r"^http://127\.0\.0\.1:[0-9]+/"}


def fields(needed: Shape, optional: Shape | None = None) -> Shape:
    """An object with these fields and no others."""
    known = {**needed, **(optional or {})}
    return {"type": "object", "properties": known, "required": list(needed), "additionalProperties": False}


def rows(item: Shape) -> Shape:
    return {"type": "array", "items": item}


def by_key(item: Shape) -> Shape:
    return {"type": "object", "additionalProperties": item}


NAMED = fields({"id": TEXT, "name": TEXT})
KIND = fields({"id": TEXT, "name": TEXT}, {"description": TEXT, "broader": rows(NAMED)})
DESCRIBED = fields({"id": TEXT, "name": TEXT}, {"description": TEXT})
FEATURE = fields({"id": TEXT, "name": TEXT, "value": {"oneOf": [TRUTH, NUMBER]}})
CANDIDATE = fields(
    {
        "id": TEXT,
        "name": TEXT,
        "description": TEXT,
        "type": rows(NAMED),
        "score": {"type": "number", "minimum": 0, "maximum": 100},
        "match": TRUTH,
        "features": rows(FEATURE),
    }
)
VALUE: Shape = {"oneOf": [NAMED, fields({"str": TEXT}), fields({"int": {"type": "integer"}})]}
META = rows(fields({"id": TEXT, "name": TEXT}, {"type": NAMED}))
SUGGESTING = fields(
    {
        "service_url": ADDRESS,
        "service_path": {"type": "string", "pattern": "^/"},
        "flyout_service_url": ADDRESS,
        "flyout_service_path": {"type": "string", "pattern": r"^/.*\$\{id\}"},
    }
)
PAGE_02: Shape = {"type": "string", "pattern": r"^http://127\.0\.0\.1:[0-9]+/.*\{\{id\}\}$"}
PAGE_10: Shape = {"type": "string", "pattern": r"^http://127\.0\.0\.1:[0-9]+/[^{}]*\{id\}$"}

SUGGESTIONS = {
    "suggest-entities-response": fields(
        {"result": rows(fields({"id": TEXT, "name": TEXT}, {"description": TEXT, "notable": rows(NAMED)}))}
    ),
    "suggest-properties-response": fields({"result": rows(DESCRIBED)}),
    "suggest-types-response": fields({"result": rows(KIND)}),
    "data-extension-property-proposal": fields(
        {"properties": rows(DESCRIBED), "type": {"type": "string"}, "limit": COUNT}
    ),
}
SHAPES: dict[str, dict[str, Shape]] = {
    "0.2": {
        "manifest": fields(
            {
                "versions": {"const": ["0.2"]},
                "name": TEXT,
                "identifierSpace": TEXT,
                "schemaSpace": TEXT,
                "defaultTypes": rows(KIND),
                "view": fields({"url": PAGE_02}),
                "preview": fields({"url": PAGE_02, "width": COUNT, "height": COUNT}),
                "suggest": fields({"entity": SUGGESTING, "property": SUGGESTING, "type": SUGGESTING}),
                "extend": fields(
                    {
                        "propose_properties": fields({"service_url": ADDRESS, "service_path": TEXT}),
                        "property_settings": {"const": []},
                    }
                ),
                "batchSize": {"type": "integer", "minimum": 1},
            }
        ),
        "reconciliation-result-batch": by_key(fields({"result": rows(CANDIDATE)})),
        "data-extension-response": fields({"meta": META, "rows": by_key(by_key(rows(VALUE)))}),
        **SUGGESTIONS,
    },
    "1.0-draft": {
        "manifest": fields(
            {
                "versions": {"const": ["1.0-draft"]},
                "name": TEXT,
                "defaultTypes": rows(KIND),
                "view": fields({"url": PAGE_10}),
                "preview": fields({"width": COUNT, "height": COUNT}),
                "suggest": fields({"entity": TRUTH, "property": TRUTH, "type": TRUTH}),
                "extend": fields({"proposeProperties": TRUTH, "propertySettings": {"const": []}}),
                "batchSize": {"type": "integer", "minimum": 1},
                "lang": TEXT,
                "dir": {"enum": ["ltr", "rtl", "auto"]},
                "standardizedScore": {"const": True},
            }
        ),
        "reconciliation-result-batch": fields({"results": rows(fields({"candidates": rows(CANDIDATE)}))}),
        "data-extension-response": fields(
            {
                "meta": META,
                "rows": rows(
                    fields({"id": TEXT, "properties": rows(fields({"id": TEXT, "values": rows(VALUE)}))}),
                ),
            }
        ),
        **SUGGESTIONS,
    },
}


def check(version: str, name: str, answer: object) -> None:
    """Raise jsonschema.ValidationError where an answer has not the shape of its version."""
    jsonschema.Draft7Validator(SHAPES[version][name]).validate(answer)
    folder = os.environ.get("RECONCILIATION_SPECS", "")
    schemas = Path(folder) / version / "schemas"
    if folder and (schemas / f"{name}.json").exists():
        theirs = json.loads((schemas / f"{name}.json").read_text("utf-8"))
        registry: Registry[Any] = Registry().with_resources(
            (f"{theirs['$id'].rpartition('/')[0]}/{path.name}", Resource.from_contents(_draft_7(path)))
            for path in schemas.glob("*.json")
        )
        jsonschema.Draft7Validator(theirs, registry=registry).validate(answer)


def _draft_7(path: Path) -> Any:
    """A schema of theirs; "http://json-schema.org/schema#" names no draft, and they were written for draft 7."""
    return {**json.loads(path.read_text("utf-8")), "$schema": "http://json-schema.org/draft-07/schema#"}
