"""One server for the tests that change nothing about it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.serve.serving import Running, running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server over the site that is made up."""
    with running(tmp_path_factory.mktemp("serve")) as found:
        yield found
