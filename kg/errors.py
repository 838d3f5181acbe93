"""The errors of Diplograph. Each message says what is wrong, where, and what to do next."""

from __future__ import annotations


class KgError(Exception):
    """Something the user can mend. Carries the place and the cure, so that no command prints a traceback."""

    def __init__(self, message: str, *, place: str = "", cure: str = "") -> None:
        """Say `message`; `place` is a file, with line or character; `cure` is the next step."""
        super().__init__(message)
        self.message = message
        self.place = place
        self.cure = cure

    def __str__(self) -> str:
        """The whole sentence: place, message, cure."""
        head = f"{self.place}: {self.message}" if self.place else self.message
        return f"{head} {self.cure}" if self.cure else head


class SourceError(KgError):
    """A source cannot be read: skip this report, go on with the next."""


class DataError(KgError):
    """A data file of the library (authority, frames, shapes, settings) is wrong: stop the run."""


class QueryError(KgError):
    """A query cannot be parsed or run: mend the query."""


class OutputError(KgError):
    """Output cannot be written: what was built before stays as it was."""


class UsageError(KgError):
    """A command was called with something that does not exist or does not fit."""
