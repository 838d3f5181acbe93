"""The page of an eventuality: what is told of it, by whom, and whether it happened."""

from __future__ import annotations

from kg.site.eventualities import facts, links, parts, timings
from kg.site.graph import Graph
from kg.site.readings import claim, event, thing
from kg.site.rendering import Page
from kg.site.rules import confidence_in_words, date_rule_in_words, rule_in_words
from kg.site.standing import standing

_GENERAL = ("dg:Eventuality", "dg:AttestedEvent")  # true of all, or told of above
_MOST = 10  # claims of one side


def event_page(graph: Graph, iri: str) -> Page:
    """The page of one eventuality."""
    shown = event(graph, iri)
    claims = sorted(
        (claim(graph, each) for each in graph.subjects("dg:content", iri)),
        key=lambda each: (each.depth, each.thing.iri),
    )
    affirming = [each for each in claims if not each.is_denied]
    denying = [each for each in claims if each.is_denied]
    rule = graph.text(iri, "dg:rule")
    values = {
        "event": shown,
        "classes": sorted(
            (graph.term(name) for name in graph.kinds(iri) if name.startswith("dg:") and name not in _GENERAL),
            key=lambda each: (each.label != shown.type, each.label),
        ),
        "standing": standing(graph, shown, claims),
        "parts": parts(graph, iri),
        "facts": facts(graph, iri),
        "timings": timings(graph, iri),
        "date_rule": date_rule_in_words(graph.text(iri, "dg:dateRule")),
        "links": links(graph, iri),
        "sides": [
            (word, side[:_MOST], max(0, len(side) - _MOST))
            for word, side in (("affirmed by", affirming), ("denied by", denying))
            if side
        ],
        "is_contradicted": bool(affirming and denying),
        "voices": [thing(graph, each) for each in graph.subjects("dg:utteredIn", iri)],
        "rule": rule_in_words(rule) if rule else "",
        "confidence": confidence_in_words(graph.text(iri, "dg:confidence"), of_claim=False),
    }
    return Page(shown.thing.href, "event.html", shown.label, values, iri)
