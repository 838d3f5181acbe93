"""An evaluation as a page of Markdown: the figures, each type, each rule, the confusions, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.evaluation.measures import SHARES, Evaluation, Share

_NAMES = {"participants": "participants of the pairs", "roles": "participants with their roles"}
_LONGEST_QUOTE = 120


def markdown_of(evaluation: Evaluation, *, errors: bool = False) -> str:
    """The page; with `errors` also each missed and each extra event, with its words."""
    blocks = [
        [f"{evaluation.documents} documents; quotes that are not in the text: {evaluation.unplaced}."],
        list(_table(("", "precision", "recall", "F1", "right", "wanted", "given"), share_rows(evaluation))),
        [f"On the {evaluation.counts['pairs']} pairs (of one family, statements among them):"],
        list(_table(("", "", ""), pair_rows(evaluation))),
        ["## By type (strict)"],
        list(_table(("type", "right", "wanted", "given"), type_rows(evaluation))),
        ["## By rule"],
        list(_table(("rule", "given", "an event of this type", "with realis and chain"), rule_rows(evaluation))),
    ]
    if evaluation.confusions:
        often_first = sorted(evaluation.confusions.items(), key=lambda item: (-item[1], item[0]))
        rows = [(gold, found, count) for (gold, found), count in often_first]
        blocks += [["## Confusions"], list(_table(("annotated", "found", "times"), rows))]
    if errors:
        rows_ = [(miss.document, miss.what, miss.row.type, _shown(miss.row.quote)) for miss in evaluation.misses]
        blocks += [["## Missed and extra"], list(_table(("document", "", "type", "words"), rows_))]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def share_rows(evaluation: Evaluation) -> list[tuple[object, ...]]:
    """Name, precision, recall, F1, right, wanted, given."""
    return [(_NAMES.get(what, what), *_figures(evaluation.share(what))) for what in SHARES]


def pair_rows(evaluation: Evaluation) -> list[tuple[object, ...]]:
    """Name, share, and of how many."""
    counts = evaluation.counts
    return [
        ("whether it happened (realis)", f"{evaluation.part('realis right', 'pairs'):.3f}", counts["pairs"]),
        ("date, of the dated", f"{evaluation.part('dates right', 'dated'):.3f}", counts["dated"]),
        ("innermost source", f"{evaluation.part('innermost source right', 'pairs'):.3f}", counts["pairs"]),
        ("whole chain of sources", f"{evaluation.part('chains right', 'pairs'):.3f}", counts["pairs"]),
        ("not actual, told as actual", str(counts["leaked as actual"]), counts["not actual"]),
    ]


def type_rows(evaluation: Evaluation) -> list[tuple[object, ...]]:
    """Type, right, wanted, given; the most wanted first."""
    counts = sorted(evaluation.by_type.items(), key=lambda item: (-item[1]["wanted"], item[0]))
    return [(type_, count["hit"], count["wanted"], count["given"]) for type_, count in counts]


def rule_rows(evaluation: Evaluation) -> list[tuple[object, ...]]:
    """Rule, given, events, claims; the most used first."""
    counts = sorted(evaluation.by_rule.items(), key=lambda item: (-item[1].given, item[0]))
    return [(rule, count.given, count.events, count.claims) for rule, count in counts]


def _figures(share: Share) -> tuple[object, ...]:
    shown = (f"{value:.3f}" for value in (share.precision, share.recall, share.f1))
    return (*shown, share.hits, share.wanted, share.given)


def _shown(quote: str) -> str:
    words = " ".join(quote.split()).replace("|", "\\|")
    return words if len(words) <= _LONGEST_QUOTE else f"{words[:_LONGEST_QUOTE]}…"


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(str(cell) for cell in row)} |"
