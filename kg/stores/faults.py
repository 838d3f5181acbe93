"""What can go wrong with a store. The class says what to do: leave this graph out, or stop."""

from __future__ import annotations

from kg.errors import OutputError


class StoreError(OutputError):
    """The store cannot be used as it is: stop, mend what is said, and sync again."""


class RefusedError(StoreError):
    """The store refused this one request for what is in it: go on with the next graph, and say so at the end."""


class AskAgain(Exception):  # noqa: N818  it is no error, it is what the store asks for; never leaves kg.stores
    """The request may succeed later: after so many seconds if the store says so, else after a growing pause."""

    def __init__(self, reason: str, *, after_seconds: float | None = None) -> None:
        """Because of `reason`."""
        super().__init__(reason)
        self.reason = reason
        self.after_seconds = after_seconds
