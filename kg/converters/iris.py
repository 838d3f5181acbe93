"""The IRI policy, whole: which thing has which IRI, and why it keeps it. docs/iri-policy.md says it in prose.

IRIs are anchored in the text (source hash, class, offsets), not in how it was understood: a corrected participant or
status keeps the IRI, and a second run gives the same one.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import b32encode
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256

from attrs import field, frozen

from kg.base import OUR_BASE
from kg.converters.terms import NamedNode, iri
from kg.converters.vocab import OWN, Namespace
from kg.errors import DataError, UsageError
from kg.model.claim import Claim, Voice
from kg.model.dates import TimeExpression
from kg.model.entity import Entity, Kind
from kg.model.event import Event
from kg.model.passage import Passage
from kg.model.reading import Reading

HASH_LENGTH = 10  # base32: 50 bits, one chance in a million of a clash among 47,000 IRIs of one kind
SLUG_LENGTH = 60  # longer names make addresses that mail programs break

_ADDRESS = re.compile(r"https?://[a-z0-9][a-z0-9.\-]*(?::[0-9]+)?/(?:[A-Za-z0-9._~\-]+/)*")
# Letters that Unicode does not take apart into a Latin letter and a mark.
_FOLDED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`")
_SHELVES = {Kind.PLACE: "place", Kind.POST: "office"}


def _is_base(_instance: object, _attribute: object, value: str) -> None:
    if not _ADDRESS.fullmatch(value):
        cure = "Give an http or https address that ends in a slash, such as https://example.org/kg/."
        raise UsageError(f"{value!r} cannot be the base of IRIs.", cure=cure)


@frozen
class Base:
    """The address under which all our own IRIs stand: http or https, a slash at the end (else UsageError).

    >>> Base("https://example.org/kg/").iri
    'https://example.org/kg/'
    """

    iri: str = field(default=OUR_BASE, validator=_is_base)


def short_hash(*parts: object) -> str:
    r"""The first 10 characters of the base32 SHA-256 of `parts`, lower case; parts are kept apart by U+001F.

    >>> len(short_hash("a", 1))
    10
    >>> short_hash("a", "b") == short_hash("ab")
    False
    """
    digest = sha256("\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass")).digest()
    return b32encode(digest).decode("ascii").lower()[:HASH_LENGTH]


@lru_cache(maxsize=1 << 12)
def slug(name: str) -> str:
    """`name` in lower-case ASCII letters, digits and hyphens; what would lose letters gets a hash of the whole name.

    >>> slug("József Kovács"), slug("Workers' Party of Korea"), slug("5/bc")
    ('jozsef-kovacs', 'workers-party-of-korea', '5-bc')
    >>> slug("김일성")
    'x-xzzqhd3v'
    """
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_FOLDED).translate(_APOSTROPHES))
    letters = "".join(char for char in folded if not unicodedata.combining(char))
    whole = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    cut = whole[:SLUG_LENGTH].rstrip("-")
    is_lossy = cut != whole or not whole or any(char.isalnum() and not char.isascii() for char in letters)
    return f"{cut or 'x'}-{short_hash(name)[:8]}" if is_lossy else whole


def class_slug(event_type: str) -> str:
    """The name of a class in an IRI.

    >>> class_slug("CourtesyVisit")
    'courtesy-visit'
    """
    return re.sub(r"(?<!^)(?=[A-Z])", "-", event_type).lower()


def event_hash(source_sha256: str, event: Event) -> str:
    """From the source, the class and the trigger; a further event of the same class and trigger adds its id."""
    trigger = event.trigger
    plain_id = f"{event.type}@{trigger.start_char}-{trigger.end_char}"
    return _with_rest((source_sha256, event.type, trigger.start_char, trigger.end_char), event.id, plain_id)


def voice_hash(source_sha256: str, voice: Voice) -> str:
    """From the source and the path of the voice."""
    return short_hash(source_sha256, voice.id)


def claim_hash(source_sha256: str, claim: Claim) -> str:
    """From the source, the voice, the content and the polarity."""
    plain_id = f"{claim.voice}|{claim.content}|{claim.polarity}"
    return _with_rest((source_sha256, claim.voice, claim.content, str(claim.polarity)), claim.id, plain_id)


def time_hash(source_sha256: str, time: TimeExpression) -> str:
    """From the source, where the words stand, and the event they date."""
    return short_hash(source_sha256, time.surface.start_char, time.surface.end_char, time.event)


def time_id(time: TimeExpression) -> str:
    """The name of a time expression in an index: the model gives it none."""
    place = f"time@{time.surface.start_char}-{time.surface.end_char}"
    return f"{place}|{time.event}" if time.event else place


def _with_rest(parts: tuple[object, ...], identifier: str, plain_id: str) -> str:
    return short_hash(*parts) if identifier == plain_id else short_hash(*parts, identifier)


@frozen
class Iris:
    """All IRIs of one reading, and our terms. Each method raises DataError at an unknown id."""

    base: Base
    key: str
    source_sha256: str
    dg: Namespace
    dgv: Namespace
    entities: Mapping[str, NamedNode] = field(repr=False)
    events: Mapping[str, NamedNode] = field(repr=False)
    voices: Mapping[str, NamedNode] = field(repr=False)
    claims: Mapping[str, NamedNode] = field(repr=False)
    times: Mapping[str, NamedNode] = field(repr=False)

    @classmethod
    def of(cls, reading: Reading, base: Base) -> Iris:
        """Name everything in `reading`. Raises DataError when two things of a kind would share an id."""
        key, sha = slug(reading.report.key), reading.report.source.sha256
        document = f"{base.iri}doc/{key}"
        events = ((e.id, f"{document}/ev/{class_slug(e.type)}-{event_hash(sha, e)}") for e in reading.events)
        return cls(
            base,
            key,
            sha,
            OWN.dg,
            OWN.dgv,
            _each_once("entity", key, _entities_named(reading.entities, base, document)),
            _each_once("event", key, events),
            _each_once("voice", key, ((v.id, f"{document}/voice/{voice_hash(sha, v)}") for v in reading.voices)),
            _each_once("claim", key, ((c.id, f"{document}/claim/{claim_hash(sha, c)}") for c in reading.claims)),
            {time_id(t): iri(f"{document}/time/{time_hash(sha, t)}") for t in reading.times},
        )

    def entity(self, identifier: str) -> NamedNode:
        """The IRI of an entity of the reading."""
        return self._found("entity", self.entities, identifier)

    def event(self, identifier: str) -> NamedNode:
        """The IRI of an eventuality of the reading."""
        return self._found("event", self.events, identifier)

    def voice(self, identifier: str) -> NamedNode:
        """The IRI of a voice of the reading."""
        return self._found("voice", self.voices, identifier)

    def claim(self, identifier: str) -> NamedNode:
        """The IRI of a claim of the reading."""
        return self._found("claim", self.claims, identifier)

    def time_expression(self, time: TimeExpression) -> NamedNode:
        """The IRI of a time expression of the reading."""
        return self._found("time expression", self.times, time_id(time))

    def _found(self, kind: str, known: Mapping[str, NamedNode], identifier: str) -> NamedNode:
        try:
            return known[identifier]
        except KeyError:
            cure = "A reading refers only to what is in it: add the thing or drop the reference."
            raise DataError(f"no {kind} is called {identifier!r}.", place=self.key, cure=cure) from None

    @property
    def document(self) -> str:
        """What the IRIs of this document begin with, without a last slash."""
        return f"{self.base.iri}doc/{self.key}"

    @property
    def record(self) -> NamedNode:
        """The archival report."""
        return iri(f"{self.document}/record")

    @property
    def translation(self) -> NamedNode:
        """The translation of the record."""
        return iri(f"{self.document}/translation")

    @property
    def source(self) -> NamedNode:
        """The text that was read, byte for byte."""
        return iri(f"{self.document}/source.txt")

    @property
    def graph(self) -> NamedNode:
        """The named graph of the document's statements."""
        return iri(f"{self.base.iri}graph/{self.key}/v1")

    @property
    def flat_graph(self) -> NamedNode:
        """The named graph of the document's flat view."""
        return iri(f"{self.base.iri}graph/{self.key}/flat/v1")

    def span(self, passage: Passage) -> NamedNode:
        """A stretch of the source (RFC 5147, `char=`)."""
        return iri(f"{self.document}/source.txt#char={passage.start_char},{passage.end_char}")

    def selector(self, passage: Passage) -> NamedNode:
        """The selector of a stretch: an IRI, so that no blank node makes the output differ from run to run."""
        return iri(f"{self.document}/source.txt#char={passage.start_char},{passage.end_char};selector")

    def reference(self, passage: Passage) -> NamedNode:
        """A document that the words of a passage refer to, where nothing tells which one of ours it is."""
        return iri(f"{self.document}/reference/{passage.start_char}-{passage.end_char}")

    def record_of(self, key: str) -> NamedNode:
        """The record of another report."""
        return iri(f"{self.base.iri}doc/{key}/record")

    def mapping(self, *parts: str) -> NamedNode:
        """The record of a link, or of a search that found nothing."""
        return iri(f"{self.document}/mapping/{short_hash(self.source_sha256, *parts)}")

    def flat(self, *parts: str) -> NamedNode:
        """One relation of the flat view."""
        return iri(f"{self.document}/flat/{short_hash(self.source_sha256, *parts)}")

    def page_agent(self, field_name: str, name: str) -> NamedNode:
        """Somebody whom only the page's own facts name: `field_name` keeps them apart from those in the text."""
        return iri(f"{self.document}/agent/{field_name}-{slug(name)}")

    def page_place(self, name: str) -> NamedNode:
        """A place that only the page's own facts name."""
        return iri(f"{self.document}/place/page-{slug(name)}")

    def archive(self, *parts: str) -> NamedNode:
        """An archive, or a fonds in it: signatures are identifiers, so they lead to one IRI from every document."""
        return iri(f"{self.base.iri}archive/{'/'.join(slug(part) for part in parts)}")


def _each_once(kind: str, key: str, named: Iterable[tuple[str, str]]) -> dict[str, NamedNode]:
    index: dict[str, NamedNode] = {}
    for identifier, address in named:
        if identifier in index:
            cure = f"Every {kind} of a reading needs an id of its own."
            raise DataError(f"{identifier!r} is the id of two things.", place=key, cure=cure)
        index[identifier] = iri(address)
    return index


def _entities_named(entities: Iterable[Entity], base: Base, document: str) -> list[tuple[str, str]]:
    """Id and IRI of each entity; where two without an authority key share a slug, both add a hash of their id."""
    addresses: dict[str, str] = {}
    taken: dict[str, set[str]] = {}
    for entity in entities:
        shelf = _SHELVES.get(entity.kind, "agent")
        key = entity.authority or entity.shared
        root = base.iri.rstrip("/") if key else document
        address = f"{root}/{shelf}/{slug(key or entity.id)}"
        addresses[entity.id] = address
        taken.setdefault(address, set()).add(key or entity.id)
    rows = []
    for entity in entities:
        address = addresses[entity.id]
        if len(taken[address]) > 1:
            address = f"{address}-{short_hash(entity.authority or entity.shared or entity.id)[:8]}"
        rows.append((entity.id, address))
    return rows
