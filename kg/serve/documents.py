"""Everything below the base: things, their descriptions, pages, files. Plain ASGI, without a router in between.

What was made once is sent again from memory; what has to be made is made in a thread, once for all who wait for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import lru_cache
from os import stat_result
from typing import Protocol

from starlette.datastructures import QueryParams
from starlette.responses import FileResponse
from starlette.types import Receive, Scope, Send

from kg.errors import UsageError
from kg.serve.answers import Answer, Shelf, condition_of
from kg.serve.conditions import UNCHANGED
from kg.serve.finding import File, Found, Thing, found_at
from kg.serve.forms import FORMS
from kg.serve.headers import DATA_HEADERS, http_date, raw_headers
from kg.serve.negotiation import Offer, chosen
from kg.serve.paths import MOST_BYTES, path_of
from kg.serve.refusal import (
    AWAY,
    NOT_ACCEPTABLE,
    NOT_ALLOWED,
    NOT_FOUND,
    TOO_LARGE,
    TOO_LONG,
    UNREADABLE,
    Refusal,
    send_refusal,
)
from kg.serve.sites import Site

METHODS = "GET, HEAD, OPTIONS"
_ASKED_WITH = "Accept, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since, Range"
# Fields that come as lists: said in several lines, they mean the same in one (RFC 9110, section 5.3).
_LISTS = (b"accept", b"accept-encoding", b"if-match", b"if-none-match")
_PREFLIGHT = raw_headers(
    {
        "allow": METHODS,
        "access-control-allow-methods": METHODS,
        "access-control-allow-headers": _ASKED_WITH,
        "access-control-max-age": "86400",
        **DATA_HEADERS,
    }
)
# Pages of the first report take 1 to 20 ms each, most of it with the interpreter's lock held: more threads than these
# only wait for each other.
THREADS = 4
CACHE_BYTES = 128 << 20


class Lender(Protocol):
    """Who holds the site of the moment, and keeps it whole while it is lent."""

    def borrowed(self) -> AbstractContextManager[Site]:
        """The site, for as long as the block runs."""


class Documents:
    """The application that answers for all paths of a site."""

    def __init__(self, lender: Lender, *, cache_bytes: int = CACHE_BYTES, threads: int = THREADS) -> None:
        """Answers from what `lender` lends; keeps up to `cache_bytes` of ready answers."""
        self._lender = lender
        self._shelf = Shelf(cache_bytes)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self._making: dict[tuple[str, bytes], asyncio.Future[Found | None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            await self._answer(scope, receive, send)
        except Refusal as refusal:
            await send_refusal(refusal, scope, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        method, asked = scope["method"], _headers_of(scope)
        if asked.get(b"content-length", b"0") != b"0" or b"transfer-encoding" in asked:
            raise Refusal(TOO_LARGE, "Nothing can be sent to this address.", headers={"connection": "close"})
        if method not in ("GET", "HEAD", "OPTIONS"):
            raise Refusal(NOT_ALLOWED, f"This address answers to {METHODS}.", headers={"allow": METHODS})
        with self._lender.borrowed() as site:
            found = await self._found(site, scope)
            if method == "OPTIONS":
                await send({"type": "http.response.start", "status": 204, "headers": _PREFLIGHT})
                await send({"type": "http.response.body", "body": b""})
            elif isinstance(found, Answer):
                await found.send(asked, send, with_body=method == "GET")
            elif isinstance(found, Thing):
                await _lead(found, asked, send)
            else:
                await self._stream(found, asked, scope, receive, send)

    async def _found(self, site: Site, scope: Scope) -> Found:
        """What lies at the address of a request, ready or made now. Raises Refusal."""
        raw: bytes = scope["raw_path"].removeprefix(scope.get("root_path", "").encode())
        query: bytes = scope["query_string"]
        if len(raw) + len(query) > MOST_BYTES:
            raise Refusal(TOO_LONG, f"An address here has at most {MOST_BYTES} characters.")
        path = ""
        if query:
            # Only a list hangs on its query; for all others, what stands behind the question mark says nothing.
            path = path_of(raw)
            query = query if site.is_list(path) else b""
        key = (site.version, b"%s?%s" % (raw, query))
        ready = self._shelf.get(key)
        if isinstance(ready, Answer | Thing):
            return ready
        found = await self._made(site, key, path or path_of(raw), QueryParams(query).multi_items())
        if found is None:
            raise Refusal(NOT_FOUND, "There is nothing at this address.")
        if isinstance(found, Answer | Thing):
            self._shelf.put(key, found, found.cost)
        return found

    async def _made(
        self, site: Site, key: tuple[str, bytes], path: str, query: Sequence[tuple[str, str]]
    ) -> Found | None:
        """What `found_at` finds, made once for all who ask for it at the same time."""
        making = self._making.get(key)
        if making is None:
            loop = asyncio.get_running_loop()
            making = loop.run_in_executor(self._threads, found_at, site, path, query)
            self._making[key] = making
            making.add_done_callback(lambda _: self._making.pop(key, None))
        try:
            # One who goes away does not take it from the others.
            return await asyncio.shield(making)
        except UsageError as error:
            raise Refusal(UNREADABLE, str(error)) from error
        except OSError as error:
            message = "What is served here cannot be read at the moment."
            raise Refusal(AWAY, message, headers={"retry-after": "30"}) from error

    async def _stream(
        self, file: File, asked: Mapping[bytes, bytes], scope: Scope, receive: Receive, send: Send
    ) -> None:
        loop = asyncio.get_running_loop()
        try:
            about: stat_result = await loop.run_in_executor(self._threads, file.path.stat)
        except OSError as error:
            raise Refusal(AWAY, "This file cannot be read at the moment.", headers={"retry-after": "30"}) from error
        tag = f'"{about.st_mtime_ns:x}-{about.st_size:x}"'
        modified = datetime.fromtimestamp(about.st_mtime, UTC)
        headers = {
            "etag": tag,
            "last-modified": http_date(modified),
            "cache-control": file.age,
            "content-type": file.content_type,
            **DATA_HEADERS,
        }
        status = condition_of(asked, tag, (), modified)
        if status is not None:
            del headers["content-type"]
            kept = headers if status == UNCHANGED else {"content-length": "0"}
            await send({"type": "http.response.start", "status": status, "headers": raw_headers(kept)})
            await send({"type": "http.response.body", "body": b""})
            return
        await FileResponse(file.path, headers=headers, stat_result=about)(scope, receive, send)


def _headers_of(scope: Scope) -> dict[bytes, bytes]:
    """The headers of a request by name; of one that is there twice the last, lists joined."""
    raw = scope["headers"]
    headers = dict(raw)
    if len(headers) < len(raw):
        for name in _LISTS:
            if name in headers:
                headers[name] = b", ".join(value for found, value in raw if found == name)
    return headers


async def _lead(thing: Thing, asked: Mapping[bytes, bytes], send: Send) -> None:
    """303 to the description that the client wants most. Raises Refusal (406) where it wants none."""
    form = _wanted(asked.get(b"accept", b""))
    if form is None:
        message = "None of the forms that your header Accept asks for is here. These are:"
        raise Refusal(NOT_ACCEPTABLE, message, links=thing.links, headers={"link": thing.link})
    await send({"type": "http.response.start", "status": 303, "headers": thing.ways[form]})
    await send({"type": "http.response.body", "body": b""})


@lru_cache(maxsize=256)
def _wanted(accept: bytes) -> Offer | None:
    return chosen(accept.decode("latin-1"), FORMS)
