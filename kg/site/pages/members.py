"""Who and what belongs to a state or an organisation: missions, offices, units, people."""

from __future__ import annotations

from collections.abc import Sequence

from kg.site.ledger import Ledger
from kg.site.readings import thing
from kg.site.sections import Section, plain_section

_TITLES = {
    "missions": ("Missions", "mission"),
    "posts": ("Posts", "post"),
    "units": ("Units", "unit"),
    "organisations": ("Organisations", "organisation"),
    "people": ("People", "person|people"),
    "groups": ("Groups and delegations", "group"),
}
_NOTE = "As the reports put it; what one report alone names comes after what the whole library knows."


def _section(name: str) -> Section:
    title, unit = _TITLES[name]

    def keys(ledger: Ledger) -> Sequence[str]:
        return ledger.members[name]

    return plain_section(
        name,
        title,
        _NOTE,
        unit,
        "things",
        at_first=12,
        a_page=200,
        keys=keys,
        row=lambda ledger, member: thing(ledger.graph, member),
    )


SECTIONS = tuple(map(_section, _TITLES))
