"""The rules by which hosts of static files lead each IRI to its page or its data, as far as each host can.

nginx and Apache see the header Accept only as a text, so its weights are told apart by patterns: one for each form,
each kind of range and each tenth of a weight, the best first. What patterns cannot see: two weights in the same tenth
(0.85 and 0.8 are equal), a comma inside a quoted parameter, a type said twice. Else it is as RFC 9110, section 12.5.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.site.datafiles import DataFiles

HOSTS = Path(__file__).resolve().parent / "hosts"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_PAGE = ("html", "text/html")
_OTHER_TYPES = {
    "css": "text/css",
    "csv": "text/csv",
    "gz": "application/gzip",
    "html": "text/html",
    "js": "text/javascript",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "png": "image/png",
    "svg": "image/svg+xml",
    "tsv": "text/tab-separated-values",
    "txt": "text/plain",
    "woff2": "font/woff2",
    "xml": "application/xml",
}
# Where each template goes, from the root of the site.
_FILES = {
    ".htaccess": "htaccess",
    "_redirects": "redirects",
    "_headers": "headers",
    "404.html": "404.html",
    "hosting/nginx-map.conf": "nginx-map.conf",
    "hosting/nginx-server.conf": "nginx-server.conf",
}
# From 1 to 0.0…1; a weight of 0 is a refusal, and fits no pattern.
_WEIGHTS = (r"1(?:\.0*)?", *(rf"0?\.{tenth}[0-9]*" for tenth in range(9, 0, -1)), r"0?\.0[0-9]*[1-9][0-9]*")
_MARK = re.compile(r"@@([A-Z_]+)@@")


def hosting_files(data: DataFiles, media_types: Mapping[str, str], mount: str) -> dict[str, bytes]:
    """The files of rules, for a site that stands under the path `mount` of its host."""
    forms = (_PAGE, *((name, media_types[name]) for name in data.extensions))
    types = {**_OTHER_TYPES, **media_types}
    ladder = list(_ladder(forms))
    extensions = "|".join(re.escape(name) for name in sorted(data.extensions, key=len, reverse=True))
    shared = {
        "MOUNT": mount,
        "MOUNT_REGEX": re.escape(mount),
        "POLICY": POLICY,
        "EXTENSIONS": extensions,
        "SUFFIXES": ", ".join(f"<code>.{name}</code>" for name in data.extensions),
        "FIRST": data.extensions[0],
        # mod_rewrite has no name for the folder of its .htaccess; the address of a request leads there.
        "FOLDER": "%{DOCUMENT_ROOT}%{ENV:KG_ROOT}",
    }
    own = {
        "nginx-map.conf": {"LADDER": "\n".join(f'    "~*{pattern}" {form};' for pattern, form in ladder)},
        "nginx-server.conf": {"TYPES": "\n".join(f"    {kind} {name};" for name, kind in _typed(types))},
        "htaccess": {
            "LADDER": "\n".join(f'SetEnvIfNoCase Accept "{pattern}" KG_FORM={form}' for pattern, form in ladder[::-1]),
            "TYPES": "\n".join(f"AddType {kind} .{name}" for name, kind in _typed(types)),
        },
        "headers": {
            "TYPES": "\n".join(
                f"{mount}*.{name}\n  Content-Type: {kind}{'; charset=utf-8' if kind == 'text/turtle' else ''}"
                for name, kind in _typed(media_types)
            )
        },
    }
    files = {}
    for path, template in _FILES.items():
        values = {**shared, **own.get(template, {})}
        files[path] = _filled((HOSTS / template).read_text(encoding="utf-8"), values).encode()
    return {".nojekyll": b"", **files}


def _filled(template: str, values: Mapping[str, str]) -> str:
    return _MARK.sub(lambda found: values[found[1]], template)


def _typed(types: Mapping[str, str]) -> list[tuple[str, str]]:
    """The types by their extensions; one of two parts, as `expanded.jsonld`, is found by its last."""
    return sorted((name, kind) for name, kind in types.items() if "." not in name)


def _ladder(forms: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    """Pattern and form, the best weight first. A range speaks for a form that no closer range speaks of."""
    forms = tuple(form for form in forms if "." not in form[0])
    for weight in _WEIGHTS:
        for name, media_type in forms:
            own, of_kind = re.escape(media_type), re.escape(media_type.partition("/")[0] + "/*")
            yield _range(own, weight), name
            yield f"^(?!{_anywhere(_range(own))}){_anywhere(_range(of_kind, weight))}", name
            yield (
                f"^(?!{_anywhere(_range(own))})(?!{_anywhere(_range(of_kind))}){_anywhere(_range(_ALL, weight))}",
                name,
            )


_ALL = r"\*(?:/\*)?"


def _range(media_type: str, weight: str | None = None) -> str:
    """A media range, of a weight if one is given."""
    head = rf"(?:^|,)\s*{media_type}\s*"
    if weight is None:
        return rf"{head}(?:;|,|$)"
    unweighted = r"(?:;(?!\s*q\s*=)[^,;]*)*"
    said = rf"(?:;\s*q={weight}\s*(?:;[^,]*)?)"
    return rf"{head}{unweighted}{said}{'?' if weight.startswith('1') else ''}(?:,|$)"


def _anywhere(pattern: str) -> str:
    return f".*?{pattern}"
