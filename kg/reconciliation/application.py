"""The service over HTTP: version 0.2 under /0.2, version 1.0-draft under /1.0.

CORS on every answer, errors too (0.2 and 1.0-draft, "Cross-Origin Access"); an error is a status with JSON.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.reconciliation.manifest import manifest_02, manifest_10
from kg.reconciliation.pages import POLICY, front_page, noted, preview_page, view_page
from kg.reconciliation.queries import MOST
from kg.reconciliation.reading import callback_of, form_of, json_of, limit_of, needed, parsed, whole_number
from kg.reconciliation.refusal import UNKNOWN, RefusalError
from kg.reconciliation.service import Json, Service

VERSION_02, VERSION_10 = "/0.2", "/1.0"


def application(service: Service, address: str = "", *, has_jsonp: bool = True) -> Starlette:
    """The application; `address` is where it is reached, such as http://127.0.0.1:8000, or "": as each request says.

    `has_jsonp`: whether clients may have an answer as a script. Where pages are served beside it, it would be a script
    of their own host, which they are allowed to run.
    """

    async def root(request: Request) -> Response:
        at = address or _address_of(request)
        return _html(front_page((("0.2 (OpenRefine)", at + VERSION_02), ("1.0-draft", at + VERSION_10))))

    served = Starlette(
        routes=[
            Route("/", root),
            *_routes_02(service, address),
            *_routes_10(service, address),
        ],
        middleware=[
            # Browsers ask before a page of the web may call this machine: "private network".
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
                allow_headers=["*"],
                allow_private_network=True,
            ),
            Middleware(GZipMiddleware, compresslevel=5),
        ],
        exception_handlers={RefusalError: _refused, HTTPException: _not_served},
    )
    served.state.has_jsonp = has_jsonp
    # A redirect to the path with another slash would name the host that the client says we are.
    served.router.redirect_slashes = False
    return served


def _address_of(request: Request) -> str:
    """Where the client has reached us, up to the place where we are mounted."""
    return f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '')}"


def _routes_02(service: Service, address: str) -> list[Route]:
    answering = _in_turn()

    async def ask(request: Request) -> Response:
        fields = await form_of(request) if request.method == "POST" else request.query_params
        if "queries" in fields:
            found = await answering(partial(service.matches_02, parsed(fields["queries"], "queries")))
            return _json(found, request)
        if "extend" in fields:
            return _json(service.extension_02(parsed(fields["extend"], "extend")), request)
        if request.method == "POST" or set(fields) - {"callback"}:
            raise RefusalError("nothing is asked.", cure="Send the field 'queries' or the field 'extend'.")
        endpoint = (address or _address_of(request)) + VERSION_02
        return _json(manifest_02(endpoint, service.shelf.base), request)

    async def fly(request: Request) -> Response:
        identifier = needed(request, "id")
        return _json(
            {"id": identifier, "html": noted(*service.noted(request.path_params["what"], identifier))}, request
        )

    return [
        Route(VERSION_02, ask, methods=["GET", "POST"]),
        Route(f"{VERSION_02}/", ask, methods=["GET", "POST"]),
        Route(f"{VERSION_02}/flyout/{{what}}", fly),
        Route(f"{VERSION_02}/properties", _proposals(service)),
        *_shared_routes(VERSION_02, service),
    ]


def _routes_10(service: Service, address: str) -> list[Route]:
    answering = _in_turn()

    async def show_manifest(request: Request) -> Response:
        return _json(manifest_10((address or _address_of(request)) + VERSION_10), request)

    async def match(request: Request) -> Response:
        return _json(await answering(partial(service.matches_10, await json_of(request))), request)

    async def extend(request: Request) -> Response:
        return _json(service.extension_10(await json_of(request)), request)

    return [
        Route(VERSION_10, show_manifest),
        Route(f"{VERSION_10}/", show_manifest),
        Route(f"{VERSION_10}/match", match, methods=["POST"]),
        Route(f"{VERSION_10}/extend", extend, methods=["POST"]),
        Route(f"{VERSION_10}/extend/propose", _proposals(service)),
        *_shared_routes(VERSION_10, service),
    ]


def _in_turn() -> Callable[[Callable[[], Json]], Awaitable[Json]]:
    """A way to have answers made beside the event loop, one at a time: a batch of fifty queries takes a tenth of a
    second, and more threads than one would only wait for each other.
    """
    thread = ThreadPoolExecutor(1, thread_name_prefix="reconciliation")
    return lambda work: asyncio.get_running_loop().run_in_executor(thread, work)


def _shared_routes(version: str, service: Service) -> list[Route]:
    """What both versions ask in the same way: suggestions and pages."""
    suggesting: dict[str, Callable[[str, int, int], Json]] = {
        "entity": service.suggested_entities,
        "property": service.suggested_properties,
        "type": service.suggested_kinds,
    }

    async def suggest(request: Request) -> Response:
        what = request.path_params["what"]
        if what not in suggesting:
            raise _no_such_thing(what)
        # 0.2 says "cursor", 1.0-draft "offset".
        offset = whole_number(request, "offset", "cursor", default=0)
        found = suggesting[what](request.query_params.get("prefix", ""), offset, limit_of(request))
        return _json(found, request)

    async def preview(request: Request) -> Response:
        return _html(preview_page(service.entity(needed(request, "id")), service.shelf))

    async def view(request: Request) -> Response:
        return _html(view_page(service.entity(needed(request, "id")), service.shelf))

    return [
        Route(f"{version}/suggest/{{what}}", suggest),
        Route(f"{version}/preview", preview),
        Route(f"{version}/view", view),
    ]


def _proposals(service: Service) -> Callable[[Request], Any]:
    async def propose(request: Request) -> Response:
        limit = whole_number(request, "limit", default=MOST, least=1, most=MOST)
        return _json(service.proposed_properties(request.query_params.get("type", ""), limit), request)

    return propose


def _no_such_thing(what: str) -> RefusalError:
    return RefusalError(f"there is nothing called {what[:80]!r} here.", cure="See the manifest.", status=UNKNOWN)


def _json(answer: Json, request: Request, status: int = 200) -> Response:
    """An answer as JSON; version 0.2 may ask for JSONP, which older clients need."""
    content = orjson.dumps(answer)
    is_asked_so = request.app.state.has_jsonp and request.url.path.startswith(VERSION_02)
    callback = callback_of(request) if is_asked_so else ""
    if callback:
        # The comment keeps what follows from being read as another type of file than a script.
        content = b"/**/" + callback.encode() + b"(" + content + b");"
    kind = "application/javascript" if callback else "application/json"
    return Response(content, status, {"X-Content-Type-Options": "nosniff"}, kind)


def _html(page: str) -> Response:
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": POLICY}
    return Response(page, headers=headers, media_type="text/html")


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusalError)
    return _error(str(error), error.status)


async def _not_served(_request: Request, error: Exception) -> Response:
    """No such path, no such method."""
    assert isinstance(error, HTTPException)
    return _error(f"{error.detail}.", error.status_code, error.headers)


def _error(message: str, status: int, headers: Any = None) -> Response:
    kept = {"X-Content-Type-Options": "nosniff", **(headers or {})}
    return Response(orjson.dumps({"status": status, "error": message}), status, kept, "application/json")
