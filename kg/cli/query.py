"""`kg query`: a question in SPARQL to what was built."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.library import base_of, base_option, build_option, built_place, current_settings
from kg.cli.stores import login_of, password_option, profile_option, user_option
from kg.cli.tables import print_table
from kg.errors import UsageError
from kg.publish.queries import answer, load
from kg.settings import Settings
from kg.stores.asking import SECONDS, Question, ask, endpoint_at

_TWICE = (
    "a fact that stands in several graphs counts once for each of them in a store: write DISTINCT to count it once."
)


@click.command("query")
@click.argument("query", metavar="FILE.rq|QUERY")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="A table to read, or SPARQL 1.1 Query Results in CSV or JSON.",
)
@click.option("--endpoint", metavar="URL", help="Ask a store over HTTP, not a build: its address, or that of queries.")
@profile_option
@user_option
@password_option
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="How long the whole answer of the store may take.",
)
@build_option
@base_option
def command(
    query: str,
    form: str,
    endpoint: str | None,
    profile: str | None,
    user: str,
    password_file: Path | None,
    timeout: float,
    build: Path,
    base: str,
) -> None:
    """Ask what was built a question in SPARQL, in its folder or in a store.

    All named graphs are seen as one, and the prefixes of the graph (dg:, dgv:, rdfs: and so on) need not be declared.
    The questions of data/queries/ are found by their name alone.

    \b
    Example:
      kg query q03-diplomats-and-leaders.rq
      kg query 'SELECT ?label WHERE { ?event a sem:Event ; rdfs:label ?label }' --format csv
      kg query q03-diplomats-and-leaders.rq --endpoint http://127.0.0.1:7878
    """
    settings = current_settings()
    iri = base_of(base, settings).iri
    text = query_text(query, settings)
    if endpoint is None:
        found = answer(load(built_place(build)), text, iri)
    else:
        question = Question.of(text)
        store = endpoint_at(endpoint, login_of(user, password_file), kind=profile or "", seconds=timeout)
        found = ask(store, question)
        if question.may_count_twice:
            print(f"kg: {_TWICE}", file=sys.stderr)
    if form == "csv":
        sys.stdout.write(found.as_csv())
    elif form == "json":
        sys.stdout.write(found.as_json())
    else:
        print_table(found.columns, found.as_table(iri))


def query_text(given: str, settings: Settings) -> str:
    """The query: what was given, or what the file of this name holds, also one of the library's questions."""
    if not given.endswith(".rq"):
        return given
    path = Path(given)
    if not path.exists() and (settings.queries / given).exists():
        path = settings.queries / given
    try:
        return path.read_text("utf-8")
    except FileNotFoundError as error:
        cure = f"The questions of the library are in {settings.queries}."
        raise UsageError("there is no such query.", place=given, cure=cure) from error
    except UnicodeDecodeError as error:
        raise UsageError(
            f"the query is not UTF-8 (byte {error.start}).", place=given, cure="Save it as UTF-8."
        ) from error
    except OSError as error:
        raise UsageError(f"the query cannot be read: {error.strerror}.", place=given, cure="Name another.") from error
