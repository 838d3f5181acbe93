"""The reconciliation service beside the pages: of the edition of the moment, under the address it is reached at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import define

from kg.model.catalogue import Catalogue
from kg.publish.entities import catalogue_of
from kg.serve.reconciling import Reconciliation
from tests.publish.graphs import quads_of
from tests.serve.invented import InventedSite
from tests.serve.serving import Running, running
from tests.site.libraries import RIGA, iri, site_of

MANIFEST = "/reconcile/0.2"


@define(eq=False)
class Later:
    """Lends what the editions lend, which are there only after the application is."""

    running: Running | None = None

    @contextmanager
    def borrowed(self) -> Iterator[InventedSite]:
        assert self.running
        with self.running.editions.borrowed() as site:
            yield site


class Reading:
    """Makes the catalogue of an edition: one person, named after it."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.fault: OSError | None = None

    def __call__(self, site: InventedSite) -> Catalogue:
        if self.fault:
            raise self.fault
        self.read.append(site.version)
        person = f'<agent/{site.version}> a schema:Person ; rdfs:label "Anna {site.version.title()}"@en .'
        return catalogue_of(quads_of(f"<graph/{RIGA}/v1> {{ {person} }}"))


@contextmanager
def served(folder: Path, reading: Reading, address: str = "") -> Iterator[Running]:
    later = Later()

    def prepare(build: Path) -> InventedSite:
        version = (build / "manifest.json").read_text(encoding="utf-8")
        return InventedSite(version, folder / version)

    with running(folder, prepare=prepare, reconciliation=Reconciliation(later, reading, address)) as server:
        later.running = server
        yield server


def found(server: Running, name: str) -> list[str]:
    asked = json.dumps({"q0": {"query": name, "type": "Person"}})
    answer = server.get(f"{MANIFEST}?queries={asked}")
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json()["q0"]["result"]]


def test_it_is_made_once_for_an_edition_and_changes_with_it(tmp_path: Path) -> None:
    reading = Reading()
    with served(tmp_path, reading) as server:
        assert reading.read == []
        assert found(server, "Anna One") == ["agent/one"] == found(server, "Anna One")
        assert reading.read == ["one"]
        (server.build / "manifest.json").write_text("two", encoding="utf-8")
        server.line(message="changed to another edition")
        assert (found(server, "Anna One"), found(server, "Anna Two")) == ([], ["agent/two"])
        assert reading.read == ["one", "two"]


def test_its_addresses_are_those_that_it_is_reached_at(tmp_path: Path) -> None:
    with served(tmp_path, Reading()) as server:
        manifest = server.get(MANIFEST).json()
        assert manifest["preview"]["url"].startswith(f"{server.address}{MANIFEST}/preview?")
        preview = server.get(manifest["preview"]["url"].removeprefix(server.address).replace("{{id}}", "agent/one"))
        assert (preview.status_code, "Anna One" in preview.text) == (200, True)
        assert server.get("/reconcile/1.0").json()["view"]["url"].startswith(f"{server.address}/reconcile/1.0/")
        assert f"{server.address}{MANIFEST}" in server.get("/reconcile/").text
        assert server.get("/reconcile").headers["Location"] == "reconcile/"
    with served(tmp_path, Reading(), "https://example.org/kg/reconcile") as server:
        assert server.get(MANIFEST).json()["preview"]["url"].startswith("https://example.org/kg/reconcile/0.2/preview?")


def test_it_is_never_a_script_of_the_host_of_the_pages(tmp_path: Path) -> None:
    with served(tmp_path, Reading()) as server:
        answer = server.get(f"{MANIFEST}?callback=alert")
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.json()["versions"] == ["0.2"]


def test_a_store_that_is_gone_is_503_until_it_is_back(tmp_path: Path) -> None:
    reading = Reading()
    reading.fault = OSError(5, "a secret")
    with served(tmp_path, reading) as server:
        answer = server.get(MANIFEST)
        assert (answer.status_code, answer.headers["Retry-After"], "secret" in answer.text) == (503, "30", False)
        reading.fault = None
        assert server.get(MANIFEST).status_code == 200


def test_the_entities_of_a_site_are_those_of_its_base(tmp_path: Path) -> None:
    quads = quads_of(f'<graph/{RIGA}/v1> {{ <agent/ozols> a schema:Person ; rdfs:label "Jan Ozols"@lv . }}')
    whole = site_of({RIGA: quads}, tmp_path / "own").catalogue()
    assert (whole.base, list(whole.entities)) == (iri(""), [iri("agent/ozols")])
    moved = site_of({RIGA: quads}, tmp_path / "moved", base="https://example.org/kg/").catalogue()
    assert (moved.base, list(moved.entities)) == ("https://example.org/kg/", ["https://example.org/kg/agent/ozols"])
