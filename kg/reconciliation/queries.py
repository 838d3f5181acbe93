"""Reconciliation queries as both versions of the API write them, in one form.

0.2: https://reconciliation-api.github.io/specs/0.2/, "Structure of a Reconciliation Query"; 1.0-draft: the same section
of https://reconciliation-api.github.io/specs/1.0-draft/. What is not of the right shape is refused with its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from attrs import frozen

from kg.model.entity import Kind
from kg.reconciliation.kinds import kind_called
from kg.reconciliation.properties import Property, Value, property_called
from kg.reconciliation.refusal import TOO_LARGE, RefusalError

BATCH_SIZE = 50  # OpenRefine sends 10 at a time
LIMIT, MOST = 10, 100  # candidates of one query: where none is said, and however many are asked for


class Quantifier(StrEnum):
    """Which of several values must agree (1.0-draft, "matchQuantifier")."""

    ANY = "any"
    ALL = "all"
    NONE = "none"


class Strictness(StrEnum):
    """What several types mean (0.2, "type_strict", which leaves the meaning open)."""

    ANY = "any"  # of one of them at least; also where a query says nothing
    ALL = "all"
    SHOULD = "should"  # as any; where there is nothing of them the others too. OpenRefine always says this


@frozen
class NameCondition:
    """Names that an entity should have."""

    names: tuple[str, ...]
    quantifier: Quantifier = Quantifier.ANY
    is_required: bool = False


@frozen
class PropertyCondition:
    """Values that a property of an entity should have."""

    property: Property
    values: tuple[Value, ...]
    quantifier: Quantifier = Quantifier.ANY
    is_required: bool = False


@frozen
class Query:
    """One query: names, values, types, and how many candidates are wanted."""

    names: tuple[NameCondition, ...] = ()
    conditions: tuple[PropertyCondition, ...] = ()
    kinds: tuple[Kind, ...] = ()
    strictness: Strictness = Strictness.ANY
    limit: int = LIMIT


def batch_02(raw: object) -> dict[str, Query]:
    """The queries of a batch of version 0.2, by their keys. Raises RefusalError."""
    rows = _object(raw, "queries")
    _check_size(rows)
    return {key: _query_02(row, f"queries.{key[:40]}") for key, row in rows.items()}


def batch_10(raw: object) -> list[Query]:
    """The queries of a batch of version 1.0-draft, in order. Raises RefusalError."""
    batch = _object(raw, "body")
    if "queries" not in batch:
        raise RefusalError("the field 'queries' is missing.", place="body", cure='Send {"queries": [...]}.')
    rows = _array(batch["queries"], "queries")
    _check_size(rows)
    return [_query_10(row, f"queries[{index}]") for index, row in enumerate(rows)]


def _check_size(rows: Mapping[str, object] | Sequence[object]) -> None:
    if len(rows) > BATCH_SIZE:
        raise RefusalError(
            f"the batch has {len(rows)} queries.", cure=f"Send at most {BATCH_SIZE} at a time.", status=TOO_LARGE
        )


def _query_02(raw: object, place: str) -> Query:
    # Some clients write null for what they do not say.
    row = {field: value for field, value in _object(raw, place).items() if value is not None}
    _only(row, ("query", "type", "type_strict", "limit", "properties"), place)
    name = _text(row["query"], f"{place}.query") if "query" in row else ""
    conditions = []
    for index, given in enumerate(_array(row.get("properties", []), f"{place}.properties")):
        here = f"{place}.properties[{index}]"
        pair = _object(given, here)
        conditions.append(PropertyCondition(_property(pair, ("pid",), here), _values(pair, ("v",), here)))
    if not name.strip() and not conditions:
        raise RefusalError("neither a name nor a property is asked for.", place=place, cure="Give 'query'.")
    kinds = row.get("type", [])
    return Query(
        (NameCondition((name,)),) if name.strip() else (),
        tuple(conditions),
        _kinds([kinds] if isinstance(kinds, str) else _array(kinds, f"{place}.type"), f"{place}.type"),
        Strictness(_one_of(row.get("type_strict", "any"), Strictness, f"{place}.type_strict")),
        _limit(row, place),
    )


def _query_10(raw: object, place: str) -> Query:
    row = _object(raw, place)
    _only(row, ("conditions", "type", "limit", "lang", "dir"), place)
    for said in ("lang", "dir"):
        _text(row.get(said, ""), f"{place}.{said}")
    given = _array(row.get("conditions", []), f"{place}.conditions")
    if not given:
        raise RefusalError("there is no condition.", place=place, cure="Give at least one in 'conditions'.")
    names, conditions = [], []
    for index, condition in enumerate(given):
        here = f"{place}.conditions[{index}]"
        row_of = _object(condition, here)
        # The drafts before 2025 wrote "pid" and "v"; clients of both are about.
        values = _values(row_of, ("propertyValue", "v"), here)
        quantifier = Quantifier(_one_of(row_of.get("matchQuantifier", "any"), Quantifier, f"{here}.matchQuantifier"))
        is_required = row_of.get("required", False)
        if not isinstance(is_required, bool):
            raise RefusalError("this is neither true nor false.", place=f"{here}.required")
        if row_of.get("matchQualifier"):
            raise RefusalError(
                "no match qualifiers are offered.", place=f"{here}.matchQualifier", cure="Leave the field out."
            )
        if _one_of(row_of.get("matchType"), ("name", "property"), f"{here}.matchType") == "name":
            texts = tuple(value.text for value in values)
            names.append(NameCondition(texts, quantifier, is_required))
        else:
            found = _property(row_of, ("propertyId", "pid"), here)
            conditions.append(PropertyCondition(found, values, quantifier, is_required))
    kinds = _kinds([row["type"]] if "type" in row else [], f"{place}.type")
    return Query(tuple(names), tuple(conditions), kinds, Strictness.ANY, _limit(row, place))


def _property(row: Mapping[str, object], fields: tuple[str, ...], place: str) -> Property:
    field = next((field for field in fields if field in row), "")
    if not field:
        raise RefusalError(f"the field {fields[0]!r} is missing.", place=place, cure="Name a property.")
    return property_called(_text(row[field], f"{place}.{field}"), f"{place}.{field}")


def _values(row: Mapping[str, object], fields: tuple[str, ...], place: str) -> tuple[Value, ...]:
    field = next((field for field in fields if field in row), "")
    if not field:
        raise RefusalError(f"the field {fields[0]!r} is missing.", place=place, cure="Give a value.")
    raw = row[field]
    here = f"{place}.{field}"
    return tuple(_value(value, here) for value in (raw if isinstance(raw, list) else [raw]))


def _value(raw: object, place: str) -> Value:
    """A value: a string, a number, a truth value, or an entity that the client knows by its id."""
    match raw:
        case str():
            return Value(raw)
        case bool():
            return Value(str(raw).lower())
        case int():
            return Value(str(raw))
        case float():
            return Value(f"{raw:g}" if raw != int(raw) else str(int(raw)))
        case dict():
            name = _text(raw.get("name", ""), f"{place}.name")
            identifier = _text(raw.get("id"), f"{place}.id")
            return Value(name or identifier, identifier)
    raise RefusalError("this is no value.", place=place, cure='Give text, a number, true, false, or {"id": ...}.')


def _kinds(raw: Iterable[object], place: str) -> tuple[Kind, ...]:
    return tuple(kind_called(_text(identifier, place), place) for identifier in raw)


def _limit(row: Mapping[str, object], place: str) -> int:
    raw = row.get("limit", LIMIT)
    if isinstance(raw, bool) or not isinstance(raw, int | float) or raw < 1 or raw != int(raw):
        raise RefusalError("this is no positive whole number.", place=f"{place}.limit", cure=f"Ask for 1 to {MOST}.")
    return min(int(raw), MOST)


def _only(row: Mapping[str, object], known: tuple[str, ...], place: str) -> None:
    for field in row:
        if field not in known:
            cure = f"Known are {', '.join(known)}."
            raise RefusalError(f"the field {field[:40]!r} is not known.", place=place, cure=cure)


def _one_of(raw: object, known: Iterable[str], place: str) -> str:
    words = [str(word) for word in known]
    if isinstance(raw, str) and raw in words:
        return raw
    raise RefusalError("this word is not known.", place=place, cure=f"Known are {', '.join(words)}.")


def _object(raw: object, place: str) -> Mapping[str, object]:
    if not isinstance(raw, dict):
        raise RefusalError("this is no JSON object.", place=place, cure="See the specification of the API.")
    return raw


def _array(raw: object, place: str) -> Sequence[object]:
    if not isinstance(raw, list):
        raise RefusalError("this is no JSON array.", place=place, cure="See the specification of the API.")
    return raw


def _text(raw: object, place: str) -> str:
    if not isinstance(raw, str):
        raise RefusalError("this is no text.", place=place, cure="See the specification of the API.")
    return raw
