"""The forms in which a thing is described and the types of all other files, one row each."""

from __future__ import annotations

from types import MappingProxyType

from kg.serve.negotiation import Offer

HTML = Offer("text/html", "html")
TEXT = Offer("text/plain", "txt")
_JSON_LD = "http://www.w3.org/ns/json-ld#"
# In the order in which we choose where the client does not mind. Profiles of JSON-LD are claimed where they hold: our
# own writer compacts with one context and puts each node once at the top (kg/publish/jsonld.py), which is the compacted
# and the flattened form; pyoxigraph writes the expanded form, but may write one node twice, which is not the flattened.
FORMS = (
    HTML,
    Offer("text/turtle", "ttl"),
    Offer("application/ld+json", "jsonld", f"{_JSON_LD}compacted {_JSON_LD}flattened"),
    Offer("application/ld+json", "expanded.jsonld", f"{_JSON_LD}expanded"),
    Offer("application/n-triples", "nt"),
    Offer("application/trig", "trig"),
    Offer("application/n-quads", "nq"),
    Offer("application/rdf+xml", "rdf"),
)
DATA = tuple(form for form in FORMS if form is not HTML)
_TYPES = MappingProxyType(
    {
        "css": "text/css; charset=utf-8",
        "csv": "text/csv; charset=utf-8",
        "gz": "application/gzip",
        "html": HTML.content_type,
        "ico": "image/vnd.microsoft.icon",
        "js": "text/javascript; charset=utf-8",
        "json": "application/json",
        "jsonl": "application/jsonl",
        "md": "text/markdown; charset=utf-8",
        "png": "image/png",
        "svg": "image/svg+xml",
        "tsv": "text/tab-separated-values; charset=utf-8",
        "txt": TEXT.content_type,
        "webmanifest": "application/manifest+json",
        "woff2": "font/woff2",
        "xml": "application/xml",
        "zip": "application/zip",
        **{form.extension: form.content_type for form in DATA},
    }
)


def described(path: str) -> tuple[str, Offer] | None:
    """The thing and the form that the path of a description names; None if it names none.

    >>> thing, form = described("agent/kim-il-sung.expanded.jsonld")
    >>> thing, form.extension
    ('agent/kim-il-sung', 'expanded.jsonld')
    >>> described("doc/a/source.txt") is None
    True
    """
    # The longest extension first: "expanded.jsonld" ends in "jsonld" too.
    for form in sorted(FORMS, key=lambda form: -len(form.extension)):
        thing = path.removesuffix(f".{form.extension}")
        if thing not in ("", path) and not thing.endswith("/"):
            return thing, form
    return None


def type_of(name: str) -> str:
    """The value of Content-Type of a file, by its name; bytes of an unknown kind where the name says nothing.

    >>> type_of("assets/style.css"), type_of("dataset/all.nq.gz"), type_of("LICENSE")
    ('text/css; charset=utf-8', 'application/gzip', 'application/octet-stream')
    """
    return _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
