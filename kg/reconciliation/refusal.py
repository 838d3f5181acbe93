"""What a client asked wrongly, with the HTTP status that says so."""

from __future__ import annotations

from kg.errors import KgError

WRONG, UNKNOWN, TOO_LARGE, WRONG_FORM = 400, 404, 413, 415


class RefusalError(KgError):
    """A request that cannot be answered: the client gets the status and the sentence, and the service goes on."""

    def __init__(self, message: str, *, place: str = "", cure: str = "", status: int = WRONG) -> None:
        """As KgError; `place` is the part of the request, `status` the HTTP status."""
        super().__init__(message, place=place, cure=cure)
        self.status = status
