"""Sites that several tests look at: each is made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.site.site import Site
from tests.site.affairs import crowd_quads, site_of, site_with, sound_quads


@pytest.fixture(scope="session")
def sound_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the sound graph, from an edition on disk."""
    return site_of(sound_quads(), Path(tmp_path_factory.mktemp("sound")))


@pytest.fixture(scope="session")
def crowded_site(sound_site: Site) -> Site:
    """The site of somebody of whom very much is said."""
    return site_with(crowd_quads(), sound_site)
