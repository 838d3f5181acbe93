"""What tests of the server share: one small store with an endpoint over it, and one server that nobody changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Quad, Store

from kg.serve.workers import Limits
from tests.publish.graphs import sample
from tests.serve.asking import Endpoint, serving
from tests.serve.serving import Running, running


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


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server over the site that is made up."""
    with running(tmp_path_factory.mktemp("serve")) as found:
        yield found
