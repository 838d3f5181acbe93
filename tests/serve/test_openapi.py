"""The server does what its description says, whatever is made up to ask it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings

import kg.serve.application
from tests.serve.serving import Running

DESCRIPTION = Path(kg.serve.application.__file__).with_name("openapi.json")
schema = schemathesis.openapi.from_dict(json.loads(DESCRIPTION.read_text(encoding="utf-8")))


@schema.parametrize()
@settings(max_examples=15, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_is_described(case: Any, server: Running) -> None:
    case.call_and_validate(base_url=server.address, allow_redirects=False, timeout=20)


def test_every_description_of_an_answer_can_come_true(server: Running) -> None:
    """What schemathesis can only meet by luck: the things that are there."""
    operations = {operation.definition.raw["operationId"]: operation for operation in _operations()}
    asked = [
        ("thing", {"kind": "agent", "name": "kim-il-sung"}, {}, 303),
        ("thing", {"kind": "agent", "name": "kim-il-sung"}, {"Accept": "image/png"}, 406),
        ("thing", {"kind": "agent", "name": "kim-il-sung.ttl"}, {}, 200),
        ("thing", {"kind": "agent", "name": "nobody"}, {}, 404),
        ("description", {"kind": "agent", "name": "kim-il-sung", "extension": "rdf"}, {}, 200),
        ("description", {"kind": "agent", "name": "kim-il-sung", "extension": "html"}, {"If-None-Match": "*"}, 304),
        ("download", {"file": "all.nq"}, {"Range": "bytes=0-9"}, 206),
        ("download", {"file": "all.nq"}, {"Range": "bytes=999999999-"}, 416),
        ("download", {"file": "all.nq"}, {"If-None-Match": "*"}, 304),
        ("health", {}, {}, 200),
    ]
    for name, path, headers, status in asked:
        case = operations[name].Case(path_parameters=path, headers=headers)
        answer = case.call_and_validate(base_url=server.address, allow_redirects=False, timeout=20)
        assert answer.status_code == status, name


def _operations() -> list[Any]:
    found: list[Any] = list(schema.get_all_operations())
    return [result.ok() for result in found]
