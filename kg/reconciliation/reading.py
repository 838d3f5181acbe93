"""What a request holds: its parameters, its form, its JSON; each read with a limit, each refused with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request

from kg.reconciliation.queries import LIMIT, MOST
from kg.reconciliation.refusal import TOO_LARGE, WRONG_FORM, RefusalError

MOST_BYTES = 1_000_000  # of a body; 50 queries with ten properties each are 50 kB
# A client that is still sending does not read an answer: so much is taken in and thrown away before it is refused.
MOST_DRAINED = 16 * MOST_BYTES
_MOST_FIELDS = 100
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]{0,60}(?:\.[A-Za-z_$][\w$]{0,60}){0,5}", re.ASCII)


async def json_of(request: Request) -> object:
    """The body as JSON. Refuses what is none, and what is too large (RefusalError)."""
    return parsed(await _body(request), "body")


async def form_of(request: Request) -> Mapping[str, str]:
    """The fields of a form (application/x-www-form-urlencoded). Refuses any other body (RefusalError)."""
    body = await _body(request)
    written = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if written != "application/x-www-form-urlencoded":
        cure = "Send application/x-www-form-urlencoded, or JSON to the endpoint of version 1.0."
        raise RefusalError(f"the body is {written[:80] or 'of no type'!r}.", cure=cure, status=WRONG_FORM)
    try:
        return dict(
            parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
        )
    except ValueError as error:
        raise RefusalError("the form cannot be read.", place="body", cure="Encode it as UTF-8.") from error


def parsed(text: bytes | str, place: str) -> object:
    """JSON text as values. Refuses what is none (RefusalError).

    >>> parsed('{"q0": 1}', "queries")
    {'q0': 1}
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise RefusalError(f"this is no JSON: {error.msg[:200]}.", place=place, cure="Mend it.") from error
    except UnicodeEncodeError as error:
        raise RefusalError("this is no Unicode text.", place=place, cure="Encode it as UTF-8.") from error


def whole_number(request: Request, *names: str, default: int, least: int = 0, most: int | None = None) -> int:
    """A parameter that is a whole number; `most` at most. Refuses anything else (RefusalError)."""
    for name in names:
        text = request.query_params.get(name, "")
        if not text:
            continue
        if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < least:
            cure = f"Give {least} or more."
            raise RefusalError(f"{text[:40]!r} is no such number.", place=name, cure=cure)
        return int(text) if most is None else min(int(text), most)
    return default


def limit_of(request: Request) -> int:
    """The parameter `limit`."""
    return whole_number(request, "limit", default=LIMIT, least=1, most=MOST)


def needed(request: Request, name: str) -> str:
    """A parameter that must be there. Refuses a request without it (RefusalError)."""
    text = request.query_params.get(name, "")
    if not text:
        raise RefusalError(f"the parameter {name!r} is missing.", place=name, cure=f"Add ?{name}=...")
    return text


def callback_of(request: Request) -> str:
    """The name of the JSONP function, "" where none is asked for. Refuses what is no plain name (RefusalError)."""
    name = request.query_params.get("callback", "")
    if name and not _CALLBACK.fullmatch(name):
        raise RefusalError(
            "this is no name of a function.", place="callback", cure="Use letters, digits, _, $ and dots."
        )
    return name


async def _body(request: Request) -> bytes:
    held = bytearray()
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size <= MOST_BYTES:
            held += piece
        elif size > MOST_DRAINED:
            break
    if size > MOST_BYTES:
        cure = f"Send at most {MOST_BYTES:,} bytes."
        raise RefusalError("the body is too large.", place="body", cure=cure, status=TOO_LARGE)
    return bytes(held)
