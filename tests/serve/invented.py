"""A site that is made up: small, with everything that can go wrong in it, and a switch that makes its store vanish."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from kg.serve.forms import DATA

BASE = "https://example.org/kg/"
MODIFIED = datetime(2026, 11, 1, 12, 30, 15, tzinfo=UTC)
PERSON, ROOT_THING, TRANSLATION = "agent/kim-il-sung", "ontology", "doc/a/translation"
HOSTILE = 'agent/"><script>alert(1)</script>'
THINGS = (PERSON, "agent/박", ROOT_THING, "doc/a/record", TRANSLATION, "doc/a/source.txt", HOSTILE)
READY = {
    "index.html": "<!doctype html><title>Start</title><p>Start",
    "robots.txt": "User-agent: *\n",
    "sitemap.xml": "<urlset/>",
    ".well-known/void": "<> a <http://rdfs.org/ns/void#DatasetDescription> .\n",
}
SLOW, FAULTY, SECRET = "slow.html", "faulty.html", "the word that no client may see"


class InventedSite:
    """A site of one edition. `is_gone` makes it as if the store had been removed; `made` says what was rendered."""

    def __init__(self, version: str, folder: Path) -> None:
        self.version = version
        self.modified: datetime | None = MODIFIED
        self.folder = folder
        self.is_gone = False
        self.made: list[str] = []
        (folder / "assets").mkdir(parents=True, exist_ok=True)
        (folder / "assets/site.css").write_text("p { color: black }\n" * 200, encoding="utf-8")
        (folder / "assets/site.0123abcd.js").write_text("'use strict';\n", encoding="utf-8")
        (folder / "all.nq").write_bytes(b"<a> <b> <c> <d> .\n" * 400_000)
        (folder / "manifest.json").write_text("{}", encoding="utf-8")

    def exists(self, path: str) -> bool:
        return path in THINGS

    def iri(self, path: str) -> str:
        return BASE + path

    def page_of(self, path: str) -> str:
        return "doc/a/record.html#translation" if path == TRANSLATION else f"{path}.html"

    def page(self, path: str) -> bytes | None:
        if self.is_gone:
            raise OSError(5, f"{SECRET}: {self.folder}")
        self.made.append(path)
        if path == SLOW:
            time.sleep(0.4)
            return b"<p>slow"
        if path == FAULTY:
            raise ZeroDivisionError(SECRET)
        if path in READY:
            return READY[path].encode()
        thing = path.removesuffix(".html")
        if thing in THINGS and thing != path and self.page_of(thing) == path:
            return f"<!doctype html><title>{self.version}</title>{'<p>words in a page</p>' * 900}".encode()
        return None

    def document_of(self, path: str) -> str:
        return path

    def is_list(self, path: str) -> bool:
        return path in ("events.html", "events.csv")

    def list_page(self, path: str, query: Sequence[tuple[str, str]]) -> bytes | None:
        status = dict(query).get("status", "all")
        return f"status\n{status}\n".encode() if path.endswith("csv") else f"<p>{len(status)} letters".encode()

    def description(self, path: str, extension: str) -> bytes | None:
        if self.is_gone:
            raise OSError(5, f"{SECRET}: {self.folder}")
        if path not in THINGS or extension not in {form.extension for form in DATA}:
            return None
        return f"{extension} of {path} in {self.version}\n".encode() * 60

    def asset(self, name: str) -> Path | None:
        return self._inside(self.folder / "assets", name)

    def text(self, path: str) -> Path | None:
        return None

    def download(self, name: str) -> Path | None:
        return self._inside(self.folder, name)

    def _inside(self, folder: Path, name: str) -> Path | None:
        path = (folder / name).resolve()
        return path if path.is_file() and path.is_relative_to(folder.resolve()) else None


def fault_of(site: InventedSite) -> str:
    """Why the store cannot be read."""
    return "The store cannot be read." if site.is_gone else ""
