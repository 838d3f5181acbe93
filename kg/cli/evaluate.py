"""`kg evaluate`: how well reports are read, measured on documents that a person annotated."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from attrs import evolve
from rich.console import Console
from rich.progress import track

from kg.aside import write_file
from kg.cli.library import curated_of, current_settings
from kg.cli.tables import print_line, print_table
from kg.errors import DataError, UsageError
from kg.evaluation import Evaluation, GoldDocument, gold_in, markdown_of
from kg.evaluation.gold import row_of
from kg.evaluation.markdown import pair_rows, rule_rows, share_rows, type_rows
from kg.evaluation.pairing import squash
from kg.model.authority import Authority
from kg.model.report import Report
from kg.pipeline import flat_events, get_ready, reading_of
from kg.sources import read_report
from kg.sources.tei import report_in_volume

SHARE_COLUMNS = ("", "precision", "recall", "F1", "right", "wanted", "given")


@click.command("evaluate", epilog="GOLD_DIR holds NAME.json, the annotation, and NAME.txt, its text.")
@click.argument("folders", nargs=-1, required=True, metavar="GOLD_DIR...", type=click.Path(path_type=Path))
@click.option(
    "--volumes",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of TEI volumes, for annotations whose text stays in its volume.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("evaluation"),
    show_default=True,
    help="The folder for evaluation.json and evaluation.md.",
)
@click.option(
    "--precision",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the counts of each rule to this file too, as kg/lexicon/precision.toml holds them.",
)
@click.option("--errors", is_flag=True, help="List what was missed and what was made up, with its words.")
def command(folders: tuple[Path, ...], volumes: Path | None, out: Path, precision: Path | None, errors: bool) -> None:
    """Measure what is found against annotated documents.

    Events count as found when type and place in the text agree: the quotes overlap by half of the shorter one, the
    types are equal (strict) or of one family. The folders are counted together.

    \b
    Example:
      kg evaluate data/gold/work
      kg evaluate data/gold/work data/gold/frus-work --volumes ../volumes --errors
    """
    for folder in folders:
        if not folder.is_dir():
            raise UsageError("there is no such folder.", place=str(folder), cure="Check the path.")
    documents = [document for folder in folders for document in gold_in(folder)]
    if volumes is None and any(document.document for document in documents):
        cure = "Name the folder with --volumes."
        raise UsageError("some annotations need the volumes that hold their texts.", place=str(folders[0]), cure=cure)
    authority = curated_of(current_settings())
    get_ready()
    evaluation = Evaluation()
    progress = Console(stderr=True)
    for document in track(documents, "reading", console=progress, transient=True, disable=not sys.stderr.isatty()):
        measure(evaluation, document, volumes, authority)
    write_file(out / "evaluation.json", (json.dumps(evaluation.as_json(), indent=1) + "\n").encode())
    write_file(out / "evaluation.md", markdown_of(evaluation, errors=errors).encode())
    if precision:
        write_file(precision, precision_of(evaluation, folders).encode())
    show(evaluation, errors=errors)
    print_line(f"written to {out / 'evaluation.json'} and {out / 'evaluation.md'}")


def measure(evaluation: Evaluation, document: GoldDocument, volumes: Path | None, authority: Authority) -> None:
    """Read one document and count what was found."""
    report = report_of(document, volumes)
    text = squash(report.source.text if document.text_path is None else document.text_path.read_text("utf-8"))
    found = [row_of(row) for row in flat_events(reading_of(report, authority))]
    try:
        gold = [event.placed_in(text) for event in document.events]
    except DataError as error:
        raise DataError(error.message, place=document.name, cure=error.cure) from error
    evaluation.add(document.name, text, document.names, gold, found)


def report_of(document: GoldDocument, volumes: Path | None) -> Report:
    """The report that was annotated, as far as it was."""
    if document.text_path is not None:
        return read_report(document.text_path)
    volume, _, document_id = document.document.partition("#")
    assert volumes is not None, "asked for above"
    report = report_in_volume(volumes / f"{volume}.xml", document_id)
    return evolve(report, paragraphs=report.paragraphs[: document.paragraphs])


def precision_of(evaluation: Evaluation, folders: tuple[Path, ...]) -> str:
    """The counts of each rule as TOML, with the documents they were made on."""
    names = ", ".join(sorted(folder.name for folder in folders))
    head = f"# Written by kg evaluate --precision, on {evaluation.documents} annotated documents ({names}).\n"
    rows = (
        f'"{rule}" = {{ given = {count.given}, events = {count.events}, claims = {count.claims} }}\n'
        for rule, count in sorted(evaluation.by_rule.items())
    )
    return head + "".join(rows)


def show(evaluation: Evaluation, *, errors: bool) -> None:
    """Print the figures."""
    print_line(f"{evaluation.documents} documents; quotes that are not in the text: {evaluation.unplaced}")
    print_table(SHARE_COLUMNS, share_rows(evaluation), numbers=SHARE_COLUMNS[1:])
    print_line(f"on the {evaluation.counts['pairs']} pairs (of one family, statements among them):")
    print_table(("", "", "of"), pair_rows(evaluation), numbers=("", "of"))
    print_table(("type", "right", "wanted", "given"), type_rows(evaluation), numbers=("right", "wanted", "given"))
    columns = ("rule", "given", "events", "claims")
    print_table(columns, rule_rows(evaluation), numbers=columns[1:])
    if errors:
        rows = [(miss.document, miss.what, miss.row.type, miss.row.quote) for miss in evaluation.misses]
        print_table(("document", "", "type", "words"), rows)
