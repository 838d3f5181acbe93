"""Sites that several tests look at: each is made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli import FINDINGS, main
from kg.publish import context_of
from kg.site import Site, edition_of
from tests.publish.graphs import reports
from tests.site.affairs import crowd_quads, site_with, sound_quads
from tests.site.affairs import site_of as site_of_quads
from tests.site.libraries import CAIRO, cairo, site_of

ROOT = Path(__file__).resolve().parents[2]
FIRST_REPORT = "1962-08-27-embassy-hungary-pyongyang"


@pytest.fixture(scope="session")
def first_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The pages of the first report."""
    place: Path = tmp_path_factory.mktemp("site")
    assert main(["build", FIRST_REPORT, "--out", str(place / "build")]) in {0, FINDINGS}
    edition = edition_of(place / "build", ROOT / "ontology", ROOT / "shapes", place / "editions")
    return Site.of(edition, context_of(ROOT / "ontology" / "context.jsonld"), has_endpoint=False)


@pytest.fixture(scope="session")
def first_pages(first_site: Site) -> dict[str, str]:
    """Every page by its path."""
    return {path: (first_site.page(path) or b"").decode() for path in first_site.paths() if path.endswith(".html")}


@pytest.fixture(scope="session")
def whole_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of three reports, one of them long, for tests that only look at it."""
    return site_of({**reports(), CAIRO: cairo()}, Path(tmp_path_factory.mktemp("whole")))


@pytest.fixture(scope="session")
def sound_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the sound graph, from an edition on disk."""
    return site_of_quads(sound_quads(), Path(tmp_path_factory.mktemp("sound")))


@pytest.fixture(scope="session")
def crowded_site(sound_site: Site) -> Site:
    """The site of somebody of whom very much is said."""
    return site_with(crowd_quads(), sound_site)
