"""One writer at work in a process of its own, for bench/serialising.py: bench.writers NAME FORM FOLDER OUT."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse, serialize

from bench.clock import say
from bench.contest import ROOT
from bench.peers.serialising import EXTENSIONS
from kg.converters import Base
from kg.publish import context_of
from kg.publish.formats import FORMATS, Writers
from kg.publish.prefixes import prefixes
from kg.publish.terms import statements_of
from kg.settings import settings_of

OXIGRAPH = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
}


def ours(form: str) -> Callable[[Sequence[Quad]], bytes]:
    """Our own writer of a format, from quads as the converters give them."""
    writers = Writers.of(Base().iri, context_of(settings_of({}, ROOT).ontology / "context.jsonld"))
    found = next(each for each in FORMATS if each.extension == EXTENSIONS[form])
    return lambda quads: found.write(statements_of(quads), writers).encode()


def oxigraph(form: str) -> Callable[[Sequence[Quad]], bytes]:
    """pyoxigraph's writer, with our prefixes."""
    heads = prefixes()

    def write(quads: Sequence[Quad]) -> bytes:
        given = [quad.triple for quad in quads] if form == "turtle" else quads
        return serialize(given, format=OXIGRAPH[form], prefixes=heads) or b""

    return write


def plain(_: str) -> Callable[[Sequence[Quad]], bytes]:
    """Nothing but lines, as the terms say themselves."""
    return lambda quads: "".join([f"{quad} .\n" for quad in quads]).encode()


WRITERS = {"kg": ours, "pyoxigraph": oxigraph, "plain": plain}


def main() -> None:
    """Read all documents; write them, timed; put them into a folder, not timed."""
    name, form, folder, out = sys.argv[1:]
    documents = [list(parse(path=str(path), format=RdfFormat.N_QUADS)) for path in sorted(Path(folder).glob("*.nq"))]
    write = WRITERS[name](form)
    written: list[bytes] = []
    say(lambda: written.extend(map(write, documents)), lambda _: 0, "pyoxigraph" if name == "pyoxigraph" else "")
    for number, content in enumerate(written):
        Path(out, f"{number:05}.{EXTENSIONS[form]}").write_bytes(content)


if __name__ == "__main__":
    main()
