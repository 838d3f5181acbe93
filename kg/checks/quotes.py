"""Quotes: every one is found again in the source text, to the character, or the report is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

import attrs
from pyoxigraph import Literal, Quad

from kg.checks.index import Index
from kg.checks.tokens import integer_of, iri_token, is_iri, is_literal, value_of
from kg.checks.words import passage_at, words_for
from kg.model.finding import Finding, Severity
from kg.model.passage import Passage
from kg.model.reading import Reading
from kg.model.report import SourceText

_SHA256 = iri_token("https://schema.org/sha256")
_HOLD_NOTHING = frozenset({str, int, bool, float, type(None)})  # most of what a reading is made of
_FIELD_NAMES: dict[type, tuple[str, ...]] = {}
_HAS_SOURCE, _HAS_SELECTOR, _START, _END, _EXACT = (
    iri_token(f"http://www.w3.org/ns/oa#{name}") for name in ("hasSource", "hasSelector", "start", "end", "exact")
)


def digests_in(quads: Iterable[Quad]) -> set[str]:
    """The SHA-256 of every source text that a graph names."""
    objects = (quad.object for quad in quads if quad.predicate.value == "https://schema.org/sha256")
    return {term.value for term in objects if isinstance(term, Literal)}


def quote_findings(reading: Reading) -> tuple[Finding, ...]:
    """What is wrong with the passages of a reading: those that do not stand in the source text where they say.

    Also whether the text is the one whose SHA-256 the report gives: offsets into another text mean nothing.
    """
    source = reading.report.source
    findings = [] if _is_hash_of(source) else [_other_text(reading.report.key, source.sha256)]
    if _holds_only_quotes_of(source.text, reading):
        return tuple(findings)
    wrong = {
        (owner, passage)
        for owner, passage in _passages_in(reading, reading.report.key)
        if not passage.is_found_in(source.text)
    }
    findings += [_not_found(owner, passage, source.text) for owner, passage in sorted(wrong)]
    return tuple(findings)


def quote_findings_in_graph(index: Index, sources: Sequence[SourceText]) -> tuple[Finding, ...]:
    """The same for the spans of a graph, as far as `sources` holds their texts.

    A source of the graph and its text are brought together by the SHA-256 that both carry, so a text that was changed
    since is never taken for the one that was read.
    """
    texts = {source.sha256: source for source in sources}
    findings = []
    for about in index.by_subject(_SHA256).known():
        for sha256 in index.objects(_SHA256, about):
            source = texts.get(value_of(sha256)) if is_literal(sha256) else None
            if source is None or not is_iri(about):
                continue
            if not _is_hash_of(source):
                findings.append(_other_text(value_of(about), source.sha256))
            spans = {span for span in index.subjects(_HAS_SOURCE, about) if is_iri(span)}
            doubtful = spans - _surely_right(spans, source.text, index)
            findings += _not_found_among(sorted(map(value_of, doubtful)), source.text, index)
    return tuple(findings)


def _surely_right(spans: AbstractSet[str], text: str, index: Index) -> set[str]:
    """The spans of which one selector gives one quote that stands just there: nearly all, at once."""
    selectors, starts, ends, quotes = (index.by_subject(name).one for name in (_HAS_SELECTOR, _START, _END, _EXACT))
    right: set[str] = set()
    if selectors is None or starts is None or ends is None or quotes is None:
        return right
    for span in spans:
        selector = selectors.get(span, "")
        start, end = integer_of(starts.get(selector, "_:")), integer_of(ends.get(selector, "_:"))
        quote = quotes.get(selector, "")
        if start is None or end is None or start < 0 or not is_literal(quote):
            continue
        if text[start:end] == value_of(quote):
            right.add(span)
    return right


def _not_found_among(spans: Iterable[str], text: str, index: Index) -> Iterator[Finding]:
    for span in spans:
        passage = passage_at(span, index)
        if passage is not None and not passage.is_found_in(text):
            yield _not_found(span, passage, text, words_for(span, index).claim)


def _holds_only_quotes_of(text: str, reading: Reading) -> bool:
    """Whether every passage anywhere in a reading stands in the text; each part of it is looked at once."""
    seen: set[int] = set()
    waiting: list[object] = [reading]
    while waiting:
        value = waiting.pop()
        kind = type(value)
        if kind in _HOLD_NOTHING or id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, Passage):
            if not value.is_found_in(text):
                return False
        elif isinstance(value, tuple):
            waiting += value
        elif names := _field_names(kind):
            waiting += [getattr(value, name) for name in names]
        elif isinstance(value, Mapping):
            waiting += value.values()
    return True


def _passages_in(value: object, owner: str) -> list[tuple[str, Passage]]:
    """Every passage anywhere in a value, with the id of the nearest thing around it that has one."""
    found: list[tuple[str, Passage]] = []
    waiting = [(value, owner)]
    while waiting:
        value, owner = waiting.pop()
        if type(value) in _HOLD_NOTHING:
            continue
        if isinstance(value, Passage):
            found.append((owner, value))
        elif isinstance(value, tuple):
            waiting += [(part, owner) for part in value]
        elif names := _field_names(type(value)):
            owner = str(getattr(value, "id", owner))
            waiting += [(getattr(value, name), owner) for name in names]
        elif isinstance(value, Mapping):
            waiting += [(part, owner) for part in value.values()]
    return found


def _field_names(kind: type) -> tuple[str, ...]:
    """The fields of a class of the model, none of any other; asked of attrs once for each class."""
    names = _FIELD_NAMES.get(kind)
    if names is None:
        names = tuple(field.name for field in attrs.fields(kind)) if attrs.has(kind) else ()
        _FIELD_NAMES[kind] = names
    return names


def _is_hash_of(source: SourceText) -> bool:
    return hashlib.sha256(source.text.encode("utf-8")).hexdigest() == source.sha256


def _not_found(owner: str, passage: Passage, text: str, claim: str = "") -> Finding:
    stands = text[passage.start_char : passage.end_char]
    elsewhere = text.find(passage.exact)
    where = f" The quote stands at character {elsewhere}." if elsewhere >= 0 else " It stands nowhere in the text."
    about = f" Claim: “{claim}”" if claim else ""
    return Finding(
        Severity.ERROR,
        "quote-not-found",
        f"The quote “{passage.exact}” is not what stands at characters {passage.start_char} to {passage.end_char} "
        f"(there: “{stands}”).{where}{about} Build the report again from the unchanged source text.",
        owner,
        passage,
    )


def _other_text(subject: str, sha256: str) -> Finding:
    return Finding(
        Severity.ERROR,
        "source-changed",
        f"The source text is not the one with the SHA-256 {sha256}: its quotes cannot be trusted. Put the text back, "
        "or build the report again.",
        subject,
    )
