"""A quote is found again to the character, in the text with just that hash, or it is refused."""

from __future__ import annotations

import hashlib

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from kg.checks.index import Index
from kg.checks.quotes import quote_findings, quote_findings_in_graph
from kg.model.entity import Entity, Kind
from kg.model.mention import Mention
from kg.model.passage import Passage
from kg.model.reading import Reading
from kg.model.report import Report, SourceText

from .spoiled import SOUND, Example, sound_quads


def source_of(text: str) -> SourceText:
    return SourceText(text, hashlib.sha256(text.encode("utf-8")).hexdigest())


def reading_with(text: str, passage: Passage) -> Reading:
    return Reading(
        Report("1955-key", source_of(text), "plain", "A report"),
        entities=(Entity("levin", Kind.PERSON, "Levin"),),
        mentions=(Mention(passage, "levin", "full-name"),),
    )


TEXT = "Levin came. Levin went."
CITED = source_of((SOUND / "source.txt").read_text("utf-8"))


def index_of(example: Example | None = None) -> Index:
    return Index(example.quads() if example else sound_quads())


def test_a_quote_that_stands_where_it_says_is_right() -> None:
    assert quote_findings(reading_with(TEXT, Passage.of(TEXT, 12, 17))) == ()


def test_a_quote_one_character_off_is_refused_and_shown_where_it_stands() -> None:
    (finding,) = quote_findings(reading_with(TEXT, Passage(11, 16, "Levin")))
    assert (finding.code, finding.passage) == ("quote-not-found", Passage(11, 16, "Levin"))
    assert "there: “ Levi”" in finding.message
    assert "stands at character 0" in finding.message


def test_passages_are_found_wherever_in_a_reading_they_are() -> None:
    wrong = Passage(0, 5, "Orlov")
    reading = reading_with(TEXT, Passage.of(TEXT, 0, 5))
    report = evolve(reading.report, places={"title": wrong}, paragraphs=(wrong,))
    findings = quote_findings(evolve(reading, report=report))
    assert [(finding.subject, finding.passage) for finding in findings] == [("1955-key", wrong)]


def test_a_text_that_was_changed_is_refused() -> None:
    reading = reading_with(TEXT, Passage.of(TEXT, 0, 5))
    changed = evolve(reading.report, source=SourceText(TEXT.upper(), reading.report.source.sha256))
    codes = {finding.code for finding in quote_findings(evolve(reading, report=changed))}
    assert codes == {"source-changed", "quote-not-found"}


@given(st.text(min_size=1), st.data())
def test_a_quote_is_refused_exactly_if_it_differs_from_its_slice(text: str, data: st.DataObject) -> None:
    text = text.encode("utf-8", "replace").decode("utf-8")  # a file cannot hold a surrogate
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = data.draw(st.one_of(st.just(text[start:end]), st.text(min_size=end - start, max_size=end - start)))
    findings = quote_findings(reading_with(text, Passage(start, end, quote)))
    assert bool(findings) == (quote != text[start:end])


def test_the_quotes_of_a_graph_stand_in_its_source() -> None:
    assert quote_findings_in_graph(index_of(), [CITED]) == ()


FORGED = Example(
    "quote",
    "",
    remove='<source.txt#char=80,99;selector> oa:exact "Report of the envoy" .',
    add='<source.txt#char=80,99;selector> oa:exact "Report of the ENVOY" .',
)


def test_a_forged_quote_in_a_graph_is_refused_with_its_claim() -> None:
    (finding,) = quote_findings_in_graph(index_of(FORGED), [CITED])
    assert finding.code == "quote-not-found"
    assert finding.subject.endswith("source.txt#char=80,99")
    assert "The report tells of a courtesy visit." in finding.message


def test_the_text_of_another_hash_is_not_taken_for_the_source() -> None:
    assert quote_findings_in_graph(index_of(FORGED), [source_of(TEXT)]) == ()
