"""How long to wait: what a service asks for, or a growing pause with chance in it; and a clock that tests can set."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from attrs import frozen


def _now() -> datetime:
    return datetime.now(UTC)


@frozen
class Clock:
    """Time and chance. Tests hand in their own, so that they neither wait nor depend on luck."""

    now: Callable[[], datetime] = _now
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random  # from 0 to 1


@frozen
class Courtesy:
    """The rules of a guest."""

    pause_seconds: float = 1.0  # between two requests; one at a time is asked for (API:Etiquette), a pause is kinder
    connect_seconds: float = 10.0
    silence_seconds: float = 70.0  # the query service answers or gives up after 60 s (ThrottlingFilter, deadline)
    whole_seconds: float = 180.0  # for one answer, however slowly it drips
    answer_bytes: int = 64 * 1024 * 1024  # 50 items have 1 to 10 MB
    redirects: int = 3
    attempts: int = 5
    first_seconds: float = 5.0  # "wait at least 5 s" (Manual:Maxlag parameter)
    longest_seconds: float = 300.0  # who has to wait longer comes back another day
    failures: int = 2  # questions in a row without any answer, after which a service counts as down


def asked_seconds(retry_after: str, now: datetime) -> float | None:
    """The seconds that a `Retry-After` means, a number or a date (RFC 9110, 10.2.3); None if it says nothing.

    >>> noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    >>> asked_seconds("7", noon), asked_seconds("Mon, 23 Nov 2026 12:01:30 GMT", noon), asked_seconds("soon", noon)
    (7.0, 90.0, None)
    """
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        # A number too long for a date would be "never": far beyond what anybody waits for.
        return float(min(int(text[:12]), 10**9))
    try:
        then = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    aware = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())


def growing_seconds(attempt: int, courtesy: Courtesy, chance: float) -> float:
    """The pause after the attempt of this number: twice as long each time, half of it by chance.

    >>> [growing_seconds(attempt, Courtesy(), 1.0) for attempt in (1, 2, 3)], growing_seconds(3, Courtesy(), 0.0)
    ([5.0, 10.0, 20.0], 10.0)
    """
    whole = min(courtesy.first_seconds * 2.0 ** (attempt - 1), courtesy.longest_seconds)
    return whole / 2 + whole / 2 * chance
