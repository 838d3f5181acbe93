"""Things, descriptions, pages and files, as a client meets them."""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urljoin

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from kg.serve.forms import DATA, FORMS
from tests.serve.invented import BASE, HOSTILE, PERSON, SECRET, SLOW, THINGS, TRANSLATION
from tests.serve.serving import Running, running

PAGE = f"/{PERSON}.html"
each_form = pytest.mark.parametrize("form", DATA, ids=[form.extension for form in DATA])
NOWHERE = [
    "/nothing",
    "/nothing.ttl",
    f"{PAGE}.html",
    f"/{PERSON}.ttl.ttl",
    f"/{PERSON}/",
    f"//{PERSON}",
    f"/agent//{PERSON[6:]}.html",
    "/.html",
    "/agent/.html",
    "/assets/",
    "/assets",
    "/assets/nothing.css",
    "/dataset/nothing.nq",
    "/%25252e%25252e/etc/passwd",
    "/assets/%252e%252e/all.nq",
    "/healthz/x",
    "/reconcile",
    "/robots.txt.html",
]
UNFIT = [
    "/../etc/passwd",
    "/assets/../all.nq",
    "/assets/%2e%2e/all.nq",
    "/assets/%2E%2E%2Fall.nq",
    "/dataset/..%2f..%2fetc/passwd",
    "/assets/..%5c..%5call.nq",
    "/assets/%5c",
    "/dataset/./all.nq",
    "/agent/%00",
    "/agent/x%00.html",
    "/agent/%0d%0aSet-Cookie:x=1",
    "/agent/%7f",
    "/agent/%c0%ae%c0%ae/passwd",
    "/agent/%ff",
    "/agent/%ed%a0%80",
    "/agent/%c2%85",
    "/agent/%",
    "/agent/%4",
    "/agent/%zz",
]


def test_a_thing_leads_a_browser_to_its_page_and_a_program_to_its_data(server: Running) -> None:
    for accept, form in (("text/html", "html"), ("text/turtle", "ttl"), ("application/rdf+xml", "rdf")):
        answer = server.get(f"/{PERSON}", Accept=accept)
        assert (answer.status_code, answer.headers["Vary"]) == (303, "Accept")
        assert urljoin(answer.url, answer.headers["Location"]) == f"{server.address}/{PERSON}.{form}"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", THINGS)
@pytest.mark.parametrize("form", FORMS, ids=[form.extension for form in FORMS])
def test_every_way_out_of_a_thing_leads_to_a_description(server: Running, path: str, form: object) -> None:
    accept = f'{form.media_type};profile="{form.profile}"' if form.profile else form.media_type  # type: ignore[attr-defined]
    start = server.get(f"/{quote(path)}", Accept=accept)
    assert start.status_code == 303
    place = urljoin(start.url, start.headers["Location"])
    found = requests.get(place, timeout=20)
    assert found.status_code == 200
    assert found.headers["Content-Type"] == form.content_type  # type: ignore[attr-defined]


def test_the_ways_hold_below_any_prefix_of_a_proxy(server: Running) -> None:
    answer = server.get(f"/{TRANSLATION}", Accept="text/html")
    assert urljoin(f"https://example.org/a/b/{TRANSLATION}", answer.headers["Location"]) == (
        "https://example.org/a/b/doc/a/record.html#translation"
    )


def test_several_lines_of_accept_are_one(server: Running) -> None:
    answer = server.raw(
        f"GET /{PERSON} HTTP/1.1\r\nHost: a\r\nAccept: text/html;q=0.1\r\nAccept: text/turtle\r\n"
        "Connection: close\r\n\r\n".encode()
    )
    assert b"\r\nlocation: ../agent/kim-il-sung.ttl\r\n" in answer


def test_who_wants_none_of_our_forms_is_told_which_there_are(server: Running) -> None:
    answer = server.get(f"/{PERSON}", Accept="image/png")
    assert (answer.status_code, answer.headers["Vary"]) == (406, "Accept")
    for form in FORMS:
        assert f"../{PERSON}.{form.extension}  {form.content_type}" in answer.text
    links = requests.utils.parse_header_links(answer.headers["Link"])
    assert {link["type"] for link in links if link["rel"] == "alternate"} == {form.media_type for form in FORMS}


@each_form
def test_a_description_says_what_it_is_and_where_the_others_are(server: Running, form: object) -> None:
    extension, content_type = form.extension, form.content_type  # type: ignore[attr-defined]
    answer = server.get(f"/{PERSON}.{extension}")
    assert answer.status_code == 200
    assert answer.text.startswith(f"{extension} of {PERSON} in one\n")
    assert answer.headers["Content-Type"] == content_type
    assert answer.headers["Last-Modified"] == "Sun, 01 Nov 2026 12:30:15 GMT"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    links = requests.utils.parse_header_links(answer.headers["Link"])
    others = {urljoin(answer.url, link["url"]) for link in links if link["rel"] == "alternate"}
    assert others == {f"{server.address}/{PERSON}.{other.extension}" for other in FORMS if other != form}
    assert {link["url"] for link in links if link["rel"] in ("canonical", "describes")} == {BASE + PERSON}


def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(server: Running) -> None:
    answer = server.get(PAGE)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Language"] == "en"
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_root_is_the_start_page(server: Running) -> None:
    assert server.get("/").text == server.get("/index.html").text


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/sitemap.xml", "application/xml"),
        ("/.well-known/void", "text/turtle; charset=utf-8"),
        ("/events.csv?status=Planned", "text/csv; charset=utf-8"),
        ("/assets/site.css", "text/css; charset=utf-8"),
    ],
)
def test_a_file_says_its_type(server: Running, path: str, content_type: str) -> None:
    answer = server.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, content_type)


def test_a_list_hangs_on_its_query_and_nothing_else_does(server: Running) -> None:
    assert server.get("/events.csv?status=Planned").text == "status\nPlanned\n"
    assert server.get("/events.csv?status=Held").text == "status\nHeld\n"
    assert server.get("/events.csv?status=Zo%C3%AB").content == "status\nZoë\n".encode()
    assert server.get(f"{PAGE}?status=Held").text == server.get(PAGE).text


@pytest.mark.parametrize("path", [PAGE, f"/{PERSON}.ttl", "/", "/assets/site.css", "/dataset/all.nq", "/events.html"])
def test_who_has_it_already_gets_304(server: Running, path: str) -> None:
    first = server.get(path)
    for tag in (first.headers["ETag"], f"W/{first.headers['ETag']}", f'"other", {first.headers["ETag"]}', "*"):
        answer = server.get(path, If_None_Match=tag)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["ETag"] == first.headers["ETag"]
        assert answer.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert server.get(path, If_None_Match='"other"').content == first.content
    assert server.get(path, If_Match='"other"').status_code == 412
    assert server.get(path, If_Modified_Since="Mon, 23 Nov 2037 12:00:00 GMT").status_code == 304


def test_a_tag_counts_more_than_a_date(server: Running) -> None:
    answer = server.get(PAGE, If_None_Match='"other"', If_Modified_Since="Mon, 23 Nov 2037 12:00:00 GMT")
    assert answer.status_code == 200
    assert server.get(PAGE, If_Modified_Since="Sun, 01 Nov 2026 12:30:14 GMT").status_code == 200
    assert server.get(PAGE, If_Modified_Since="Sun, 01 Nov 2026 12:30:15 GMT").status_code == 304
    assert server.get(PAGE, If_Modified_Since="yesterday").status_code == 200


def test_what_is_compressed_has_a_tag_of_its_own(server: Running) -> None:
    plain, packed = server.get(PAGE), server.get(PAGE, Accept_Encoding="gzip, deflate, br")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.content == plain.content
    assert int(packed.headers["Content-Length"]) < len(plain.content) / 10
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    # Who has the one needs not fetch the other.
    assert server.get(PAGE, If_None_Match=packed.headers["ETag"]).status_code == 304
    assert "Content-Encoding" not in server.get(PAGE, Accept_Encoding="gzip;q=0").headers
    assert "Content-Encoding" not in server.get("/robots.txt", Accept_Encoding="gzip").headers


@pytest.mark.parametrize(
    "path", [PAGE, f"/{PERSON}", f"/{PERSON}.nq", "/nothing", "/assets/site.css", "/dataset/all.nq"]
)
def test_head_says_what_get_says_without_the_body(server: Running, path: str) -> None:
    varying = {"date", "x-request-id"}
    full, head = server.get(path), server.get(path, "HEAD")
    assert head.content == b""
    assert head.status_code == full.status_code
    numbered = {"content-length"} if full.status_code == 404 else set()  # the page names the request
    for name in full.headers.keys() - varying - numbered:
        if name.lower() not in varying | numbered:
            assert head.headers[name] == full.headers[name], name


def test_options_says_what_can_be_done_and_lets_other_sites_read(server: Running) -> None:
    answer = server.get(f"/{PERSON}", "OPTIONS", Origin="https://example.org", Access_Control_Request_Method="GET")
    assert (answer.status_code, answer.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_nothing_can_be_written(server: Running, method: str) -> None:
    answer = server.get(f"/{PERSON}", method)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_a_body_is_not_taken(server: Running) -> None:
    answer = server.raw(f"GET {PAGE} HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\nxx".encode())
    assert answer.startswith(b"HTTP/1.1 413 ")
    answer = server.raw(f"GET {PAGE} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("path", NOWHERE)
def test_where_nothing_is_the_answer_is_404(server: Running, path: str) -> None:
    assert server.status(path) == 404


@pytest.mark.parametrize("path", UNFIT)
def test_what_is_no_plain_path_is_not_looked_for(server: Running, path: str) -> None:
    assert server.status(path) == 400


def test_an_address_of_eight_thousand_characters_is_too_long(server: Running) -> None:
    assert server.get(f"/agent/{'x' * 7000}").status_code == 404
    assert server.get(f"/agent/{'x' * 8000}").status_code == 414
    assert server.get(f"/events.html?status={'x' * 8000}").status_code == 414


def test_what_the_data_say_never_leaves_the_quotes_of_a_header(server: Running) -> None:
    answer = server.get(f"/{quote(HOSTILE)}.ttl")
    assert answer.status_code == 200
    assert "<script>" not in answer.headers["Link"]
    assert len(requests.utils.parse_header_links(answer.headers["Link"])) == len(FORMS) + 1
    refused = server.get("/<script>alert(1)</script>", Accept="text/html")
    assert refused.status_code == 404
    assert "<script>" not in refused.text


def test_a_stylesheet_is_kept_for_ever_only_if_its_name_changes_with_it(server: Running) -> None:
    assert "immutable" in server.get("/assets/site.0123abcd.js").headers["Cache-Control"]
    assert "immutable" not in server.get("/assets/site.css").headers["Cache-Control"]


def test_a_dump_can_be_fetched_in_parts(server: Running) -> None:
    whole = server.get("/dataset/all.nq")
    assert whole.headers["Content-Type"] == "application/n-quads"
    part = server.get("/dataset/all.nq", Range="bytes=18-35", If_Range=whole.headers["ETag"])
    assert (part.status_code, part.content) == (206, whole.content[18:36])
    changed = server.get("/dataset/all.nq", Range="bytes=18-35", If_Range='"other"')
    assert changed.status_code == 200
    assert server.get("/dataset/all.nq", Range="bytes=999999999-").status_code == 416


def test_a_slow_page_keeps_nobody_else_waiting_and_is_made_once(tmp_path: Path) -> None:
    with running(tmp_path) as server, ThreadPoolExecutor(8) as pool:
        server.get(PAGE)
        slow = [pool.submit(server.get, f"/{SLOW}") for _ in range(8)]
        assert server.get(PAGE).status_code == 200
        assert not any(future.done() for future in slow)
        assert {future.result().status_code for future in slow} == {200}
        assert server.site.made.count(SLOW) == 1


def test_a_page_is_made_once_and_then_lies_ready(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        bodies = {server.get(PAGE).content for _ in range(5)}
        assert len(bodies) == 1
        assert server.site.made.count(PERSON + ".html") == 1


def test_what_was_made_is_forgotten_where_memory_is_short(tmp_path: Path) -> None:
    with running(tmp_path, cache_bytes=10_000) as server:
        assert server.get(PAGE).content == server.get(PAGE).content
        assert server.site.made.count(PERSON + ".html") == 2


def test_a_store_that_vanishes_leaves_what_lies_ready_and_tells_nothing_else(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        server.get(PAGE)
        server.site.is_gone = True
        assert server.get(PAGE).status_code == 200
        answer = server.get(f"/{PERSON}.ttl")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
        assert SECRET not in answer.text
        health = server.get("/healthz")
        assert (health.status_code, health.json()["status"]) == (503, "failed")
        server.site.is_gone = False
        assert server.get(f"/{PERSON}.ttl").status_code == 200
        assert server.get("/healthz").status_code == 200


def test_the_bytes_are_those_of_the_site(server: Running) -> None:
    answer = server.raw(
        f"GET {PAGE} HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n".encode()
    )
    assert gzip.decompress(answer.partition(b"\r\n\r\n")[2]) == server.site.page(PAGE[1:])


@given(st.text(alphabet=st.sampled_from("/%.2eEfF0ac\\;:?&=+~agentdocsassetshtmlttl박 "), max_size=60))
def test_no_address_is_a_fault_of_ours(server: Running, path: str) -> None:
    assert server.status("/" + quote(path, safe="/%.;:?&=+~")) in (200, 303, 400, 404)


@given(st.binary(max_size=40).filter(lambda data: not set(data) & set(b"\r\n \t")))
def test_no_bytes_in_an_address_are_a_fault_of_ours(server: Running, path: bytes) -> None:
    assert server.status(b"/" + path) in (200, 303, 400, 404)
