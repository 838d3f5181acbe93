"""One small store for all tests of the server, and an endpoint over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Quad, Store

from kg.serve.workers import Limits
from tests.publish.graphs import sample
from tests.serve.asking import Endpoint, serving


@pytest.fixture(scope="session")
def store_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store on disk as an edition has it: the default graph is the union of all graphs."""
    folder = tmp_path_factory.mktemp("edition") / "store"
    store = Store(str(folder))
    store.extend(copy for quad in sample() for copy in (quad, Quad(quad.subject, quad.predicate, quad.object)))
    store.flush()
    return folder


@pytest.fixture(scope="session")
def endpoint(store_folder: Path) -> Iterator[Endpoint]:
    """An endpoint for tests that leave it as it is."""
    with serving(store_folder, Limits(seconds=5.0, memory_bytes=256 << 20, rows=1000, workers=2)) as endpoint:
        yield endpoint
