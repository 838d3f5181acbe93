"""The page of a voice: who speaks, heard through whom, and what is said."""

from __future__ import annotations

import re

from kg.site.graph import Graph
from kg.site.readings import claim, document_of, thing
from kg.site.rendering import Page
from kg.site.shown import Thing
from kg.site.speech import levels

_MOST_CLAIMS = 25
_MOST_VOICES = 20
_START = re.compile(r"#char=([0-9]+),")


def voice_page(graph: Graph, iri: str) -> Page:
    """The page of one voice."""
    chain = levels(graph, iri)
    claims = sorted(graph.subjects("dg:voice", iri), key=lambda each: (_place(graph, each), each))
    inner = graph.subjects("dg:embeddedIn", iri)
    own = chain[-1].speaker.speakers if chain else ()
    speaking = {each for speaker in own for each in graph.subjects("dg:speaker", speaker.iri)} - {iri}
    elsewhere = sorted(each for each in speaking if "/voice/" in each)  # an event has speakers, too
    values = {
        "levels": chain,
        "claims": [claim(graph, each) for each in claims[:_MOST_CLAIMS]],
        "count": len(claims),
        "inner": [_told(graph, each) for each in inner[:_MOST_VOICES]],
        "more_inner": max(0, len(inner) - _MOST_VOICES),
        "elsewhere": [_told(graph, each) for each in elsewhere[:_MOST_VOICES]],
        "more_elsewhere": max(0, len(elsewhere) - _MOST_VOICES),
        "document": document_of(graph, iri),
    }
    return Page(graph.addresses.page(iri), "voice.html", graph.label(iri), values, iri)


def _told(graph: Graph, voice: str) -> tuple[Thing, int, Thing]:
    """A voice, how many claims it makes, and its document."""
    return thing(graph, voice), len(graph.subjects("dg:voice", voice)), document_of(graph, voice)


def _place(graph: Graph, claim_iri: str) -> int:
    """Where in the text a claim rests, as the IRI of its words says (docs/iri-policy.md)."""
    spans = graph.iris(claim_iri, "dg:evidence")
    return min((int(found[1]) for found in map(_START.search, spans) if found), default=0)
