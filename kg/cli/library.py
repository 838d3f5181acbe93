"""What the commands share: the settings of this run, and the options that several of them have.

It loads nothing of weight: what reads reports stands in kg.cli.reports.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from attrs import evolve

from kg.authority import CandidateIndex, read_authority
from kg.converters.iris import Base
from kg.errors import DataError, UsageError
from kg.model.authority import Authority
from kg.model.decision import Decision
from kg.settings import Settings, settings_of


def current_settings() -> Settings:
    """The settings of this run: environment and working folder."""
    return settings_of(os.environ, Path.cwd())


def base_of(given: str, settings: Settings) -> Base:
    """The base of all our IRIs: as given, else as set, else our own. Refuses what is no base (UsageError)."""
    iri = given or settings.base_iri
    return Base(iri) if iri else Base()


def built_place(place: Path) -> Path:
    """The folder or file of a graph. Refuses what is not there (UsageError)."""
    if not place.exists():
        raise UsageError("there is no such file or folder.", place=str(place), cure="Run kg build first, or name one.")
    return place


def curated_of(settings: Settings) -> Authority:
    """The curated tables with the curator's decisions, without the index."""
    return read_authority(settings.authority, settings.decisions)


def authority_of(settings: Settings, index: Path | None) -> Authority:
    """What is known beforehand: the curated tables, and the index of candidates where there is one.

    Refuses (DataError) an index that was asked for, by `index` or KG_INDEX, and is not there or cannot be read; and a
    decision for something that the index knows as of another kind.
    """
    authority = curated_of(settings)
    place = index or settings.index
    if index is None and settings.index_file is None and not place.exists():
        return authority
    whole = evolve(authority, index=CandidateIndex.opened(place))
    for decision in whole.decisions:
        known = whole.entry(decision.object) if decision.object else None
        if known is not None and known.kind is not decision.kind:
            raise DataError(
                f"{decision.object!r} is not of the kind {decision.kind} but, in the index, of the kind {known.kind}.",
                place=decision.place,
                cure="Correct the kind or the object.",
            )
    return whole


def decisions_without_object(authority: Authority) -> tuple[Decision, ...]:
    """The curator's decisions for something that is in no table and not in the index in use: they cannot be applied."""
    return authority.decisions.without_object(lambda key: key.startswith("Q") or authority.entry(key) is not None)


def tell_decisions_not_applied(authority: Authority) -> None:
    """Say on standard error which decisions cannot be applied."""
    for decision in decisions_without_object(authority):
        text = f"{decision.object!r} is in no table and not in the index in use: not applied"
        print(f"kg: {decision.place}: {text}", file=sys.stderr)


index_option = click.option(
    "--index",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The index of candidates; else the variable KG_INDEX, else data/authority/index.sqlite if it is there.",
)

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "jsonl"]),
    default="table",
    show_default=True,
    help="A table to read, CSV for a spreadsheet, or one JSON object a line.",
)

build_option = click.option(
    "--build",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    help="The folder that `kg build` wrote, or one file of it.",
)

base_option = click.option(
    "--base",
    default="",
    metavar="IRI",
    help="The base of all our IRIs; else the variable KG_BASE, else https://w3id.org/diplograph/.",
)
