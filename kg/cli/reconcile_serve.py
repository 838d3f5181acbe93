"""`kg reconcile serve`: the entities of a build as a reconciliation service for OpenRefine."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.library import build_option, built_place
from kg.cli.tables import print_line
from kg.publish.entities import catalogue_in
from kg.reconciliation import VERSION_02, VERSION_10, Service, application
from kg.serve.listening import HOST, address_of, listening, server_of
from kg.serve.log import Log


@click.command("serve")
@build_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port to listen on; 0 takes any free one.",
)
def command(build: Path, port: int) -> None:
    """Serve the entities of a build to OpenRefine and other reconciliation clients.

    Persons, states, organisations, missions, posts, places and groups, by the Reconciliation API (0.2 and 1.0-draft).
    It is reached from this machine only. Ctrl-C ends it.

    \b
    Example:
      kg reconcile serve
      kg reconcile serve --build build --port 8001
    """
    catalogue = catalogue_in(built_place(build))
    door = listening(HOST, port)
    with door:
        address = address_of(door)
        server = server_of(application(Service.of(catalogue), address), Log(sys.stderr))
        print_line(f"serving {len(catalogue.entities)} entities of {len(catalogue.documents)} documents")
        print_line(f"give OpenRefine this address: {address}{VERSION_02}")
        print_line(f"version 1.0-draft of the API: {address}{VERSION_10}")
        print_line("Ctrl-C ends it")
        sys.stdout.flush()
        try:
            server.run(sockets=[door])
        except KeyboardInterrupt:
            # The server has ended what was under way, and hands the signal on.
            print_line("ended")
