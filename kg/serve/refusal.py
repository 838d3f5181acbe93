"""What is refused, with a status and a sentence, and the small page that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from http import HTTPStatus

from starlette.types import Scope, Send

from kg.serve.forms import HTML, TEXT
from kg.serve.headers import DATA_HEADERS, NEVER, raw_headers
from kg.serve.negotiation import chosen

UNREADABLE = 400
NOT_FOUND = 404
NOT_ALLOWED = 405
NOT_ACCEPTABLE = 406
TOO_LARGE = 413
TOO_LONG = 414
FAULT = 500
AWAY = 503


class Refusal(Exception):  # noqa: N818 (not a fault of ours: an answer)
    """A request that is answered with a status and a sentence instead of what it asks for."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        headers: Mapping[str, str] | None = None,
        links: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Answer with `status`, say `message`; `links` are addresses of what there is, each with its type."""
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = dict(headers or {})
        self.links = links


def page_of(
    status: int, message: str, accept: str = "", *, request_id: str = "", links: Sequence[tuple[str, str]] = ()
) -> tuple[str, bytes]:
    """The type and the bytes of a page that says why there is nothing else: HTML, or text for those who take no HTML.

    `links` are addresses with what is found there. Everything that a client sent is escaped.

    >>> page_of(404, "There is nothing here.", "text/turtle")[1].decode()
    '404 Not Found\\n\\nThere is nothing here.\\n'
    """
    title = f"{status} {HTTPStatus(status).phrase}"
    if (chosen(accept, (HTML, TEXT)) or TEXT) is TEXT:
        lines = [title, "", message, *(f"{address}  {what}" for address, what in links)]
        return TEXT.content_type, "\n".join([*lines, *([f"request {request_id}"] if request_id else []), ""]).encode()
    items = "".join(f'<li><a href="{escape(address)}">{escape(what)}</a></li>' for address, what in links)
    body = f"<h1>{title}</h1><p>{escape(message)}</p>"
    body += f"<ul>{items}</ul>" if items else ""
    body += f"<p>Request <code>{escape(request_id)}</code></p>" if request_id else ""
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
    return HTML.content_type, f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>\n'.encode()


async def send_refusal(refusal: Refusal, scope: Scope, send: Send) -> None:
    """Send the page of a refusal. Its request is not read any further."""
    asked = dict(scope["headers"])
    accept = asked.get(b"accept", b"").decode("latin-1")
    identifier = scope.get("state", {}).get("request_id", "")
    content_type, body = page_of(refusal.status, refusal.message, accept, request_id=identifier, links=refusal.links)
    headers = {
        "content-type": content_type,
        "content-length": str(len(body)),
        "vary": "Accept",
        "cache-control": NEVER,
        **DATA_HEADERS,
        **refusal.headers,
    }
    await send({"type": "http.response.start", "status": refusal.status, "headers": raw_headers(headers)})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
