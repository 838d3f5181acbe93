"""The rules for hosts of static files, asked through nginx and Apache as Debian has them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kg.site.datafiles import DataFiles
from kg.site.hosting import POLICY, hosting_files
from kg.site.site import MEDIA_TYPES

from .hosts import Host, apache_of, nginx_of, serving

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
JAVA = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"
RDFLIB = "text/turtle, application/rdf+xml;q=0.9, application/ld+json;q=0.8, */*;q=0.1"
FILES = (
    "index.html",
    "agent/kim-il-sung.html",
    "agent/kim-il-sung.ttl",
    "agent/kim-il-sung.jsonld",
    "agent/kim-il-sung.nt",
    "doc/a-1/record.html",
    "doc/a-1/record.ttl",
    "doc/a-1/record.jsonld",
    "doc/a-1/record.nt",
    "doc/a-1/claim/b2.html",
    "doc/a-1/ev/visit-c3.html",
    "dataset/a-1.ttl",
    "dataset/a-1.jsonld",
    "dataset/a-1.nt",
    "dataset/a-1.trig",
    "dataset/a-1/about.html",
    "dataset/a-1/about.ttl",
    "ontology.html",
    "ontology.ttl",
    "graph/c/v1.html",
    "graph/c/v1.ttl",
    "assets/site.css",
    ".well-known/void",
)
# Path, Accept, status, where it leads.
CASES: tuple[tuple[str, str | None, int, str], ...] = (
    ("/", BROWSER, 200, ""),
    ("/index.html", None, 200, ""),
    # A thing leads to its page or its data.
    ("/agent/kim-il-sung", None, 303, "/agent/kim-il-sung.html"),
    ("/agent/kim-il-sung", "", 303, "/agent/kim-il-sung.html"),
    ("/agent/kim-il-sung", " , ,", 303, "/agent/kim-il-sung.html"),
    ("/agent/kim-il-sung", BROWSER, 303, "/agent/kim-il-sung.html"),
    ("/agent/kim-il-sung", "*/*", 303, "/agent/kim-il-sung.html"),
    ("/agent/kim-il-sung", JAVA, 303, "/agent/kim-il-sung.html"),
    ("/agent/kim-il-sung", "text/turtle", 303, "/agent/kim-il-sung.ttl"),
    ("/agent/kim-il-sung", "TEXT/Turtle", 303, "/agent/kim-il-sung.ttl"),
    ("/agent/kim-il-sung", "application/ld+json", 303, "/agent/kim-il-sung.jsonld"),
    ("/agent/kim-il-sung", "application/n-triples", 303, "/agent/kim-il-sung.nt"),
    ("/agent/kim-il-sung", RDFLIB, 303, "/agent/kim-il-sung.ttl"),
    (
        "/agent/kim-il-sung",
        'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"',
        303,
        "/agent/kim-il-sung.jsonld",
    ),
    # Weights.
    ("/agent/kim-il-sung", "text/html;q=0.5, text/turtle", 303, "/agent/kim-il-sung.ttl"),
    ("/agent/kim-il-sung", "text/turtle;q=0.5, text/html;q=0.9", 303, "/agent/kim-il-sung.html"),
    ("/agent/kim-il-sung", "application/ld+json;q=0.5, text/turtle;q=0.9", 303, "/agent/kim-il-sung.ttl"),
    ("/agent/kim-il-sung", "application/ld+json;q=0.05, text/turtle;q=0.04", 303, "/agent/kim-il-sung.ttl"),
    ("/agent/kim-il-sung", "text/turtle;q=0, application/n-triples;q=0.1", 303, "/agent/kim-il-sung.nt"),
    (
        "/agent/kim-il-sung",
        "text/turtle;charset=utf-8;q=0.3, application/ld+json;q=0.4",
        303,
        "/agent/kim-il-sung.jsonld",
    ),
    ("/agent/kim-il-sung", "text/turtle ; q=1.000 , text/html ; q=0.999", 303, "/agent/kim-il-sung.ttl"),
    ("/agent/kim-il-sung", "text/*;q=0.5, application/n-triples", 303, "/agent/kim-il-sung.nt"),
    ("/agent/kim-il-sung", "text/html;q=0.1, text/*", 303, "/agent/kim-il-sung.ttl"),
    ("/agent/kim-il-sung", "application/*", 303, "/agent/kim-il-sung.jsonld"),
    ("/agent/kim-il-sung", "text/html;q=0, */*", 303, "/agent/kim-il-sung.ttl"),
    ("/agent/kim-il-sung", "text/*;q=0, */*;q=0.2", 303, "/agent/kim-il-sung.jsonld"),
    ("/agent/kim-il-sung", "text/turtle, */*", 303, "/agent/kim-il-sung.html"),
    ("/agent/kim-il-sung", "image/png", 406, ""),
    ("/agent/kim-il-sung", "text/html;q=0", 406, ""),
    ("/agent/kim-il-sung", "text/turtles", 406, ""),
    # What stands in no format of its own.
    ("/doc/a-1/claim/b2", BROWSER, 303, "/doc/a-1/claim/b2.html"),
    ("/doc/a-1/claim/b2", "text/turtle", 303, "/dataset/a-1.ttl"),
    ("/doc/a-1/claim/b2", "application/ld+json", 303, "/dataset/a-1.jsonld"),
    ("/doc/a-1/claim/b2.ttl", None, 303, "/dataset/a-1.ttl"),
    ("/doc/a-1/claim/b2.ttl", BROWSER, 303, "/dataset/a-1.ttl"),
    ("/doc/a-1/claim/nowhere.ttl", None, 404, ""),
    ("/doc/a-1/ev/visit-c3", "application/n-triples", 303, "/dataset/a-1.nt"),
    # A document, its parts, its graphs.
    ("/doc/a-1/record", BROWSER, 303, "/doc/a-1/record.html"),
    ("/doc/a-1/record", "text/turtle", 303, "/doc/a-1/record.ttl"),
    ("/doc/a-1/translation", BROWSER, 303, "/doc/a-1/record.html#translation"),
    ("/doc/a-1/translation", "text/turtle", 303, "/dataset/a-1.ttl"),
    ("/doc/a-1/source.txt", BROWSER, 303, "/doc/a-1/record.html#source.txt"),
    ("/doc/a-1/source.txt", "application/ld+json", 303, "/dataset/a-1.jsonld"),
    ("/graph/a-1/v1", BROWSER, 303, "/doc/a-1/record.html"),
    ("/graph/a-1/flat/v1", "text/turtle", 303, "/dataset/a-1.ttl"),
    ("/graph/b/v1", BROWSER, 404, ""),
    ("/graph/c/v1", BROWSER, 303, "/graph/c/v1.html"),
    ("/graph/c/v1", "text/turtle", 303, "/graph/c/v1.ttl"),
    # The dataset and our terms.
    ("/dataset/a-1", BROWSER, 303, "/dataset/a-1/about.html"),
    ("/dataset/a-1", "text/turtle", 303, "/dataset/a-1/about.ttl"),
    ("/dataset/b", BROWSER, 404, ""),
    ("/ontology", "text/turtle", 303, "/ontology.ttl"),
    ("/ontology/0.1.0", BROWSER, 303, "/ontology.html"),
    ("/ontology/0.1.0", "text/turtle", 303, "/ontology.ttl"),
    ("/doc/b/source.txt", BROWSER, 404, ""),
    # What is not there.
    ("/agent/nobody", BROWSER, 404, ""),
    ("/agent/nobody", "text/turtle", 404, ""),
    ("/agent/", None, 404, ""),
    ("/agent", None, 404, ""),
    ("/doc/b/claim/b2", "text/turtle", 404, ""),
    ("/nothing/at/all.html", None, 404, ""),
    ("/agent/kim%0d%0aX-Made-Up:%20yes", BROWSER, 404, ""),
    ("/doc/a%0d%0aX-Made-Up:%20yes/source.txt", BROWSER, 404, ""),
    ("/hosting/nginx-map.conf", None, 404, ""),
    ("/_headers", None, 404, ""),
)


@pytest.fixture(scope="module", params=["", "/reports/of-1962"], ids=["root", "folder"])
def mount(request: pytest.FixtureRequest) -> str:
    """The path under which the site stands."""
    assert isinstance(request.param, str)
    return request.param


@pytest.fixture(scope="module")
def site(mount: str) -> Iterator[Path]:
    """The root folder of a host with a small site: files with their names in them, and the rules."""
    # Not under pytest's own folder: a server that root starts reads as another user, who may not look into that.
    with TemporaryDirectory() as scratch:
        root = Path(scratch) / "root"
        _write(Path(f"{root}{mount}"), f"{mount}/")
        for path in (root.parent, root, *root.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        yield root


def _write(folder: Path, mount: str) -> None:
    data = DataFiles(("ttl", "jsonld", "nt"), of_everything=False)
    files = {name: name.encode() for name in FILES} | hosting_files(data, MEDIA_TYPES, mount)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


@pytest.fixture(scope="module", params=["nginx", "apache"])
def host(
    request: pytest.FixtureRequest, site: Path, mount: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Host]:
    """A server of the site, with the rules that the site brings along."""
    scratch = tmp_path_factory.mktemp(request.param)
    command = {"nginx": nginx_of, "apache": apache_of}[request.param](site, mount, scratch)
    if not command:
        assert os.environ.get("KG_REQUIRE_TOOLS") != "1", f"{request.param} is not installed"
        pytest.skip(f"{request.param} is not installed")
    with serving(request.param, command, scratch, mount) as server:
        yield server


@pytest.mark.parametrize(("path", "accept", "status", "location"), CASES, ids=lambda value: str(value)[:60])
def test_every_iri_leads_where_the_client_wants(
    host: Host, path: str, accept: str | None, status: int, location: str
) -> None:
    reply = host.ask(path, accept)
    assert (reply.status, reply.location) == (status, location)
    assert "x-made-up" not in reply.headers
    if status in (303, 406):
        assert "accept" in reply.headers["vary"].lower()


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/agent/kim-il-sung.html", "text/html; charset=utf-8"),
        ("/agent/kim-il-sung.ttl", "text/turtle; charset=utf-8"),
        ("/agent/kim-il-sung.jsonld", "application/ld+json"),
        ("/agent/kim-il-sung.nt", "application/n-triples"),
        ("/dataset/a-1.trig", "application/trig"),
        ("/assets/site.css", "text/css; charset=utf-8"),
        ("/.well-known/void", "text/turtle; charset=utf-8"),
    ],
)
def test_every_file_says_what_it_is(host: Host, path: str, content_type: str) -> None:
    reply = host.ask(path, "image/png")
    assert (reply.status, reply.headers["content-type"].lower()) == (200, content_type)
    assert reply.body == path.lstrip("/").encode()
    assert reply.headers["x-content-type-options"] == "nosniff"


def test_pages_have_the_policy_and_data_may_be_read_from_everywhere(host: Host) -> None:
    page = host.ask("/agent/kim-il-sung.html")
    data = host.ask("/agent/kim-il-sung.ttl")
    thing = host.ask("/agent/kim-il-sung", "text/turtle")
    assert page.headers["content-security-policy"] == POLICY
    assert "access-control-allow-origin" not in page.headers
    assert data.headers["access-control-allow-origin"] == "*"
    assert thing.headers["access-control-allow-origin"] == "*"


def test_what_is_not_there_is_told_on_a_page_of_ours(host: Host) -> None:
    reply = host.ask("/agent/nobody")
    assert b"There is nothing at this address" in reply.body
    assert reply.headers["content-type"].startswith("text/html")


def test_head_is_answered_as_get_is(host: Host) -> None:
    for path in ("/agent/kim-il-sung", "/agent/kim-il-sung.ttl"):
        head, get = host.ask(path, "text/turtle", "HEAD"), host.ask(path, "text/turtle")
        assert (head.status, head.location) == (get.status, get.location)
        assert head.body == b""
