"""What a build shows: the pages and descriptions of its things, for a server and for a static site."""

from __future__ import annotations

from kg.site.edition import Edition, edition_of
from kg.site.site import Site

__all__ = ["Edition", "Site", "edition_of"]
