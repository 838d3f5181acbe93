"""The SPARQL endpoint: the query operation of the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/, 2.1).

A failure is a status with one plain sentence (2.1.7: 400 for what is no query; "other 4XX or 5XX HTTP response codes
for other failure conditions, as per HTTP"). There is no update operation.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from hashlib import sha256

from attrs import frozen
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from kg.errors import OutputError, QueryError
from kg.publish.queryguard import probe_of, refuse_what_does_not_only_read, syntax_error
from kg.serve.asking import Asked, asked_in
from kg.serve.description import COUNT, described, written
from kg.serve.negotiation import Offer, chosen
from kg.serve.refusal import Refusal
from kg.serve.resultforms import GRAPHS, TABLES, wanted
from kg.serve.workers import Found, Pool, Question, UnansweredError

PATH = "/sparql"
# Virtuoso's name for the same thing, which clients look for: the answer was cut to so many rows.
CUT = "X-SPARQL-MaxRows"
_METHODS = "GET, HEAD, POST, OPTIONS"
_RETRY_SECONDS = "5"
_PAGE = Offer("text/html", "html")
_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": f"ETag, Retry-After, {CUT}",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
# What has another value each time; an answer with it is never the same one again.
_CHANGING = frozenset(["NOW", "RAND", "UUID", "STRUUID", "BNODE", "SERVICE"])
_STATUS = {
    "syntax": 400,
    "impossible": 400,
    "depth": 400,
    "results": 406,
    "graph": 406,
    "unfit": 406,
    "failed": 500,
    "away": 503,
    "busy": 503,
    "time": 504,
    # RFC 4918, 11.5: what is needed to complete the request cannot be stored.
    "memory": 507,
}


def sparql_routes(
    pool: Callable[[], Pool], *, services: Sequence[str] = (), address: str = "", page: str = "sparql.html"
) -> list[BaseRoute]:
    """The routes of the endpoint, to be mounted at the root of the server.

    `pool` gives the pool of the edition that is served now; it is asked anew for every request. `services` are the
    addresses that a SERVICE clause may name. `address` is where the server is reached from outside, such as
    https://example.org; without it the request says. `page` is where browsers are sent that ask nothing.
    """
    return [Route(PATH, Endpoint(pool, tuple(services), address.rstrip("/"), page))]


class Endpoint:
    """The endpoint as an ASGI application."""

    def __init__(self, pool: Callable[[], Pool], services: tuple[str, ...], address: str, page: str) -> None:
        """As `sparql_routes`."""
        self._pool = pool
        self._services = services
        self._address = address
        self._page = page
        self._counts: dict[str, int] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            response = await self._response(request)
        except Refusal as error:
            response = _said(error.status, error.message, error.headers)
        except QueryError as error:
            response = _said(400, str(error))
        except OutputError as error:
            response = _said(503, str(error), {"Retry-After": _RETRY_SECONDS})
        except _GoneError:
            return
        await response(scope, receive, send)

    async def _response(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return _options()
        if request.method not in ("GET", "HEAD", "POST"):
            raise Refusal(405, f"The endpoint knows {_METHODS}.", headers={"allow": _METHODS})
        asked = await asked_in(request)
        if asked.query is None:
            return await self._description(request, asked)
        keywords = refuse_what_does_not_only_read(asked.query, self._services)
        accept = _accept_of(request)
        table, graph = wanted(accept, asked.form)
        if table is None and graph is None:
            raise _unacceptable((*TABLES, *GRAPHS))
        # The pool is asked for as late as can be: a new edition may have come while the body was read.
        pool = self._pool()
        kept = _Kept.of(keywords, pool, asked, table, graph)
        if request.method != "POST" and kept.tag and kept.is_held_by(request):
            return Response(status_code=304, headers={**_HEADERS, **kept.headers})
        question = Question(
            asked.query,
            probe=probe_of(asked.query, self._services),
            results=table.extension if table else None,
            graph=graph.extension if graph else None,
            default=asked.default,
            named=asked.named,
        )
        found = await self._answered(pool, question, request.receive, is_asking_others="SERVICE" in keywords)
        offer = graph if found.is_graph else table
        assert offer is not None
        headers = {**_HEADERS, **(kept.headers if request.method != "POST" else {"Cache-Control": "no-cache"})}
        headers["Content-Disposition"] = f'inline; filename="answer.{offer.extension}"'
        if found.cut is not None:
            headers[CUT] = str(found.cut)
        return Response(found.body, headers=headers | {"Content-Type": offer.content_type})

    async def _answered(
        self, pool: Pool, question: Question, receive: Receive, *, is_asking_others: bool = False
    ) -> Found:
        """The answer, unless the client goes away before (_GoneError)."""
        leaving = asyncio.create_task(_left(receive))
        answering: asyncio.Task[Found] | None = None
        try:
            answering = pool.answer(question)
            await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not answering.done():
                raise _GoneError
            return answering.result()
        except UnansweredError as error:
            raise self._refusal(error, question, is_asking_others=is_asking_others) from error
        finally:
            if answering is not None:
                answering.cancel()
            leaving.cancel()

    def _refusal(self, error: UnansweredError, question: Question, *, is_asking_others: bool) -> Exception:
        """What to say to the client."""
        match error.reason:
            case "syntax":
                return syntax_error(error.message, question.query, self._services if error.of_probe else None)
            case "impossible":
                return QueryError(f"The query cannot be run: {error.message}.", cure="Mend the query.")
            case "results":
                return _unacceptable(TABLES)
            case "graph":
                return _unacceptable(GRAPHS)
            case "unfit":
                return Refusal(406, f"{error.message}. Ask for another format, such as JSON or Turtle.".capitalize())
            case "away" if is_asking_others:
                return Refusal(502, "The other server did not answer as it should.")
            case "away":
                return Refusal(503, "The store cannot be read.", headers={"retry-after": _RETRY_SECONDS})
            case "busy":
                return Refusal(503, str(error), headers={"retry-after": _RETRY_SECONDS})
            case reason:
                return Refusal(_STATUS[reason], str(error))

    async def _description(self, request: Request, asked: Asked) -> Response:
        """The description of the service, or the way to the page for people."""
        accept = _accept_of(request)
        offer = wanted("", asked.form)[1] if asked.form else chosen(accept, (*GRAPHS, _PAGE))
        if request.method == "POST":
            raise Refusal(400, "There is no query. Send one in the field query.")
        if offer is None:
            raise _unacceptable((*GRAPHS, _PAGE))
        if offer is _PAGE:
            return RedirectResponse(self._page, 303, {**_HEADERS, "Vary": "Accept"})
        pool = self._pool()
        if pool.edition not in self._counts:
            counted = await self._answered(pool, Question(COUNT), request.receive)
            binding = json.loads(counted.body)["results"]["bindings"][0]
            self._counts = {pool.edition: int(binding["n"]["value"])}
        triples = self._counts[pool.edition]
        endpoint = f"{self._address}{PATH}" if self._address else str(request.url.replace(query="", fragment=""))
        try:
            body = written(described(endpoint, triples, is_federating=bool(self._services)), offer.extension)
        except ValueError as error:
            raise Refusal(400, "The header Host names no address.") from error
        return Response(body, headers={**_HEADERS, "Vary": "Accept, Host", "Content-Type": offer.content_type})


class _GoneError(Exception):
    """The client has gone: nobody is there to answer."""


@frozen
class _Kept:
    """How long an answer holds: as long as the edition, for the same query and forms."""

    tag: str
    headers: dict[str, str]

    @classmethod
    def of(cls, keywords: set[str], pool: Pool, asked: Asked, table: Offer | None, graph: Offer | None) -> _Kept:
        vary = {} if asked.form else {"Vary": "Accept"}
        if keywords & _CHANGING:
            return cls("", {"Cache-Control": "no-store", **vary})
        forms = [offer and offer.content_type for offer in (table, graph)]
        parts = [
            pool.edition,
            pool.limits.rows,
            pool.limits.answer_bytes,
            asked.query,
            asked.default,
            asked.named,
            forms,
        ]
        # Weak: rows that the query leaves without order may come in another one.
        tag = f'W/"{sha256(json.dumps(parts).encode()).hexdigest()[:32]}"'
        return cls(tag, {"Cache-Control": "no-cache", "ETag": tag, **vary})

    def is_held_by(self, request: Request) -> bool:
        """Whether the client says that it has this answer (RFC 9110, 13.1.2; the weak comparison of 8.8.3.2)."""
        given = (each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(","))
        return self.tag.removeprefix("W/") in given


def _accept_of(request: Request) -> str:
    return ", ".join(request.headers.getlist("accept"))


async def _left(receive: Receive) -> None:
    """Wait until the client has gone. What it still sends is not looked at."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _options() -> Response:
    """The answer to OPTIONS; a browser asks so before a page of another origin may send a query."""
    allowed = {
        "Allow": _METHODS,
        "Accept-Post": "application/sparql-query, application/x-www-form-urlencoded",
        "Access-Control-Allow-Methods": _METHODS,
        "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }
    return Response(status_code=204, headers={**_HEADERS, **allowed})


def _unacceptable(offers: Sequence[Offer]) -> Refusal:
    known = ", ".join(offer.media_type for offer in offers)
    return Refusal(
        406, f"The answer does not come in a format that you accept. It comes in: {known}.", headers={"vary": "Accept"}
    )


def _said(status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    given = {**_HEADERS, "Cache-Control": "no-store", **(headers or {}), "Content-Type": "text/plain; charset=utf-8"}
    return Response(f"{message}\n", status, given)
