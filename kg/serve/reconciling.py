"""The reconciliation service over the edition of the moment: made when it is first asked, once for each edition."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Generic, Protocol, TypeVar

from starlette.types import ASGIApp, Receive, Scope, Send

from kg.model.catalogue import Catalogue
from kg.reconciliation import Service
from kg.reconciliation import application as application_of
from kg.serve.editions import in_thread
from kg.serve.refusal import AWAY, Refusal, send_refusal
from kg.serve.sites import Site

S = TypeVar("S", bound=Site)
S_co = TypeVar("S_co", bound=Site, covariant=True)


class Lender(Protocol[S_co]):
    """Who holds the site of the moment, and keeps it whole while it is lent."""

    def borrowed(self) -> AbstractContextManager[S_co]:
        """The site, for as long as the block runs."""


class Reconciliation(Generic[S]):
    """The service as an ASGI application, to be mounted. Of 390 documents it is made in 2 to 3 seconds."""

    def __init__(self, lender: Lender[S], catalogue_of: Callable[[S], Catalogue], address: str = "") -> None:
        """Ask `catalogue_of` for the entities of a site; it is called in a thread, and may take seconds.

        `address` is where the service is reached from outside; without it each request says.
        """
        self._lender, self._catalogue_of, self._address = lender, catalogue_of, address
        self._made: dict[str, asyncio.Task[ASGIApp]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            with self._lender.borrowed() as site:
                application = await self._application(site)
        except OSError:
            message = "What is served here cannot be read at the moment."
            await send_refusal(Refusal(AWAY, message, headers={"retry-after": "30"}), scope, send)
            return
        await application(scope, receive, send)

    async def _application(self, site: S) -> ASGIApp:
        making = self._made.get(site.version)
        if making is None:
            making = asyncio.create_task(self._make(site))
            # Of the edition before nobody asks any more; who waits for it still gets it.
            self._made = {site.version: making}
        try:
            # One who goes away does not take it from the others.
            return await asyncio.shield(making)
        except OSError:
            # Tried again by the next who asks: a disk may come back.
            self._made.pop(site.version, None)
            raise

    async def _make(self, site: S) -> ASGIApp:
        service = await in_thread(lambda: Service.of(self._catalogue_of(site)))
        return application_of(service, self._address, has_jsonp=False)
