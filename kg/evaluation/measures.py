"""The measures: precision, recall and F1 of events, and on the pairs who, where, when, whether, and who says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from attrs import define, evolve, field, frozen

from kg.evaluation.pairing import OVERLAP, Names, Pair, Row, is_of_one_family, is_of_one_type, overlap, pair_up, placed

LEVELS = {"strict": is_of_one_type, "family": is_of_one_family}
SHARES = (*(f"{kind} {level}" for kind in ("events", "statements") for level in LEVELS), "participants", "roles")
_ACTUAL = "actual"


@frozen
class Share:
    """How much of what was wanted was found, and how much of what was given is right."""

    hits: int
    wanted: int
    given: int

    @property
    def precision(self) -> float:
        """Right ones of those given; 0 if none was given."""
        return self.hits / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Found ones of those wanted; 0 if none was wanted."""
        return self.hits / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.hits / (self.wanted + self.given) if self.hits else 0.0


@frozen
class RuleCount:
    """One rule: how often it gave an event, how often that was one, and how often all that is said of it was right."""

    given: int = 0
    events: int = 0  # a pair of the same type
    claims: int = 0  # of these with the annotated realis and chain of sources


@frozen
class Miss:
    """An annotated event that was not found ("missed"), or a found one that nobody annotated ("extra")."""

    document: str
    what: str
    row: Row


@define
class Evaluation:
    """The tally over all documents. Figures are counts; the shares are made from them."""

    documents: int = 0
    unplaced: int = 0  # quotes of found events that the text does not hold
    counts: Counter[str] = field(factory=Counter)
    by_type: dict[str, Counter[str]] = field(factory=dict)
    by_rule: dict[str, RuleCount] = field(factory=dict)
    misses: list[Miss] = field(factory=list)
    confusions: Counter[tuple[str, str]] = field(factory=Counter)  # (annotated type, found type) on pairs of a family

    def add(self, name: str, text: str, names: Names, gold: Iterable[Row], found: Iterable[Row]) -> None:
        """Count one document; `text` is squashed."""
        wanted, given = placed(gold, text), placed(found, text)
        self.documents += 1
        self.unplaced += sum(row.span is None for row in given)
        for kind in ("events", "statements"):
            is_wanted = kind == "statements"
            ours = [row for row in wanted if row.is_statement is is_wanted]
            theirs = [row for row in given if row.is_statement is is_wanted]
            if is_wanted:
                theirs = [row for row in theirs if not _restates(row, wanted)]
            self._count(kind, ours, theirs, names, name)

    def share(self, what: str) -> Share:
        """A share by its name: "events strict", "participants", "roles" …"""
        kind = what.split(" ")[0]
        return Share(self.counts[f"{what} hit"], self.counts[f"{kind} wanted"], self.counts[f"{kind} given"])

    def part(self, right: str, of: str) -> float:
        """A share of the pairs, or of those that are dated."""
        return self.counts[right] / self.counts[of] if self.counts[of] else 0.0

    def _count(self, kind: str, wanted: Sequence[Row], given: Sequence[Row], names: Names, name: str) -> None:
        pairs = {level: pair_up(wanted, given, names, same) for level, same in LEVELS.items()}
        self.counts += Counter({f"{kind} wanted": len(wanted), f"{kind} given": len(given)})
        for level, found in pairs.items():
            self.counts[f"{kind} {level} hit"] += len(found)
        for column, rows in (("wanted", wanted), ("given", given), ("hit", [pair.gold for pair in pairs["strict"]])):
            for row in rows:
                self.by_type.setdefault(row.type, Counter())[column] += 1
        for pair in pairs["family"]:
            self._count_pair(pair, names)
        self._count_rules(given, pairs["strict"], names)
        paired = {id(row) for pair in pairs["family"] for row in (pair.gold, pair.found)}
        self.misses += [Miss(name, "missed", row) for row in wanted if id(row) not in paired]
        self.misses += [Miss(name, "extra", row) for row in given if id(row) not in paired]

    def _count_pair(self, pair: Pair, names: Names) -> None:
        gold, found = pair.gold, pair.found
        for what, ours, theirs in (
            ("participants", names.who(gold), names.who(found)),
            ("roles", names.roles(gold), names.roles(found)),
        ):
            self.counts[f"{what} wanted"] += len(ours)
            self.counts[f"{what} given"] += len(theirs)
            self.counts[f"{what} hit"] += len(ours & theirs)
        chain, told = names.chain(gold), names.chain(found)
        self.counts += Counter(
            {
                "pairs": 1,
                "realis right": int(gold.realis == found.realis),
                "dated": int(bool(gold.date)),
                "dates right": int(bool(gold.date) and gold.date == found.date),
                "chains right": int(chain == told),
                "innermost source right": int(bool(chain and told) and chain[-1] == told[-1]),
                "not actual": int(gold.realis != _ACTUAL),
                "leaked as actual": int(gold.realis != _ACTUAL and found.realis == _ACTUAL),
            }
        )
        if gold.type != found.type:
            self.confusions[gold.type, found.type] += 1

    def _count_rules(self, given: Sequence[Row], pairs: Sequence[Pair], names: Names) -> None:
        right = {id(pair.found): pair for pair in pairs}
        for row in given:
            pair = right.get(id(row))
            so = pair is not None and pair.gold.realis == row.realis and names.chain(pair.gold) == names.chain(row)
            known = self.by_rule.get(row.rule, RuleCount())
            self.by_rule[row.rule] = evolve(
                known, given=known.given + 1, events=known.events + (pair is not None), claims=known.claims + so
            )

    def as_json(self) -> dict[str, Any]:
        """All figures, for a program."""
        return {
            "documents": self.documents,
            "quotesNotInTheText": self.unplaced,
            "shares": {what: _share_json(self.share(what)) for what in SHARES},
            "onPairs": {
                "pairs": self.counts["pairs"],
                "realis": self.part("realis right", "pairs"),
                "dates": self.part("dates right", "dated"),
                "dated": self.counts["dated"],
                "chains": self.part("chains right", "pairs"),
                "innermostSource": self.part("innermost source right", "pairs"),
                "notActual": self.counts["not actual"],
                "leakedAsActual": self.counts["leaked as actual"],
            },
            "byType": {
                type_: {column: counts[column] for column in ("hit", "wanted", "given")}
                for type_, counts in sorted(self.by_type.items())
            },
            "byRule": {
                rule: {"given": count.given, "events": count.events, "claims": count.claims}
                for rule, count in sorted(self.by_rule.items())
            },
            "confusions": [
                {"annotated": gold, "found": found, "count": count}
                for (gold, found), count in sorted(self.confusions.items(), key=lambda item: (-item[1], item[0]))
            ],
        }


def _restates(row: Row, wanted: Sequence[Row]) -> bool:
    """Whether a found statement stands on words annotated as another event, and on none annotated as a statement."""
    near = [gold for gold in wanted if overlap(gold, row) >= OVERLAP]
    return bool(near) and not any(gold.is_statement for gold in near)


def _share_json(share: Share) -> dict[str, Any]:
    return {
        "hits": share.hits,
        "wanted": share.wanted,
        "given": share.given,
        "precision": share.precision,
        "recall": share.recall,
        "f1": share.f1,
    }
