"""`kg authority evaluate`: links held against annotated ones, and the weights fitted on them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from kg.aside import write_file
from kg.cli.library import authority_of, current_settings, index_option
from kg.cli.tables import print_line, print_table
from kg.errors import UsageError
from kg.evaluation.goldlinks import LISTED, NIL, GoldLink, gold_links_in
from kg.evaluation.linkfit import fitted
from kg.evaluation.linkmeasures import Choice, JudgedLink, LinkEvaluation
from kg.evaluation.pairing import plain
from kg.evaluation.singlementions import SingleMention, are_single_mentions, single_mentions_in
from kg.links import links_for
from kg.links.weights import first_weights, sort_of
from kg.model.authority import Authority
from kg.model.entity import Entity, Kind
from kg.model.mention import Link
from kg.model.reading import Reading
from kg.model.report import Report
from kg.names import likeness
from kg.pipeline import get_ready, reading_of
from kg.sources import read_report
from kg.sources.tei import report_in_volume

IN_A_VOLUME = re.compile(r"(frus\d{4}-\d{2}v\d{2})-(d\d+)")
LINKED = frozenset({Kind.PERSON, Kind.STATE, Kind.ORGANISATION, Kind.MISSION, Kind.POST, Kind.PLACE})
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98)
ONE_NAME = 0.9  # likeness of a printed name to those of the entries made from it and from its like


@click.command("evaluate", epilog="TABLE holds annotated links: document, kind, name, mentions, item, why.")
@click.argument("tables", nargs=-1, required=True, metavar="TABLE...", type=click.Path(path_type=Path))
@click.option(
    "--documents",
    multiple=True,
    type=click.Path(path_type=Path, file_okay=False),
    default=[Path("data/gold/work"), Path("data/gold/retold")],
    show_default=True,
    help="A folder that holds the documents as NAME.txt; may be given again.",
)
@click.option(
    "--volumes",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of TEI volumes, for documents that stay in their volume.",
)
@index_option
@click.option(
    "--fit",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Fit the weights on these tables and write them to this file, as kg/links/weights.toml holds them.",
)
@click.option("--errors", is_flag=True, help="List each wrong link and each lost one.")
def command(
    tables: tuple[Path, ...],
    documents: tuple[Path, ...],
    volumes: Path | None,
    index: Path | None,
    fit: Path | None,
    errors: bool,
) -> None:
    """Measure links against annotated ones, and fit the weights.

    What the authority in use does not have counts as NIL. Weights that were fitted on the same tables flatter: measure
    them on others.

    \b
    Example:
      kg authority evaluate data/gold/links/work.tsv
    """
    gold = [row for table in tables if not are_single_mentions(table) for row in gold_links_in(table)]
    authority = authority_of(current_settings(), index)
    get_ready()
    evaluation = LinkEvaluation()
    names = list(dict.fromkeys(row.document for row in gold))
    progress = Console(stderr=True)
    for name in track(names, "reading", console=progress, transient=True, disable=not sys.stderr.isatty()):
        reading = reading_of(report_named(name, documents, volumes), authority)
        evaluation.judged += judged_in(reading, [row for row in gold if row.document == name], authority)
    for table in filter(are_single_mentions, tables):
        evaluation.judged += (judged_alone(mention, authority) for mention in single_mentions_in(table))
    show(evaluation, errors=errors)
    if fit:
        write_file(fit, weights_toml(evaluation, [table.name for table in tables]).encode())
        print_line(f"written to {fit}")


def report_named(name: str, folders: Iterable[Path], volumes: Path | None) -> Report:
    """The report that was annotated. Refuses (UsageError) one that is in none of the places named."""
    in_volume = IN_A_VOLUME.fullmatch(name)
    if in_volume and volumes:
        return report_in_volume(volumes / f"{in_volume[1]}.xml", in_volume[2])
    for folder in folders:
        if (folder / f"{name}.txt").exists():
            return read_report(folder / f"{name}.txt")
    cure = "Name the folder of the volumes with --volumes." if in_volume else "Name its folder with --documents."
    raise UsageError("the text of this document is in none of the folders.", place=name, cure=cure)


def judged_in(reading: Reading, rows: Iterable[GoldLink], authority: Authority) -> Iterator[JudgedLink]:
    """Each annotated entity of a document that could be linked, with what became of it."""
    links = {link.entity: link for link in reading.links}
    spoken = names_spoken(reading)
    for gold in rows:
        if gold.kind not in LINKED:
            continue
        keys = keys_of(gold, authority)
        entity = entity_meant(gold, reading.entities, spoken)
        if entity is None or entity.id not in links:
            yield JudgedLink(gold, next(iter(keys), ""), is_read=False)
            continue
        link = links[entity.id]
        wanted = link.authority if link.authority in keys else next(iter(keys), "")
        yield JudgedLink(gold, wanted, link.authority, True, link.reason, sort_of(entity.kind), open_choices(link))


def judged_alone(mention: SingleMention, authority: Authority) -> JudgedLink:
    """A mention without a document, with what became of it."""
    entities, offices = mention.entities(authority)
    link = links_for(entities, (), mention.report, authority, offices)[0]
    item = mention.key or NIL
    gold = GoldLink(f"{mention.date} {mention.sender}", mention.kind, mention.name, (), item, mention.why)
    return JudgedLink(
        gold, mention.key, link.authority, True, link.reason, sort_of(Kind(mention.kind)), open_choices(link)
    )


def open_choices(link: Link) -> tuple[Choice, ...]:
    """The candidates of a link that nothing rules out."""
    return tuple(
        Choice(candidate.authority, candidate.score, candidate.features)
        for candidate in link.candidates
        if not candidate.is_barred
    )


def names_spoken(reading: Reading) -> Mapping[str, set[str]]:
    """For each entity the words that mean it, without titles."""
    spoken: dict[str, set[str]] = {entity.id: {plain(entity.name)} for entity in reading.entities}
    for mention in reading.mentions:
        spoken.setdefault(mention.entity, set()).add(plain(mention.passage.exact))
    return spoken


def entity_meant(gold: GoldLink, entities: Iterable[Entity], spoken: Mapping[str, set[str]]) -> Entity | None:
    """The entity of the reading that shares most names with the annotated one; None if none shares any."""
    wanted = {plain(name) for name in (gold.name, *gold.mentions)} - {""}
    is_female = any(name.startswith(("Mrs", "Miss")) for name in (gold.name, *gold.mentions))
    shared = [
        (sum(map(len, wanted & spoken[entity.id])), entity)
        for entity in entities
        if entity.kind == gold.kind and entity.is_female == is_female and wanted & spoken[entity.id]
    ]
    return max(shared, key=lambda pair: pair[0])[1] if shared else None


def keys_of(gold: GoldLink, authority: Authority) -> tuple[str, ...]:
    """The keys, in the authority in use, of what the historian says is meant; none if it has no such thing.

    One person may be listed in several volumes, with more of his name in one than in the other.
    """
    if gold.is_nil:
        return ()
    if gold.item.startswith(LISTED):
        printed = gold.item.removeprefix(LISTED)
        surname, _, rest = printed.partition(", ")
        name = f"{rest} {surname}".strip()
        found = authority.index.called(Kind.PERSON, (name, printed), None, 64) if authority.index else ()
        return tuple(
            known.key
            for known in found
            if printed in known.names or (known.identifiers and likeness(name, known.name) >= ONE_NAME)
        )
    known = authority.entry(gold.item)
    return (known.key,) if known else ()


def weights_toml(evaluation: LinkEvaluation, tables: Iterable[str]) -> str:
    """The weights fitted on the judged links, as TOML."""
    lines = [f"# Written by kg authority evaluate --fit, on {', '.join(sorted(tables))}.\n"]
    for sort, weights in first_weights().items():
        judged = [one for one in evaluation.judged if one.sort == sort]
        row = fitted(judged, {str(feature): value for feature, value in weights.of.items()})
        lines.append(f"\n[{sort}] # {len(judged)} judged\n")
        lines += [f'"{name}" = {value}\n' for name, value in row.items()]
    return "".join(lines)


def show(evaluation: LinkEvaluation, *, errors: bool) -> None:
    """Print the figures."""
    rows = []
    for kind in ["", *evaluation.kinds()]:
        right, linked = evaluation.precision(kind)
        got, linkable = evaluation.coverage(kind)
        got_read, read = evaluation.coverage(kind, of_read=True)
        kept, nil = evaluation.nil(kind)
        shares = (share(right, linked), share(got, linkable), share(got_read, read), share(kept, nil))
        rows.append((kind or "all", *shares))
    print_table(("", "precision", "coverage", "of those read", "NIL kept"), rows)
    print_line("")
    print_table(
        ("probability", "candidates", "promised", "right"),
        [
            (f"{row.low:.2f}-{row.high:.2f}", row.candidates, f"{row.mean:.2f}", f"{row.right:.2f}")
            for row in evaluation.reliability()
        ],
        numbers=("candidates", "promised", "right"),
    )
    print_line(f"expected calibration error {evaluation.calibration_error():.3f}")
    print_table(
        ("accepted from", "right", "linked", "linkable"),
        [(f"{row[0]:.2f}", *row[1:]) for row in evaluation.at_thresholds(THRESHOLDS)],
        numbers=("right", "linked", "linkable"),
    )
    print_table(("not linked because", ""), list(evaluation.reasons().items()), numbers=("",))
    if errors:
        wrong = [one for one in evaluation.judged if not one.is_right]
        print_table(("document", "name", "wanted", "given", "reason"), [error_row(one) for one in wrong])


def error_row(one: JudgedLink) -> tuple[str, ...]:
    """A judged link that is not right, as a row."""
    given = one.given or ("NIL" if one.is_read else "not read")
    return one.gold.document, one.gold.name, one.wanted or "NIL", given, one.reason


def share(part: int, whole: int) -> str:
    """A share with its counts."""
    return f"{part / whole:.3f} ({part} of {whole})" if whole else "-"
