"""`kg explain`: everything behind one thing of the graph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import click
from attrs import field, frozen

from kg.cli.library import base_of, base_option, build_option, built_place, current_settings
from kg.cli.tables import print_line
from kg.errors import UsageError
from kg.publish.queries import Answer, answer, load
from kg.settings import Settings

_IRI = re.compile(r"[^\x00-\x20<>\"{}|^`\\]+")
# A sentence ends at a full stop, question or exclamation mark, but not after a short word with a capital ("Comr.",
# "Mr.", "No.", "J.") and not inside an ellipsis; a blank line ends it too. For display only: claims rest on quotes.
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})(?<!\b[A-Z][a-z]{3})[.!?][\"”’)\]]*(?=\s)|\n\s*\n"
)

# Shown in sections of their own, or copies of what is shown there.
_ELSEWHERE = frozenset(
    {
        *("rdf:type", "rdfs:label", "dg:gloss", "dg:rule", "dg:evidence", "dg:trigger", "dg:cue", "dg:surface"),
        *("dg:voice", "dg:claimant", "dg:depth", "dg:embeddedIn", "skos:exactMatch", "skos:closeMatch"),
        *("dg:participant", "sem:hasActor", "sem:hasTimeStamp", "sem:hasPlace"),
    }
)


@click.command("explain")
@click.argument("iri", metavar="IRI")
@build_option
@base_option
def command(iri: str, build: Path, base: str) -> None:
    """Explain one thing of the graph: who says so, on which words, by which rule.

    IRI names a claim, an event, a voice, an agent, or anything else of what was built; the base may be left out, so
    what `kg query` prints can be pasted. Quotes are marked » « in their sentence.

    \b
    Example:
      kg explain agent/khrushchev-nikita
    """
    settings = current_settings()
    begin = base_of(base, settings).iri
    whole = iri if re.match(r"https?://", iri) else begin + iri
    if not _IRI.fullmatch(whole):
        raise UsageError(f"{iri!r} is no IRI.", cure="Give it without angle brackets and blanks.")
    store = load(built_place(build))
    graph = Graph(lambda query: answer(store, query, begin), begin, settings)
    if not graph.rows(f"SELECT ?p WHERE {{ <{whole}> ?p ?o }} LIMIT 1"):
        cure = "`kg query 'SELECT ?c ?gloss WHERE { ?c dg:gloss ?gloss }'` lists the claims."
        raise UsageError(f"nothing in {build} is called {whole}.", cure=cure)
    for line in explanation(graph, whole):
        print_line(line)


@frozen
class Graph:
    """What was built, with the base of its IRIs and the library that may hold its sources."""

    ask: Callable[[str], Answer] = field(repr=False)
    base: str
    settings: Settings

    def rows(self, query: str) -> list[list[str]]:
        """The rows of a SELECT, in short words."""
        return self.ask(query).as_table(self.base)

    def values(self, iri: str, path: str) -> list[str]:
        """What a property path leads to, as whole IRIs or bare values, in order."""
        found = self.rows(f"SELECT DISTINCT (STR(?o) AS ?v) WHERE {{ <{iri}> {path} ?o }} ORDER BY ?v")
        return [value for (value,) in found]

    def name(self, iri: str) -> str:
        """What a thing is called; its IRI if it has no name."""
        return next(iter(self.values(iri, "rdfs:label|dg:gloss")), iri.removeprefix(self.base))


def explanation(graph: Graph, iri: str) -> Iterator[str]:
    """The lines about one thing: what it is, who says so, on which words, by which rule, and how it was linked."""
    yield graph.name(iri)
    yield f"  {iri}"
    yield from facts(graph, iri)
    for voice in graph.values(iri, "dg:voice"):
        yield f"  said by: {chain(graph, voice)}"
    if graph.values(iri, "dg:speaker"):
        yield f"  chain: {chain(graph, iri)}"
    for path in ("dg:evidence", "dg:trigger", "dg:cue", "dg:surface"):
        for span in graph.values(iri, path):
            yield f"  {path.removeprefix('dg:')}: {in_its_sentence(graph, span)}"
    for rule in graph.values(iri, "dg:rule"):
        yield f"  rule: {rule}"
    yield from claims_on(graph, iri)
    yield from links_of(graph, iri)


def facts(graph: Graph, iri: str) -> Iterator[str]:
    """The classes, and every property that has no section of its own."""
    classes = graph.rows(f"SELECT ?c WHERE {{ <{iri}> a ?c }} ORDER BY ?c")
    if classes:
        yield f"  a {', '.join(name for (name,) in classes)}"
    said = graph.rows(
        f"SELECT DISTINCT ?p (COALESCE(?l, ?o) AS ?v) WHERE {{ <{iri}> ?p ?o "
        "OPTIONAL { ?o rdfs:label|dg:gloss ?l } } ORDER BY ?p ?v"
    )
    for name, value in said:
        if name not in _ELSEWHERE:
            yield f"  {name}: {value}"


def chain(graph: Graph, voice: str) -> str:
    """The speakers from the outside in, each with whom he spoke to."""
    links = []
    around: list[str] = [voice]
    while around:
        voice = around[0]
        speakers = " + ".join(graph.name(speaker) for speaker in graph.values(voice, "dg:speaker"))
        hearers = " + ".join(graph.name(hearer) for hearer in graph.values(voice, "dg:hearer"))
        links.append(f"{speakers} (to {hearers})" if hearers else speakers)
        around = graph.values(voice, "dg:embeddedIn")
        if len(links) > 50:  # no report nests so deep: the graph was made elsewhere and its voices run in a circle
            raise UsageError("the voices run in a circle.", place=voice, cure="Run kg check on this graph.")
    return " > ".join(reversed(links))


def claims_on(graph: Graph, iri: str) -> Iterator[str]:
    """The claims whose content this is: who says it, how, on which words."""
    found = graph.rows(
        "SELECT (STR(?claim) AS ?c) ?gloss (STR(?v) AS ?voice) ?polarity ?certainty ?modality WHERE { "
        f"?claim dg:content <{iri}> ; dg:gloss ?gloss ; dg:voice ?v ; dg:polarity ?polarity ; "
        "dg:certainty ?certainty ; dg:modality ?modality } ORDER BY ?c"
    )
    for claim, gloss, voice, *manner in found:
        yield f"  claim: {gloss}"
        yield f"    {claim}"
        yield f"    {', '.join(word.removeprefix('dgv:') for word in manner)}"
        yield f"    said by: {chain(graph, voice)}"
        for span in graph.values(claim, "dg:evidence"):
            yield f"    evidence: {in_its_sentence(graph, span)}"
        for rule in graph.values(claim, "dg:rule"):
            yield f"    rule: {rule}"


def links_of(graph: Graph, iri: str) -> Iterator[str]:
    """Why this thing was linked to Wikidata, or was not."""
    matches = graph.rows(
        "SELECT ?property ?target ?reason ?score WHERE { ?record owl:annotatedSource "
        f"<{iri}> ; owl:annotatedProperty ?property ; owl:annotatedTarget ?target ; dg:reason ?reason "
        "OPTIONAL { ?record sssom:similarity_score ?score } } ORDER BY ?property ?target"
    )
    for kind, target, reason, score in matches:
        yield f"  link: {kind} {target}{f' (score {score})' if score else ''}, because {reason}"
    searched = f"SELECT ?reason WHERE {{ ?record dg:searchedEntity <{iri}> ; dg:reason ?reason }} ORDER BY ?reason"
    for (reason,) in graph.rows(searched):
        yield f"  link: NIL, because {reason}"


def in_its_sentence(graph: Graph, span: str) -> str:
    """A quote between » and «, in its sentence if the library has the source, else with the words around it."""
    found = graph.rows(
        f"SELECT ?exact ?start ?end ?prefix ?suffix ?sha WHERE {{ <{span}> oa:hasSelector ?s ; oa:hasSource ?source . "
        "?s oa:exact ?exact ; oa:start ?start ; oa:end ?end . OPTIONAL { ?s oa:prefix ?prefix } "
        "OPTIONAL { ?s oa:suffix ?suffix } OPTIONAL { ?source schema:sha256 ?sha } }"
    )
    if not found:
        return span
    exact, start, end, before, after, digest = found[0]
    text = source_with(digest, span, graph)
    if text is not None and text[int(start) : int(end)] == exact:
        before, after = sentence_around(text, int(start), int(end))
    return f"{before}»{exact}«{after} ({span.rpartition('#')[2]})"


def source_with(digest: str, span: str, graph: Graph) -> str | None:
    """The source text that a span points into, if the library holds it unchanged."""
    key = span.removeprefix(f"{graph.base}doc/").partition("/")[0]
    if not graph.settings.has_reports or not re.fullmatch(r"[\w.-]+", key):
        return None
    path = graph.settings.reports / key / "source.txt"
    content = path.read_bytes() if path.is_file() else b""
    return content.decode("utf-8") if content and sha256(content).hexdigest() == digest else None


def sentence_around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a passage in its sentence.

    >>> sentence_around("He left. On 3 May Mr. Orlov came back. So it was.", 22, 27)
    ('On 3 May Mr. ', ' came back.')
    """
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    first = max((place for place in ends if place <= start), default=0)
    last = min((place for place in ends if place >= end), default=len(text))
    return text[first:start].lstrip(), text[end:last].rstrip()
