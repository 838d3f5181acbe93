"""How the reports call somebody or some place, and which of them do."""

from __future__ import annotations

from kg.site.readings import thing
from kg.site.sections import grouped_section

SECTIONS = (
    grouped_section(
        "names",
        "Names as written",
        "Each name with the documents that call it so; the name of most documents first.",
        ("name", "document"),
        "names",
        at_first=(12, 4),
        a_page=200,
        groups=lambda ledger: ledger.names,
        head=lambda _, name: name,
        row=lambda ledger, _, record: thing(ledger.graph, record),
        counts=(True, False),
    ),
)
