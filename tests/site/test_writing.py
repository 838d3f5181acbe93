"""A second run draws what may have changed and no more, and what stands there then is what a first run writes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from kg.cli import main
from kg.publish.prefixes import DEFAULT_BASE
from kg.site import renewal
from kg.site.renewal import LIST
from kg.site.site import Site
from tests.publish.graphs import BERN, RIGA, our_context, published, quads_of, reports

Library = Mapping[str, Sequence[Quad]]
ROME = "1953-01-20-legation-rome"
_ROME = f"""
<graph/{ROME}/v1> {{
  <doc/{ROME}/record> a schema:Report ; rdfs:label "Report of the legation"@en .
  <doc/{ROME}/voice/a> a dg:Voice ; dg:speaker <agent/rossi-ida> ; dg:depth 0 ; dg:expressedIn <doc/{ROME}/record> .
  <doc/{ROME}/claim/b> a dg:Claim ; dg:voice <doc/{ROME}/voice/a> ; dg:content <doc/{ROME}/ev/visit> ; dg:depth 0 .
  <doc/{ROME}/ev/visit> a dg:Visit ; rdfs:label "visit"@en ; dg:status dgv:Occurred ; dg:participant <agent/rossi-ida> .
  <agent/rossi-ida> a schema:Person ; rdfs:label "Ida Rossi"@it .
  <doc/{ROME}/link/c> <http://www.w3.org/2002/07/owl#annotatedSource> <agent/rossi-ida> ;
    <http://www.w3.org/2002/07/owl#annotatedProperty> skos:exactMatch ;
    <http://www.w3.org/2002/07/owl#annotatedTarget> wd:Q90000007 ; <https://w3id.org/sssom/confidence> 0.9 .
}}
"""
KELLER = NamedNode(f"{DEFAULT_BASE}agent/keller-max")
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
CONFIDENCE = NamedNode("https://w3id.org/sssom/confidence")


@pytest.fixture(autouse=True, scope="module")
def no_flush() -> Iterator[None]:
    """A call to flush all disks waits for whatever else the machine writes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(renewal, "_flush", lambda: None)
        yield


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the build of three reports, and its site."""
    folder = tmp_path_factory.mktemp("first")
    built(library(), folder)
    written(folder / "build", folder / "public")
    return folder


@pytest.fixture
def place(first: Path, tmp_path: Path) -> Path:
    """A copy of that folder, to change."""
    return Path(shutil.copytree(first, tmp_path / "place", symlinks=True))


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the pages that are drawn, lists and the like aside, as they are drawn."""
    paths: list[str] = []
    draw = Site.page_of_thing

    def noting(site: Site, path: str) -> bytes | None:
        paths.append(path)
        return draw(site, path)

    monkeypatch.setattr(Site, "page_of_thing", noting)
    return paths


def library() -> dict[str, Sequence[Quad]]:
    """Three reports, two of which name the same person."""
    return {**reports(), ROME: quads_of(_ROME)}


def built(documents: Library, folder: Path) -> Path:
    """The build of these documents, in a folder."""
    published(documents, folder / "build", our_context())
    return folder / "build"


def written(build: Path, out: Path, *options: str) -> Path:
    """The site of a build."""
    command = ["publish", "site", "--build", str(build), "--out", str(out), "-q", "--jobs", "1", "--data", "entities"]
    assert main([*command, *options]) == 0
    return out


def bytes_in(folder: Path) -> dict[str, bytes]:
    """The files of a folder, by their paths."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def with_another(quads: Sequence[Quad], *, subject: NamedNode | None, predicate: NamedNode, value: str) -> list[Quad]:
    """The same statements, of which those with this predicate say another thing."""
    return [
        Quad(quad.subject, quad.predicate, Literal(value), quad.graph_name)
        if quad.predicate == predicate and subject in (None, quad.subject)
        else quad
        for quad in quads
    ]


def a_document_added() -> Library:
    riga = serialize(reports()[RIGA], format=RdfFormat.N_QUADS) or b""
    return {**library(), "third": list(parse(riga.replace(RIGA.encode(), b"third"), format=RdfFormat.N_QUADS))}


def a_document_removed() -> Library:
    return {key: quads for key, quads in library().items() if key != BERN}


def a_document_changed() -> Library:
    gloss = NamedNode(f"{DEFAULT_BASE}ontology#gloss")
    return {**library(), RIGA: with_another(reports()[RIGA], subject=None, predicate=gloss, value="She was seen.")}


def a_person_called_otherwise_by_another_document() -> Library:
    changed = with_another(reports()[BERN], subject=KELLER, predicate=LABEL, value="Maximilian Keller")
    return {**library(), BERN: changed}


def a_link_less_sure() -> Library:
    changed = with_another(quads_of(_ROME), subject=None, predicate=CONFIDENCE, value="0.5")
    assert changed != quads_of(_ROME)
    return {**library(), ROME: changed}


def a_link_decided_by_another_document() -> Library:
    more = quads_of(f"<graph/{RIGA}/v1> {{ <agent/keller-max> skos:exactMatch wd:Q90000003 . }}")
    return {**library(), RIGA: [*reports()[RIGA], *more]}


def a_thing_told_of_by_another_document() -> Library:
    more = quads_of(f'<graph/{BERN}/v1> {{ <doc/{RIGA}/ev/audience-c> rdfs:label "audience at the castle"@en . }}')
    return {**library(), BERN: [*reports()[BERN], *more]}


CHANGES = (
    a_document_added,
    a_document_removed,
    a_document_changed,
    a_person_called_otherwise_by_another_document,
    a_link_less_sure,
    a_link_decided_by_another_document,
    a_thing_told_of_by_another_document,
)


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_of_the_library_the_bytes_are_those_of_a_first_run(
    change: Callable[[], Library], place: Path, tmp_path: Path
) -> None:
    before = bytes_in(place / "public")
    build = built(change(), place)
    again = bytes_in(written(build, place / "public"))
    assert again == bytes_in(written(build, tmp_path / "anew"))
    assert again != before


@pytest.mark.parametrize(
    "options", [("--formats", "ttl"), ("--data", "all"), ("--base", "https://example.org/kg/"), ("--mount", "/kg/")]
)
def test_with_other_wishes_the_bytes_are_those_of_a_first_run(
    options: tuple[str, ...], place: Path, tmp_path: Path
) -> None:
    again = bytes_in(written(place / "build", place / "public", *options))
    assert again == bytes_in(written(place / "build", tmp_path / "anew", *options))


def test_where_nothing_changed_no_page_is_drawn(
    place: Path, drawn: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = bytes_in(place / "public")
    pages = sum(name.endswith(".html") for name in before) - len(["404.html"])
    options = ["--build", str(place / "build"), "--out", str(place / "public"), "--jobs", "1", "--data", "entities"]
    assert main(["publish", "site", *options]) == 0
    assert drawn == []
    assert f": 0 written, {len(before) - 1:,} as they were; 0 pages drawn, {pages:,} spared" in capsys.readouterr().out
    assert bytes_in(place / "public") == before


def test_what_does_not_speak_of_a_changed_document_is_not_drawn(place: Path, drawn: list[str]) -> None:
    written(built(a_document_changed(), place), place / "public")
    assert f"doc/{RIGA}/claim/b.html" in drawn
    assert "agent/berzina-anna.html" in drawn
    # The page of a record tells of the build; all else of the other documents hangs on them alone.
    others = {path for path in drawn if path.startswith((f"doc/{ROME}/", f"doc/{BERN}/", "place/"))}
    assert others <= {f"doc/{ROME}/record.html", f"doc/{BERN}/record.html"}


def test_a_document_that_names_a_person_is_drawn_when_another_calls_the_person_otherwise(
    place: Path, drawn: list[str]
) -> None:
    written(built(a_person_called_otherwise_by_another_document(), place), place / "public")
    page = f"doc/{RIGA}/ev/audience-c.html"
    assert page in drawn
    assert "Maximilian Keller" in (place / "public" / page).read_text(encoding="utf-8")


def edited(site: Path) -> None:
    page = site / "agent/keller-max.html"
    page.write_bytes(page.read_bytes().replace(b"Keller", b"Kellar"))


def deleted(site: Path) -> None:
    (site / f"doc/{RIGA}/ev/audience-c.html").unlink()


def replaced_by_a_link(site: Path) -> None:
    (site / "elsewhere.html").write_bytes((site / "place/bern.html").read_bytes())
    (site / "elsewhere.html").rename(site.parent / "elsewhere.html")
    (site / "place/bern.html").unlink()
    (site / "place/bern.html").symlink_to(site.parent / "elsewhere.html")


def list_edited(site: Path) -> None:
    (site / "events.csv").write_text("nothing", encoding="utf-8")


def data_deleted(site: Path) -> None:
    (site / f"dataset/{RIGA}.nt").unlink()


def note_removed(site: Path) -> None:
    site.with_name("public.drawn").unlink()


def note_spoilt(site: Path) -> None:
    note = site.with_name("public.drawn")
    content = bytearray(note.read_bytes())
    content[len(content) // 3 :] = bytes(reversed(content[len(content) // 3 :]))
    note.write_bytes(content)


def note_of_no_kind(site: Path) -> None:
    site.with_name("public.drawn").write_bytes(b"no database at all" * 100)


HANDS = (edited, deleted, replaced_by_a_link, list_edited, data_deleted, note_removed, note_spoilt, note_of_no_kind)


@pytest.mark.parametrize("hand", HANDS)
def test_what_another_hand_changed_is_drawn_anew(hand: Callable[[Path], None], place: Path) -> None:
    site = place / "public"
    before = bytes_in(site)
    hand(site)
    assert bytes_in(written(place / "build", site)) == before
    assert not any(path.is_symlink() for path in site.rglob("*"))


def test_what_was_redrawn_after_a_hand_changed_it_is_known_in_the_run_after(place: Path, tmp_path: Path) -> None:
    edited(place / "public")
    written(place / "build", place / "public")
    build = built(a_person_called_otherwise_by_another_document(), place)
    assert bytes_in(written(build, place / "public")) == bytes_in(written(build, tmp_path / "anew"))


def test_a_note_that_is_older_than_the_folder_does_no_harm(place: Path, tmp_path: Path) -> None:
    # As after a run that was killed between the two renames.
    note = (place / "public.drawn").read_bytes()
    build = built(a_document_changed(), place)
    written(build, place / "public")
    (place / "public.drawn").write_bytes(note)
    assert bytes_in(written(build, place / "public")) == bytes_in(written(build, tmp_path / "anew"))


def test_a_run_that_stops_midway_leaves_folder_and_note_as_they_were(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = built(a_document_changed(), place)
    before, note = bytes_in(place / "public"), (place / "public.drawn").read_bytes()

    def stop(site: Site, path: str) -> bytes | None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Site, "page_of_thing", stop)
        options = ["--build", str(build), "--out", str(place / "public"), "--jobs", "1", "--data", "entities", "-q"]
        assert main(["publish", "site", *options]) != 0
    assert bytes_in(place / "public") == before
    assert (place / "public.drawn").read_bytes() == note
    assert not list(place.glob("*.tmp"))
    assert bytes_in(written(build, place / "public")) == bytes_in(written(build, tmp_path / "anew"))


def test_several_processes_spare_and_draw_the_same(place: Path, tmp_path: Path) -> None:
    build = built(a_document_changed(), place)
    two = written(build, place / "public", "--jobs", "2")
    assert (two / LIST).read_bytes() == (written(build, tmp_path / "anew") / LIST).read_bytes()
