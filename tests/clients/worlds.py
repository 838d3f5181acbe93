"""Small services with the answers of the real ones: a Wikibase, a query service, reconciliation of both versions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Store

from tests.clients.faulty import Reply, Seen, World, json_reply

Json = dict[str, Any]


def item(id: str, label: str, *aliases: str, language: str = "en") -> Json:
    """An item as `wbgetentities` and a line of a dump have it (formatversion 1: an empty object is a list)."""
    named = {language: [{"language": language, "value": alias} for alias in aliases]}
    return {
        "pageid": int(id[1:]),
        "ns": 0,
        "title": id,
        "lastrevid": 1,
        "modified": "2026-11-01T00:00:00Z",
        "type": "item",
        "id": id,
        "labels": {language: {"language": language, "value": label}},
        "descriptions": [],
        "aliases": named if aliases else [],
        "claims": [],
        "sitelinks": [],
    }


def wikibase(items: Sequence[Json], *, redirects: Mapping[str, str] | None = None, names_bad_id: bool = True) -> World:
    """api.php with the two modules that we use (SearchEntities.php, GetEntities.php)."""
    by_id = {item["id"]: item for item in items}
    leads = dict(redirects or {})

    def error(code: str, info: str, **more: str) -> Reply:
        return json_reply(
            {"servedby": "mw1", "error": {"code": code, "info": info, **more, "messages": [], "*": "See …"}}
        )

    def search(asked: Mapping[str, str]) -> Reply:
        limit, offset, word = int(asked.get("limit", "7")), int(asked.get("continue", "0")), asked["search"].casefold()
        if not 0 <= limit <= 50:
            return error("badinteger", "limit")
        met = [(item, name) for item in items for name in names_of(item) if name.casefold().startswith(word)]
        met.sort(key=lambda pair: pair[1].casefold() != word)
        hits = {item["id"]: hit(item, name) for item, name in reversed(met)}
        found = [hits[id] for id in dict.fromkeys(item["id"] for item, _ in met)]
        after = offset + limit
        more = {"search-continue": after} if len(found) > after and after <= 50 else {}
        found = found[offset:after]
        return json_reply({"searchinfo": {"search": asked["search"]}, "search": found, **more, "success": 1})

    def get(asked: Mapping[str, str]) -> Reply:
        ids = asked["ids"].split("|")
        if len(ids) > 50:
            return error("toomanyvalues", 'Too many values supplied for parameter "ids". The limit is 50.')
        for id in ids:
            if not re.fullmatch(r"[QPL][1-9]\d*", id):
                named = {"id": id} if names_bad_id else {}
                return error("no-such-entity", f'Could not find an entity with the ID "{id}".', **named)
        entities: Json = {}
        for id in ids:
            body = by_id.get(leads.get(id, id))
            entities[id] = {"id": id, "missing": ""} if body is None else body
        return json_reply({"entities": entities, "success": 1})

    def world(seen: Seen) -> Reply:
        assert seen.path == "/w/api.php"
        assert seen.query["format"] == "json"
        return {"wbsearchentities": search, "wbgetentities": get}[seen.query["action"]](seen.query)

    return world


def names_of(item: Json) -> list[str]:
    labels = [label["value"] for label in item["labels"].values()]
    aliases = item["aliases"] or {}
    return labels + [alias["value"] for named in aliases.values() for alias in named]


def hit(item: Json, name: str) -> Json:
    label = next(iter(item["labels"].values()))
    is_label = name == label["value"]
    return {
        "id": item["id"],
        "title": item["id"],
        "pageid": item["pageid"],
        "concepturi": f"http://www.wikidata.org/entity/{item['id']}",
        "repository": "wikidata",
        "url": f"//www.wikidata.org/wiki/{item['id']}",
        "display": {"label": label},
        "label": label["value"],
        "match": {"type": "label" if is_label else "alias", "language": label["language"], "text": name},
        **({} if is_label else {"aliases": [name]}),
    }


def query_service(turtle: str) -> World:
    """A SPARQL endpoint that runs what it is asked on a graph in the shape of Wikidata's own."""
    store = Store()
    store.load(turtle.encode(), format=RdfFormat.TURTLE)

    def world(seen: Seen) -> Reply:
        assert seen.headers["Accept"] == "application/sparql-results+json"
        query = seen.query["query"] if seen.method == "GET" else seen.form["query"]
        results = store.query(query)
        assert isinstance(results, QuerySolutions)
        body = results.serialize(format=QueryResultsFormat.JSON)
        assert body is not None
        return Reply(body, content_type="application/sparql-results+json;charset=utf-8")

    return world


def candidate(id: str, name: str, score: float | None, *, match: bool = False, **more: Any) -> Json:
    scored = {} if score is None else {"score": score}
    return {"id": id, "name": name, **scored, "match": match, "type": [{"id": "Q5", "name": "human"}], **more}


def reconciliation(
    candidates: Mapping[str, Sequence[Json]],
    *,
    versions: Sequence[str],
    most: int = 1000,
    values: Mapping[str, Mapping[str, Sequence[Json]]] | None = None,
    **manifest: Any,
) -> World:
    """A service at /api of the Reconciliation API; over `most` questions at once it answers 413."""

    def answered(query: Json, name: str) -> list[Json]:
        return list(candidates.get(name, []))[: query["limit"]]

    def extended(wanted: Json, *, as_object: bool) -> Json:
        meta = [{"id": property["id"], "name": property["id"]} for property in wanted["properties"]]
        rows = {
            id: {
                property["id"]: list((values or {}).get(id, {}).get(property["id"], [{}]))
                for property in wanted["properties"]
            }
            for id in wanted["ids"]
        }
        if as_object:
            return {"meta": meta, "rows": rows}
        listed = [
            {"id": id, "properties": [{"id": key, "values": found} for key, found in row.items()]}
            for id, row in rows.items()
        ]
        return {"meta": meta, "rows": listed}

    def world(seen: Seen) -> Reply:
        if seen.method == "GET":
            return json_reply({"versions": list(versions), "name": "Known here", **manifest})
        if seen.path == "/api" and "queries" in seen.form:
            keyed = orjson.loads(seen.form["queries"])
            if len(keyed) > most:
                return Reply(b"too many", 413, "text/plain")
            return json_reply({key: {"result": answered(query, query["query"])} for key, query in keyed.items()})
        if seen.path == "/api":
            return json_reply(extended(orjson.loads(seen.form["extend"]), as_object=True))
        posted = orjson.loads(seen.body)
        if seen.path == "/api/extend":
            return json_reply(extended(posted, as_object=False))
        assert seen.path == "/api/match"
        if len(posted["queries"]) > most:
            return Reply(b"too many", 413, "text/plain")
        results = [
            {"candidates": answered(query, query["conditions"][0]["propertyValue"])} for query in posted["queries"]
        ]
        return json_reply({"results": results})

    return world
