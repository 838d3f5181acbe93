"""Annotated links: for each entity of a document which known thing a historian says it is, or NIL, and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from kg.errors import DataError

COLUMNS = ("document", "kind", "name", "mentions", "item", "why")
NIL = "NIL"
LISTED = "frus:"  # an item that is a name of a volume's list of persons, as printed: "frus:Kennedy, John F."


@frozen
class GoldLink:
    """One annotated entity. `item` is a key of the authority file, a Wikidata number, "frus:" and a name, or NIL."""

    document: str
    kind: str
    name: str
    mentions: tuple[str, ...]
    item: str
    why: str

    @property
    def is_nil(self) -> bool:
        """Whether nothing known is meant."""
        return self.item == NIL


def gold_links_in(path: Path) -> Iterator[GoldLink]:
    """The rows of one table. Refuses (DataError) a table that is not there, other columns, a row without a reason."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise DataError(f"it cannot be read ({error.strerror}).", place=str(path), cure="Check the path.") from None
    if not lines or tuple(lines[0].split("\t")) != COLUMNS:
        raise DataError("no table of links.", place=str(path), cure=f"Its first line is {', '.join(COLUMNS)}.")
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != len(COLUMNS) or not all(cells[place] for place in (0, 1, 2, 4, 5)):
            cure = f"Fill in {', '.join(COLUMNS)}; only mentions may be empty."
            raise DataError("a cell is missing.", place=f"{path}:{number}", cure=cure)
        document, kind, name, mentions, item, why = cells
        yield GoldLink(document, kind, name, tuple(filter(None, mentions.split("|"))), item, why)
