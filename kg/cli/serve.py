"""`kg serve`: what was built as pages, as data by content negotiation, and as a SPARQL endpoint."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread

import click

from kg.cli.library import base_of, base_option, built_place, current_settings
from kg.cli.tables import print_line
from kg.errors import OutputError, UsageError
from kg.publish import context_of
from kg.serve.application import RECONCILE, application
from kg.serve.editions import Editions
from kg.serve.listening import HOST, address_of, listening, server_of
from kg.serve.log import Log
from kg.serve.pools import Pools
from kg.serve.reconciling import Reconciliation
from kg.serve.sparql import sparql_routes
from kg.serve.workers import Limits
from kg.site import Site, edition_of
from kg.site.edition import remove_unneeded
from kg.site.examples import examples_in

_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[A-Za-z0-9._~-]+)*/?")


@click.command("serve")
@click.argument("build", type=click.Path(path_type=Path), default=Path("build"), metavar="[BUILD]")
@click.option("--host", default=HOST, show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0 takes any.")
@base_option
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Queries answered at once.")
@click.option("--seconds", type=click.FloatRange(0.1, 3600), default=30, show_default=True, help="A query may take.")
@click.option("--rows", type=click.IntRange(1), default=100_000, show_default=True, help="An answer may have.")
@click.option(
    "--address",
    default="",
    metavar="URL",
    help="Where it is reached from outside, if a proxy stands before it.",
)
@click.option(
    "--allow-service", multiple=True, metavar="URL", help="An endpoint that SERVICE may ask; may be repeated."
)
@click.option("-q", "--quiet", is_flag=True, help="No log of requests, and nothing else said.")
def command(
    build: Path,
    host: str,
    port: int,
    base: str,
    workers: int,
    seconds: float,
    rows: int,
    address: str,
    allow_service: tuple[str, ...],
    quiet: bool,
) -> None:
    """Serve what was built: pages, data by content negotiation, SPARQL.

    BUILD is the folder that kg build wrote; when it is built anew, the new one is served without a restart.

    \b
    Example:
      kg serve --port 8000
    """
    outside = address_named(address)
    settings = current_settings()
    place = built_place(build)
    shelf = place.with_name(f"{place.name}.editions")
    context = context_of(settings.ontology / "context.jsonld")
    examples = examples_in(settings.queries)
    own_base = base_of(base, settings).iri if base or settings.base_iri else ""

    def prepare(folder: Path) -> Site:
        edition = edition_of(folder, settings.ontology, settings.shapes, shelf, own_base)
        # What a server before this one has left, and what others have that used the build before.
        with suppress(OutputError):
            remove_unneeded(folder, settings.ontology, settings.shapes, shelf)
        site = Site.of(edition, context, has_endpoint=True, examples=examples)
        Thread(target=draw_overviews, args=(site,), daemon=True).start()
        return site

    def remove(site: Site) -> None:
        site.edition.lease.end()
        remove_unneeded(place, settings.ontology, settings.shapes, shelf)

    door = listening(host, port)
    if not quiet:
        print_line(f"making {place} ready to be served ...")
    err = os.devnull if quiet else sys.stderr.fileno()
    with door, open(err, "w", encoding="ascii", closefd=quiet) as stream:
        log = Log(stream)
        pools = Pools(Limits(workers=workers, seconds=seconds, rows=rows))
        editions = Editions(place, prepare, remove, log, opened=pools.open, closed=pools.close)
        app = application(
            editions,
            log,
            fault_of=Site.fault,
            endpoint=sparql_routes(lambda: pools.of(editions.state.version), services=allow_service, address=outside),
            reconciliation=Reconciliation(editions, Site.catalogue, f"{outside}{RECONCILE}" if outside else ""),
        )
        if not quiet:
            print_line(f"open {address_of(door)}/ in a browser; Ctrl-C ends it")
            sys.stdout.flush()
        server = server_of(app, log)
        server.run(sockets=[door])
        if not server.started:
            raise OutputError("The server cannot start; its log says why.", cure="Mend that, then run again.")


def draw_overviews(site: Site) -> None:
    """Draw what hangs on the whole edition while the first requests are answered."""
    # Where the store is gone, health says so and each request is told.
    with suppress(OSError):
        site.draw_overviews()


def address_named(written: str) -> str:
    """An address without a slash at its end. Refuses what is none of the web (UsageError)."""
    if written and not _ADDRESS.fullmatch(written):
        cure = "Write one such as https://example.org or https://example.org/kg."
        raise UsageError(f"{written!r} is no address of a server.", place="--address", cure=cure)
    return written.rstrip("/")
