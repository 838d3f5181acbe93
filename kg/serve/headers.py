"""The headers that do not hang on what is sent: who may load, frame, cache and read it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from types import MappingProxyType

# Every page says this: what it loads comes from here, nothing runs that is not a file of ours, nobody frames it.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGE_HEADERS = MappingProxyType(
    {
        "content-security-policy": POLICY,
        "content-language": "en",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }
)
# Data may be read by every page of the web: that is what they are for.
DATA_HEADERS = MappingProxyType(
    {
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "ETag, Link, X-Request-Id",
        "cross-origin-resource-policy": "cross-origin",
    }
)
EVERYWHERE = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin"))

# A new build is seen within a minute; until then a page costs its reader nothing, afterwards a 304.
SHORT = "public, max-age=60, must-revalidate"
# RFC 8246: what never changes is never asked for again.
FOR_EVER = "public, max-age=31536000, immutable"
NEVER = "no-store"
_HASHED = re.compile(r"[.-][0-9a-f]{8,64}\.[a-z0-9.]+")


def age_of(name: str) -> str:
    """How long a file of this name may be kept: for ever if a hash in its name changes with its content.

    >>> age_of("site.3f2a9c01.css") == FOR_EVER, age_of("site.css") == SHORT
    (True, True)
    """
    return FOR_EVER if _HASHED.search(name) else SHORT


def http_date(moment: datetime) -> str:
    """A moment as headers say it (RFC 9110, section 5.6.7).

    >>> http_date(datetime(2026, 11, 23, 12, tzinfo=UTC))
    'Mon, 23 Nov 2026 12:00:00 GMT'
    """
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def raw_headers(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers as an application hands them to the server."""
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
