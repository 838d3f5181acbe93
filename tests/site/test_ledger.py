"""What stands in which list of a page: attested is only what the graph types so and holds for real."""

from __future__ import annotations

from kg.base import OUR_BASE
from kg.site.graph import Graph, full
from kg.site.ledger import ATTESTED, GROUPS, Ledger
from kg.site.site import Site
from tests.site.affairs import KEY, graph_of, sound_quads

DIKA = f"{OUR_BASE}agent/dika-arben"
DOC = f"{OUR_BASE}doc/{KEY}"


def ledger_with(site: Site, more: str = "", iri: str = DIKA) -> Ledger:
    return Ledger(graph_of(sound_quads(more), site), iri)


def test_a_withdrawn_visit_is_withdrawn_and_did_not_happen(sound_site: Site) -> None:
    events = ledger_with(sound_site).events
    assert events["withdrawn"] == (f"{DOC}/ev/visit-withdrawn",)
    assert f"{DOC}/ev/visit-withdrawn" not in events[ATTESTED]
    assert f"{DOC}/ev/proposal" in events[ATTESTED], "that it was proposed did happen"


def test_what_is_planned_denied_or_presumed_has_lists_of_its_own(sound_site: Site) -> None:
    events = ledger_with(sound_site).events
    assert events["planned"] == (f"{DOC}/ev/visit-to-come",)
    assert events["denied"] == (f"{DOC}/ev/port-visit",)
    assert events["presumed"] == (f"{DOC}/ev/illness",)


def test_past_without_the_type_of_an_attested_event_is_only_said(sound_site: Site) -> None:
    more = f"<{DOC}/ev/x> a dg:Eventuality , dg:Visit ; dg:participant <{DIKA}> ; dg:status dgv:Occurred ."
    events = ledger_with(sound_site, more).events
    assert events["said"] == (f"{DOC}/ev/x",)


def test_the_type_alone_attests_nothing_if_the_status_says_otherwise(sound_site: Site) -> None:
    for status in ("Withdrawn", "Prospective", "NotOccurred", "Hypothetical", "Desired", "Presumed", "NeverHeardOf"):
        more = f"<{DOC}/ev/x> a dg:Eventuality , dg:AttestedEvent ; dg:participant <{DIKA}> ; dg:status dgv:{status} ."
        events = ledger_with(sound_site, more).events
        assert f"{DOC}/ev/x" not in events[ATTESTED], status
        assert sum(f"{DOC}/ev/x" in events[name] for name in GROUPS) == 1, status


def test_an_eventuality_without_a_status_is_listed_all_the_same(sound_site: Site) -> None:
    more = f"<{DOC}/ev/x> a dg:Eventuality , dg:Visit ; dg:participant <{DIKA}> ."
    assert ledger_with(sound_site, more).events["open"] == (f"{DOC}/ev/x",)


def test_every_eventuality_stands_in_exactly_one_list(sound_site: Site, crowded_site: Site) -> None:
    for graph in (sound_site.graph, crowded_site.graph):
        for iri in everybody(graph):
            ledger = Ledger(graph, iri)
            listed = [each for events in ledger.events.values() for each in events]
            listed += [each for name in ("dg:holder", "dg:post") for each in ledger.tenures[name]]
            told = {each for name in ("dg:participant", "dg:place", "dg:message") for each in graph.subjects(name, iri)}
            assert sorted(set(listed)) == sorted(listed), iri
            assert told <= set(listed), iri


def test_events_stand_in_order_of_time_and_those_without_a_date_last(crowded_site: Site) -> None:
    graph = crowded_site.graph
    dates = [graph.text(each, "dg:earliest") for each in Ledger(graph, f"{OUR_BASE}agent/busy").events[ATTESTED]]
    assert len(dates) == 168
    assert dates == sorted(dates)


def test_own_claims_are_not_what_others_say(sound_site: Site) -> None:
    ledger = ledger_with(sound_site)
    own = {each for said in ledger.own.groups() for each in said.claims}
    told = {each for said in ledger.told.groups() for each in said.claims}
    assert own == {f"{DOC}/claim/explanation"}
    assert f"{DOC}/claim/port-visit" in told
    assert not own & told


def test_whom_one_met_is_counted_by_events_not_by_relations(sound_site: Site) -> None:
    levin = f"{OUR_BASE}agent/levin-boris"
    more = "".join(
        f"<{DOC}/flat/{name}> a dg:FlatRelation ; dg:relation dg:met ; dg:subject <{one}> ; dg:object <{other}> ;"
        f" dg:fromEvent <{DOC}/ev/courtesy-visit> ."
        for name, one, other in (("a", DIKA, levin), ("b", levin, DIKA))
    )
    assert ledger_with(sound_site, more).meetings == {levin: (f"{DOC}/ev/courtesy-visit",)}


def test_a_name_leads_to_the_documents_that_write_it(crowded_site: Site) -> None:
    names = Ledger(crowded_site.graph, f"{OUR_BASE}agent/busy").names
    assert list(names) == ["Otto Busy", "Busy 0", "Busy 1", "Busy 2", "Busy 3", "Busy 4"]
    assert [len(documents) for documents in names.values()] == [12, 3, 3, 2, 2, 2]


def everybody(graph: Graph) -> set[str]:
    """All persons, states, offices and places of a graph."""
    kinds = ("schema:Person", "dg:State", "dg:Place", "org:Post", "dg:Collective", "dg:Message", "dg:Delegation")
    found = {iri for kind in kinds for iri in graph.subjects("rdf:type", full(kind))}
    assert found
    return found
