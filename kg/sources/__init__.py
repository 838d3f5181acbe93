"""The sources: saved pages and plain texts of reports. One file a reader, one door."""

from kg.sources.reports import catalogue, read_report

__all__ = ["catalogue", "read_report"]
