"""Links to Wikidata and other authorities: what was decided, how sure it is and why; also that none was found."""

from __future__ import annotations

import re
from itertools import islice

from attrs import frozen

from kg.site.graph import Graph, short
from kg.site.ledger import Groups, Ledger
from kg.site.readings import document_of, thing
from kg.site.sections import Section, counted
from kg.site.shown import Thing
from kg.site.words import in_words

# What a feature adds to the log-odds stands behind it (docs/links.md).
_FEATURE = re.compile(r"(?P<word>[^:]+): (?P<text>.*?) \((?P<weight>[+-][0-9.]+)\)", re.DOTALL)
_A_PAGE = 60


@frozen
class Feature:
    """One reason for or against, in words, and what it adds to the log-odds."""

    word: str
    text: str
    weight: str


@frozen
class Decision:
    """What was decided in one document, or in `count` of them in the same way: a link, or that none was found."""

    mapping: Thing
    target: Thing | None
    name: str
    how: str
    sureness: str
    reason: str
    features: tuple[Feature, ...]
    document: Thing
    count: str
    judged_by: str


def decision(graph: Graph, mapping: str, sureness: str = "", count: str = "") -> Decision:
    """A record of a link, or of a search."""
    target = graph.iri(mapping, "owl:annotatedTarget")
    return Decision(
        thing(graph, mapping),
        thing(graph, target) if target else None,
        graph.text(mapping, "sssom:object_label"),
        in_words(short(graph.iri(mapping, "owl:annotatedProperty"))) if target else "",
        sureness or graph.text(mapping, "sssom:confidence"),
        graph.text(mapping, "dg:reason"),
        features(graph.texts(mapping, "dg:feature")),
        document_of(graph, mapping),
        count,
        in_words(short(graph.iri(mapping, "sssom:mapping_justification"))),
    )


def features(texts: tuple[str, ...]) -> tuple[Feature, ...]:
    """Features as the graph writes them, the heaviest first.

    >>> features(("state: the text puts him with Hungary (+1.8)", "said otherwise"))[0]
    Feature(word='state', text='the text puts him with Hungary', weight='+1.8')
    """
    read = [_FEATURE.fullmatch(text) for text in texts]
    found = [
        Feature(match["word"], match["text"], match["weight"]) if match else Feature("", text, "")
        for match, text in zip(read, texts, strict=True)
    ]
    return tuple(sorted(found, key=lambda each: (-abs(float(each.weight or 0)), each.word, each.text)))


def _first(ledger: Ledger) -> tuple[Decision, ...]:
    """One decision of each kind: each target, and each reason for which none was found; with the span of sureness."""
    kinds = islice(ledger.kept("kinds of decisions", lambda: _kinds(ledger)).items(), _KINDS)
    return tuple(
        decision(ledger.graph, mappings[0], kind.rpartition("\n")[2], counted(len(mappings), "document"))
        for kind, mappings in kinds
    )


def _kinds(ledger: Ledger) -> Groups:
    """The decisions by what was decided; the last line of a key is the span of sureness."""
    graph = ledger.graph
    kinds: dict[tuple[str, str], list[str]] = {}
    for mapping in ledger.decisions:
        target = graph.first(mapping, "owl:annotatedTarget")
        kinds.setdefault((target, graph.first(mapping, "owl:annotatedProperty" if target else "dg:reason")), []).append(
            mapping
        )
    found = {}
    for kind, mappings in kinds.items():
        sure = sorted({graph.first(each, "sssom:confidence") for each in mappings} - {""}, key=float)
        span = "" if not sure else sure[0] if len(sure) == 1 else f"{sure[0]} to {sure[-1]}"
        found["\n".join((*kind, span))] = tuple(mappings)
    return found


_KINDS = 6
_WHOLE = 3
LINKS = Section(
    "links",
    "Links to other authorities",
    "Decided anew in each document, from what it says. The number behind a reason is what it adds to the log-odds.",
    "decisions",
    _A_PAGE,
    lambda ledger: len(ledger.decisions),
    lambda ledger: counted(len(ledger.decisions), "decision"),
    lambda ledger, start, stop: tuple(decision(ledger.graph, each) for each in ledger.decisions[start:stop]),
    _first,
    lambda ledger: len(ledger.decisions) <= _WHOLE,
)
SECTIONS = (LINKS,)
