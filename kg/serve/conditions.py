"""Conditional requests: what the client has already, by RFC 9110, section 13."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

UNCHANGED, FAILED = 304, 412
# Section 8.8.3: what stands between the quotes has no escapes, and may hold a comma.
_TAGS = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*+")')


def outcome(
    *,
    tag: str,
    same: tuple[str, ...] = (),
    modified: datetime | None = None,
    if_match: str | None = None,
    if_unmodified_since: str | None = None,
    if_none_match: str | None = None,
    if_modified_since: str | None = None,
) -> int | None:
    """304 or 412 where the conditions of a GET or HEAD say so, else None; in the order of section 13.2.2.

    `tag` is the strong entity tag of what would be sent, `same` are those of the same thing in other codings: whoever
    has one of these needs nothing new. A date that cannot be read is no condition.

    >>> outcome(tag='"a"', if_none_match='W/"a", "b"')
    304
    >>> outcome(tag='"a"', if_none_match='"b"', if_modified_since="Mon, 23 Nov 2037 12:00:00 GMT")
    """
    if if_match is not None:
        if if_match.strip() != "*" and not any(not weak and found == tag for weak, found in _TAGS.findall(if_match)):
            return FAILED
    elif modified is not None:
        limit = _date_of(if_unmodified_since)
        if limit is not None and _whole(modified) > limit:
            return FAILED
    if if_none_match is not None:
        has = {found for _, found in _TAGS.findall(if_none_match)}
        return UNCHANGED if if_none_match.strip() == "*" or has & {tag, *same} else None
    since = _date_of(if_modified_since)
    return UNCHANGED if modified is not None and since is not None and _whole(modified) <= since else None


def _whole(moment: datetime) -> datetime:
    """A moment as a header can say it: in whole seconds."""
    return moment.replace(microsecond=0)


def _date_of(value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    # A date without a zone is in UTC (section 5.6.7).
    return found if found.tzinfo else found.replace(tzinfo=UTC)
