"""What can go wrong online. The class says what to do: go on with the next, stop the run, or ask again."""

from __future__ import annotations

from kg.errors import SourceError


class UnansweredError(SourceError):
    """One question has no answer: say so, and go on with the next. `status` is the HTTP status, 0 if none came."""

    def __init__(self, message: str, *, place: str = "", cure: str = "", status: int = 0) -> None:
        """Say `message`; the other words are those of every error of ours."""
        super().__init__(message, place=place, cure=cure)
        self.status = status


class SchemaError(UnansweredError):
    """An answer came that is not what the protocol says: wrong JSON, a page for people, other fields."""


class TooLargeError(UnansweredError):
    """The answer has more bytes than we take: ask for less at a time."""


class NotCachedError(UnansweredError):
    """Offline, and the answer was never fetched or is too old."""


class StoppedError(SourceError):
    """Nothing more may be asked now: a budget is used up, or the service says so. What was fetched stays."""


class AskAgain(Exception):  # noqa: N818  it is no error, it is what the service asks for; never leaves kg.clients
    """The service asks to come back: after so many seconds if it says so, else after a growing pause."""

    def __init__(self, reason: str, *, after_seconds: float | None = None, without_manners: bool = False) -> None:
        """Because of `reason`; `without_manners` leaves out next time what only asks for permission (maxlag)."""
        super().__init__(reason)
        self.reason = reason
        self.after_seconds = after_seconds
        self.without_manners = without_manners
