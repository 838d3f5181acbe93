"""JSON-LD 1.1 in expanded form, which is flat here as well: no context, one node object for each subject, in order."""

from __future__ import annotations

import json
from collections.abc import Iterable

from kg.publish.terms import RDF_TYPE, XSD, Node, escaped, suffix_of, value_of


def expanded(nodes: Iterable[Node]) -> str:
    """The statements of these nodes. Every literal keeps its spelling: numbers are written as texts with a datatype.

    >>> a = "https://example.org/a"
    >>> print(expanded([Node(a, ((RDF_TYPE, f"<{a}>"), (f"<{a}#n>", f'"1"^^<{XSD}integer>')))]), end="")
    [
      {
        "@id": "https://example.org/a",
        "@type": [
          "https://example.org/a"
        ],
        "https://example.org/a#n": [
          {
            "@type": "http://www.w3.org/2001/XMLSchema#integer",
            "@value": "1"
          }
        ]
      }
    ]
    """
    return escaped(json.dumps([_object(node) for node in nodes], ensure_ascii=False, indent=2)) + "\n"


def _object(node: Node) -> dict[str, object]:
    said: dict[str, object] = {"@id": _name(f"<{node.subject}>" if not node.subject.startswith("_:") else node.subject)}
    values: dict[str, list[object]] = {}
    for predicate, value in node.rows:
        if predicate == RDF_TYPE and not value.startswith('"'):
            values.setdefault("@type", []).append(_name(value))
        else:
            values.setdefault(value_of(predicate), []).append(_value(value))
    return said | values


def _value(term: str) -> dict[str, str]:
    if not term.startswith('"'):
        return {"@id": _name(term)}
    suffix, text = suffix_of(term), value_of(term)
    if suffix.startswith("@"):
        return {"@language": suffix[1:], "@value": text}
    datatype = value_of(suffix[2:]) if suffix else ""
    return {"@type": datatype, "@value": text} if datatype and datatype != f"{XSD}string" else {"@value": text}


def _name(term: str) -> str:
    """An IRI, or a blank node as JSON-LD names it."""
    return value_of(term) if term.startswith("<") else term
