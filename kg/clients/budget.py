"""What one run may spend: requests and seconds. When it is used up, the run stops and a later one goes on."""

from __future__ import annotations

from attrs import define

from kg.clients.faults import StoppedError

_GO_ON = "What was fetched is kept; run the same again to go on, or raise the budget."


class BudgetError(StoppedError):
    """The run may not ask for more: what was fetched stays, a later run goes on."""


@define
class Budget:
    """The requests and seconds that are left to a run."""

    requests: int
    seconds: float
    spent_requests: int = 0
    started: float | None = None

    def spend_request(self, now: float) -> None:
        """Count one request at this moment. Raises BudgetError if none is left."""
        if self.spent_requests >= self.requests:
            raise BudgetError(f"the budget of {self.requests} requests is used up.", cure=_GO_ON)
        self.refuse_wait(0, now)
        self.spent_requests += 1

    def refuse_wait(self, seconds: float, now: float) -> None:
        """Raises BudgetError if so long a wait from now goes beyond the seconds of the run."""
        if self.started is None:
            self.started = now
        if now + seconds - self.started > self.seconds:
            wait = f" (the next request would have to wait {seconds:.0f} s)" if seconds >= 1 else ""
            raise BudgetError(f"the budget of {self.seconds:g} s is used up{wait}.", cure=_GO_ON)
