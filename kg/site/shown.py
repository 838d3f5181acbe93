"""What a page shows: plain values, ready for a template. Made in readings.py, drawn by templates/macros.html."""

from __future__ import annotations

from attrs import frozen


@frozen
class Thing:
    """Something that a page names and leads to: `href` goes from the root of the site, or to another site."""

    iri: str
    label: str
    kind: str  # a word: "person", "state", "event", "claim", ...
    href: str


@frozen
class Term:
    """A predicate, a class or a value of a closed list, in words; `href` goes to what defines it."""

    name: str  # "dg:visitor"
    label: str  # "visitor"
    definition: str  # a sentence; where none is known, the IRI
    href: str


@frozen
class Date:
    """A date as people read it, with its EDTF. `earliest` and `latest` are days, "" where open."""

    edtf: str
    words: str
    earliest: str = ""
    latest: str = ""


@frozen
class Sign:
    """A word with a mark beside it, so that no colour is needed to tell it: a status, a certainty, a depth."""

    name: str  # the concept of the vocabulary: "Withdrawn"
    mark: str
    word: str
    tone: str  # the CSS class: "held", "open", "off"


@frozen
class Quote:
    """The words that something rests on; `href` leads to them in their document."""

    iri: str
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    href: str


@frozen
class Speaker:
    """One voice of a chain: who speaks, through which voice, and on which occasion."""

    voice: Thing
    speakers: tuple[Thing, ...]
    hearers: tuple[Thing, ...]
    depth: int


@frozen
class Claim:
    """One voice affirming or denying something. `chain` begins with the outermost voice."""

    thing: Thing
    gloss: str
    chain: tuple[Speaker, ...]
    claimants: tuple[Thing, ...]
    depth: int
    polarity: str
    modality: str
    certainty: str
    basis: str
    content: Thing | None
    status: Sign | None
    quotes: tuple[Quote, ...]
    document: Thing
    confidence: str
    rule: str

    @property
    def is_denied(self) -> bool:
        """Whether the voice says that it is not so."""
        return self.polarity == "Negative"


@frozen
class Event:
    """An eventuality: what is spoken of, which need not have happened."""

    thing: Thing
    label: str
    type: str  # in words: "courtesy visit"
    date: Date | None
    status: Sign
    is_attested: bool
    roles: tuple[tuple[str, Thing], ...]
    places: tuple[Thing, ...]
    document: Thing
    quote: Quote | None
