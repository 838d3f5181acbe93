"""RDF/XML 1.1: one rdf:Description for each subject, one property element for each statement, everything in order.

Our own, because pyoxigraph 0.5.13 writes a line end of the old kind (U+000D) as it is, which every reader of XML takes
for U+000A, and writes broken XML for a property whose IRI ends in no name. What RDF/XML cannot say is refused here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.errors import DataError
from kg.publish.prefixes import prefixes
from kg.publish.terms import Node, suffix_of, value_of

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
# A property element is named by a namespace and a local name, which is an NCName (Namespaces in XML 1.0, section 4); of
# NCNames those in ASCII, which is enough for all properties that people make.
_NAMED = re.compile(r"(?P<namespace>.+?)(?P<name>[A-Za-z_][A-Za-z0-9_.-]*)", re.DOTALL)
# Names of the syntax itself, and rdf:li, which stands for another (RDF/XML, section 6.1.4).
_NO_PROPERTY = frozenset(
    f"{RDF}{name}"
    for name in (
        *("RDF", "Description", "ID", "about", "parseType", "resource", "nodeID", "datatype", "li"),
        *("bagID", "aboutEach", "aboutEachPrefix"),
    )
)
# What no document of XML 1.0 may hold, not even as a reference (section 2.2).
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What is not seen, as in our other formats, and what XML would read otherwise than it was written (section 2.11).
_REFERENCED = re.compile(
    '[&<>"\t\r\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]'
)
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


class RdfXmlWriter:
    """RDF/XML without relative IRIs, so that a file means the same wherever it lies."""

    def __init__(self) -> None:
        """A writer that knows the prefixes of everything we publish."""
        self._prefixes = {namespace: prefix for prefix, namespace in prefixes().items()}
        declared = "".join(f'\n    xmlns:{prefix}="{namespace}"' for namespace, prefix in self._prefixes.items())
        self.head = f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{declared}>\n'
        self.tail = "</rdf:RDF>\n"

    def rdf_xml(self, nodes: Iterable[Node]) -> str:
        """The statements of these nodes. Raises DataError at a property or a text that RDF/XML cannot write.

        >>> a = "https://example.org/a"
        >>> print(RdfXmlWriter().rdf_xml([Node(a, ((f"<{a}#p>", '"1 < 2"@en'),))]).partition(">\\n  <")[2], end="")
        rdf:Description rdf:about="https://example.org/a">
            <p xmlns="https://example.org/a#" xml:lang="en">1 &lt; 2</p>
          </rdf:Description>
        </rdf:RDF>
        """
        return "".join([self.head, *map(self._block, nodes), self.tail])

    def _block(self, node: Node) -> str:
        name = (
            f'rdf:nodeID="{node.subject[2:]}"' if node.subject.startswith("_:") else f'rdf:about="{_iri(node.subject)}"'
        )
        lines = [self._element(predicate, value) for predicate, value in node.rows]
        return f"  <rdf:Description {name}>\n{''.join(lines)}  </rdf:Description>\n"

    def _element(self, predicate: str, value: str) -> str:
        tag, declared = self._tag(value_of(predicate))
        if value.startswith("<"):
            return f'    <{tag}{declared} rdf:resource="{_iri(value[1:-1])}"/>\n'
        if value.startswith("_:"):
            return f'    <{tag}{declared} rdf:nodeID="{value[2:]}"/>\n'
        suffix = suffix_of(value)
        if suffix.startswith("@"):
            kind = f' xml:lang="{suffix[1:]}"'
        else:
            kind = f' rdf:datatype="{_iri(suffix[3:-1])}"' if suffix else ""
        return f"    <{tag}{declared}{kind}>{_text(value_of(value))}</{tag}>\n"

    def _tag(self, iri: str) -> tuple[str, str]:
        """The name of a property element, and the declaration of its namespace where the head has none."""
        found = _NAMED.fullmatch(iri)
        if found is None or iri in _NO_PROPERTY:
            raise _refusal(f"The property {iri} has no name that XML allows.")
        prefix = self._prefixes.get(found["namespace"])
        if prefix:
            return f"{prefix}:{found['name']}", ""
        return found["name"], f' xmlns="{_text(found["namespace"])}"'


def _iri(term: str) -> str:
    return _text(value_of(f"<{term}>"))


def _text(text: str) -> str:
    """A text as XML reads it back, character by character."""
    unfit = _NO_CHARACTER.search(text)
    if unfit:
        raise _refusal(f"A text holds the character U+{ord(unfit.group()):04X}, which XML has not.")
    return _REFERENCED.sub(lambda found: _ENTITIES.get(found.group()) or f"&#x{ord(found.group()):X};", text)


def _refusal(message: str) -> DataError:
    return DataError(message, cure="Take another format: Turtle, JSON-LD and N-Triples can write everything.")
