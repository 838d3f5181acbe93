"""Ready answers in memory: what is kept, what goes, and what is compressed."""

from __future__ import annotations

import gzip
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from kg.serve.answers import Shelf, answer_of, takes_gzip

KEYS = st.integers(0, 12).map(lambda number: ("one", b"%d" % number))


def test_equal_bytes_have_equal_tags_and_others_have_others() -> None:
    tags = [answer_of(body, {}).plain.tag for body in (b"a" * 2000, b"a" * 2000, b"b" * 2000)]
    assert tags[0] == tags[1] != tags[2]


def test_what_gains_nothing_is_not_compressed() -> None:
    assert answer_of(b"short", {}).compressed is None
    noise = b"".join(sha256(b"%d" % number).digest() for number in range(100))
    assert answer_of(noise, {}).compressed is None
    compressed = answer_of(b"words " * 1000, {}).compressed
    assert compressed is not None
    assert gzip.decompress(compressed.body) == b"words " * 1000


@given(st.lists(st.tuples(KEYS, st.integers(1, 30))))
def test_the_shelf_never_holds_more_than_it_may(puts: list[tuple[tuple[str, bytes], int]]) -> None:
    shelf = Shelf(100)
    held: dict[tuple[str, bytes], int] = {}
    for key, cost in puts:
        shelf.put(key, cost, cost)
        if cost <= 100 // 8:
            held[key] = cost
        assert shelf.held <= 100
        present = {key: cost for key, cost in held.items() if shelf.get(key) is not None}
        assert shelf.held == sum(present.values())


def test_what_was_not_asked_for_longest_goes_first() -> None:
    shelf = Shelf(80)
    for number in range(8):
        shelf.put(("one", b"%d" % number), number, 10)
    assert shelf.get(("one", b"0")) == 0
    shelf.put(("one", b"new"), "new", 10)
    assert shelf.get(("one", b"0")) == 0
    assert shelf.get(("one", b"1")) is None


def test_one_giant_does_not_push_out_all_others() -> None:
    shelf = Shelf(80)
    shelf.put(("one", b"a"), "a", 10)
    shelf.put(("one", b"giant"), "giant", 70)
    assert shelf.get(("one", b"a")) == "a"
    assert shelf.get(("one", b"giant")) is None


@given(st.binary())
def test_no_coding_is_too_wild(value: bytes) -> None:
    assert takes_gzip(value) in (True, False)
