"""`kg publish site`: what was built as a site of static files."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from kg.cli.library import build_option, built_place, current_settings
from kg.cli.tables import print_line
from kg.converters.iris import Base
from kg.errors import OutputError, UsageError
from kg.publish import context_of
from kg.site import edition_of
from kg.site.descriptions import EXTENSIONS
from kg.site.edition import remove_unneeded
from kg.site.examples import examples_in
from kg.site.static import FORMATS, MOST_WITH_ALL_DATA, Wishes, Written, write_site

ALL, ENTITIES = "all", "entities"


@click.command("site", epilog="Which hosts need which rules, and how large a site becomes: docs/publishing.md.")
@build_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("public"),
    show_default=True,
    help="The folder to write; files in it that stay the same are not touched.",
)
@click.option("--base", default="", metavar="IRI", help="Put all our IRIs under another base than that of the build.")
@click.option(
    "--formats",
    default=",".join(FORMATS),
    show_default=True,
    metavar="LIST",
    help=f"The formats of the data, among {', '.join(EXTENSIONS)}.",
)
@click.option(
    "--data",
    type=click.Choice([ALL, ENTITIES]),
    help="Whether claims and events have data files of their own, or lead to those of their document; "
    f"else all, if there are at most {MOST_WITH_ALL_DATA} documents.",
)
@click.option(
    "--mount",
    default="/",
    show_default=True,
    metavar="PATH",
    help="The path under which the site will stand on its host; only the rules for hosts need it.",
)
@click.option("--jobs", type=click.IntRange(1, 64), help="How many processes write; else one for each processor.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing.")
def command(
    build: Path, out: Path, base: str, formats: str, data: str | None, mount: str, jobs: int | None, quiet: bool
) -> None:
    """Write what was built as a site of static files, for any web server or none.

    The folder is whole or as it was. Rules that lead every IRI to its page or its data are written for nginx, Apache,
    Netlify and GitHub Pages.

    \b
    Example:
      kg publish site
      kg publish site --base https://example.org/reports/ --out public
    """
    settings = current_settings()
    wishes = Wishes(
        formats_named(formats),
        jobs or os.cpu_count() or 1,
        None if data is None else data == ALL,
        mount_named(mount),
        examples_in(settings.queries),
    )
    place = built_place(build)
    shelf = place.with_name(f"{place.name}.editions")
    bar = Progress(console=Console(stderr=True), transient=True, disable=quiet or not sys.stderr.isatty())
    with bar:
        task = bar.add_task("preparing", total=None)
        edition = edition_of(place, settings.ontology, settings.shapes, shelf, Base(base).iri if base else "")
        written = write_site(
            edition,
            context_of(settings.ontology / "context.jsonld"),
            out,
            wishes,
            lambda done, total: bar.update(task, description="writing", completed=done, total=total),
        )
    # The site is whole by now: what stays there only takes room, and the next run tries again.
    with suppress(OutputError):
        remove_unneeded(place, settings.ontology, settings.shapes, shelf)
    if not quiet:
        print_line(sentence_of(written, out))
        print_line(f"open {out / 'index.html'} in a browser")


def formats_named(words: str) -> tuple[str, ...]:
    """The formats of a list with commas, each once, in our order. Refuses what is none (UsageError)."""
    wanted = [word.strip() for word in words.split(",") if word.strip()]
    for word in wanted:
        if word not in EXTENSIONS:
            raise UsageError(
                f"{word!r} is no format of data.", place="--formats", cure=f"Choose among {', '.join(EXTENSIONS)}."
            )
    if not wanted:
        raise UsageError("no format is named.", place="--formats", cure=f"Choose among {', '.join(EXTENSIONS)}.")
    return tuple(name for name in EXTENSIONS if name in wanted)


def mount_named(path: str) -> str:
    """A path with a slash at both ends. Refuses what is no path (UsageError)."""
    if not path.startswith("/") or any(each.isspace() or each in "\"'<>?#{};$\\" for each in path):
        raise UsageError(f"{path!r} is no path on a host.", place="--mount", cure="Write one such as /reports/.")
    return path.rstrip("/") + "/"


def sentence_of(written: Written, out: Path) -> str:
    """What was written, in a sentence."""
    new = written.files - written.kept
    files = f"{written.files:,} files in {out}, {written.size_bytes / 1e6:,.1f} MB"
    pages = f"{written.drawn:,} pages drawn, {written.spared:,} spared"
    return f"{files}: {new:,} written, {written.kept:,} as they were; {pages}"
