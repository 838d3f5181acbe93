"""Judged mentions without a document: a name as a report would give it, with what its text says around it.

They hold the cases that a corpus has too few of: same surname, other given name, wrong century, an office at the wrong
time, another state, a bare name.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from kg.errors import DataError
from kg.model.authority import Authority
from kg.model.dates import EdtfDate
from kg.model.discourse import OfficeFact
from kg.model.entity import Entity, Kind
from kg.model.report import Report, SourceText

COLUMNS = ("date", "sender", "kind", "name", "state", "office", "others", "expected", "why")
NIL = "NIL:"
KINDS = {"state": Kind.STATE, "org": Kind.ORGANISATION}


@frozen
class SingleMention:
    """One judged mention; `expected` is a key of the authority file or "NIL:reason".

    `office` is "Role@state>receiving" of the person, "former:" before it for one held before, "=Role>receiving" of a
    post itself; `others` are what the document names besides: "state:Soviet Union|org:KWP".
    """

    line: int
    date: str
    sender: str
    kind: str
    name: str
    state: str
    office: str
    others: str
    expected: str
    why: str

    @property
    def key(self) -> str:
        """The key of what is meant; "" for NIL."""
        return "" if self.expected.startswith(NIL) else self.expected

    @property
    def report(self) -> Report:
        """A report of that date and sender."""
        return Report("judged", SourceText("", ""), "plain", "", date=EdtfDate(self.date), sender=self.sender)

    def entities(self, authority: Authority) -> tuple[list[Entity], list[OfficeFact]]:
        """The judged entity first, then its states, its office, and the others of the document."""
        around: list[Entity] = []
        offices: list[OfficeFact] = []

        def state(key: str) -> str:
            if key:
                around.append(Entity(f"state/{key}", Kind.STATE, authority.entries[key].name))
            return f"state/{key}" if key else ""

        kind = Kind(self.kind)
        role, receiving = "", ""
        head, _, receiving_key = self.office.partition(">")
        if head.startswith("="):  # of a post itself
            role, receiving = head[1:], state(receiving_key)
        elif head:
            named, _, held_in = head.removeprefix("former:").partition("@")
            post = Entity(
                "post/x", Kind.POST, named, role=named, state=state(held_in), receiving_state=state(receiving_key)
            )
            around.append(post)
            former = "person/other" if head.startswith("former:") else ""
            offices.append(OfficeFact("judged", post.id, 0, 0, 0, former))
        own = state(self.state)
        entity = Entity(
            "judged",
            kind,
            self.name,
            state="" if kind is Kind.PLACE else own,
            country=own if kind is Kind.PLACE else "",
            role=role,
            receiving_state=receiving,
        )
        for number, other in enumerate(filter(None, self.others.split("|"))):
            sort, _, name = other.partition(":")
            around.append(Entity(f"other/{number}", KINDS[sort], name))
        return [entity, *{one.id: one for one in around}.values()], offices


def are_single_mentions(path: Path) -> bool:
    """Whether a table holds such mentions, by its first line."""
    return path.exists() and path.read_text("utf-8-sig").partition("\n")[0].rstrip("\r") == "\t".join(COLUMNS)


def single_mentions_in(path: Path) -> Iterator[SingleMention]:
    """The rows of one table. Refuses (DataError) a row of another length."""
    for number, line in enumerate(path.read_text("utf-8-sig").splitlines()[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            cure = f"Fill in {', '.join(COLUMNS)}, parted by tabs."
            raise DataError(f"{len(cells)} cells stand in this row.", place=f"{path}:{number}", cure=cure)
        yield SingleMention(number, *cells)
