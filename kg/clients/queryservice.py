"""The query service: items by an exact name within a class, born or founded in time, the most prominent first.

SPARQLWrapper writes the request and reads the answer; our client sends it. `_query` is the only method of SPARQLWrapper
that touches the network (`query` and `queryAndConvert` go through it), so that a subclass which overrides it can never
be impolite, and whatever else is set on it (method, graphs, parameters) still counts.
"""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Sequence
from email.message import Message
from io import BytesIO
from typing import Any
from urllib.response import addinfourl

from attrs import frozen
from SPARQLWrapper import GET, JSON, POST, SPARQLWrapper
from SPARQLWrapper.Wrapper import QueryResult

from kg.clients.faults import SchemaError, UnansweredError
from kg.clients.messages import Answer, Request, beginning_of, json_of
from kg.clients.polite import PoliteClient
from kg.clients.shape import Part
from kg.errors import UsageError

ENDPOINT = "https://query.wikidata.org/sparql"
HUMAN = "Q5"
ENTITY = "http://www.wikidata.org/entity/"
RESULTS = "application/sparql-results+json"
# A longer GET fails with 414 at some gateways (wetneb/openrefine-wikibase issue 109).
LONGEST_URL_CHARS = 2000

# P31 instance of, P279 subclass of, P569 date of birth, P571 inception. COALESCE: a date may be missing or "unknown",
# which is no number and must not lose the item.
QUERY = """\
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX wikibase: <http://wikiba.se/ontology#>
SELECT ?item (SAMPLE(?name) AS ?met) (MAX(?links) AS ?sitelinks) WHERE {
  VALUES ?name { %(names)s }
  ?item rdfs:label|skos:altLabel ?name ;
        wdt:P31/wdt:P279* wd:%(kind)s .
  OPTIONAL { ?item wdt:P569|wdt:P571 ?began }
  OPTIONAL { ?item wikibase:sitelinks ?links }
  FILTER(COALESCE(YEAR(?began), %(year)d) <= %(year)d)
}
GROUP BY ?item
ORDER BY DESC(?sitelinks) ?item
LIMIT %(most)d
"""
NO_YEAR = 9999


@frozen
class Found:
    """An item that the query service found, by which of the names, and how prominent it is."""

    id: str
    name: str
    sitelinks: int


class PoliteSPARQLWrapper(SPARQLWrapper):
    """A SPARQLWrapper whose requests are sent by our polite client."""

    def __init__(self, client: PoliteClient, endpoint: str) -> None:
        """Ask `endpoint` through `client`, and want JSON."""
        super().__init__(endpoint, returnFormat=JSON)
        self.setOnlyConneg(True)
        self._client = client

    def _query(self) -> Any:
        prepared = self._createRequest()
        answer = self._client.ask(_request_of(prepared), _checked, explain=_explain)
        headers = Message()
        headers["Content-Type"] = answer.content_type
        return addinfourl(BytesIO(answer.body), headers, prepared.full_url, answer.status), self.returnFormat


class QueryService:
    """A query service of a Wikibase."""

    def __init__(self, client: PoliteClient, endpoint: str = ENDPOINT) -> None:
        """The one at `endpoint`."""
        self.client = client
        self.endpoint = endpoint

    def rows(self, query: str) -> list[dict[str, str]]:
        """The rows of a SELECT, each a value by its variable. Raises UnansweredError or StoppedError."""
        return [{name: value["value"].text() for name, value in row.fields()} for row in self._bindings(query)]

    def _bindings(self, query: str) -> list[Part]:
        wrapper = PoliteSPARQLWrapper(self.client, self.endpoint)
        wrapper.setQuery(query)
        wrapper.setMethod(GET)
        if len(wrapper._createRequest().full_url) > LONGEST_URL_CHARS:
            wrapper.setMethod(POST)
        result: QueryResult = wrapper.query()
        return list(Part(result.convert(), "", self.endpoint)["results"]["bindings"].items())

    def named(
        self,
        names: Sequence[str],
        *,
        kind: str = HUMAN,
        year: int | None = None,
        languages: Sequence[str] = ("en", "mul"),
        most: int = 50,
    ) -> tuple[Found, ...]:
        """The items of class `kind` that bear one of `names`, none that began after `year`."""
        query = query_for(names, kind=kind, year=year, languages=languages, most=most)
        return tuple(
            Found(
                _id_of(row["item"]["value"]),
                row["met"]["value"].text() if "met" in row else "",
                _count_of(row["sitelinks"]["value"]) if "sitelinks" in row else 0,
            )
            for row in self._bindings(query)
        )


def query_for(names: Sequence[str], *, kind: str, year: int | None, languages: Sequence[str], most: int) -> str:
    """The text of the query. Refuses a class or a language that is none (UsageError)."""
    if not re.fullmatch(r"Q[1-9]\d*", kind, re.ASCII):
        raise UsageError(f"{kind!r} is no number of a class.", cure="Give one such as Q5.")
    for language in languages:
        if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]+)*", language, re.ASCII):
            raise UsageError(f"{language!r} is no code of a language.", cure="Give one such as en.")
    words = " ".join(f"{literal(name)}@{language}" for name in names for language in languages)
    return QUERY % {"names": words, "kind": kind, "year": NO_YEAR if year is None else year, "most": most}


def literal(text: str) -> str:
    r"""A text as SPARQL writes it, so that no name can end its quotes (SPARQL 1.1, ECHAR).

    >>> print(literal('Ivan "Vanya" \\ Ivanov'))
    "Ivan \"Vanya\" \\ Ivanov"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def _id_of(item: Part) -> str:
    if not re.fullmatch(re.escape(ENTITY) + r"Q[1-9]\d*", item.text(), re.ASCII):
        raise item.refused("an item of Wikidata")
    return item.text().removeprefix(ENTITY)


def _count_of(number: Part) -> int:
    if not re.fullmatch(r"\d{1,9}", number.text(), re.ASCII):
        raise number.refused("a whole number")
    return int(number.text())


def _request_of(prepared: urllib.request.Request) -> Request:
    """What SPARQLWrapper would have sent."""
    body = prepared.data if isinstance(prepared.data, bytes) else None
    body_type = prepared.get_header("Content-type", "") or ""
    return Request(prepared.full_url, body=body, body_type=body_type, accept=RESULTS)


def _checked(answer: Answer) -> Answer:
    """The answer, if it is a whole document of rows. Refuses what is none (UnansweredError), so that it is not kept."""
    try:
        json_of(answer)
    except SchemaError as error:
        # The status is sent before the query is done: what goes wrong later stands in the middle of the rows.
        if b"SPARQL-QUERY: queryStr=" in answer.body or b"TimeoutException" in answer.body:
            raise _out_of_time(answer) from error
        raise
    if answer.content_type.partition(";")[0].strip() not in {RESULTS, "application/json"}:
        raise SchemaError(
            f"{RESULTS} was expected, and {answer.content_type or 'no content type'} came; "
            f"the answer begins: “{beginning_of(answer.body)}”.",
            place=answer.request.service,
            cure="Check the address of the query service.",
        )
    for row in Part.of(answer)["results"]["bindings"].items():
        for _, value in row.fields():
            value["value"].text()
    return answer


def _explain(answer: Answer) -> None:
    """A query that runs out of time gets 500 with the trace of the server: to repeat it would only cost more."""
    if answer.status == 500 and b"TimeoutException" in answer.body:
        raise _out_of_time(answer)


def _out_of_time(answer: Answer) -> UnansweredError:
    place = answer.request.service
    cure = "Ask for fewer names, or a narrower class."
    return UnansweredError("the query ran out of time at the service.", place=place, cure=cure, status=answer.status)
