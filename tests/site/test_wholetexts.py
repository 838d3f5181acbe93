"""Rights: the whole text of a report goes out only if its report.toml says so; of another, nothing but the quotes."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from kg.cli import main
from kg.publish import context_of
from kg.site import Site, edition_of
from kg.site.static import Wishes, write_site
from kg.site.wholetexts import text_path, text_paths

from .htmltree import tree_of

ROOT = Path(__file__).resolve().parents[2]
TOLD = "Vienna, 3 May 1961.\n\nMinister Sorel told Ambassador Lund that their proposals were late.\n\n{}\n"
# Sentences that nothing is said of, longer than the context that stands beside a quote.
OF_CLOSED = (
    "Enclosed: seventeen photographs, an inventory of chairs and cupboards, and two rather faded maps of the garden."
)
OF_OPEN = (
    "Enclosed: a pressed gentian, the menu of a dinner, and forty-two visiting cards of doubtful elegance in a box."
)
LONGEST_CONTEXT = 32


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of two reports: the whole text of one may be given, that of the other may not."""
    folder = tmp_path_factory.mktemp("rights")
    for key, sentence, toml in (("closed", OF_CLOSED, ""), ("open", OF_OPEN, "quotes_only = false\n")):
        report = folder / "reports" / key
        report.mkdir(parents=True)
        content = TOLD.format(sentence).encode()
        (report / "source.txt").write_bytes(content)
        (report / "report.toml").write_text(f'sha256 = "{sha256(content).hexdigest()}"\n{toml}', "utf-8")
    reports = [str(folder / "reports" / key) for key in ("closed", "open")]
    assert main(["build", *reports, "--out", str(folder / "build"), "--quiet"]) == 0
    edition = edition_of(folder / "build", ROOT / "ontology", ROOT / "shapes", folder / "editions")
    return Site.of(edition, context_of(ROOT / "ontology" / "context.jsonld"), has_endpoint=False)


def test_a_build_holds_the_whole_text_only_where_the_rights_allow_it(site: Site) -> None:
    build = site.edition.files
    assert (build / "open.txt").read_bytes() == TOLD.format(OF_OPEN).encode()
    assert not (build / "closed.txt").exists()
    listed = {row["file"]: row for row in json.loads((build / "manifest.json").read_text("utf-8"))["files"]}
    assert listed["open.txt"]["sha256"] == sha256(TOLD.format(OF_OPEN).encode()).hexdigest()


def test_the_site_gives_a_text_at_its_path_and_no_other_file(site: Site) -> None:
    assert list(site.texts()) == ["doc/open/source.txt"]
    assert site.text("doc/open/source.txt") == site.edition.files / "open.txt"
    for path in (
        "doc/closed/source.txt",
        "doc/../source.txt",
        "doc/open.txt",
        "doc/open/source.txt/",
        "doc/a/b/source.txt",
    ):
        assert site.text(path) is None


def test_nothing_of_a_text_but_its_quotes_stands_anywhere_unless_the_rights_allow_it(
    site: Site, tmp_path: Path
) -> None:
    public = tmp_path / "public"
    write_site(site.edition, site.context, public, Wishes(), lambda _done, _of: None)
    contents = {path.relative_to(public).as_posix(): path.read_bytes() for path in public.rglob("*") if path.is_file()}
    assert len(contents) > 50

    def holding(sentence: str) -> set[str]:
        """The files that hold any piece of a sentence longer than a context."""
        size = LONGEST_CONTEXT + 1
        pieces = [sentence[at : at + size].encode() for at in range(len(sentence) - size + 1)]
        return {name for name, content in contents.items() if any(piece in content for piece in pieces)}

    assert holding(OF_CLOSED) == set()
    assert holding(OF_OPEN) == {"dataset/open.txt", "doc/open/record.html", "doc/open/source.txt"}
    assert "told Ambassador Lund" in tree_of(contents["doc/closed/record.html"]).text


def test_the_page_says_whether_it_shows_the_whole_text(site: Site) -> None:
    pages = {key: (site.page(f"doc/{key}/record.html") or b"").decode() for key in ("open", "closed")}
    assert "The whole text, " in pages["open"]
    assert "Only what a statement quotes is shown: " in pages["closed"]


def test_only_names_that_a_key_may_have_lead_to_a_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    (tmp_path / ".txt").touch()
    assert list(text_paths(tmp_path)) == ["doc/a/source.txt"]
    assert text_path(tmp_path, "doc//source.txt") is None
