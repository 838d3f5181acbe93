"""Small builds to load: the golden one, as it is or edited."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path

from kg.clients.waiting import Courtesy
from kg.stores import Contents, contents_of
from tests.test_layout import ROOT

BASE = "https://w3id.org/diplograph/"
RIGA, BERN = "1951-05-02-consul-riga", "1951-06-11-envoy-bern"
HASTY = Courtesy(connect_seconds=5, silence_seconds=30, attempts=3, first_seconds=0.01, longest_seconds=2)


def golden(folder: Path, *, with_clash: bool = False) -> Path:
    """A copy of the golden build; unless it is `with_clash`, without the number 1 that Virtuoso takes for a truth."""
    build = Path(shutil.copytree(ROOT / "tests" / "golden" / "publish", folder))
    path = build / f"{BERN}.nq"
    lines = path.read_bytes().splitlines(keepends=True)
    if not with_clash:
        rewritten(build, path.name, b"".join(line for line in lines if b' "01"^^' not in line))
    return build


def contents(build: Path) -> Contents:
    """What it puts into a store."""
    return contents_of(build, ROOT / "ontology", ROOT / "shapes")


def rewritten(build: Path, name: str, content: bytes) -> None:
    """Give a file of a build another content, as if it had been built so."""
    path, manifest = build / name, build / "manifest.json"
    before = sha256(path.read_bytes()).hexdigest()
    path.write_bytes(content)
    manifest.write_text(manifest.read_text("utf-8").replace(before, sha256(content).hexdigest()), "utf-8")


def without_a_line(build: Path, key: str) -> None:
    """Take the last statement of a document out of the build."""
    rewritten(build, f"{key}.nq", shorter(build / f"{key}.nq"))


def shorter(path: Path) -> bytes:
    """What a file holds, without its last line."""
    return b"".join(path.read_bytes().splitlines(keepends=True)[:-1])


def withdraw(build: Path, key: str) -> None:
    """Take a document out of the build."""
    (build / f"{key}.nq").unlink()
    manifest = build / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace(f'"{key}.nq"', f'"{key}.gone"'), "utf-8")
