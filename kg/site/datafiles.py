"""Where the data of a thing stand: in files of its own beside its page, or in those of its document."""

from __future__ import annotations

import re
from urllib.parse import quote

from attrs import frozen

# What readers ask for by itself; what else a document holds (claims, events, voices, times) is told of by its document.
_ENTITY = re.compile(r"(?!doc/).*|doc/[^/]+/(?:record|(?:agent|place|office)/[^/]+)")
_DOCUMENT = re.compile(r"doc/(?P<key>[^/]+)/.+")


@frozen
class DataFiles:
    """The formats that a site gives data in, and whether every thing has files of its own.

    >>> data = DataFiles(("ttl",), of_everything=False)
    >>> data.places("agent/kim-il-sung"), data.places("doc/a/claim/b")
    ({'ttl': 'agent/kim-il-sung.ttl'}, {'ttl': 'dataset/a.ttl'})
    >>> DataFiles(("ttl",), of_everything=True).places("doc/a/claim/b")
    {'ttl': 'doc/a/claim/b.ttl'}
    """

    extensions: tuple[str, ...]
    of_everything: bool

    def has_own(self, path: str) -> bool:
        """Whether the thing of a path has files of its own."""
        return self.of_everything or bool(_ENTITY.fullmatch(path))

    def places(self, path: str) -> dict[str, str]:
        """The files that tell of the thing of a path, by their extensions, from the root of the site."""
        found = _DOCUMENT.fullmatch(path)
        stem = path if self.has_own(path) or not found else f"dataset/{found['key']}"
        return {extension: f"{quote(stem)}.{extension}" for extension in self.extensions}
