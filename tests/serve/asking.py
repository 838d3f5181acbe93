"""A real endpoint in a server of its own, on a free port, for tests that ask it over HTTP."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import requests
import uvicorn
from starlette.applications import Starlette

from kg.publish.prefixes import prefixes
from kg.serve.listening import HOST, address_of, listening
from kg.serve.sparql import PATH, sparql_routes
from kg.serve.workers import Limits, Pool

# Each variable that is not joined multiplies the rows by the size of the graph; a counted cross product takes no
# memory and no end, a sorted one takes memory without end.
LONG = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"
LARGE = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o } ORDER BY ?c ?f ?i"
JOINED = "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?t) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


class Endpoint:
    """An endpoint that can be asked; `pool` is the pool that it asks now."""

    def __init__(self, store: Path, limits: Limits, **given: Any) -> None:
        self.store, self.limits, self.given = store, limits, given
        self.pool: Pool | None = None
        self.loop: asyncio.AbstractEventLoop | None = None

    def __enter__(self) -> Endpoint:
        door = listening(HOST, 0)
        self.address = address_of(door) + PATH
        application = Starlette(routes=sparql_routes(self.current, **self.given), lifespan=self._lifespan)
        self.server = uvicorn.Server(uvicorn.Config(application, log_level="error"))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [door]})
        self.thread.start()
        self.door = door
        assert self.ask("ASK {}").status_code == 200
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.should_exit = True
        self.thread.join()
        self.door.close()

    @asynccontextmanager
    async def _lifespan(self, _application: Starlette) -> AsyncIterator[None]:
        self.loop = asyncio.get_running_loop()
        self.pool = await self.opened("first")
        yield
        await self.current().close(patience=1)

    async def opened(self, edition: str) -> Pool:
        return await Pool.opened(self.store, edition=edition, prefixes=prefixes(), limits=self.limits)

    def current(self) -> Pool:
        assert self.pool is not None
        return self.pool

    def ask(self, query: str, accept: str = "*/*", **fields: Any) -> requests.Response:
        """GET with a query."""
        return self.send("GET", params={"query": query, **fields}, headers={"Accept": accept})

    def send(self, method: str, **given: Any) -> requests.Response:
        """Any request."""
        return requests.request(method, self.address, timeout=30, allow_redirects=False, **given)


@contextmanager
def serving(store: Path, limits: Limits | None = None, **given: Any) -> Iterator[Endpoint]:
    """An endpoint over a store; `given` goes to `sparql_routes`."""
    with Endpoint(store, limits or Limits(workers=2), **given) as endpoint:
        yield endpoint
