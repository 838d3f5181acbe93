"""The sieve of a dump lets every wanted line through, in every form, and most others not."""

from __future__ import annotations

import json
from random import Random

import orjson

from bench.dump import World
from kg.authority.positions import StateNames
from kg.authority.prefilter import sieve
from kg.authority.wikidata import Years, read_item
from kg.authority.wikidata_terms import WANTED
from tests.authority.items import item, item_statement, person, position

MAY = sieve(WANTED)


def test_no_line_that_gives_an_entry_is_held_back() -> None:
    world, random = World(seed=7), Random(7)
    states = StateNames({})
    held_back = 0
    for number in range(1, 600):
        line = world.line(number, is_wanted=random.random() < 0.3)
        entry = read_item(orjson.loads(line), WANTED, states, Years()).entry
        assert MAY(line) or entry is None
        held_back += not MAY(line)
    assert held_back > 300


def test_other_forms_of_a_wanted_line_pass_too() -> None:
    made = person(1, "Jan")
    assert MAY(orjson.dumps(made))
    assert MAY(json.dumps(made).encode())
    assert MAY(json.dumps(made, indent=1).replace("\n", "").encode())
    swapped = made | {
        "claims": {key: [dict(reversed(row.items())) for row in rows] for key, rows in made["claims"].items()}
    }
    assert MAY(orjson.dumps(swapped))
    second = item(1, {"en": "x"}, {"P31": [item_statement("P31", 1), item_statement("P31", 6256)]}, 0)
    assert MAY(orjson.dumps(second))
    assert MAY(orjson.dumps(position(2, "ambassador")))
    assert MAY(b'{"entity":"Q1","redirect":"Q2"}')
    assert MAY(orjson.dumps(made)[:-40])


def test_a_number_that_only_begins_like_a_wanted_one_is_another() -> None:
    claims = {"P31": [item_statement("P31", 55)], "P106": [item_statement("P106", 829550)]}
    assert not MAY(orjson.dumps(item(1, {"en": "human 5"}, claims, 0)))
