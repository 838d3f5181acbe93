"""Whatever JSON a service sends, the reader takes it or refuses it with a sentence: no other error ever comes out."""

from __future__ import annotations

import copy
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.clients import Budget, PoliteClient, Reconciliation, Wikidata
from kg.clients.faults import AskAgain, UnansweredError
from kg.clients.messages import Answer, Request
from kg.clients.queryservice import _checked
from kg.clients.reconciled import candidates_02, candidates_10, rows_02, rows_10
from kg.clients.shape import Part
from kg.clients.wikidata import _hits, _items
from tests.clients.faulty import NOON
from tests.clients.worlds import candidate, hit, item

OFFLINE = PoliteClient("", Budget(0, 0), offline=True)
KIM = candidate("Q1", "Kim", 3, description="x", features=[{"id": "a", "value": 1}])
MOSKOVSKY = item("Q1", "Moskovsky")
READERS: dict[str, tuple[Callable[[Answer], object], object]] = {
    "search": (_hits, {"search": [hit(MOSKOVSKY, "Moskovsky")], "search-continue": 50, "success": 1}),
    "items": (
        lambda answer: _items(answer, ["Q1", "Q2"]),
        {"entities": {"Q1": MOSKOVSKY, "Q2": {"id": "Q2", "missing": ""}}},
    ),
    "error": (Wikidata(OFFLINE)._refuse_error, {"error": {"code": "maxlag", "info": "lag", "type": "db"}}),
    "rows": (
        _checked,
        {"head": {"vars": ["item"]}, "results": {"bindings": [{"item": {"type": "uri", "value": "http://x/Q1"}}]}},
    ),
    "manifest": (
        Reconciliation(OFFLINE, "http://x/")._read_manifest,
        {"name": "x", "versions": ["0.2"], "batchSize": 3, "defaultTypes": [{"id": "Q5"}], "extend": {}},
    ),
    "candidates of 0.2": (lambda answer: candidates_02(Part.of(answer), ["q0"]), {"q0": {"result": [KIM]}}),
    "candidates of 1.0": (lambda answer: candidates_10(Part.of(answer), 1), {"results": [{"candidates": [KIM]}]}),
    "values of 0.2": (
        lambda answer: rows_02(Part.of(answer), ["Q1"]),
        {"meta": [], "rows": {"Q1": {"P1": [{"str": "a"}, {"int": 3}, {"id": "Q2", "name": "b"}, {}]}}},
    ),
    "values of 1.0": (
        lambda answer: rows_10(Part.of(answer), ["Q1"]),
        {"meta": [], "rows": [{"id": "Q1", "properties": [{"id": "P1", "values": [{"date": "1962"}]}]}]},
    ),
}
ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**63) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def answer_with(value: object) -> Answer:
    return Answer(Request("http://x/"), 200, orjson.dumps(value), "application/json", NOON)


def places(value: object, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place within a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(place for key, part in inner for place in places(part, (*way, key)))]


def replaced(value: Any, way: tuple[Any, ...], other: object) -> Any:
    if not way:
        return other
    changed = copy.deepcopy(value)
    part = changed
    for key in way[:-1]:
        part = part[key]
    part[way[-1]] = other
    return changed


@pytest.mark.parametrize("name", READERS)
@given(data=st.data())
def test_a_good_answer_with_one_place_changed_is_read_or_refused(name: str, data: st.DataObject) -> None:
    read, good = READERS[name]
    changed = replaced(good, data.draw(st.sampled_from(places(good))), data.draw(ANY))
    with suppress(UnansweredError, AskAgain):
        read(answer_with(changed))


@pytest.mark.parametrize("name", [name for name in READERS if name != "error"])
def test_the_good_answers_are_good(name: str) -> None:
    read, good = READERS[name]
    read(answer_with(good))
