"""`kg publish site`: what was built as a site of static files."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.library import build_option, built_place, current_settings
from kg.cli.tables import print_line
from kg.publish import context_of
from kg.site import Site, edition_of
from kg.site.static import write_site


@click.command("site")
@build_option
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("public"), show_default=True, help="The folder to write."
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing.")
def command(build: Path, out: Path, quiet: bool) -> None:
    """Write what was built as a site of static files, for any web server or none.

    \b
    Example:
      kg publish site --out public
    """
    settings = current_settings()
    place = built_place(build)
    shelf = place.with_name(f"{place.name}.editions")
    edition = edition_of(place, settings.ontology, settings.shapes, shelf)
    site = Site.of(edition, context_of(settings.ontology / "context.jsonld"), has_endpoint=False)
    files = write_site(site, out)
    if not quiet:
        print_line(f"{len(files):,} files written to {out}; open {out / 'index.html'} in a browser")
