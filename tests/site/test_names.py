"""What an edition says of a thing: how it is called where documents do not agree."""

from __future__ import annotations

from kg.base import OUR_BASE
from kg.site.site import Site
from tests.site.affairs import graph_of, quads_of


def test_somebody_is_called_by_the_fullest_of_his_names_whatever_their_order(sound_site: Site) -> None:
    quads = quads_of(
        '<agent/x> rdfs:label "Aas"@en , "Marit Aas"@en , "M. Aas"@en ; dcterms:title "no name at all"@en .'
    )
    for each in (quads, quads[::-1]):
        assert graph_of(each, sound_site).label(f"{OUR_BASE}agent/x") == "Marit Aas"


def test_what_has_no_name_is_called_by_its_address(sound_site: Site) -> None:
    assert graph_of([], sound_site).label(f"{OUR_BASE}agent/x") == "x"
