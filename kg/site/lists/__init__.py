"""Lists of what an edition tells of: filtered, sorted, a page at a time, with the query behind each."""

from __future__ import annotations

from kg.site.lists.filters import Filter, whole
from kg.site.lists.orders import LISTINGS, Known, write_lists
from kg.site.lists.tables import Lists, Row, Table

__all__ = ["LISTINGS", "Filter", "Known", "Lists", "Row", "Table", "whole", "write_lists"]
