"""What a request of the SPARQL 1.1 Protocol asks (section 2.1): the query, its dataset, the form of the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from urllib.parse import parse_qsl

from attrs import frozen
from pyoxigraph import NamedNode
from starlette.requests import ClientDisconnect, Request

from kg.serve.refusal import Refusal
from kg.serve.resultforms import is_known, names

MOST_QUERY = 100_000  # characters; the longest of the thirty questions has 2,000
# The parser of the server takes an address of 65,535 bytes, and says nothing that helps about a longer one.
MOST_ADDRESS = 60_000
# A form writes a character of the query in up to twelve bytes; what is longer than this is not read to its end.
_MOST_BODY = 12 * MOST_QUERY
_MOST_FIELDS = 1000
_BODY_SECONDS = 20  # for a client that sends slowly, or stops
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
_UPDATE = "application/sparql-update"
_READ_ONLY = "This endpoint only reads: what was built is changed by building again."


@frozen
class Asked:
    """What is asked; without `query`, the description of the service. `default`, `named` None: as the query says."""

    query: str | None
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None
    form: str = ""


async def asked_in(request: Request) -> Asked:
    """What a GET, HEAD or POST asks. Raises Refusal."""
    if len(request.scope["query_string"]) > MOST_ADDRESS:
        raise Refusal(414, f"The address is longer than {MOST_ADDRESS:,} bytes. Send the query with POST.")
    url = _fields(request.scope["query_string"], "the query string")
    if request.method != "POST":
        return _asked(url)
    written = request.headers.get("content-type", "")
    kind, _, parameters = written.partition(";")
    kind = kind.strip().lower()
    if kind == _UPDATE:
        raise Refusal(415, _READ_ONLY)
    if kind not in (FORM, DIRECT):
        said = f"The body is of type {kind[:80]!r}." if kind else "The body has no Content-Type."
        raise Refusal(
            415, f"{said} Send {DIRECT}, or {FORM} with the field query.", headers={"accept-post": f"{DIRECT}, {FORM}"}
        )
    charset = dict(_pairs(parameters)).get("charset", "utf-8")
    if charset.lower() not in ("utf-8", "utf8"):
        raise Refusal(415, f"The body is in {charset[:40]!r}. Send it in UTF-8 (SPARQL 1.1 Protocol, 2.1.3).")
    body = await _body(request)
    if any(name == "query" for name, _ in url):
        raise Refusal(400, "There is a query in the body and one in the address. Send one.")
    if kind == FORM:
        return _asked([*_fields(body, "the form"), *url])
    try:
        query = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(400, f"The query is not in UTF-8 (byte {error.start}). Save it so.") from error
    return _asked([("query", query), *url])


def _asked(fields: Sequence[tuple[str, str]]) -> Asked:
    """What the fields say. Section 2.1: exactly one query; any number of graphs."""
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in fields):
        raise Refusal(403, _READ_ONLY)
    queries = [value for name, value in fields if name == "query"]
    if len(queries) > 1:
        raise Refusal(400, f"There are {len(queries)} queries. Send one.")
    forms = [value for name, value in fields if name == "format" and value]
    for form in forms:
        if not is_known(form):
            raise Refusal(400, f"There is no format {form[:40]!r}. Known are {names()}.")
    first = next(iter(forms), "")
    default = _graphs(fields, "default-graph-uri")
    named = _graphs(fields, "named-graph-uri")
    if not queries:
        return Asked(None, form=first)
    if len(queries[0]) > MOST_QUERY:
        raise Refusal(413, f"The query is longer than {MOST_QUERY:,} characters. Shorten it.")
    if default is None and named is None:
        return Asked(queries[0], form=first)
    # What a dataset does not name is not in it (SPARQL 1.1 Query, 13.2).
    return Asked(queries[0], default or (), named or (), first)


def _graphs(fields: Sequence[tuple[str, str]], name: str) -> tuple[str, ...] | None:
    """The graphs of a field; None if it is not there or always empty, as forms send it where nothing was filled in."""
    graphs = tuple(value for given, value in fields if given == name and value)
    for graph in graphs:
        try:
            NamedNode(graph)
        except ValueError as error:
            raise Refusal(400, f"{name} {graph[:80]!r} is no whole IRI: {error}.") from error
    return graphs or None


def _fields(text: bytes, place: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise Refusal(400, f"{place.capitalize()} cannot be read. Encode it as UTF-8 with percent signs.") from error


def _pairs(parameters: str) -> list[tuple[str, str]]:
    """The parameters behind a media type."""
    pairs = (each.partition("=") for each in parameters.split(";"))
    return [(name.strip().lower(), value.strip().strip('"')) for name, _, value in pairs]


async def _body(request: Request) -> bytes:
    """The body. Refuses what is too large or comes too slowly."""
    held = bytearray()
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for piece in request.stream():
                held += piece
                if len(held) > _MOST_BODY:
                    raise Refusal(
                        413,
                        f"The query is longer than {MOST_QUERY:,} characters. Shorten it.",
                        headers={"connection": "close"},
                    )
    except TimeoutError as error:
        raise Refusal(
            408, f"The body did not come within {_BODY_SECONDS} seconds.", headers={"connection": "close"}
        ) from error
    except ClientDisconnect as error:
        raise Refusal(400, "The body did not come to its end.") from error
    return bytes(held)
