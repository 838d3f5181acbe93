"""Links are measured on judged mentions; the thresholds of kg/links/decision.py stand on this table.

A row of data/gold/links/mentions.tsv is a name as a report gives it, with what the text says around it, and what a
historian says it is.
"""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from kg.authority import read_authority
from kg.evaluation.singlementions import SingleMention, single_mentions_in
from kg.links import decision, links_for
from kg.model.authority import Authority
from kg.model.mention import Link

ROOT = Path(__file__).parents[2]


AUTHORITY = read_authority(ROOT / "data" / "authority")
MENTIONS = list(single_mentions_in(ROOT / "data" / "gold" / "links" / "mentions.tsv"))


def link_of(mention: SingleMention, authority: Authority = AUTHORITY) -> Link:
    entities, offices = mention.entities(authority)
    return links_for(entities, (), mention.report, authority, offices)[0]


def false_and_lost() -> tuple[int, int]:
    """How many judged mentions are linked wrongly, and how many that a reader would link are not."""
    false = lost = 0
    for mention in MENTIONS:
        key = link_of(mention).authority
        false += bool(key) and key != mention.key
        lost += bool(mention.key) and not key
    return false, lost


@pytest.mark.parametrize(
    "mention", MENTIONS, ids=lambda mention: f"{mention.line} {mention.name} {mention.date}: {mention.why}"
)
def test_a_judged_mention_is_linked_as_a_reader_would(mention: SingleMention) -> None:
    link = link_of(mention)
    found = link.authority or f"NIL:{link.reason}"
    assert found == mention.expected, "\n".join(f"{c.authority} {c.score} {c.reasons}" for c in link.candidates)


def test_there_are_traps_enough_to_measure_on() -> None:
    assert len(MENTIONS) >= 60
    assert sum(mention.expected.startswith("NIL:") for mention in MENTIONS) >= 30


@pytest.mark.parametrize(
    ("accept", "false", "lost"), [(0.10, True, False), (0.20, True, False), (0.70, False, False), (0.80, False, True)]
)
def test_the_threshold_stands_where_no_link_is_false_and_none_is_lost(
    monkeypatch: pytest.MonkeyPatch, accept: float, false: bool, lost: bool
) -> None:
    monkeypatch.setattr(decision, "ACCEPT", accept)
    measured = false_and_lost()
    assert (measured[0] > 0, measured[1] > 0) == (false, lost)


@pytest.mark.parametrize(("lead", "lost"), [(1.5, False), (3, False), (20, True)])
def test_a_wider_lead_over_the_second_would_lose_links(
    monkeypatch: pytest.MonkeyPatch, lead: float, lost: bool
) -> None:
    monkeypatch.setattr(decision, "MARGIN", math.log(lead))
    assert (false_and_lost()[1] > 0) is lost
