"""The cache: whole answers with their dates, never an error, and a damaged file is fetched again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.clients import Cache
from kg.clients.messages import Answer, Request, json_of
from kg.errors import OutputError
from tests.clients.conftest import Guest
from tests.clients.faulty import NOON, json_reply, served, status

REQUEST = Request("https://example.org/w/api.php", (("search", "Москва"),), manners=(("maxlag", "5"),))
ANSWER = Answer(REQUEST, 200, b'{"a":\n"\x00\xff"}', "application/json", NOON)


def test_an_answer_comes_back_as_it_was_with_its_date(tmp_path: Path) -> None:
    Cache(tmp_path).keep(ANSWER)
    assert Cache(tmp_path).answer_to(REQUEST, NOON) == ANSWER
    [file] = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert file.relative_to(tmp_path).parts[0] == "example.org"
    assert b'"url":"https://example.org/w/api.php?search=%D0%9C' in file.read_bytes().partition(b"\n")[0]


@pytest.mark.parametrize(
    "other",
    [
        Request("https://example.org/w/api.php", (("search", "Moskva"),)),
        Request("https://example.org/w/api.php", (("search", "Москва"),), body=b""),
        Request("https://example.org/w/api.php", (("search", "Москва"),), accept="text/html"),
        Request("http://example.org/w/api.php", (("search", "Москва"),)),
    ],
)
def test_another_question_has_another_answer(tmp_path: Path, other: Request) -> None:
    cache = Cache(tmp_path)
    cache.keep(ANSWER)
    assert cache.answer_to(other, NOON) is None


def test_what_is_older_than_allowed_is_fetched_again(tmp_path: Path) -> None:
    Cache(tmp_path).keep(ANSWER)
    limited = Cache(tmp_path, max_age_days=2)
    assert limited.answer_to(REQUEST, NOON + timedelta(days=2)) == ANSWER
    assert limited.answer_to(REQUEST, NOON + timedelta(days=2, seconds=1)) is None
    assert Cache(tmp_path).answer_to(REQUEST, NOON + timedelta(days=4000)) == ANSWER
    assert limited.damaged == []
    assert Cache(tmp_path, max_age_days=1e300).answer_to(REQUEST, NOON + timedelta(days=4000)) == ANSWER


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(place=st.integers(0, 10_000), byte=st.integers(1, 255), is_cut=st.booleans())
def test_no_changed_byte_is_ever_taken_for_an_answer(tmp_path: Path, place: int, byte: int, is_cut: bool) -> None:
    cache = Cache(tmp_path)
    cache.keep(ANSWER)
    path = cache.path(REQUEST)
    content = bytearray(path.read_bytes())
    place %= len(content)
    if is_cut:
        del content[place:]
    else:
        content[place] ^= byte
    path.write_bytes(content)
    answer = cache.answer_to(REQUEST, NOON)
    # A change in what only explains (the question in words, the date) does not touch the answer.
    assert answer is None or (answer.body, answer.request) == (ANSWER.body, REQUEST)
    assert answer is not None or cache.damaged == [path]


def test_a_damaged_file_is_counted_fetched_again_and_whole_then(guest: Guest) -> None:
    with served(lambda seen: json_reply({"n": 1})) as service:
        request = Request(service.address)
        first = guest()
        first.ask(request, json_of)
        assert first.cache is not None
        path = first.cache.path(request)
        path.write_bytes(path.read_bytes()[:-1])
        second = guest()
        assert second.ask(request, json_of) == {"n": 1}
        assert second.cache is not None
        assert second.cache.damaged == [path]
        third = guest()
        third.ask(request, json_of)
        assert (len(service.seen), third.from_cache) == (2, 1)


def test_no_error_is_kept(guest: Guest, tmp_path: Path) -> None:
    with served(lambda seen: json_reply({})) as service:
        service.faults.extend([status(503), status(429), status(500)])
        guest().ask(Request(service.address), json_of)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_cache_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError, match="Cannot be written"):
        Cache(tmp_path / "cache").keep(ANSWER)
