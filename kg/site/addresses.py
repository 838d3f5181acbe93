"""Where a thing stands in the site: its IRI is base + path, its page is path + `.html`, its data path + `.ttl`.

One kind of thing stands elsewhere: `dataset/KEY.ttl` is a file to download, so the part `dataset/KEY` of the dataset is
told of in `dataset/KEY/about.html`, `dataset/KEY/about.ttl`. The path without the extension is called its document.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from attrs import frozen

from kg.base import OUR_BASE
from kg.publish.files import WHOLE
from kg.publish.formats import FORMATS

TERMS = ("ontology", "vocab", "shapes")
# A record, its translation and its text are told of on one page; the text's stretches are places on it.
_VERSION = re.compile(rf"(?P<terms>{'|'.join(TERMS)})/[^/]+")
_PART_OF_DATASET = re.compile(r"dataset/(?P<key>[^/]+)")
_ABOUT_PART = re.compile(r"(?P<part>dataset/[^/]+)/about")
_FILE = re.compile(rf"dataset/(?P<file>(?P<stem>[^/]+)\.(?:{'|'.join(form.extension for form in FORMATS)}))")
_PART_OF_DOCUMENT = re.compile(r"(?P<document>doc/[^/]+)/(?P<part>record|translation|source\.txt)")


@frozen
class Addresses:
    """The addresses of one site. `base` is that of its data; our terms stay under ours.

    `built_under` is the base that its files were built with, "" if it is the same.

    >>> addresses = Addresses("https://w3id.org/diplograph/")
    >>> addresses.page("https://w3id.org/diplograph/agent/kim-il-sung")
    'agent/kim-il-sung.html'
    >>> addresses.page("https://w3id.org/diplograph/doc/a/source.txt#char=3,9")
    'doc/a/record.html#char=3,9'
    >>> addresses.page("https://w3id.org/diplograph/vocab#Withdrawn")
    'vocab.html#Withdrawn'
    >>> addresses.page("https://w3id.org/diplograph/dataset/a"), addresses.page("https://w3id.org/diplograph/dataset/a.ttl")
    ('dataset/a/about.html', 'dataset/a/about.html#a.ttl')
    """

    base: str
    built_under: str = ""

    def path(self, iri: str) -> str:
        """What follows the base in an IRI, without a fragment; "" if it is not ours."""
        address = iri.partition("#")[0]
        for base in (self.base, OUR_BASE):
            if address.startswith(base) and (base == self.base or _is_of_terms(address.removeprefix(base))):
                return unquote(address.removeprefix(base))
        return ""

    def iri(self, path: str) -> str:
        """The IRI of a path."""
        base = OUR_BASE if _is_of_terms(path) else self.base
        return base + quote(path, safe="/:@!$&'()*+,;=~-._")

    def document(self, path: str) -> str:
        """Where the thing of a path is told of: the path of its page and its data, without their extensions.

        >>> addresses = Addresses("https://w3id.org/diplograph/")
        >>> [addresses.document(path) for path in ("dataset/a", "dataset/all.nq", "ontology/0.1.0", "agent/x")]
        ['dataset/a/about', 'dataset', 'ontology', 'agent/x']
        """
        version, file = _VERSION.fullmatch(path), _FILE.fullmatch(path)
        if version:
            return version["terms"]
        if file:
            return "dataset" if file["stem"] == WHOLE else f"dataset/{file['stem']}/about"
        return f"{path}/about" if _PART_OF_DATASET.fullmatch(path) else path

    def told_in(self, document: str) -> str:
        """The path of the thing that a document tells of: the other way round than `document`."""
        found = _ABOUT_PART.fullmatch(document)
        return found["part"] if found else document

    def page(self, iri: str) -> str:
        """The page that tells of a thing, from the root of the site; "" if it is not ours."""
        path = self.path(iri)
        if not path:
            return ""
        fragment = iri.partition("#")[2].partition(";")[0]
        found, file = _PART_OF_DOCUMENT.fullmatch(path), _FILE.fullmatch(path)
        if file:
            page, fragment = f"{self.document(path)}.html", file["file"]
        elif found:
            page = f"{found['document']}/record.html"
            fragment = fragment or (found["part"] if found["part"] != "record" else "")
        else:
            page = f"{self.document(path)}.html"
        return quote(page, safe="/:@!$&'()*+,;=~-._") + (f"#{fragment}" if fragment else "")


def _is_of_terms(path: str) -> bool:
    """Whether a path is that of our ontology, vocabulary or shapes, or of a version of them."""
    return path in TERMS or _VERSION.fullmatch(path) is not None


def to_root(page: str) -> str:
    """The way from a page back to the root of the site.

    >>> to_root("index.html"), to_root("agent/kim-il-sung.html")
    ('', '../')
    """
    return "../" * page.count("/")
