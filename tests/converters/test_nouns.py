"""What each converter says of its noun, on one small reading."""

from __future__ import annotations

import attrs
import pytest

from kg.converters import quads_of
from kg.converters.iris import Base, slug
from kg.errors import DataError, UsageError
from kg.model.entity import Entity, Kind
from kg.model.event import Relation, Status
from kg.model.mention import Link
from kg.model.reading import Reading
from tests.converters.graph import described, of_iri
from tests.converters.readings import (
    CALL,
    CLAIMS,
    DELIVERY,
    PROPOSAL,
    READING,
    RELATIONS,
    TENURE,
    TEXT,
    WITHDRAWAL,
    event,
    roles,
    said,
)

DOCUMENT = "https://w3id.org/diplograph/doc/1931-05-03-legation-norland/"


def page(reading: Reading = READING, name: str = "record") -> dict[str, set[str]]:
    return of_iri(quads_of(reading), DOCUMENT + name)


def node(start: str, **wanted: str) -> dict[str, set[str]]:
    """The one node whose IRI begins so and that has these values."""
    quads = quads_of(READING)
    addresses = {q.subject.value for q in quads if str(q.subject).startswith(f"<{DOCUMENT}{start}")}  # type: ignore[union-attr]
    nodes = [of_iri(quads, address) for address in addresses]
    fitting = [n for n in nodes if all(value in n.get(key, ()) for key, value in wanted.items())]
    assert len(fitting) == 1
    return fitting[0]


class TestDocuments:
    def test_the_record_has_its_archival_facts(self) -> None:
        record = page()
        assert record["a"] == {"rico:Record", "schema:Report"}
        assert record["dcterms:created"] == {'"1931-05-03"^^xsd:date'}
        assert record["rico:hasAuthor"] == record["dcterms:creator"] == record["schema:author"] == {"doc/agent/author"}
        assert record["dcterms:identifier"] == {'"NSA, K-12, box 3"'}
        assert record["dg:fonds"] == {'"K-12"'}
        assert record["rico:isOrWasIncludedIn"] == {"archive/nsa/k-12"}
        assert record["rico:hasOrHadHolder"] == {"archive/nsa"}

    def test_a_part_that_the_signature_lacks_is_not_said(self) -> None:
        assert "dg:series" not in page()

    def test_a_date_known_to_the_month_gives_no_day(self) -> None:
        assert READING.report.date is not None
        rough = attrs.evolve(READING.report, date=attrs.evolve(READING.report.date, value="1931-05"))
        record = page(attrs.evolve(READING, report=rough))
        assert "dcterms:created" not in record
        assert record["dg:latest"] == {'"1931-05-31"^^xsd:date'}

    def test_whom_the_page_names_is_the_entity_of_that_name(self) -> None:
        assert page()["rico:hasSender"] == {"doc/agent/legation"}

    def test_whom_only_the_page_names_is_described_and_kept_apart(self) -> None:
        assert page()["rico:hasAddressee"] == {"doc/agent/addressee-ministry-of-norland"}
        assert page(name="agent/addressee-ministry-of-norland")["rdfs:label"] == {'"Ministry of Norland"@en'}

    def test_a_name_that_two_entities_bear_decides_nothing(self) -> None:
        twins = tuple(Entity(f"p{n}", Kind.PERSON, "The Minister of Norland") for n in (1, 2))
        reading = attrs.evolve(READING, entities=(*READING.entities, *twins))
        assert page(reading)["rico:hasAuthor"] == {"doc/agent/author-the-minister-of-norland"}

    def test_the_translation_knows_its_translator_language_and_rights(self) -> None:
        translation = page(name="translation")
        assert translation["schema:translator"] == {"doc/agent/ana"}
        assert translation["schema:translationOfWork"] == {"doc/record"}
        assert translation["dcterms:language"] == {'"en"'}
        assert translation["dcterms:rights"] == {'"Free for study."@en'}

    def test_a_text_without_translator_is_the_records_own(self) -> None:
        reading = attrs.evolve(READING, report=attrs.evolve(READING.report, translator=""))
        assert page(reading, "translation") == {}
        assert page(reading, "source.txt")["prov:wasDerivedFrom"] == {"doc/record"}
        assert page(reading)["dcterms:language"] == {'"en"'}

    def test_omissions_and_insertions_are_told_apart(self) -> None:
        translation = page(name="translation")
        assert translation["dg:abridged"] == {'"true"^^xsd:boolean'}
        assert len(translation["dg:hasOmission"]) == len(translation["dg:hasEditorialInsertion"]) == 1
        assert translation["dg:hasOmission"] != translation["dg:hasEditorialInsertion"]

    def test_an_address_with_a_space_is_refused(self) -> None:
        report = attrs.evolve(READING.report, address="https://archive.example/a b")
        with pytest.raises(DataError, match="is no IRI"):
            quads_of(attrs.evolve(READING, report=report))


class TestEvidence:
    def test_a_span_is_a_web_annotation_resource(self) -> None:
        quote = said("called on me on 1 May")
        span = page(name=f"source.txt#char={quote.start_char},{quote.end_char}")
        assert span["a"] == {"dg:TextSpan", "oa:SpecificResource"}
        assert span["oa:hasSource"] == {"doc/source.txt"}
        selector = page(name=f"source.txt#char={quote.start_char},{quote.end_char};selector")
        assert selector["a"] == {"oa:TextQuoteSelector", "oa:TextPositionSelector"}
        assert selector["oa:exact"] == {'"called on me on 1 May"'}
        before = TEXT[quote.start_char - 32 : quote.start_char]
        assert selector["oa:prefix"] == {f'"{before}"'}
        assert selector["oa:start"] == {f'"{quote.start_char}"^^xsd:nonNegativeInteger'}

    def test_a_quote_at_the_start_has_no_prefix(self) -> None:
        assert "oa:prefix" not in page(name="source.txt#char=0,37;selector")

    def test_a_span_with_words_of_the_editor_says_so(self) -> None:
        mark = said("[Suthia]")
        span = page(name=f"source.txt#char={mark.start_char},{mark.end_char}")
        assert span["dg:containsEditorialInsertion"] == {'"true"^^xsd:boolean'}

    def test_an_omission_puts_no_words_in(self) -> None:
        mark = said("[…]")
        assert "dg:containsEditorialInsertion" not in page(name=f"source.txt#char={mark.start_char},{mark.end_char}")


class TestVoicesAndClaims:
    def test_a_voice_stands_in_the_voice_around_it(self) -> None:
        voice = node("voice/", **{"dg:speaker": "agent/varga-ilse"})
        assert voice["dg:depth"] == {'"1"^^xsd:integer'}
        assert len(voice["dg:embeddedIn"]) == 1
        assert "dg:expressedIn" not in voice

    def test_the_author_speaks_in_the_record_the_cataloguer_in_the_translation(self) -> None:
        assert node("voice/", **{"dg:speaker": "doc/agent/author"})["dg:expressedIn"] == {"doc/record"}
        assert node("voice/", **{"dg:speaker": "doc/agent/ana"})["dg:expressedIn"] == {"doc/translation"}

    def test_a_claim_copies_claimant_and_depth_from_its_voice(self) -> None:
        foretold = described(READING, next(c.id for c in CLAIMS if c.content == RELATIONS.id))
        assert foretold["dg:claimant"] == {"doc/agent/rehm"}
        assert foretold["dg:depth"] == {'"2"^^xsd:integer'}
        assert foretold["dg:modality"] == {"dgv:Prediction"}
        assert foretold["dg:certainty"] == {"dgv:Probable"}
        assert "dg:confidence" not in foretold

    def test_a_joint_voice_has_each_speaker_as_claimant(self) -> None:
        joint = attrs.evolve(READING.voices[0], speakers=("author", "varga"))
        reading = attrs.evolve(READING, voices=(joint, *READING.voices[1:]))
        assert described(reading, CLAIMS[0].id)["dg:claimant"] == {"doc/agent/author", "agent/varga-ilse"}


class TestTimes:
    def test_words_that_count_from_an_event_give_an_offset(self) -> None:
        time = node("time/", **{"dg:resolution": "dgv:OffsetFromAnchor"})
        assert time["dg:offset"] == {'"P14D"^^xsd:duration'}
        assert "dg:duration" not in time
        assert "dg:resolvesTo" not in time

    def test_words_that_tell_how_long_give_a_duration(self) -> None:
        time = node("time/", **{"dg:resolution": "dgv:DurationOnly"})
        assert time["dg:duration"] == {'"P5Y"^^xsd:duration'}

    def test_an_open_bound_is_left_out(self) -> None:
        assert CALL.date is not None
        open_start = attrs.evolve(CALL, date=attrs.evolve(CALL.date, value="../1931-05-01"))
        told = described(attrs.evolve(READING, events=(open_start, *READING.events[1:])), CALL.id)
        assert "dg:earliest" not in told
        assert told["dg:latest"] == {'"1931-05-01"^^xsd:date'}


class TestAgents:
    def test_each_kind_has_its_class(self) -> None:
        classes = {
            "rehm": {"schema:Person"},
            "author": {"dg:UnnamedPerson"},
            "suthia": {"dg:State"},
            "cabinet": {"org:FormalOrganization"},
            "ministry": {"org:OrganizationalUnit"},
            "legation": {"dg:DiplomaticMission"},
            "suthians": {"dg:Collective"},
            "party": {"dg:Delegation"},
            "ministers-post": {"org:Post"},
            "hall": {"dg:Place"},
            "letter": {"dg:Message", "schema:Message"},
        }
        assert {name: described(READING, name)["a"] for name in classes} == classes

    def test_a_known_person_has_one_iri_in_all_documents_an_unknown_one_stays_in_its_own(self) -> None:
        assert "agent/varga-ilse" in described(READING, TENURE.id)["dg:holder"]
        assert described(READING, "party")["dg:head"] == {"doc/agent/rehm"}

    def test_names_as_written_are_other_labels(self) -> None:
        assert described(READING, "rehm")["skos:altLabel"] == {'"Chancellor Odo Rehm"@en', '"Rehm"@en'}


class TestMappings:
    def test_a_link_has_a_record_with_its_reason_and_score(self) -> None:
        assert described(READING, "varga")["skos:exactMatch"] == {"wd:Q1234567"}
        record = node("mapping/", **{"owl:annotatedTarget": "wd:Q1234567"})
        assert record["dg:reason"] == {'"name and office agree"@en'}
        assert record["sssom:confidence"] == {'"0.9"^^xsd:decimal'}
        assert record["dg:feature"] == {'"surname"@en', '"Minister of Trade 1931"@en'}
        assert record["sssom:object_source_version"] == {'"authority 1a2b"'}
        assert record["sssom:mapping_justification"] == {"semapv:CompositeMatching"}

    def test_a_looser_fit_is_never_exact(self) -> None:
        assert described(READING, "varga")["skos:closeMatch"] == {"wd:Q7654321"}

    def test_nothing_found_is_an_answer(self) -> None:
        record = node("mapping/", a="dg:NilRecord")
        assert record["dg:searchedEntity"] == {"doc/agent/rehm"}
        assert record["dg:reason"] == {'"a surname alone"@en'}
        assert "skos:exactMatch" not in described(READING, "rehm")

    def test_what_is_no_wikidata_number_is_refused(self) -> None:
        with pytest.raises(DataError, match="'P31' is no Wikidata number"):
            quads_of(attrs.evolve(READING, links=(Link("varga", "varga-ilse", "P31", ""),)))


class TestTenuresAndMessages:
    def test_a_tenure_is_a_membership(self) -> None:
        tenure = described(READING, TENURE.id)
        assert {"dg:Tenure", "dg:Situation", "org:Membership"} <= tenure["a"]
        assert tenure["org:member"] == {"agent/varga-ilse"}
        assert tenure["dg:post"] == {"doc/office/ministers-post"}
        assert tenure["org:role"] == {"dgv:ForeignMinister"}

    def test_succession_is_told_both_ways(self) -> None:
        earlier = event("Tenure", "has held", "somebody before her", Status.HOLDS, participants=roles(holder="rehm"))
        later = attrs.evolve(TENURE, relations=(Relation("predecessor", earlier.id),))
        reading = attrs.evolve(READING, events=(*READING.events[:-1], later, earlier))
        assert described(reading, later.id)["dg:predecessor"]
        assert described(reading, earlier.id)["dg:successor"]

    def test_a_message_has_its_sender_from_the_sending_else_from_the_delivery(self) -> None:
        assert described(READING, "letter")["dg:sender"] == {"doc/agent/rehm"}
        sending = event("MessageSending", "a letter", "a letter", participants=roles(sender="suthia", message="letter"))
        reading = attrs.evolve(READING, events=(*READING.events, sending))
        assert described(reading, "letter")["dg:sender"] == {"agent/suthia"}

    def test_a_message_that_was_never_sent_has_no_sender(self) -> None:
        denied = attrs.evolve(DELIVERY, status=Status.NOT_OCCURRED)
        events = tuple(denied if e.id == DELIVERY.id else e for e in READING.events)
        assert "dg:sender" not in described(attrs.evolve(READING, events=events), "letter")


class TestEvents:
    def test_classes_above_are_written_out(self) -> None:
        assert {"dg:CourtesyVisit", "dg:Visit", "dg:Meeting", "dg:Eventuality"} <= described(READING, CALL.id)["a"]

    def test_every_role_is_also_a_participant(self) -> None:
        call = described(READING, CALL.id)
        assert call["dg:participant"] == call["dg:visitor"] | call["dg:host"]

    def test_a_message_takes_no_part(self) -> None:
        delivery = described(READING, DELIVERY.id)
        assert delivery["dg:message"] == {"doc/agent/letter"}
        assert "doc/agent/letter" not in delivery["dg:participant"]

    def test_after_and_before_are_told_both_ways(self) -> None:
        assert described(READING, WITHDRAWAL.id)["dg:follows"]
        assert described(READING, PROPOSAL.id)["dg:precedes"]

    def test_a_trend_is_a_concept_and_a_topic_is_words(self) -> None:
        relations = described(READING, RELATIONS.id)
        assert relations["dg:trend"] == {"dgv:Improving"}
        assert relations["dg:topic"] == {'"relations"@en'}

    def test_a_second_event_of_the_same_words_has_an_iri_of_its_own(self) -> None:
        twin = attrs.evolve(CALL, id=f"{CALL.id}#2")
        reading = attrs.evolve(READING, events=(*READING.events, twin))
        calls = {q.subject for q in quads_of(reading) if "#CourtesyVisit>" in str(q.object)}
        assert len(calls) == 2


class TestIris:
    @pytest.mark.parametrize("address", ["", "example.org/", "https://example.org/kg", "https://a b/", "urn:x:/"])
    def test_what_is_no_base_is_refused(self, address: str) -> None:
        with pytest.raises(UsageError, match="cannot be the base"):
            Base(address)

    def test_a_long_name_is_cut_and_told_apart(self) -> None:
        one, other = slug("a" * 100), slug("a" * 101)
        assert len(one) < 75
        assert one != other

    def test_two_entities_of_one_slug_are_told_apart_whatever_their_order(self) -> None:
        two = (Entity("the hall", Kind.PLACE, "the hall"), Entity("the-hall", Kind.PLACE, "The Hall"))
        one = attrs.evolve(READING, entities=(*READING.entities, *two))
        other = attrs.evolve(READING, entities=(*READING.entities, *reversed(two)))
        assert set(quads_of(one)) == set(quads_of(other))
        assert described(one, "the hall")["rdfs:label"] == {'"the hall"@en'}
