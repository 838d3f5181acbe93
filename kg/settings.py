"""What a user may set, and where the library lies: reports, authority, queries, ontology and shapes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from kg.errors import DataError

PACKAGE = Path(__file__).resolve().parent
REPORTS = Path("data/reports")
AUTHORITY = Path("data/authority")
INDEX = AUTHORITY / "index.sqlite"
DECISIONS = AUTHORITY / "decisions.tsv"


@frozen
class Settings:
    """The settings of one run. `base_iri` is "" for our own; `shelves` may hold parts of the library, nearest first."""

    base_iri: str
    shelves: tuple[Path, ...]
    index_file: Path | None = None  # another place for the index of candidates

    def part(self, relative: str | Path) -> Path:
        """The nearest folder or file `relative` of the library. Refuses what no shelf holds (DataError)."""
        for shelf in self.shelves:
            if (shelf / relative).exists():
                return shelf / relative
        looked_in = ", ".join(str(shelf) for shelf in self.shelves)
        raise DataError(
            f"the library has no {relative} (looked in {looked_in}).",
            cure="Run the command in a folder that holds data/reports/, or install the package again.",
        )

    @property
    def has_reports(self) -> bool:
        """Whether there is a folder of reports at all: an installed package brings none."""
        return any((shelf / REPORTS).is_dir() for shelf in self.shelves)

    @property
    def reports(self) -> Path:
        """The folder of reports, one folder each."""
        return self.part(REPORTS)

    @property
    def authority(self) -> Path:
        """The folder of known entities: the nearest that holds tables, not one with an index or decisions alone."""
        for shelf in self.shelves:
            if any(path.name != DECISIONS.name for path in (shelf / AUTHORITY).glob("*.tsv")):
                return shelf / AUTHORITY
        return self.part(AUTHORITY)

    @property
    def decisions(self) -> Path | None:
        """The nearest file of a curator's decisions, None if there is none; the tables may lie on another shelf."""
        return next((shelf / DECISIONS for shelf in self.shelves if (shelf / DECISIONS).exists()), None)

    @property
    def index(self) -> Path:
        """The file of the index of candidates, which may not be there: it is made by `kg authority import`."""
        if self.index_file is not None:
            return self.index_file
        return next((shelf for shelf in self.shelves if (shelf / REPORTS).is_dir()), Path()) / INDEX

    @property
    def queries(self) -> Path:
        """The folder of competency questions."""
        return self.part("data/queries")

    @property
    def shapes(self) -> Path:
        """The folder of SHACL shapes."""
        return self.part("shapes")

    @property
    def ontology(self) -> Path:
        """The folder of the terms that we mint, with the JSON-LD context."""
        return self.part("ontology")


def settings_of(environment: Mapping[str, str], folder: Path) -> Settings:
    """The settings for a run that starts in `folder`: KG_BASE names another base than ours, KG_INDEX another index.

    Each part of the library is taken from the nearest shelf that has it: `folder` if it holds data/reports, then the
    checkout around this package, then what the installed package brings (which has no reports).
    """
    checkout = PACKAGE.parent
    shelves = [
        *([folder] if (folder / REPORTS).is_dir() else []),
        *([checkout] if (checkout / "ontology").is_dir() and (checkout / "shapes").is_dir() else []),
        PACKAGE / "_library",
    ]
    index = environment.get("KG_INDEX", "")
    return Settings(
        base_iri=environment.get("KG_BASE", ""),
        shelves=tuple(dict.fromkeys(shelves)),
        index_file=Path(index) if index else None,
    )
