"""A made-up Wikidata dump that is like the real one: sizes of lines, shares of classes, and names that clash.

    python -m bench.dump FILE[.gz|.bz2] --lines 100000 [--wanted 0.01] [--seed 1]

Most lines are articles, taxa, categories and humans without office, of 1 to 20 KB (median 4). Of those wanted nine in
ten are persons; surnames follow Zipf's law within each of five naming customs, and a fifth of the Korean ones is Kim.
Nobody in it is real. The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import IO, Any

import orjson


def words(text: str) -> tuple[str, ...]:
    """The words of a table that is written in lines."""
    return tuple(text.split())


LANGUAGES = words("""
    en de fr es it nl pl sv pt hu cs da nb fi ro tr vi id ca eu sl hr sk et lt lv sq af gl ast oc ga cy br is
""")
STATES = (15180, 423, 28, 16410, 148, 30, 145, 142, 183, 33946, 83286, 16957, 36, 218, 219, 711, 881, 17, 884, 668)
OCCUPATIONS = (82955, 82955, 82955, 193391, 189290)
POSITION_NUMBERS = range(20_000_000, 20_000_400)
FIRST_NUMBER = 500_000_000  # of the made-up items: no territory has such a number and becomes one with them
SYLLABLES = words("""
    ba be bo da de do ga go ka ke ko la le lo ma me mi mo na ne no pa pe po ra re ro sa se so ta te to va ve vo
""")
# Of each custom: how a surname ends, the commonest surnames, how a given name ends.
CUSTOMS: Sequence[tuple[Sequence[str], Sequence[str], Sequence[str]]] = (
    (("",), words("Kim Yi Pak Choe Chong Kang Cho Yun Chang Im Han O So Sin Kwon Hwang An Song Yu Hong"), ("",)),
    (words("ov ev in sky enko"), words("Ivanov Petrov Sidorov Kuznetsov Smirnov Popov Volkov"), ("y", "or")),
    (words("i y ay os"), words("Nagy Kovács Tóth Szabó Horváth Varga Kiss Molnár Németh"), ("or", "ef")),
    (("",), words("Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin"), ("",)),
    (words("son man er ton ley"), words("Smith Johnson Williams Brown Jones Davis Miller"), ("n", "t")),
)
EAST_ASIAN = (0, 3)


class Names:
    """Surnames by Zipf's law, given names nearly so, in five customs."""

    def __init__(self, random: Random, surnames: int = 8000, given: int = 1500) -> None:
        """Make up the surnames and given names of each custom."""
        self.random = random
        self.tables = []
        for number, (endings, common, given_endings) in enumerate(CUSTOMS):
            is_asian = number in EAST_ASIAN
            count = 120 if is_asian else surnames
            made = list(dict.fromkeys([*common, *(self.word(1 if is_asian else 2, endings) for _ in range(count))]))
            first = [self.word(1 if is_asian else 2, given_endings) for _ in range(given)]
            weights = list(accumulate(1 / rank for rank in range(1, len(made) + 1)))
            self.tables.append((made, weights, first, is_asian))

    def word(self, syllables: int, endings: Sequence[str] = ("",)) -> str:
        """A made-up word."""
        parts = [self.random.choice(SYLLABLES) for _ in range(syllables)]
        return ("".join(parts) + self.random.choice(endings)).capitalize()

    def person(self) -> list[str]:
        """A name with one to four other forms of it."""
        surnames, weights, given, is_asian = self.random.choice(self.tables)
        surname = self.random.choices(surnames, cum_weights=weights)[0]
        one, two = self.random.choice(given), self.random.choice(given)
        if is_asian:
            forms = [f"{surname} {one} {two}", f"{surname} {one}-{two.lower()}", f"{surname} {one}{two.lower()}"]
        else:
            forms = [f"{one} {surname}", f"{one} {two} {surname}", f"{one[0]}. {two[0]}. {surname}", f"{surname} {one}"]
        return forms[: self.random.randint(1, len(forms))]


def item_statement(property_id: str, number: int, *, referred: bool = True) -> dict[str, Any]:
    """A statement whose value is an item, as dumps write it."""
    return statement(property_id, "wikibase-entityid", item_value(number), "wikibase-item", referred=referred)


def item_value(number: int) -> dict[str, Any]:
    """The value of a snak that names an item."""
    return {"entity-type": "item", "numeric-id": number, "id": f"Q{number}"}


def time_value(year: int, month: int = 0, day: int = 0) -> dict[str, Any]:
    """The value of a snak that gives a day, or a month, or a year."""
    return {
        "time": f"+{year:04d}-{month:02d}-{day:02d}T00:00:00Z",
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": 11 if day else 10 if month else 9,
        "calendarmodel": "http://www.wikidata.org/entity/Q1985727",
    }


def statement(property_id: str, kind: str, value: object, datatype: str, *, referred: bool = True) -> dict[str, Any]:
    """A statement, with the reference that most have."""
    made: dict[str, Any] = {
        "mainsnak": {
            "snaktype": "value",
            "property": property_id,
            "datavalue": {"value": value, "type": kind},
            "datatype": datatype,
        },
        "type": "statement",
        "id": "Q1$A1B2C3D4-0000-4000-8000-000000000000",
        "rank": "normal",
    }
    if referred:
        source = {
            "snaktype": "value",
            "property": "P143",
            "datavalue": {"value": item_value(328), "type": "wikibase-entityid"},
        }
        made["references"] = [
            {"hash": "fa278ebfc458360e5aed63d5058cca83c46134f1", "snaks": {"P143": [source]}, "snaks-order": ["P143"]}
        ]
    return made


def item(number: int, labels: dict[str, str], claims: dict[str, list[Any]], links: int, **more: Any) -> dict[str, Any]:
    """An item, in the order of keys that dumps have."""
    sites = ("enwiki", "dewiki", "frwiki", "ruwiki", "eswiki", "huwiki", "kowiki", "zhwiki", "itwiki", "plwiki")
    title = next(iter(labels.values()), "")
    return {
        "type": "item",
        "id": f"Q{number}",
        "labels": {language: {"language": language, "value": text} for language, text in labels.items()},
        "descriptions": {
            language: {"language": language, "value": f"{more.get('description', 'thing')} ({language})"}
            for language in ("en", *[each for each in labels if each != "en"][: len(labels) // 2])
        },
        "aliases": {
            language: [{"language": language, "value": alias} for alias in aliases]
            for language, aliases in more.get("aliases", {}).items()
        },
        "claims": claims,
        "sitelinks": {
            site if place < len(sites) else f"{site}{place}": {"site": site, "title": title, "badges": []}
            for place, site in enumerate((sites * (links // len(sites) + 1))[:links])
        },
        "lastrevid": 1_000_000_000 + number,
    }


class World:
    """Makes the lines. Unwanted ones come from a stock and only get numbers of their own: they are to be skipped."""

    def __init__(self, seed: int) -> None:
        """Make the stock of unwanted lines."""
        self.random = Random(seed)
        self.names = Names(self.random)
        self.stock = [self._unwanted() for _ in range(400)]

    def line(self, number: int, *, is_wanted: bool) -> bytes:
        """One line without its comma."""
        if not is_wanted:
            return b'{"type":"item","id":"Q%d"' % number + self.random.choice(self.stock)
        made = self.random.random()
        makers: Sequence[tuple[float, Callable[[int], dict[str, Any]]]] = (
            (0.90, self._person),
            (0.96, self._place),
            (0.985, self._organisation),
            (1.0, self._mission),
        )
        return orjson.dumps(next(maker for most, maker in makers if made < most)(number))

    def position(self, number: int) -> bytes:
        """An office, at any place of the dump."""
        state = number % len(STATES)
        names = ("the Soviet Union", "North Korea", "Hungary", "China", "France", "Germany", "Poland", "Romania")
        label = f"ambassador of {names[state % 8]} to {names[(state + number // 20) % 8]}"
        claims = {"P31": [item_statement("P31", 4164871)], "P279": [item_statement("P279", 121998)]}
        return orjson.dumps(item(number, {"en": label}, claims, 2, description="office"))

    def _unwanted(self) -> bytes:
        """The line of an article, a taxon, a category or a human without office, from behind its number."""
        kind = self.random.choice((13442814, 13442814, 13442814, 16521, 4167836, 5, 5, 11173, 318, 523))
        count = min(60, int(self.random.lognormvariate(2.0, 0.8)))
        label = " ".join(self.names.word(3) for _ in range(6))
        claims: dict[str, list[Any]] = {"P31": [item_statement("P31", kind)]}
        for place in range(int(self.random.lognormvariate(1.3, 0.6))):
            claims[f"P{1000 + place}"] = [item_statement(f"P{1000 + place}", 10_000 + place * 7)]
        if kind == 5:
            claims["P106"] = [item_statement("P106", 36180)]
        made = orjson.dumps(item(1, dict.fromkeys(LANGUAGES[:count], label), claims, count // 2))
        return made[made.index(b'"id":"Q1"') + 9 :]

    def _person(self, number: int) -> dict[str, Any]:
        name, *others = self.names.person()
        born = self.random.randint(1860, 1990)
        claims = {
            "P31": [item_statement("P31", 5)],
            "P569": [statement("P569", "time", time_value(born, self.random.randint(1, 12), 5), "time")],
            "P27": [item_statement("P27", self.random.choice(STATES))],
            "P106": [item_statement("P106", self.random.choice(OCCUPATIONS))],
        }
        if self.random.random() < 0.5:
            claims["P570"] = [statement("P570", "time", time_value(born + self.random.randint(40, 95)), "time")]
        for _ in range(self.random.choice((0, 0, 1, 1, 2))):
            held = item_statement("P39", self.random.choice(POSITION_NUMBERS))
            begun = born + self.random.randint(30, 60)
            held["qualifiers"] = {
                "P580": [snak("P580", time_value(begun, 3, 1))],
                "P582": [snak("P582", time_value(begun + 3, 4))],
            }
            claims.setdefault("P39", []).append(held)
        links = min(150, int(self.random.paretovariate(1.0)))
        languages = LANGUAGES[: max(3, min(len(LANGUAGES), links * 2))]
        more = {"aliases": {"en": others} if others else {}, "description": f"politician (born {born})"}
        return item(number, dict.fromkeys(languages, name), claims, links, **more)

    def _place(self, number: int) -> dict[str, Any]:
        claims = {
            "P31": [item_statement("P31", 515)],
            "P17": [item_statement("P17", self.random.choice(STATES))],
        }
        return item(number, dict.fromkeys(LANGUAGES[:12], self.names.word(3, ("", "grad", "ville", "ton"))), claims, 6)

    def _organisation(self, number: int) -> dict[str, Any]:
        claims = {"P31": [item_statement("P31", 7278)], "P17": [item_statement("P17", self.random.choice(STATES))]}
        return item(number, dict.fromkeys(LANGUAGES[:8], f"{self.names.word(2)} Workers' Party"), claims, 4)

    def _mission(self, number: int) -> dict[str, Any]:
        sender, host = self.random.sample(STATES, 2)
        claims = {
            "P31": [item_statement("P31", 3917681)],
            "P137": [item_statement("P137", sender)],
            "P17": [item_statement("P17", host)],
        }
        return item(number, {"en": f"Embassy {number}"}, claims, 1)


def snak(property_id: str, value: dict[str, Any]) -> dict[str, Any]:
    """A qualifier that gives a time."""
    return {
        "snaktype": "value",
        "property": property_id,
        "datavalue": {"value": value, "type": "time"},
        "datatype": "time",
    }


def dump_lines(lines: int, wanted: float, seed: int) -> Iterator[bytes]:
    """The lines of a dump, with the brackets around them."""
    world = World(seed)
    positions = iter(POSITION_NUMBERS)
    spread = max(1, lines // len(POSITION_NUMBERS))
    yield b"[\n"
    for place in range(lines):
        number = next(positions, None) if place % spread == spread - 1 else None
        if number is not None:
            line = world.position(number)
        else:
            line = world.line(FIRST_NUMBER + place, is_wanted=world.random.random() < wanted)
        yield line + (b",\n" if place < lines - 1 else b"\n")
    yield b"]\n"


def write_dump(path: Path, lines: int, wanted: float, seed: int) -> None:
    """Write a dump; the end of its name says how it is compressed."""
    with _opened(path) as file:
        for line in dump_lines(lines, wanted, seed):
            file.write(line)


def _opened(path: Path) -> IO[bytes] | gzip.GzipFile | bz2.BZ2File:
    if path.suffix == ".gz":
        return gzip.open(path, "wb", compresslevel=4)
    return bz2.open(path, "wb") if path.suffix == ".bz2" else path.open("wb")


def main() -> int:
    """Write the dump that the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--wanted", type=float, default=0.01, help="share of wanted lines")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write_dump(given.file, given.lines, given.wanted, given.seed)
    print(f"{given.file}: {given.lines:,} lines, {given.file.stat().st_size / 1e6:,.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
