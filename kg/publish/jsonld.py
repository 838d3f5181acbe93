"""JSON-LD 1.1, compact and flat: one node object for each subject, keys and values named by our context.

The context stands in the file itself, so that nothing is fetched to read it. pyoxigraph writes the expanded form only;
this writer picks, for each value, a term of the context that says the same (JSON-LD 1.1 API, section 6, for the part
of contexts that _Context accepts), and writes the value out in full where no term does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.publish.context import Context, Term
from kg.publish.terms import RDF_TYPE, XSD, Statement, escaped, union_of

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json]"

# Beyond this, readers that hold numbers as doubles lose digits (RFC 8259, section 6).
_SAFE_INTEGER = 2**53 - 1
_INTEGERS = (f"{XSD}integer", f"{XSD}nonNegativeInteger")


def jsonld_of(statements: Iterable[Statement], context: Context) -> str:
    """The union of all graphs as one compact JSON-LD 1.1 document.

    >>> said_by = "https://w3id.org/diplograph/ontology#voice"
    >>> context = Context({"voice": {"@id": said_by, "@type": "@id"}})
    >>> claim, voice = "https://example.org/claim", NamedNode("https://example.org/voice")
    >>> print(jsonld_of([Statement("https://example.org/g", claim, said_by, voice)], context).partition("[")[2], end="")
    <BLANKLINE>
        {
          "@id": "https://example.org/claim",
          "voice": "https://example.org/voice"
        }
      ]
    }
    """
    nodes = [
        _indented(_node(subject, list(members), context))
        for subject, members in groupby(union_of(statements), lambda statement: statement.subject)
    ]
    head = json.dumps({"@context": context.written}, ensure_ascii=False, indent=2, sort_keys=True)[: -len("\n}")]
    graph = ",\n".join(nodes)
    return escaped(f'{head},\n  "{context.keyword("@graph")}": [\n{graph}\n  ]\n}}\n')


def _indented(node: Json) -> str:
    return "\n".join(f"    {line}" for line in json.dumps(node, ensure_ascii=False, indent=2).split("\n"))


def _node(subject: str, statements: list[Statement], context: Context) -> Json:
    """The node object of one subject: its @id, its types, then every other key in order."""
    types: list[Json] = []
    values: dict[str, list[Json]] = {}
    texts: dict[str, dict[str, list[Json]]] = {}
    lists: set[str] = set()
    for statement in statements:
        value = statement.object
        if statement.predicate == RDF_TYPE and isinstance(value, NamedNode):
            types.append(context.vocab(value.value))
            continue
        term = _term(statement.predicate, value, context)
        if "@set" in term.container:
            lists.add(term.name)
        if "@language" in term.container and isinstance(value, Literal) and value.language:
            texts.setdefault(term.name, {}).setdefault(value.language, []).append(value.value)
        else:
            values.setdefault(term.name, []).append(_value(value, term, context))
    node: dict[str, Json] = {context.keyword("@id"): context.compact(subject)}
    if types:
        node[context.keyword("@type")] = _one_or_all(types)
    for name in sorted(values.keys() | texts.keys()):
        if name in texts:
            node[name] = {language: _one_or_all(texts[name][language]) for language in sorted(texts[name])}
        else:
            node[name] = values[name] if name in lists else _one_or_all(values[name])
    return node


def _one_or_all(values: list[Json]) -> Json:
    return values[0] if len(values) == 1 else values


def _term(predicate: str, value: NamedNode | Literal, context: Context) -> Term:
    """The term that says most about `value`, so that least need be written beside it; without one, a bare key."""
    candidates = [term for term in context.terms_for(predicate) if _fits_container(value, term)]
    if not candidates:
        return Term(name=context.compact(predicate), iri=predicate, language=context.language)
    # Terms come by name; max takes the first of the best.
    return max(candidates, key=lambda term: _fit(value, term))


def _fits_container(value: NamedNode | Literal, term: Term) -> bool:
    """A language map holds texts in a language and nothing else (JSON-LD 1.1, section 4.6.2)."""
    return "@language" not in term.container or (isinstance(value, Literal) and bool(value.language))


def _fit(value: NamedNode | Literal, term: Term) -> int:
    """How well a term suits a value: 2 if it spares all writing beside the value, 1 if it says nothing, 0 else."""
    if isinstance(value, NamedNode):
        suits = term.type in ("@id", "@vocab")
    elif value.language:
        suits = "@language" in term.container or (not term.type and term.language == value.language)
    elif value.datatype.value == f"{XSD}string":
        suits = not term.type and not term.language
    else:
        suits = term.type == value.datatype.value
    return 2 if suits else int(not term.type)


def _value(value: NamedNode | Literal, term: Term, context: Context) -> Json:
    """A value under a term: bare where the term says the rest, else an object that says it."""
    suits = _fit(value, term) == 2
    if isinstance(value, NamedNode):
        if not suits:
            return {context.keyword("@id"): context.compact(value.value)}
        return context.vocab(value.value) if term.type == "@vocab" else context.compact(value.value)
    datatype = value.datatype.value
    native = _native(value)
    if suits:
        return native
    if value.language:
        return {context.keyword("@language"): value.language, context.keyword("@value"): value.value}
    if datatype == f"{XSD}string":
        return {context.keyword("@value"): value.value}
    return {context.keyword("@type"): context.vocab(datatype), context.keyword("@value"): native}


def _native(value: Literal) -> str | int | bool:
    """A number or a truth value of JSON where reading it back gives the same literal; else its text."""
    datatype, text = value.datatype.value, value.value
    if datatype == f"{XSD}boolean" and text in ("true", "false"):
        return text == "true"
    if datatype in _INTEGERS and text.isascii() and text.lstrip("-").isdigit():
        number = int(text) if len(text) <= 16 else _SAFE_INTEGER + 1
        if str(number) == text and abs(number) <= _SAFE_INTEGER:
            return number
    return text
