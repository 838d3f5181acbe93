"""Whether two N-Triples or N-Quads files hold the same triples: python same_graph.py NAME READ WRITTEN.

Graph names are left out, escapes resolved, language tags written small, xsd:string dropped; nothing else is smoothed
over. It needs the standard library only, so that it shares nothing with what wrote or read the files. A blank node is
an error: without them, equal graphs are equal sets.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

IRI = r"<([^<>\"{}|^`\x00-\x20]*)>"
LITERAL = rf'"((?:[^"\\\n\r]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^{IRI})?'
STATEMENT = re.compile(rf"\s*{IRI}\s*{IRI}\s*(?:{IRI}|{LITERAL})\s*(?:{IRI}\s*)?\.\s*(?:#.*)?")
ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
SHORT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
SHOWN = 5

Triple = tuple[str, str, tuple[str, ...]]


def unescaped(text: str) -> str:
    """The text that an escaped text stands for."""
    return ESCAPE.sub(lambda found: SHORT[found[3]] if found[3] else chr(int(found[1] or found[2], 16)), text)


def triples_in(path: Path) -> set[Triple]:
    """The triples of a file. Raises ValueError at a line that is no statement without blank nodes."""
    triples = set()
    # Only a line feed ends a statement: splitlines would also split at characters inside a literal.
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = STATEMENT.fullmatch(line)
        if found is None:
            raise ValueError(f"{path}:{number}: no statement without blank nodes: {line}")
        subject, predicate, iri, text, language, datatype, _graph = found.groups()
        if iri is not None:
            value: tuple[str, ...] = (unescaped(iri),)
        else:
            kind = unescaped(datatype or XSD_STRING)
            value = (unescaped(text), (language or "").lower(), "" if kind == XSD_STRING else kind)
        triples.add((unescaped(subject), unescaped(predicate), value))
    return triples


def main(name: str, read: Path, written: Path) -> int:
    """Compare, say what differs, and return 0 if nothing does."""
    try:
        ours, theirs = triples_in(written), triples_in(read)
    except ValueError as error:
        sys.stdout.write(f"FAILED: {name}: {error}\n")
        return 1
    if ours == theirs:
        sys.stdout.write(f"same:   {name} ({len(ours)} triples)\n")
        return 0
    sys.stdout.write(f"FAILED: {name} and {written} differ\n")
    for sign, triples in (("-", ours - theirs), ("+", theirs - ours)):
        for triple in sorted(triples)[:SHOWN]:
            sys.stdout.write(f"  {sign} {triple}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
