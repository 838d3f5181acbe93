"""`kg events`: the flat list of what a report tells."""

from __future__ import annotations

import click

from kg.cli.library import current_settings, format_option
from kg.cli.reports import reading_named
from kg.cli.tables import print_rows
from kg.pipeline import flat_events

COLUMNS = ("type", "date", "place", "realis", "participants", "attributed_to", "quote", "rule")


@click.command("events", epilog="REPORT is a key of data/reports/ or the path of a file.")
@click.argument("report", metavar="REPORT")
@format_option
def command(report: str, form: str) -> None:
    """List the events of a report, as a table, CSV or JSON lines.

    Each event has its type, date, place and participants with their roles, whether it happened (realis), who says so,
    outermost first, and the words it rests on. JSON lines are exact; CSV puts an apostrophe before a cell that a
    spreadsheet would take for a formula.

    \b
    Example:
      kg events 1962-08-27-embassy-hungary-pyongyang --format csv > events.csv
    """
    print_rows(COLUMNS, flat_events(reading_named(report, current_settings())), form)
