"""Ready answers: bytes with their headers, plain and compressed, kept in memory up to a bound."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, TypeAlias

from attrs import field, frozen
from starlette.types import Send

from kg.serve.conditions import UNCHANGED, outcome
from kg.serve.headers import http_date, raw_headers
from kg.serve.negotiation import Offer, chosen

RawHeaders: TypeAlias = list[tuple[bytes, bytes]]

# Fewer bytes than fit into one packet gain nothing from compression.
_LEAST_COMPRESSED = 1000
_LEVEL = 6
# What an answer costs in memory beside its bodies: measured 2.5 kB for the headers of a description, twice.
_OVERHEAD = 3000
# What a 304 leaves out: it repeats what says how the answer may be kept, not what it is (RFC 9110, section 15.4.5).
_NOT_REPEATED = frozenset([b"content-type", b"content-length", b"content-encoding", b"content-language", b"link"])
_GZIP = (Offer("content/gzip", "gzip"), Offer("content/identity", "identity"))


@frozen(eq=False)
class Coded:
    """One body in one coding, with all headers; `unchanged` are the headers of a 304."""

    body: bytes
    tag: str
    headers: RawHeaders
    unchanged: RawHeaders = field(repr=False)


@frozen(eq=False)
class Answer:
    """The answer 200 to a GET, in every coding there is. `modified` is the moment in Last-Modified."""

    plain: Coded
    compressed: Coded | None
    modified: datetime | None

    @property
    def cost(self) -> int:
        """About how many bytes of memory this takes."""
        return _OVERHEAD + len(self.plain.body) + (len(self.compressed.body) if self.compressed else 0)

    async def send(self, asked: Mapping[bytes, bytes], send: Send, *, with_body: bool) -> None:
        """Send what `asked` (the headers of the request) calls for: the body, only its headers, or 304 or 412."""
        coded = self.plain
        if self.compressed is not None and takes_gzip(asked.get(b"accept-encoding", b"")):
            coded = self.compressed
        status = self._status(asked, coded) if asked.keys() & CONDITIONS else None
        if status is None:
            await send({"type": "http.response.start", "status": 200, "headers": coded.headers})
            await send({"type": "http.response.body", "body": coded.body if with_body else b""})
        else:
            headers = coded.unchanged if status == UNCHANGED else [(b"content-length", b"0")]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": b""})

    def _status(self, asked: Mapping[bytes, bytes], coded: Coded) -> int | None:
        others = tuple(other.tag for other in (self.plain, self.compressed) if other is not None)
        return condition_of(asked, coded.tag, others, self.modified)


CONDITIONS = frozenset([b"if-match", b"if-unmodified-since", b"if-none-match", b"if-modified-since"])


def condition_of(
    asked: Mapping[bytes, bytes], tag: str, same: tuple[str, ...], modified: datetime | None
) -> int | None:
    """304 or 412 where the headers of a request say so (see `outcome`)."""
    said: dict[str, Any] = {
        name.decode().replace("-", "_"): asked[name].decode("latin-1") for name in CONDITIONS if name in asked
    }
    return outcome(tag=tag, same=same, modified=modified, **said)


def answer_of(body: bytes, headers: Mapping[str, str], modified: datetime | None = None) -> Answer:
    """The answer with this body. `headers` are all but those about its length, its coding and its age.

    The entity tag is made of the bytes: a page that a new edition leaves as it was stays fresh in every cache, and one
    that a new version of this program draws otherwise does not.
    """
    digest = sha256(body).hexdigest()[:24]
    named = raw_headers(headers)
    if modified is not None:
        named.append((b"last-modified", http_date(modified).encode()))
    small = gzip.compress(body, _LEVEL, mtime=0) if len(body) >= _LEAST_COMPRESSED else body
    plain = _coded(body, f'"{digest}"', named)
    # A tenth saved is worth the work of unpacking it; pictures and archives save nothing.
    is_smaller = len(small) < len(body) * 0.9
    compressed = _coded(small, f'"{digest}-gzip"', [*named, (b"content-encoding", b"gzip")]) if is_smaller else None
    return Answer(plain, compressed, modified)


def _coded(body: bytes, tag: str, named: RawHeaders) -> Coded:
    headers = [*named, (b"content-length", str(len(body)).encode()), (b"etag", tag.encode())]
    return Coded(body, tag, headers, [header for header in headers if header[0] not in _NOT_REPEATED])


@lru_cache(maxsize=256)
def takes_gzip(accept_encoding: bytes) -> bool:
    """Whether a client takes gzip at least as gladly as none, by its header Accept-Encoding (RFC 9110, 12.5.3).

    >>> [takes_gzip(value) for value in (b"gzip, deflate, br", b"gzip;q=0", b"", b"*", b"identity, gzip;q=0.5")]
    [True, False, False, True, False]
    """
    if not accept_encoding.strip():
        return False
    # The rules of weights are those of Accept: a coding is read as a type of its own, "*" stays what it is.
    codings = [coding.strip() for coding in accept_encoding.decode("latin-1").split(",")]
    as_types = ", ".join(f"content/{coding}" if coding and coding[0] != "*" else coding for coding in codings)
    found = chosen(as_types, _GZIP)
    return found is not None and found.extension == "gzip"


class Shelf:
    """What was made ready, by its key, up to a number of bytes; what was not asked for longest goes first.

    One thread uses it: that of the event loop.
    """

    def __init__(self, most_bytes: int) -> None:
        """A shelf that holds up to `most_bytes`."""
        self._most = most_bytes
        self._held = 0
        self._answers: OrderedDict[tuple[str, bytes], tuple[object, int]] = OrderedDict()

    def get(self, key: tuple[str, bytes]) -> object | None:
        """What lies under a key, or None; it is now the one that was asked for last."""
        found = self._answers.get(key)
        if found is None:
            return None
        self._answers.move_to_end(key)
        return found[0]

    def put(self, key: tuple[str, bytes], value: object, cost: int) -> None:
        """Lay something under a key, unless it alone would take an eighth of the place."""
        if cost > self._most // 8:
            return
        old = self._answers.pop(key, None)
        self._held += cost - (old[1] if old else 0)
        self._answers[key] = (value, cost)
        while self._held > self._most:
            _, (_, freed) = self._answers.popitem(last=False)
            self._held -= freed

    @property
    def held(self) -> int:
        """How many bytes lie here, about."""
        return self._held
