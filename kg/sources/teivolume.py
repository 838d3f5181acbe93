"""A volume in TEI P5 as the Office of the Historian encodes it: its lists, and its documents one by one."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element

from attrs import frozen

from kg.errors import SourceError
from kg.model.edition import ListedPerson, ListedTerm
from kg.sources.offices import offices_in
from kg.sources.teitext import plain_text
from kg.sources.xmlstream import elements_in

_LISTS = frozenset({"persons", "terms"})
_ID = re.compile(r"[A-Za-z][A-Za-z0-9.-]*")
_VOLUME_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


@frozen
class Volume:
    """What is known of a volume after one look through it: `document_ids` in their order, with repetitions."""

    path: Path
    id: str  # "frus1961-63v05"
    sha256: str
    title: str
    persons: Mapping[str, ListedPerson]
    terms: Mapping[str, ListedTerm]
    document_ids: tuple[str, ...]

    def address_of(self, document_id: str) -> str:
        """Where the document is published."""
        return f"https://history.state.gov/historicaldocuments/{self.id}/{document_id}"

    def is_repeated(self, document_id: str) -> bool:
        """Whether more than one document has this id."""
        return self.document_ids.count(document_id) > 1


def is_volume(head: bytes) -> bool:
    """Whether a file begins as TEI does.

    >>> is_volume(b'<?xml version="1.0"?>\\n<TEI xmlns="http://www.tei-c.org/ns/1.0">')
    True
    """
    return re.search(rb"<(?:\w+:)?(?:TEI|teiCorpus)[\s>]", head[:5_000]) is not None


def survey(path: Path) -> Volume:
    """The volume in a file, looked through once from end to end, so that a fault anywhere refuses it as a whole.

    Refuses (SourceError) what `elements_in` refuses, and a volume without documents.
    """
    names: dict[str, list[str]] = {}
    title, number = "", ""
    persons: dict[str, ListedPerson] = {}
    terms: dict[str, ListedTerm] = {}
    ids: list[str] = []
    for element in elements_in(path, _is_wanted):
        if element.tag == "idno":
            number = number or (element.text or "").strip()
        elif element.tag == "title":
            title = title or plain_text(element)
        elif _is_document(element.tag, element.attrib):
            ids.append(element.get("xml:id", ""))
        else:
            for item in element.iter("item"):
                _enter(item, persons, terms, names)
    if not ids:
        raise SourceError(
            'the volume has no documents (<div type="document">).',
            place=str(path),
            cure="Give the volume itself, not its front matter or an index.",
        )
    volume_id = (number or path.stem).lower()
    if not _VOLUME_ID.fullmatch(volume_id):
        raise SourceError(
            f"“{volume_id}” is no id of a volume.", place=str(path), cure="Name the file after the volume."
        )
    repeated = {key for key, count in Counter(key for keys in names.values() for key in keys).items() if count > 1}
    return Volume(
        path,
        volume_id,
        _sha256_of(path),
        title,
        {key: person for key, person in persons.items() if key not in repeated},
        {key: term for key, term in terms.items() if key not in repeated},
        tuple(ids),
    )


def documents_in(volume: Volume) -> Iterator[tuple[str, Element]]:
    """Each document of the volume with its id, in order; none is held after the next is asked for."""
    for element in elements_in(volume.path, _is_document):
        yield element.get("xml:id", ""), element


def is_document_id(document_id: str) -> bool:
    """Whether an id can be a part of a key and of an address.

    >>> is_document_id("d41"), is_document_id("")
    (True, False)
    """
    return _ID.fullmatch(document_id) is not None


def _is_document(name: str, attributes: Mapping[str, str]) -> bool:
    return name == "div" and attributes.get("type") == "document"


def _is_wanted(name: str, attributes: Mapping[str, str]) -> bool:
    """What the survey needs: documents, lists, the id and the title of the volume."""
    if name == "idno":
        return attributes.get("type") == "frus"
    if name == "title":
        return attributes.get("type") == "complete"
    return _is_document(name, attributes) or (name == "div" and attributes.get("xml:id") in _LISTS)


def _enter(
    item: Element, persons: dict[str, ListedPerson], terms: dict[str, ListedTerm], names: dict[str, list[str]]
) -> None:
    """Enter one line of a list: a name or a term that has an id, and what is said of it."""
    for tag in ("persName", "term"):
        named = next((each for each in item.iter(tag) if each.get("xml:id")), None)
        if named is None:
            continue
        key = named.get("xml:id", "")
        name = plain_text(named).strip(" ,")
        words = plain_text(item)
        said = words[words.find(name) + len(name) :].lstrip(" ,.:;–—") if name in words else words
        names.setdefault(tag, []).append(key)
        if tag == "persName":
            persons[key] = ListedPerson(key, name, said, offices_in(said))
        else:
            terms[key] = ListedTerm(key, name, said)


def _sha256_of(path: Path) -> str:
    """The hash of a file, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
