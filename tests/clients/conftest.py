"""A guest with a clock that does not wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.clients import Budget, Cache, Courtesy, PoliteClient
from tests.clients.faulty import FakeTime

Guest = Callable[..., PoliteClient]


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def guest(tmp_path: Path, time: FakeTime) -> Iterator[Guest]:
    """Makes clients that share a cache, as two runs do."""
    made: list[PoliteClient] = []

    def make(
        *,
        requests: int = 100,
        seconds: float = 10_000,
        max_age_days: float | None = None,
        offline: bool = False,
        **rules: Any,
    ) -> PoliteClient:
        client = PoliteClient(
            "ada@example.org",
            Budget(requests, seconds),
            cache=Cache(tmp_path / "cache", max_age_days=max_age_days),
            courtesy=Courtesy(**rules),
            clock=time.clock,
            offline=offline,
        )
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()
