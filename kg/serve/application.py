"""The whole server: what is at the base, the endpoint and the service beside it, health, and a last word on faults."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from importlib.resources import files
from typing import TypeVar

import orjson
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.serve.documents import CACHE_BYTES, Documents
from kg.serve.editions import Editions
from kg.serve.headers import DATA_HEADERS, EVERYWHERE, NEVER, SHORT
from kg.serve.journal import Journal
from kg.serve.log import Log
from kg.serve.refusal import AWAY, FAULT, page_of
from kg.serve.sites import Site

S = TypeVar("S", bound=Site)
RECONCILE = "/reconcile"
_JSON = "application/json"
# A look at the store that takes longer is as good as none, for whoever asks wants to know whether to send clients here.
_SECONDS_FOR_A_LOOK = 5.0


def application(
    editions: Editions[S],
    log: Log,
    *,
    fault_of: Callable[[S], str],
    endpoint: Sequence[BaseRoute] = (),
    reconciliation: ASGIApp | None = None,
    cache_bytes: int = CACHE_BYTES,
) -> Starlette:
    """The application over the edition of the moment.

    `fault_of` looks at the store of a site and says why it cannot be read, "" if it can. `endpoint` are the routes of
    the SPARQL protocol, `reconciliation` is the service that is mounted at /reconcile.
    """

    @asynccontextmanager
    async def living(_app: Starlette) -> AsyncIterator[None]:
        await editions.begin()
        watching = asyncio.create_task(editions.watch())
        watching.add_done_callback(partial(_ended, log))
        try:
            yield
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching

    routes = [
        Route("/healthz", partial(_health, editions, log, fault_of)),
        Route("/openapi.json", _openapi),
        *endpoint,
        *([Route(RECONCILE, _to_folder), Mount(RECONCILE, app=reconciliation)] if reconciliation is not None else []),
    ]
    documents = Documents(editions, cache_bytes=cache_bytes)
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Journal, log=log), Middleware(_Fork, documents=documents, routes=routes)],
        exception_handlers={Exception: partial(_fault, log), HTTPException: _not_served},
        lifespan=living,
    )
    # A redirect to the path with another slash would name the host that the client says we are.
    app.router.redirect_slashes = False
    return app


class _Fork:
    """Middleware: what is not below one of the routes is for the documents, without a way through the router.

    A router asks each route in turn, and makes an object of the request for its handlers of errors: 12 of the 80
    microseconds that a page takes which lies ready.
    """

    def __init__(self, app: ASGIApp, documents: Documents, routes: Sequence[BaseRoute]) -> None:
        self._app, self._documents = app, documents
        self._routed = {route.path.split("/")[1].encode() for route in routes if isinstance(route, Route | Mount)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            raw = scope["raw_path"].removeprefix(scope.get("root_path", "").encode())
            if self._routed.isdisjoint(raw.split(b"/", 2)[1:2]):
                await self._documents(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _ended(log: Log, watching: asyncio.Task[None]) -> None:
    """Say it where the watching of the build ends by a fault: what is served then stays as it is."""
    if not watching.cancelled() and (error := watching.exception()) is not None:
        log.write(level="error", fault="".join(traceback.format_exception(error)))


async def _health(editions: Editions[S], log: Log, fault_of: Callable[[S], str], _request: Request) -> Response:
    """Whether clients should be sent here: 200, or 503 with a reason."""
    state = editions.state
    with editions.borrowed() as site:
        looking = asyncio.get_running_loop().run_in_executor(None, fault_of, site)
        try:
            fault = await asyncio.wait_for(asyncio.shield(looking), _SECONDS_FOR_A_LOOK)
        except TimeoutError:
            fault = f"The store has not answered for {_SECONDS_FOR_A_LOOK:.0f} seconds."
    said = {
        "status": "failed" if fault else "ok",
        "edition": state.version,
        "since": state.since.isoformat(timespec="seconds"),
        "preparing": state.is_preparing,
        "problem": fault or state.problem,
        "log_lines_lost": log.lost,
    }
    headers = {"cache-control": NEVER, **DATA_HEADERS}
    return Response(orjson.dumps(said), AWAY if fault else 200, headers, _JSON)


async def _to_folder(_request: Request) -> Response:
    """To the page of the service, whose address has a slash at its end."""
    return Response(status_code=308, headers={"location": "reconcile/", "cache-control": SHORT, **DATA_HEADERS})


async def _openapi(_request: Request) -> Response:
    return Response(_OPENAPI, headers={"cache-control": SHORT, **DATA_HEADERS}, media_type=_JSON)


_OPENAPI = files("kg.serve").joinpath("openapi.json").read_bytes()


async def _not_served(request: Request, error: Exception) -> Response:
    """No such method on a route of ours."""
    assert isinstance(error, HTTPException)
    return _page(request, error.status_code, f"{error.detail}.", dict(error.headers or {}))


async def _fault(log: Log, request: Request, error: Exception) -> Response:
    """A fault of ours: the client is told its number, the log everything."""
    identifier = request.scope.get("state", {}).get("request_id", "")
    log.write(id=identifier, level="error", fault="".join(traceback.format_exception(error)))
    message = "The server has failed at this; it is not your fault. Tell its keeper the number of the request."
    # What answers here stands outside of the journal, which adds these to all other answers.
    outside = {name.decode(): value.decode() for name, value in EVERYWHERE}
    return _page(request, FAULT, message, {"x-request-id": identifier, **outside})


def _page(request: Request, status: int, message: str, headers: dict[str, str]) -> Response:
    identifier = request.scope.get("state", {}).get("request_id", "")
    content_type, body = page_of(status, message, request.headers.get("accept", ""), request_id=identifier)
    kept = {"content-type": content_type, "cache-control": NEVER, "vary": "Accept", **DATA_HEADERS, **headers}
    return Response(body, status, kept)
