"""JSON-LD 1.1, compact and flat: one node object for each subject, keys and values named by our context.

The context stands in the file itself, so that nothing is fetched to read it. pyoxigraph writes the expanded form only;
this writer picks, for each value, a term of the context that says the same (JSON-LD 1.1 API, section 6, for the part
of contexts that _Context accepts), and writes the value out in full where no term does.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from attrs import frozen

from kg.publish.context import Context, Term
from kg.publish.terms import RDF_TYPE, XSD, KeptTerms, Node, Row, Statements, escaped, value_of

# Beyond this, readers that hold numbers as doubles lose digits (RFC 8259, section 6).
_SAFE_INTEGER = 2**53 - 1

# What stands between two nodes, and behind the last one.
BETWEEN_NODES, TAIL = ",\n", "\n  ]\n}\n"


@frozen
class _Saying:
    """How values of one kind are said of one property: under which key, and with which words beside them.

    `language` is "" unless the values stand in a language map.
    """

    name: str
    language: str
    write: Callable[[str], str]


class JsonLdWriter:
    """JSON-LD with one context. What it wrote of a node once, it does not write anew for another file."""

    def __init__(self, context: Context) -> None:
        """A writer that names things as `context` does."""
        self._context = context
        opened = json.dumps({"@context": context.written}, ensure_ascii=False, indent=2, sort_keys=True)
        opened = opened.removesuffix("\n}")
        self.head = f"{escaped(opened)},\n  {_json(context.keyword('@graph'))}: [\n"
        self._sayings: dict[Row, _Saying] = {}
        self._id, self._type, self._value, self._language = (
            _json(context.keyword(keyword)) for keyword in ("@id", "@type", "@value", "@language")
        )
        self._keys: dict[str, tuple[str, bool]] = {}  # of each name: written as JSON, and whether it has a list always
        # An IRI as it stands, compact if the context allows; a class, a datatype or a concept by its shortest name.
        self._names = KeptTerms(lambda term: _json(context.compact(value_of(term))))
        self._classes = KeptTerms(lambda term: _json(context.vocab(value_of(term))))

    def json_ld(self, statements: Statements) -> str:
        """The union of all graphs as one compact JSON-LD 1.1 document.

        >>> said_by = "https://w3id.org/diplograph/ontology#voice"
        >>> context = Context({"voice": {"@id": said_by, "@type": "@id"}})
        >>> claim, voice = "https://example.org/claim", "https://example.org/voice"
        >>> node = Node(claim, ((f"<{said_by}>", f"<{voice}>"),))
        >>> statements = Statements.of({"https://example.org/g": (node,)})
        >>> print(JsonLdWriter(context).json_ld(statements).partition("[")[2], end="")
        <BLANKLINE>
            {
              "@id": "https://example.org/claim",
              "voice": "https://example.org/voice"
            }
          ]
        }
        """
        return f"{self.head}{BETWEEN_NODES.join(map(self.block, statements.union))}{TAIL}"

    def block(self, node: Node) -> str:
        """The node object of one subject: its @id, its types, then every other key in order."""
        block = node.blocks.get(self)
        if block is None:
            pairs = ",\n".join(self._pairs(node)).replace("\n", "\n      ")
            block = node.blocks[self] = f"    {{\n      {pairs}\n    }}"
        return block

    def _pairs(self, node: Node) -> list[str]:
        """The keys of a node object with their values."""
        types: list[str] = []
        values: dict[str, list[str]] = {}
        texts: dict[str, dict[str, list[str]]] = {}
        sayings = self._sayings
        for predicate, value in node.rows:
            end = 0 if value[0] == "<" else value.rindex('"') + 1
            suffix = value[end:] if end else "<>"
            if predicate == RDF_TYPE and not end:
                types.append(self._classes[value])
                continue
            saying = sayings.get((predicate, suffix)) or self._saying(predicate, suffix)
            if saying.write is not _text:
                written = saying.write(value)
            else:  # a text with nothing to escape stands in JSON as it stands in N-Quads
                written = _text(value) if "\\" in value else value[:end]
            of_name = values.setdefault(saying.name, [])
            if saying.language:
                texts.setdefault(saying.name, {}).setdefault(saying.language, []).append(written)
            else:
                of_name.append(written)
        pairs = [f"{self._id}: {self._names[f'<{node.subject}>']}"]
        if types:
            pairs.append(f"{self._type}: {_one_or_all(types)}")
        for name in sorted(values):
            key, is_list = self._keys[name]
            if name in texts:
                said = _object({_json(tag): _one_or_all(texts[name][tag]) for tag in sorted(texts[name])})
            else:
                said = _list(values[name]) if is_list else _one_or_all(values[name])
            pairs.append(f"{key}: {said}")
        return pairs

    def _saying(self, predicate: str, suffix: str) -> _Saying:
        """How to say values of a property that end in `suffix`."""
        term = _term(value_of(predicate), suffix, self._context)
        language = suffix[1:] if suffix.startswith("@") and "@language" in term.container else ""
        write = self._writer_of(suffix, term)
        saying = _Saying(term.name, language, write)
        self._sayings[predicate, suffix] = saying
        self._keys[term.name] = (_json(term.name), "@set" in term.container)
        return saying

    def _writer_of(self, suffix: str, term: Term) -> Callable[[str], str]:
        """What writes a value under a term: bare where the term says the rest, else as an object that says it."""
        suits = _fit(suffix, term) == 2
        if suffix == "<>":
            if suits:
                return (self._classes if term.type == "@vocab" else self._names).__getitem__
            return lambda value: _object({self._id: self._names[value]})
        native = _NATIVE.get(suffix, _text)
        if suits:
            return native
        if suffix.startswith("@"):
            language = _json(suffix[1:])
            return lambda value: _object({self._language: language, self._value: _text(value)})
        if not suffix:
            return lambda value: _object({self._value: _text(value)})
        datatype = self._classes[suffix[2:]]
        return lambda value: _object({self._type: datatype, self._value: native(value)})


def _json(text: str) -> str:
    """A text as JSON."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return escaped(json.dumps(text, ensure_ascii=False))


def _text(literal: str) -> str:
    """The text of a literal as JSON, which writes it as N-Quads does where nothing is escaped."""
    return _json(value_of(literal)) if "\\" in literal else literal[: literal.rindex('"') + 1]


def _one_or_all(values: list[str]) -> str:
    return values[0] if len(values) == 1 else _list(values)


def _list(values: list[str]) -> str:
    return "[\n  " + ",\n".join(values).replace("\n", "\n  ") + "\n]"


def _object(pairs: dict[str, str]) -> str:
    """An object, of keys and values that are written as JSON already."""
    inner = ",\n".join(f"{key}: {value}" for key, value in pairs.items())
    return "{\n  " + inner.replace("\n", "\n  ") + "\n}"


def _term(predicate: str, suffix: str, context: Context) -> Term:
    """The term that says most about a value, so that least need be written beside it; without one, a bare key."""
    candidates = [term for term in context.terms_for(predicate) if _fits_container(suffix, term)]
    if not candidates:
        return Term(name=context.compact(predicate), iri=predicate, language=context.language)
    # Terms come by name; max takes the first of the best.
    return max(candidates, key=lambda term: _fit(suffix, term))


def _fits_container(suffix: str, term: Term) -> bool:
    """A language map holds texts in a language and nothing else (JSON-LD 1.1, section 4.6.2)."""
    return "@language" not in term.container or suffix.startswith("@")


def _fit(suffix: str, term: Term) -> int:
    """How well a term suits a value: 2 if it spares all writing beside the value, 1 if it says nothing, 0 else."""
    if suffix == "<>":
        suits = term.type in ("@id", "@vocab")
    elif suffix.startswith("@"):
        suits = "@language" in term.container or (not term.type and term.language == suffix[1:])
    elif not suffix:
        suits = not term.type and not term.language
    else:
        suits = term.type == suffix[3:-1]
    return 2 if suits else int(not term.type)


def _number(literal: str) -> str:
    """A number of JSON where reading it back gives the same literal; else its text."""
    text = value_of(literal)
    if text.isascii() and text.lstrip("-").isdigit():
        number = int(text) if len(text) <= 16 else _SAFE_INTEGER + 1
        if str(number) == text and abs(number) <= _SAFE_INTEGER:
            return text
    return _text(literal)


def _truth(literal: str) -> str:
    """A truth value of JSON where reading it back gives the same literal; else its text."""
    return value_of(literal) if value_of(literal) in ("true", "false") else _text(literal)


_NATIVE = {
    f"^^<{XSD}integer>": _number,
    f"^^<{XSD}nonNegativeInteger>": _number,
    f"^^<{XSD}boolean>": _truth,
}
