"""Where a thing stands in the site: its IRI is base + path, its page is path + `.html`, its data path + `.ttl`."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from attrs import frozen

from kg.base import OUR_BASE

TERMS = ("ontology", "vocab", "shapes")
# A record, its translation and its text are told of on one page; the text's stretches are places on it.
_PART_OF_DOCUMENT = re.compile(r"(?P<document>doc/[^/]+)/(?P<part>record|translation|source\.txt)")


@frozen
class Addresses:
    """The addresses of one site. `base` is that of its data; our terms stay under ours.

    >>> addresses = Addresses("https://w3id.org/diplograph/")
    >>> addresses.page("https://w3id.org/diplograph/agent/kim-il-sung")
    'agent/kim-il-sung.html'
    >>> addresses.page("https://w3id.org/diplograph/doc/a/source.txt#char=3,9")
    'doc/a/record.html#char=3,9'
    >>> addresses.page("https://w3id.org/diplograph/vocab#Withdrawn")
    'vocab.html#Withdrawn'
    """

    base: str

    def path(self, iri: str) -> str:
        """What follows the base in an IRI, without a fragment; "" if it is not ours."""
        address = iri.partition("#")[0]
        for base in (self.base, OUR_BASE):
            if address.startswith(base) and (base == self.base or address.removeprefix(base) in TERMS):
                return unquote(address.removeprefix(base))
        return ""

    def iri(self, path: str) -> str:
        """The IRI of a path."""
        base = OUR_BASE if path in TERMS else self.base
        return base + quote(path, safe="/:@!$&'()*+,;=~-._")

    def page(self, iri: str) -> str:
        """The page that tells of a thing, from the root of the site; "" if it is not ours."""
        path = self.path(iri)
        if not path:
            return ""
        fragment = iri.partition("#")[2].partition(";")[0]
        found = _PART_OF_DOCUMENT.fullmatch(path)
        if found:
            page = f"{found['document']}/record.html"
            fragment = fragment or (found["part"] if found["part"] != "record" else "")
        else:
            page = f"{path}.html"
        return quote(page, safe="/:@!$&'()*+,;=~-._") + (f"#{fragment}" if fragment else "")


def to_root(page: str) -> str:
    """The way from a page back to the root of the site.

    >>> to_root("index.html"), to_root("agent/kim-il-sung.html")
    ('', '../')
    """
    return "../" * page.count("/")
