"""The polite client: what it sends, how long it waits, when it stops, and what it keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from kg import __version__
from kg.clients import Budget, PoliteClient
from kg.clients.faults import AskAgain, NotCachedError, SchemaError, StoppedError, UnansweredError
from kg.clients.messages import Answer, Request, checked_address, json_of
from kg.clients.polite import user_agent_of
from kg.clients.waiting import asked_seconds
from kg.errors import UsageError
from tests.clients import faulty
from tests.clients.conftest import Guest
from tests.clients.faulty import NOON, FakeTime, Fault, Seen, Service, json_reply, served, status

GOOD = {"good": "answer", "filling": "x" * 200}


@pytest.fixture
def service() -> Iterator[Service]:
    def world(seen: Seen) -> faulty.Reply:
        return json_reply({**GOOD, "path": seen.path, "asked": dict(seen.query)})

    with served(world) as service:
        yield service


def ask(client: PoliteClient, service: Service, path: str = "/api", **query: str) -> object:
    return client.ask(Request(service.address + path, tuple(query.items())), json_of)


def test_the_first_request_says_who_asks_and_does_not_wait(service: Service, guest: Guest, time: FakeTime) -> None:
    assert ask(guest(), service, q="Москва") == {**GOOD, "path": "/api", "asked": {"q": "Москва"}}
    [seen] = service.seen
    assert seen.headers["User-Agent"] == (
        f"diplograph-kg/{__version__} (ada@example.org) python-requests/{requests.__version__}"
    )
    assert seen.headers["Accept-Encoding"] == "gzip"
    assert seen.headers["Accept"] == "application/json"
    assert "Authorization" not in seen.headers
    assert time.pauses == []


def test_a_pause_lies_between_two_requests(service: Service, guest: Guest, time: FakeTime) -> None:
    client = guest(pause_seconds=1.5)
    for word in "abc":
        ask(client, service, q=word)
    assert time.pauses == [1.5, 1.5]


def test_one_question_is_under_way_at_a_time(guest: Guest) -> None:
    under_way: list[int] = []
    most: list[int] = []

    def world(seen: Seen) -> faulty.Reply:
        under_way.append(1)
        most.append(len(under_way))
        Event().wait(0.02)
        under_way.pop()
        return json_reply({})

    with served(world) as service, ThreadPoolExecutor(4) as threads:
        client = guest()
        list(threads.map(lambda word: ask(client, service, q=word), "abcd"))
    assert most == [1, 1, 1, 1]


def test_no_password_is_taken_from_a_netrc(
    service: Service, guest: Guest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ada password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    ask(guest(), service)
    assert "Authorization" not in service.seen[0].headers


@pytest.mark.parametrize(
    "contact", ["", "   ", "me", "ada@example.org\r\nX-Evil: 1", "(ada@example.org)", "ädä@example.org"]
)
def test_nobody_goes_online_without_a_contact(contact: str) -> None:
    with pytest.raises(UsageError, match=r"KG_CONTACT"):
        PoliteClient(contact, Budget(1, 1))


@pytest.mark.parametrize("contact", ["ada@example.org", "https://example.org/kg", "User:Ada", " ada@example.org "])
def test_a_contact_is_an_address_or_a_user_page(contact: str) -> None:
    assert f"({contact.strip()})" in user_agent_of(contact)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/x",
        "file:///etc/passwd",
        "example.org",
        "https://",
        "http://a:b@c/",
        "http://x:y/",
        "http://a b/",
    ],
)
def test_only_web_addresses_without_a_password_are_asked(address: str) -> None:
    with pytest.raises(UsageError):
        checked_address(address)


@pytest.mark.parametrize(
    ("fault", "pause"),
    [
        (status(429, "Too Many Requests - Please retry in 7 seconds.", Retry_After="7"), 7.0),
        (status(503, Retry_After="30"), 30.0),
        (status(429, Retry_After="Mon, 23 Nov 2026 12:01:30 GMT"), 90.0),
        (status(429, Retry_After="0"), 1.0),  # never sooner than a guest comes back anyway
        (status(429), 5.0),
        (status(503, Retry_After="soon"), 5.0),
        (status(502), 5.0),
        (status(500), 5.0),
        (status(504), 5.0),
        (faulty.hang_up, 5.0),
        (faulty.cut, 5.0),
        (faulty.cut_in_a_chunk, 5.0),
        (faulty.broken_gzip, 5.0),
        (faulty.body_is(b""), 5.0),
        (status(204), 5.0),
    ],
)
def test_what_passes_is_asked_again_after_the_pause_that_is_due(
    service: Service, guest: Guest, time: FakeTime, fault: Fault, pause: float
) -> None:
    service.faults.append(fault)
    client = guest()
    assert ask(client, service) == {**GOOD, "path": "/api", "asked": {}}
    assert (len(service.seen), time.pauses, client.repeats.total()) == (2, [pause], 1)


def test_without_a_word_from_the_service_the_pause_doubles_and_half_of_it_is_chance(
    service: Service, guest: Guest, time: FakeTime
) -> None:
    service.faults.extend([status(503)] * 4)
    ask(guest(), service)
    assert time.pauses == [5.0, 10.0, 20.0, 40.0]
    time.pauses.clear()
    time.chance = 0.0
    service.faults.extend([status(503)] * 4)
    ask(guest(), service, q="other")
    assert time.pauses == [2.5, 5.0, 10.0, 20.0]


def test_a_service_that_gives_no_answer_is_left_alone_after_two_questions(service: Service, guest: Guest) -> None:
    service.always = status(503)
    client = guest(attempts=3)
    with pytest.raises(UnansweredError, match=r"HTTP 503 \(asked 3 times\)"):
        ask(client, service)
    with pytest.raises(StoppedError, match="down or overloaded"):
        ask(client, service, q="other")
    assert len(service.seen) == 6


def test_one_answer_in_between_and_the_service_counts_as_up(service: Service, guest: Guest) -> None:
    client = guest(attempts=1)
    for fault in (status(503), None, status(503)):
        service.faults.append(fault)
    with pytest.raises(UnansweredError):
        ask(client, service, q="1")
    ask(client, service, q="2")
    with pytest.raises(UnansweredError):
        ask(client, service, q="3")


def test_nobody_at_the_address_is_said_so(guest: Guest) -> None:
    with served(lambda seen: json_reply({})) as service:
        pass
    with pytest.raises(UnansweredError, match="nobody answers at this address"):
        ask(guest(attempts=1), service)


def test_a_wait_that_is_too_long_ends_the_run_and_says_until_when(
    service: Service, guest: Guest, time: FakeTime
) -> None:
    service.faults.append(status(429, Retry_After="3600"))
    with pytest.raises(StoppedError, match=r"until 2026-11-23 13:00 UTC \(HTTP 429\)"):
        ask(guest(), service)
    assert (len(service.seen), time.pauses) == (1, [])


def test_a_ban_ends_the_run_at_once_and_says_until_when(service: Service, guest: Guest) -> None:
    """The words are those of ThrottlingFilter of the query service."""
    text = "You have been banned until 2026-11-24T12:00:00Z, please respect throttling and retry-after headers."
    service.faults.append(status(403, text))
    with pytest.raises(StoppedError, match="banned until 2026-11-24T12:00:00Z"):
        ask(guest(), service)
    assert len(service.seen) == 1


def test_a_refusal_of_our_name_ends_the_run(service: Service, guest: Guest) -> None:
    service.faults.append(status(403, "Please set a user-agent and respect our robot policy https://w.wiki/4wJS."))
    with pytest.raises(StoppedError, match="Please set a user-agent"):
        ask(guest(), service)


@pytest.mark.parametrize("code", [400, 401, 404, 410, 413, 414])
def test_what_does_not_pass_is_not_asked_again(service: Service, guest: Guest, code: int) -> None:
    service.faults.append(status(code, "no\x1b[2J"))
    with pytest.raises(UnansweredError, match=f"HTTP {code}; the answer begins: “no\ufffd") as caught:
        ask(guest(), service)
    assert caught.value.status == code
    assert len(service.seen) == 1


@pytest.mark.parametrize("fault", [faulty.page(), faulty.body_is(b'{"entities": {"Q1": ')])
def test_what_is_no_json_is_shown_and_not_kept(service: Service, guest: Guest, fault: Fault) -> None:
    service.faults.append(fault)
    with pytest.raises(SchemaError, match=r"begins: “(<!DOCTYPE html> <html><title>Wikimedia Error|\{\"entities\")"):
        ask(guest(), service)
    assert ask(guest(), service) == {**GOOD, "path": "/api", "asked": {}}
    assert len(service.seen) == 2


@pytest.mark.parametrize("body", [b"[" * 100_000, b"NaN", b"\xff\xfe", b'{"a": 1}{"a": 2}'])
def test_wild_json_is_one_sentence(service: Service, guest: Guest, body: bytes) -> None:
    service.faults.append(faulty.body_is(body))
    with pytest.raises(SchemaError, match="no JSON"):
        ask(guest(), service)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (faulty.silent, "silent for too long"),
        (faulty.dripping_body, "not complete after 0.3 s"),
        (faulty.dripping_headers, "not complete after 0.3 s"),
    ],
)
def test_a_slow_server_cannot_hold_us(service: Service, guest: Guest, fault: Fault, words: str) -> None:
    service.always = fault
    silence = 0.2 if fault is faulty.silent else 5.0
    with pytest.raises(UnansweredError, match=re.escape(words)):
        ask(guest(attempts=1, silence_seconds=silence, whole_seconds=0.3 if silence == 5.0 else 5.0), service)
    service.always = None
    assert ask(guest(), service, q="after") is not None


def test_an_answer_beyond_the_limit_is_refused_however_small_it_is_on_the_wire(service: Service, guest: Guest) -> None:
    service.faults.append(faulty.huge(5_000_000))
    with pytest.raises(UnansweredError, match="more than 1,000,000 bytes"):
        ask(guest(answer_bytes=1_000_000), service)
    assert len(service.seen) == 1


def test_a_redirect_on_the_same_host_is_followed_and_counts_as_a_request(
    service: Service, guest: Guest, time: FakeTime
) -> None:
    service.faults.append(faulty.moved(301, "/new?q=a"))
    client = guest()
    assert ask(client, service, "/old", q="a") == {**GOOD, "path": "/new", "asked": {"q": "a"}}
    assert [seen.path for seen in service.seen] == ["/old", "/new"]
    assert (client.budget.spent_requests, time.pauses) == (2, [1.0])


@pytest.mark.parametrize("location", ["http://localhost:1/api", "https://example.org/", "ftp://127.0.0.1/", "//[", ""])
def test_a_redirect_elsewhere_is_told_and_not_followed(service: Service, guest: Guest, location: str) -> None:
    service.faults.append(faulty.moved(302, location))
    with pytest.raises(UnansweredError, match="not followed"):
        ask(guest(), service)
    assert len(service.seen) == 1


def test_redirects_without_end_are_left(service: Service, guest: Guest) -> None:
    service.always = faulty.moved(302, "/api")
    with pytest.raises(UnansweredError, match="more than 3 times"):
        ask(guest(), service)
    assert len(service.seen) == 4


@pytest.mark.parametrize(("code", "is_followed"), [(307, True), (308, True), (301, False), (302, False), (303, False)])
def test_what_is_posted_is_never_turned_into_a_question_without_it(
    service: Service, guest: Guest, code: int, is_followed: bool
) -> None:
    service.faults.append(faulty.moved(code, "/new"))
    request = Request(service.address + "/old", body=b"queries=x", body_type="application/x-www-form-urlencoded")
    if is_followed:
        guest().ask(request, json_of)
        assert [(seen.method, seen.path, seen.body) for seen in service.seen][1] == ("POST", "/new", b"queries=x")
    else:
        with pytest.raises(UnansweredError, match="not followed"):
            guest().ask(request, json_of)


def test_a_used_up_budget_of_requests_stops_and_a_later_run_goes_on(service: Service, guest: Guest) -> None:
    first = guest(requests=2)
    ask(first, service, q="1")
    ask(first, service, q="2")
    with pytest.raises(StoppedError, match="budget of 2 requests is used up"):
        ask(first, service, q="3")
    second = guest(requests=2)
    for word in "123":
        ask(second, service, q=word)
    assert (len(service.seen), second.from_cache, second.budget.spent_requests) == (3, 2, 1)


def test_repeats_count_in_the_budget(service: Service, guest: Guest) -> None:
    service.always = status(503)
    with pytest.raises(StoppedError, match="budget of 3 requests"):
        ask(guest(requests=3), service)
    assert len(service.seen) == 3


def test_no_wait_goes_beyond_the_seconds_of_the_run(service: Service, guest: Guest, time: FakeTime) -> None:
    service.faults.extend([status(429, Retry_After="20"), status(429, Retry_After="20")])
    with pytest.raises(StoppedError, match=r"budget of 30 s is used up \(the next request would have to wait 20 s\)"):
        ask(guest(seconds=30), service)
    assert time.pauses == [20.0]


def test_an_error_that_comes_with_status_200_is_for_the_reader_to_say(
    service: Service, guest: Guest, time: FakeTime
) -> None:
    refused = iter([AskAgain("busy", after_seconds=12), None])

    def read(answer: Answer) -> str:
        again = next(refused)
        if again:
            raise again
        return "read"

    assert guest().ask(Request(service.address), read) == "read"
    assert time.pauses == [12.0]


def test_manners_are_left_out_when_asked_again_and_do_not_change_the_question(service: Service, guest: Guest) -> None:
    request = Request(service.address, (("q", "a"),), manners=(("maxlag", "5"),))
    refused = iter([AskAgain("lag", without_manners=True), None])

    def read(answer: Answer) -> object:
        again = next(refused, None)
        if again:
            raise again
        return json_of(answer)

    guest().ask(request, read)
    assert [seen.query for seen in service.seen] == [{"q": "a", "maxlag": "5"}, {"q": "a"}]
    assert request.key == request.without_manners().key
    guest().ask(request, json_of)
    assert len(service.seen) == 2


def test_offline_nothing_is_sent_and_no_contact_is_needed(service: Service, guest: Guest, tmp_path: Path) -> None:
    ask(guest(), service, q="known")
    client = guest(offline=True)
    assert ask(client, service, q="known") == {**GOOD, "path": "/api", "asked": {"q": "known"}}
    with pytest.raises(NotCachedError, match="never fetched"):
        ask(client, service, q="unknown")
    PoliteClient("", Budget(0, 0), offline=True)
    assert len(service.seen) == 1


@given(st.text(max_size=40))
def test_any_retry_after_is_a_number_of_seconds_or_nothing(text: str) -> None:
    seconds = asked_seconds(text, NOON)
    assert seconds is None or seconds >= 0
