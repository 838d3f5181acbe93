"""Sites that several tests look at: each is made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.site.site import Site
from tests.publish.graphs import reports
from tests.site.libraries import CAIRO, cairo, site_of


@pytest.fixture(scope="session")
def whole_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of three reports, one of them long, for tests that only look at it."""
    return site_of({**reports(), CAIRO: cairo()}, Path(tmp_path_factory.mktemp("whole")))
