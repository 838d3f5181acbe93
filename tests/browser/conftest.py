"""The site of the first report, served from this machine as files and by `kg serve`, and a browser that visits it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest
from attrs import frozen
from playwright.sync_api import Browser

from kg.cli import main
from kg.site.lists import LISTINGS

from .places import Places, places_in
from .sharing import Shared
from .visiting import Contexts, Visit, chromium, files_served, kg_served, visit_of


@frozen
class Published:
    """A build, and the site that was written from it."""

    build: Path
    public: Path


@frozen
class Origin:
    """A way to serve the site: from a build and its site to the root address. `omits`: pages that are not looked at."""

    served: Callable[[Published], AbstractContextManager[str]]
    omits: str

    def pages(self, published: Published, places: Places) -> dict[str, str]:
        """One page of each kind of thing, and every page that tells of no one thing, by name."""
        alone = {path.stem: path.name for path in sorted(published.public.glob("*.html"))}
        there = {name: path for name, path in alone.items() if not re.fullmatch(self.omits, name)}
        return {**dict(places.kinds), **there}


# A list that was written in parts, each drawn as the list; a server asks the list, and refuses with a page of its own.
_PART = rf"({'|'.join(LISTINGS)})-.+"
ORIGINS = {
    "files": Origin(lambda published: files_served(published.public), _PART),
    "server": Origin(lambda published: kg_served(published.build), rf"404|{_PART}"),
}


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """What the processes of this run make for one another."""
    return Shared.of(tmp_path_factory)


@pytest.fixture(scope="session")
def published(shared: Shared) -> Published:
    """The reports of the project, built and written as a site."""
    found = Published(shared.folder / "build", shared.folder / "public")

    def publish() -> Published:
        assert main(["build", "--out", str(found.build), "-q"]) == 0
        assert main(["publish", "site", "--build", str(found.build), "--out", str(found.public), "-q"]) == 0
        return found

    return shared.one("published", publish)


@pytest.fixture(scope="session")
def places(published: Published) -> Places:
    """Where to go, as the build says."""
    return places_in(published.build)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The browser of these tests; it ends with them."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="package")
def contexts(browser: Browser) -> Contexts:
    """The contexts of the browser."""
    return Contexts(browser)


@pytest.fixture(scope="session")
def files_root(published: Published) -> Iterator[str]:
    """The root address of the site as files."""
    with ORIGINS["files"].served(published) as address:
        yield address


@pytest.fixture(scope="session")
def server_root(published: Published) -> Iterator[str]:
    """The root address of `kg serve`."""
    with ORIGINS["server"].served(published) as address:
        yield address


@pytest.fixture(scope="session", params=list(ORIGINS))
def origin(request: pytest.FixtureRequest) -> str:
    """How the site is served."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def root(request: pytest.FixtureRequest, origin: str) -> str:
    """The root address of the site."""
    address: str = request.getfixturevalue(f"{origin}_root")
    return address


@pytest.fixture
def visit(contexts: Contexts, root: str) -> Iterator[Callable[..., Visit]]:
    """Begin a visit with some options of the browser (`viewport`, `color_scheme`, `java_script_enabled` ...)."""
    with ExitStack() as visits:
        yield lambda **options: visits.enter_context(visit_of(contexts.of(**options), root))


@pytest.fixture
def visit_server(contexts: Contexts, server_root: str) -> Iterator[Callable[..., Visit]]:
    """Begin a visit to `kg serve`, as `visit` does."""
    with ExitStack() as visits:
        yield lambda **options: visits.enter_context(visit_of(contexts.of(**options), server_root))
