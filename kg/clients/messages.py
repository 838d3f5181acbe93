"""A question to a service, and its answer: plain values that the cache can keep."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from urllib.parse import urlencode, urlsplit

import orjson
from attrs import evolve, frozen

from kg.clients.faults import SchemaError
from kg.errors import UsageError

# Enough of a wrong answer to recognise a log-in page, a proxy or a stack trace by.
SHOWN_CHARS = 120


@frozen
class Request:
    """A question. `manners` are parameters that only ask for permission: sent, but the answer is the same without.

    >>> Request("https://example.org/api", (("action", "x"),), manners=(("maxlag", "5"),)).url
    'https://example.org/api?action=x&maxlag=5'
    """

    address: str
    parameters: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None  # None: GET, else POST
    body_type: str = ""
    accept: str = "application/json"
    manners: tuple[tuple[str, str], ...] = ()

    @property
    def method(self) -> str:
        """GET, or POST where there is a body."""
        return "GET" if self.body is None else "POST"

    @property
    def url(self) -> str:
        """The whole address, as it is sent."""
        query = urlencode(self.parameters + self.manners)
        return f"{self.address}{'&' if '?' in self.address else '?'}{query}" if query else self.address

    @property
    def key(self) -> str:
        """What tells this question from any other: a SHA-256 of method, address, parameters, body and wanted form."""
        parts = (self.method, evolve(self, manners=()).url, self.body_type, self.accept)
        return sha256("\n".join(parts).encode() + b"\n" + (self.body or b"")).hexdigest()

    @property
    def service(self) -> str:
        """The address without what is asked, to name the service in a message."""
        return self.address.partition("?")[0]

    @property
    def host(self) -> str:
        """The name of the host."""
        return urlsplit(self.address).hostname or ""

    def without_manners(self) -> Request:
        """The same question, without asking for permission."""
        return evolve(self, manners=())


@frozen
class Answer:
    """What came back, decompressed, with its date."""

    request: Request
    status: int
    body: bytes
    content_type: str
    fetched: datetime
    retry_after: str = ""


def checked_address(address: str) -> str:
    """The address, if it is one of http or https without a password in it. Refuses any other (UsageError).

    >>> checked_address("https://query.wikidata.org/sparql")
    'https://query.wikidata.org/sparql'
    """
    try:
        parts = urlsplit(address)
        is_good = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
        _ = parts.port
    except ValueError:
        is_good = False
    if not is_good or not address.isprintable() or " " in address:
        cure = "Give one that begins with https:// or http://, without a user name in it."
        raise UsageError(f"{address!r} is no address of a service.", cure=cure)
    return address


def beginning_of(body: bytes) -> str:
    """The first characters of an answer on one line, safe to print.

    >>> beginning_of(b"<!DOCTYPE html>\\n<title>Wikimedia Error</title>\\x1b[2J")
    '<!DOCTYPE html> <title>Wikimedia Error</title>\\ufffd[2J'
    """
    return shown(body[: 4 * SHOWN_CHARS].decode("utf-8", errors="replace"))


def shown(text: str) -> str:
    """The first characters of a text of a service, on one line, so that it cannot steer a terminal."""
    return "".join(char if char.isprintable() else "\ufffd" for char in " ".join(text.split())[:SHOWN_CHARS])


def json_of(answer: Answer) -> object:
    """The JSON of an answer. Refuses what is none, with its first characters (SchemaError)."""
    try:
        value: object = orjson.loads(answer.body)
    except orjson.JSONDecodeError as error:
        began = beginning_of(answer.body)
        is_page = "html" in answer.content_type or began.startswith("<")
        what = "a page for people came instead of JSON" if is_page else f"the answer is no JSON ({error.msg})"
        raise SchemaError(
            f"{what}; it begins: “{began}”.",
            place=answer.request.service,
            cure="Check the address of the service, or try later.",
            status=answer.status,
        ) from error
    return value
