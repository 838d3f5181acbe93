"""Any service of the Reconciliation API, 0.2 or 1.0-draft: names in, candidates out, and their properties.

The two differ in routes, in the form of questions and in that of answers (reconciliation-api/specs, folders 0.2 and
1.0-draft; field names from their schemas). Here the manifest decides once, and both give the same candidates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import urlencode

import orjson
from attrs import evolve, frozen

from kg.clients.faults import UnansweredError
from kg.clients.messages import Answer, Request, shown
from kg.clients.polite import PoliteClient
from kg.clients.reconciled import Candidate, Extended, candidates_02, candidates_10, rows_02, rows_10
from kg.clients.shape import Part
from kg.errors import UsageError

T = TypeVar("T")
R = TypeVar("R")

STABLE, DRAFT = "0.2", "1.0-draft"
# OpenRefine sends batches of 10 (OpenRefine issue 5603): what every service is used to.
BATCH_QUERIES = 10
FORM = "application/x-www-form-urlencoded"


@frozen
class Query:
    """What is looked for: a name, of which type, with which values of which properties."""

    name: str
    type: str = ""
    properties: tuple[tuple[str, str], ...] = ()  # property, value
    limit: int = 5


@frozen
class Manifest:
    """What a service says of itself; `version` is the one that we speak with it."""

    name: str
    version: str
    versions: tuple[str, ...]
    identifier_space: str = ""
    batch_size: int = BATCH_QUERIES
    types: tuple[str, ...] = ()  # of things that it has, by default
    has_extend: bool = False


class Reconciliation:
    """A reconciliation service, asked politely."""

    def __init__(self, client: PoliteClient, address: str, *, version: str = "") -> None:
        """The service at `address`; `version` chooses one where it speaks several."""
        self.client = client
        self.address = address
        self._wanted = version
        self._manifest: Manifest | None = None

    @property
    def manifest(self) -> Manifest:
        """What the service says of itself, asked once. Raises UnansweredError or StoppedError."""
        if self._manifest is None:
            self._manifest = self.client.ask(Request(self.address), self._read_manifest)
        return self._manifest

    def candidates(self, queries: Sequence[Query]) -> list[tuple[Candidate, ...]]:
        """The candidates for each question, best first. Raises UnansweredError or StoppedError."""
        size = self.manifest.batch_size
        answers: list[tuple[Candidate, ...]] = []
        for start in range(0, len(queries), size):
            answers += self._in_parts(queries[start : start + size], self._matched)
        return answers

    def extended(self, ids: Sequence[str], properties: Sequence[str]) -> dict[str, Extended]:
        """The values of properties of each entity (data extension). Refuses a service that has none (UsageError)."""
        if not self.manifest.has_extend:
            cure = "Leave the properties out."
            raise UsageError("the service cannot give values of properties.", place=self.address, cure=cure)
        rows: dict[str, Extended] = {}
        size = self.manifest.batch_size
        for start in range(0, len(ids), size):
            for row in self._in_parts(ids[start : start + size], lambda part: self._extended(part, properties)):
                rows[row.id] = row
        return rows

    def _in_parts(self, questions: Sequence[T], ask: Callable[[Sequence[T]], list[R]]) -> list[R]:
        """The answers to a batch; where that is too large for the service (413), to its halves, and no larger again."""
        try:
            return ask(questions)
        except UnansweredError as error:
            if error.status != 413 or len(questions) == 1:
                raise
        half = len(questions) // 2
        self._manifest = evolve(self.manifest, batch_size=min(half, self.manifest.batch_size))
        return self._in_parts(questions[:half], ask) + self._in_parts(questions[half:], ask)

    def _matched(self, queries: Sequence[Query]) -> list[tuple[Candidate, ...]]:
        if self.manifest.version == STABLE:
            keyed = {f"q{index}": query_02(query) for index, query in enumerate(queries)}
            return self.client.ask(self._form("queries", keyed), lambda answer: candidates_02(Part.of(answer), keyed))
        request = self._json("/match", {"queries": [query_10(query) for query in queries]})
        return self.client.ask(request, lambda answer: candidates_10(Part.of(answer), len(queries)))

    def _extended(self, ids: Sequence[str], properties: Sequence[str]) -> list[Extended]:
        wanted = {"ids": list(ids), "properties": [{"id": id} for id in properties]}
        if self.manifest.version == STABLE:
            return self.client.ask(self._form("extend", wanted), lambda answer: rows_02(Part.of(answer), ids))
        return self.client.ask(self._json("/extend", wanted), lambda answer: rows_10(Part.of(answer), ids))

    def _form(self, field: str, value: object) -> Request:
        body = urlencode({field: orjson.dumps(value).decode()}).encode()
        return Request(self.address, body=body, body_type=FORM)

    def _json(self, route: str, value: object) -> Request:
        address = self.address.rstrip("/") + route
        return Request(address, body=orjson.dumps(value), body_type="application/json")

    def _read_manifest(self, answer: Answer) -> Manifest:
        whole = Part.of(answer)
        name = whole["name"].text()
        # The field is new in 0.2: a service without it speaks 0.1 (specification of 0.2, "Service Manifest").
        listed = whole.at("versions")
        versions = ("0.1",) if listed is None else tuple(version.text() for version in listed.items())
        spoken = [version for version in (STABLE, DRAFT) if version in versions]
        version = self._wanted if self._wanted in spoken else (spoken or [""])[0] if not self._wanted else ""
        if not version:
            raise UnansweredError(
                f"{shown(name)!r} speaks {', '.join(map(shown, versions)) or 'no version'} of the Reconciliation API, "
                f"and we {self._wanted or f'{STABLE} and {DRAFT}'}.",
                place=self.address,
                cure="Look whether there is an address for another version.",
            )
        size = whole.at("batchSize")
        types = whole.at("defaultTypes")
        return Manifest(
            name,
            version,
            versions,
            # Required by the schema of 0.2, but many services that say 0.2 leave it out, and nothing hangs on it.
            whole.text_of("identifierSpace"),
            BATCH_QUERIES if size is None else max(1, int(size.number())),
            tuple(type["id"].text() for type in types.items()) if types is not None else (),
            "extend" in whole,
        )


def query_02(query: Query) -> dict[str, object]:
    """A question as 0.2 writes it (0.2/schemas/reconciliation-query-batch.json).

    >>> query_02(Query("Moskovsky", "Q5", (("P27", "Q15180"),)))
    {'query': 'Moskovsky', 'limit': 5, 'type': 'Q5', 'properties': [{'pid': 'P27', 'v': 'Q15180'}]}
    """
    properties = [{"pid": property, "v": value} for property, value in query.properties]
    return {
        "query": query.name,
        "limit": query.limit,
        **({"type": query.type} if query.type else {}),
        **({"properties": properties} if properties else {}),
    }


def query_10(query: Query) -> dict[str, object]:
    """A question as 1.0-draft writes it (1.0-draft/schemas/reconciliation-query-batch.json, as of July 2026).

    >>> query_10(Query("Moskovsky", limit=3))
    {'conditions': [{'matchType': 'name', 'propertyValue': 'Moskovsky'}], 'limit': 3}
    """
    conditions = [
        {"matchType": "name", "propertyValue": query.name},
        *({"matchType": "property", "propertyId": key, "propertyValue": value} for key, value in query.properties),
    ]
    return {"conditions": conditions, "limit": query.limit, **({"type": query.type} if query.type else {})}
