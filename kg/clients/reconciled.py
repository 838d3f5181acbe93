"""What a reconciliation service answers: candidates and values, the same from both versions of the protocol.

Every field is checked; what the schemas of reconciliation-api/specs do not allow is refused with its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from kg.clients.shape import Part


@frozen
class Feature:
    """What a service weighed."""

    id: str
    value: float | bool
    name: str = ""


@frozen
class Candidate:
    """An entity that a service proposes; its scores have a scale of their own. None: it gave no `score`, or `match`."""

    id: str
    name: str
    score: float | None = None
    match: bool | None = None
    types: tuple[tuple[str, str], ...] = ()  # id, name
    description: str = ""
    features: tuple[Feature, ...] = ()


@frozen
class Value:
    """A value of a property: a text, a number or a date as text, or an entity with its id."""

    text: str
    id: str = ""


@frozen
class Extended:
    """The values of one entity, by property."""

    id: str
    values: tuple[tuple[str, tuple[Value, ...]], ...]


def candidates_02(whole: Part, keys: Iterable[str]) -> list[tuple[Candidate, ...]]:
    """The candidates for each key, from `{"q0": {"result": [..]}}`. Refuses an answer without one of them."""
    return [tuple(_candidate(part, needs_score=True) for part in whole[key]["result"].items()) for key in keys]


def candidates_10(whole: Part, count: int) -> list[tuple[Candidate, ...]]:
    """The candidates for each question, from `{"results": [{"candidates": [..]}]}`. Refuses more or fewer of them."""
    results = list(whole["results"].items())
    if len(results) != count:
        raise whole["results"].refused(f"a list of {count}", f"one of {len(results)}")
    return [tuple(_candidate(part, needs_score=False) for part in result["candidates"].items()) for result in results]


def rows_02(whole: Part, ids: Sequence[str]) -> list[Extended]:
    """The values of each entity, from rows that are an object. Refuses an answer without one of them."""
    rows = whole["rows"]
    return [
        Extended(id, tuple((name, tuple(map(_value, values.items()))) for name, values in rows[id].fields()))
        for id in ids
    ]


def rows_10(whole: Part, ids: Sequence[str]) -> list[Extended]:
    """The values of each entity, from rows that are a list. Refuses an answer without one of them."""
    rows = {
        row["id"].text(): tuple(
            (property["id"].text(), tuple(map(_value, property["values"].items())))
            for property in row["properties"].items()
        )
        for row in whole["rows"].items()
    }
    left_out = [id for id in ids if id not in rows]
    if left_out:
        raise whole["rows"].refused(f"a row for {left_out[0]!r}", "none")
    return [Extended(id, rows[id]) for id in ids]


def _candidate(part: Part, *, needs_score: bool) -> Candidate:
    score, match = part["score"] if needs_score else part.at("score"), part.at("match")
    types, features = part.at("type"), part.at("features")
    return Candidate(
        part["id"].text(),
        _text(part["name"]),
        None if score is None else score.number(),
        None if match is None else match.truth(),
        () if types is None else tuple(map(_type, types.items())),
        _text(part["description"]) if "description" in part else "",
        () if features is None else tuple(map(_feature, features.items())),
    )


def _text(part: Part) -> str:
    """A text; in some drafts of 1.0 a list of them by language, of which the first is taken."""
    if not isinstance(part.value, list):
        return part.text()
    texts = [item["str"].text() for item in part.items()]
    if not texts:
        raise part.refused("a text, or a list of them", "an empty list")
    return texts[0]


def _type(part: Part) -> tuple[str, str]:
    """The id and name of a type; a text alone is its id."""
    if isinstance(part.value, str):
        return part.value, ""
    return part["id"].text(), part.text_of("name")


def _feature(part: Part) -> Feature:
    value = part["value"]
    is_truth = isinstance(value.value, bool)
    return Feature(part["id"].text(), value.truth() if is_truth else value.number(), part.text_of("name"))


def _value(part: Part) -> Value:
    """A value as text: `{}` says that there is none."""
    if part.value == {}:
        return Value("")
    for name in ("str", "date"):
        if name in part:
            return Value(part[name].text())
    for name in ("int", "float"):
        if name in part:
            return Value(str(part[name].number()))
    if "id" in part:
        return Value(part["name"].text(), part["id"].text())
    raise part.refused("a value: str, int, float, date, or an entity with id and name")
