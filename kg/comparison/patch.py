r"""What leads from the old side to the new one, for programs: as RDF Patch, and as SPARQL 1.1 Update.

RDF Patch: https://jena.apache.org/documentation/rdf-patch/ and https://afs.github.io/rdf-delta/rdf-patch.html. Its rows
are `H name value .`, `TX .`, `D s p o g .`, `A s p o g .`, `TC .`. Our patches add no prefixes (`PA`): that would
change the store that a patch is applied to, and neither side has any.

Both write all that is removed first, then all that is added: whoever applies them line by line ends at the new side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from tempfile import TemporaryFile
from uuid import NAMESPACE_URL, uuid5

from kg.base import OUR_BASE
from kg.comparison.rows import Sign, pairs
from kg.comparison.sides import Side
from kg.publish.terms import escaped, suffix_of, value_of

# A store reads one operation of an update as a whole; of this size it takes a few hundred kilobytes.
ROWS_IN_A_PIECE = 1000

_BACKSLASH_U = re.compile(r"\\\\([uU])")
_ESCAPES = str.maketrans(
    {
        "\\": "\\\\",
        '"': '\\"',
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "\b": "\\b",
        "\f": "\\f",
    }
)


def patch_lines(old: Side, new: Side) -> Iterator[bytes]:
    """An RDF Patch of one transaction: whoever applies it to the old side has the new one.

    Its id hangs on both sides alone, so that the same comparison gives the same bytes.
    """
    name = uuid5(NAMESPACE_URL, f"{OUR_BASE}patch/{old.digest}/{new.digest}")
    yield f"H id <uuid:{name}> .\n".encode()
    yield b"TX .\n"
    with _removed_first(old, new) as rows:
        for sign, row in rows:
            graph, _, triple = row.partition(b" ")
            yield b"%s %s%s .\n" % (sign.value.encode(), triple, b" " + graph if graph else b"")
    yield b"TC .\n"


def update_lines(old: Side, new: Side, most_rows: int = ROWS_IN_A_PIECE) -> Iterator[bytes]:
    """A SPARQL 1.1 Update that brings a store from the old side to the new one, in operations of at most so many rows.

    Each operation (`DELETE DATA`, `INSERT DATA`) ends in a line `;`, so that a program can send them one by one.
    """
    with _removed_first(old, new) as rows:
        for sign, same in groupby(rows, lambda each: each[0]):
            held: list[bytes] = []
            for _, row in same:
                held.append(row)
                if len(held) == most_rows:
                    yield _operation(sign, held)
                    held = []
            if held:
                yield _operation(sign, held)


def _operation(sign: Sign, rows: Iterable[bytes]) -> bytes:
    lines = ["DELETE DATA {" if sign is Sign.REMOVED else "INSERT DATA {"]
    for graph, same in groupby((row.decode() for row in rows), lambda row: row.partition(" ")[0]):
        triples = [f"{_in_sparql(row.partition(' ')[2])} ." for row in same]
        lines += [f"GRAPH {graph} {{", *triples, "}"] if graph else triples
    return "\n".join([*lines, "}", ";", ""]).encode()


def _in_sparql(triple: str) -> str:
    r"""A triple of N-Triples as SPARQL reads it.

    SPARQL resolves \uXXXX before it looks at quotes (1.1, section 19.2), so that one for a line end would end the
    literal; some engines find such an escape behind a backslash that is itself escaped, others do not; and rdflib 7.6
    takes four more digits if they follow. So an escape has eight digits, and a "u" behind a backslash is one.

    >>> print(_in_sparql(r'<urn:s> <urn:p> "a\u000Db \\u0041"@en'))
    <urn:s> <urn:p> "a\rb \\\U000000750041"@en
    """
    subject, predicate, value = triple.split(" ", 2)
    if value[0] == '"':
        text = value_of(value).translate(_ESCAPES)
        text = _BACKSLASH_U.sub(lambda found: f"\\\\\\U{ord(found[1]):08X}", text)
        value = f'"{_with_eight_digits(escaped(text))}"{suffix_of(value)}'
    else:
        value = _with_eight_digits(value)
    return f"{_with_eight_digits(subject)} {_with_eight_digits(predicate)} {value}"


def _with_eight_digits(text: str) -> str:
    return text.replace("\\u", "\\U0000")


@contextmanager
def _removed_first(old: Side, new: Side) -> Iterator[Iterator[tuple[Sign, bytes]]]:
    """All rows that were removed, then all that were added; the latter wait in a file."""
    with TemporaryFile(prefix="kg-") as waiting:

        def rows() -> Iterator[tuple[Sign, bytes]]:
            for pair in pairs(old, new):
                for sign, row in pair.changed_rows():
                    if sign is Sign.REMOVED:
                        yield sign, row
                    else:
                        waiting.write(row + b"\n")
            waiting.seek(0)
            for line in waiting:
                yield Sign.ADDED, line[:-1]

        yield rows()
