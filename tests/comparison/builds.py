"""Invented builds: the same letters, understood before and after a change of the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import evolve, frozen
from pyoxigraph import Quad

from tests.publish.graphs import published, quads_of

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "comparison"


@frozen
class Said:
    """One claim of a letter, with the visit that it is about; `name` makes the addresses."""

    name: str
    gloss: str
    quote: str
    start: int
    voice: str = "author"
    polarity: str = "Affirmative"
    certainty: str = "Certain"
    status: str = "Occurred"
    date: str = "1931-05-01"
    host: str = "varga"

    def trig(self, doc: str) -> str:
        """All that is said of it."""
        end = self.start + len(self.quote)
        span = f"<{doc}/source.txt#char={self.start},{end}>"
        selector = f"<{doc}/source.txt#char={self.start},{end};selector>"
        attested = ", dg:AttestedEvent" if self.status == "Occurred" and self.polarity == "Affirmative" else ""
        return f"""
        <{doc}/claim/{self.name}> a dg:Claim ; dg:voice <{doc}/voice/{self.voice}> ; dg:depth 0 ;
          dg:content <{doc}/ev/courtesy-visit-{self.name}> ; dg:polarity dgv:{self.polarity} ;
          dg:certainty dgv:{self.certainty} ; dg:modality dgv:Report ; dg:basis dgv:Explicit ;
          dg:gloss "{self.gloss}"@en ; dg:evidence {span} ; dg:rule "call" .
        <{doc}/ev/courtesy-visit-{self.name}> a dg:Eventuality, dg:Meeting, dg:Visit, dg:CourtesyVisit{attested} ;
          rdfs:label "{self.gloss}"@en ; dg:status dgv:{self.status} ; dg:date "{self.date}"^^edtf:EDTF ;
          dg:visitor <{doc}/agent/author> ; dg:host <agent/{self.host}> ;
          dg:participant <{doc}/agent/author>, <agent/{self.host}> ; dg:trigger {span} .
        {span} a dg:TextSpan ; oa:hasSelector {selector} .
        {selector} a oa:TextQuoteSelector ; oa:exact "{self.quote}" ;
          oa:start "{self.start}"^^xsd:nonNegativeInteger ; oa:end "{end}"^^xsd:nonNegativeInteger .
        """


@frozen
class Letter:
    """A letter of the invented legation: the SHA-256 of its text, its claims, to whom Ilse Varga was linked and why."""

    key: str
    sha: str = "aa"
    said: tuple[Said, ...] = ()
    link: str = "wd:Q90000001"
    reason: str = "own name"
    name: str = "Ilse Varga"

    @property
    def quads(self) -> list[Quad]:
        """Its statements."""
        doc = f"doc/{self.key}"
        target = f"owl:annotatedTarget {self.link} ; owl:annotatedSource" if self.link else "dg:searchedEntity"
        match = f"<agent/varga> skos:exactMatch {self.link} ." if self.link else ""
        return quads_of(f"""
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        <graph/{self.key}/v1> {{
          <{doc}/source.txt> schema:sha256 "{self.sha}" .
          <{doc}/voice/author> a dg:Voice ; dg:speaker <{doc}/agent/author> ; dg:depth 0 .
          <{doc}/voice/varga> a dg:Voice ; dg:speaker <agent/varga> ; dg:hearer <{doc}/agent/author> ;
            dg:embeddedIn <{doc}/voice/author> ; dg:depth 1 .
          <{doc}/agent/author> a schema:Person ; rdfs:label "the minister"@en .
          <agent/varga> a schema:Person ; rdfs:label "{self.name}"@en .
          <agent/rehm> a schema:Person ; rdfs:label "Rehm"@en .
          {match}
          <{doc}/mapping/a> a {"owl:Axiom" if self.link else "dg:NilRecord"} ; {target} <agent/varga> ;
            dg:reason "{self.reason}"@en .
          {"".join(said.trig(doc) for said in self.said)}
        }}
        <graph/{self.key}/flat/v1> {{ <{doc}/agent/author> dg:met <agent/varga> . }}
        """)


CALL = Said("a", "The minister called on Varga", "I called on Miss Varga", 10)
RETURN = Said("b", "Varga returned the call", "who returned it", 40, voice="varga", date="1931-05~")
DINNER = Said("c", "The minister dined with Rehm", "dined with Rehm", 80, host="rehm")
PLAN = Said("d", "The minister will call again", "shall call again", 120, status="Prospective")

MAY = Letter("1931-05-03-legation-norland", said=(CALL, RETURN, DINNER))
JUNE = Letter("1931-06-07-legation-norland", said=(CALL, PLAN))
JULY = Letter("1931-07-01-legation-norland", said=(CALL,))
AUGUST = Letter("1931-08-09-legation-norland", said=(PLAN,))

LOST = Letter("1931-07-02-consul-port", said=(DINNER,))

OLD = (MAY, JUNE, JULY, LOST)
NEW = (
    evolve(
        MAY,
        said=(
            evolve(CALL, status="Withdrawn", certainty="Probable"),
            evolve(RETURN, name="x", voice="author", host="rehm", date="1931-05-02"),
            PLAN,
        ),
        link="",
        reason="two fit equally well",
        name="Ilse Maria Varga",
    ),
    # An address was put in front of the text: every passage moved, and every hash is another.
    evolve(JUNE, sha="bb", said=(evolve(CALL, name="m", start=30), evolve(PLAN, name="n", start=140))),
    AUGUST,
    JULY,
)


def build(letters: Sequence[Letter], folder: Path) -> Path:
    """A build of these letters."""
    return build_of({letter.key: letter.quads for letter in letters}, folder)


def build_of(documents: Mapping[str, Sequence[Quad]], folder: Path) -> Path:
    """A build of these documents."""
    published(documents, folder)
    return folder
