"""The path of a request as a path of the site, or a refusal. What is not plainly a path is not looked for anywhere."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote_to_bytes

from kg.serve.refusal import NOT_FOUND, TOO_LONG, UNREADABLE, Refusal

# The longest path of a thing has some 200 characters; everybody should carry 8000 octets (RFC 9110, section 4.1).
MOST_BYTES = 8000
_BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_HIDDEN_SLASH = re.compile(rb"%2f", re.IGNORECASE)
# Controls, and the backslash, which some systems take for a slash.
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")
# What may stand in a path without a "%" (RFC 3986, section 3.3). No double quote and no angle bracket, so that it fits
# into any header.
_PLAIN = "/:@!$&'()*+,;=~-._"


def path_of(raw: bytes) -> str:
    """The path below the root, decoded, without the slash it begins with. Raises Refusal.

    >>> path_of(b"/agent/kim-il-sung.html")
    'agent/kim-il-sung.html'
    >>> path_of(b"/agent/%EB%B0%95")
    'agent/박'
    """
    if len(raw) > MOST_BYTES:
        raise Refusal(TOO_LONG, f"An address here has at most {MOST_BYTES} characters.")
    if not raw.startswith(b"/"):
        raise Refusal(UNREADABLE, "The address does not begin with a slash.")
    if _BAD_ESCAPE.search(raw) or _HIDDEN_SLASH.search(raw):
        raise Refusal(UNREADABLE, "The address holds a % that stands for no character or for a slash.")
    try:
        path = unquote_to_bytes(raw[1:]).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(UNREADABLE, "The address is not in UTF-8.") from error
    if _UNFIT.search(path):
        raise Refusal(UNREADABLE, "The address holds a control character or a backslash.")
    segments = path.split("/")
    if "." in segments or ".." in segments:
        raise Refusal(UNREADABLE, "The address holds a step to another folder.")
    if path and "" in segments:
        raise Refusal(NOT_FOUND, "There is nothing at this address: it has a slash too many.")
    return path


def link(path: str, *, seen_from: str) -> str:
    """The way from one path to another, which holds behind any proxy and under any mount. A fragment is kept.

    >>> link("doc/a/record.html#translation", seen_from="doc/a/translation")
    '../../doc/a/record.html#translation'
    >>> link("a:b.html", seen_from="index.html")
    './a:b.html'
    """
    place, mark, fragment = path.partition("#")
    # "./" keeps a colon from making a scheme of what stands before it (RFC 3986, section 4.2).
    up = "../" * seen_from.count("/") or "./"
    return up + quote(place, safe=_PLAIN) + mark + quote(fragment, safe=_PLAIN)


def in_header(iri: str) -> str:
    """An IRI as it can stand between angle brackets in a header.

    >>> in_header("https://example.org/박>;x")
    'https://example.org/%EB%B0%95%3E;x'
    """
    return quote(iri, safe=f"{_PLAIN}#?%")
