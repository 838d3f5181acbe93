"""Links are measured on judged mentions; the thresholds of kg/links/decision.py stand on this table.

A row of judged.tsv is a name as a report gives it, with what the text says around it, and what a historian says it is.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import frozen

from kg.authority import read_authority
from kg.links import decision, links_for
from kg.model.authority import Authority
from kg.model.dates import EdtfDate
from kg.model.discourse import OfficeFact
from kg.model.entity import Entity, Kind
from kg.model.mention import Link
from kg.model.report import Report, SourceText

TABLE = Path(__file__).parent / "judged.tsv"
KINDS = {"state": Kind.STATE, "org": Kind.ORGANISATION}


@frozen
class Judged:
    """One judged mention; `expected` is a key of the authority file or "NIL:reason"."""

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

    def __str__(self) -> str:
        """What a failing test is called."""
        return f"{self.line} {self.name} {self.date}: {self.why}"

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


def judged_mentions() -> list[Judged]:
    """All judged mentions of the table."""
    lines = TABLE.read_text("utf-8").splitlines()
    return [Judged(number, *line.split("\t")) for number, line in enumerate(lines[1:], start=2)]


AUTHORITY = read_authority(Path(__file__).parents[2] / "data" / "authority")
MENTIONS = judged_mentions()


def link_of(mention: Judged, authority: Authority = AUTHORITY) -> Link:
    entities, offices = mention.entities(authority)
    return links_for(entities, (), mention.report, authority, offices)[0]


def false_and_lost() -> tuple[int, int]:
    """How many judged mentions are linked wrongly, and how many that a reader would link are not."""
    false = lost = 0
    for mention in MENTIONS:
        key = link_of(mention).authority
        expected = "" if mention.expected.startswith("NIL:") else mention.expected
        false += bool(key) and key != expected
        lost += bool(expected) and not key
    return false, lost


@pytest.mark.parametrize("mention", MENTIONS, ids=str)
def test_a_judged_mention_is_linked_as_a_reader_would(mention: Judged) -> None:
    link = link_of(mention)
    found = link.authority or f"NIL:{link.reason}"
    assert found == mention.expected, "\n".join(f"{c.authority} {c.score} {c.reasons}" for c in link.candidates)


def test_there_are_traps_enough_to_measure_on() -> None:
    assert len(MENTIONS) >= 60
    assert sum(mention.expected.startswith("NIL:") for mention in MENTIONS) >= 30


@pytest.mark.parametrize(
    ("accept", "false", "lost"), [(0.50, True, False), (0.60, True, False), (0.75, False, False), (0.80, False, True)]
)
def test_the_threshold_stands_where_no_link_is_false_and_none_is_lost(
    monkeypatch: pytest.MonkeyPatch, accept: float, false: bool, lost: bool
) -> None:
    monkeypatch.setattr(decision, "ACCEPT", accept)
    measured = false_and_lost()
    assert (measured[0] > 0, measured[1] > 0) == (false, lost)


@pytest.mark.parametrize(("margin", "lost"), [(0.02, False), (0.10, False), (0.20, True)])
def test_a_wider_margin_would_lose_links(monkeypatch: pytest.MonkeyPatch, margin: float, lost: bool) -> None:
    monkeypatch.setattr(decision, "MARGIN", margin)
    assert (false_and_lost()[1] > 0) is lost
