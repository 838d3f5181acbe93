"""A folder with what the native loaders of stores want: the graphs, the books for a later sync, the commands.

Graphs and books lie in files of N-Quads, compressed, always the same bytes. The files are small enough to be loaded
side by side, and none holds a part of a graph only.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from zlib import MAX_WBITS, compressobj

from kg.publish.files import FolderAside, folder_aside
from kg.stores.books import books_iri, entry_lines
from kg.stores.contents import BLOCK_BYTES, Contents, Graph

# Before compression. Virtuoso loads several files at once where several loaders run.
FILE_BYTES = 256_000_000
_GZIP = MAX_WBITS + 16  # what zlib calls its gzip format (zlib, deflateInit2)
BOOKS = "books.nq.gz"
SCRIPT = "virtuoso.isql"
README = "README.md"


def write_bulk(contents: Contents, folder: Path) -> tuple[str, ...]:
    """Write the folder, whole or not at all; the names of its files. Raises OutputError, DataError."""
    with folder_aside(folder) as aside:
        for number, graphs in enumerate(_shares(contents.graphs), start=1):
            _write(
                aside, f"graphs-{number:04d}.nq.gz", (block for graph in graphs for block in graph.blocks(BLOCK_BYTES))
            )
        contents.refuse_if_replaced()
        _write(aside, BOOKS, _book_lines(contents))
        names = [row.file for row in aside.rows]
        aside.write(SCRIPT, _script().encode())
        aside.write(README, _readme(contents, names).encode())
        return tuple(row.file for row in aside.take_place())


def _shares(graphs: tuple[Graph, ...]) -> Iterator[list[Graph]]:
    share: list[Graph] = []
    size = 0
    for graph in graphs:
        if share and size + graph.size_bytes > FILE_BYTES:
            yield share
            share, size = [], 0
        share.append(graph)
        size += graph.size_bytes
    yield share


def _write(aside: FolderAside, name: str, lines: Iterator[bytes]) -> None:
    # No name and no time in the head, so that the same build gives the same bytes.
    packer = compressobj(6, wbits=_GZIP)
    with aside.opened(name) as stream:
        for line in lines:
            stream.write(packer.compress(line))
        stream.write(packer.flush())


def _book_lines(contents: Contents) -> Iterator[bytes]:
    ending = f" <{books_iri(contents.base)}> .\n"
    for graph in contents.graphs:
        for line in entry_lines(graph.iri, graph.sha256, contents.base).splitlines():
            yield f"{line.removesuffix(' .')}{ending}".encode()


def _script() -> str:
    return """\
-- isql-vt HOST:1111 dba PASSWORD virtuoso.isql; the folder must stand among DirsAllowed of virtuoso.ini, as FOLDER.
-- The third word is for triples without a graph, of which there are none.
ld_dir('FOLDER', '*.nq.gz', 'urn:of-triples-without-a-graph');
rdf_loader_run();
checkpoint;
-- Each row that follows is a file that was not loaded, or not whole: 2 is done.
select ll_file, ll_state, ll_error from DB.DBA.load_list where ll_state <> 2 or ll_error is not null;
"""


def _readme(contents: Contents, names: list[str]) -> str:
    files = " ".join(map(shlex.quote, names))
    triples = sum(graph.triples for graph in contents.graphs)
    several = " ".join(f"--file {shlex.quote(name)}" for name in names)
    return f"""\
# {triples:,} statements in {len(contents.graphs):,} graphs, for native loaders

Every file is N-Quads, compressed. `{BOOKS}` says which graphs these are, with their checksums, so that `kg sync` can
go on from here: load it last. Load into a store that has none of these graphs. Then run

    kg sync ENDPOINT --check-values all

which finds nothing to send if all is well. Which of these commands were tried stands in docs/stores.md of Diplograph.

Oxigraph, while no server runs on the folder:

    oxigraph load --location DATA {several}

Virtuoso: put this folder's path into `{SCRIPT}`, in place of FOLDER, then

    isql-vt HOST:1111 dba PASSWORD {SCRIPT}

Apache Jena (Fuseki on TDB2), while no server runs on it:

    tdb2.tdbloader --loc DATA {files}

GraphDB, while the server is down (the repository exists):

    importrdf load -f -i REPOSITORY -m parallel {files}

RDF4J, in its console, one line for each file (`open REPOSITORY` first):

{chr(10).join(f"    load {name}" for name in names)}

Blazegraph, while the server is down, with the properties that it was made with (quads must be on):

    java -cp blazegraph.jar com.bigdata.rdf.store.DataLoader RWStore.properties .

QLever, which makes an index of everything anew:

    zcat *.nq.gz | qlever-index -i NAME -F nq -f -
"""
