"""A parse that was kept is the parse: whatever is made of it, nobody can tell that the text was not parsed anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import asdict, field, frozen
from hypothesis import given, settings
from hypothesis import strategies as st

import kg.text.parse
from kg.model.report import Report
from kg.model.syntax import ParsedParagraph
from kg.sources import read_report
from kg.text.parse import parse_of, parse_of_participants, pipeline
from tests.reports import report_of

FIRST_REPORT = Path(__file__).parents[2] / "data" / "reports" / "1962-08-27-embassy-hungary-pyongyang"
# What is merged into one word, spelled anew for the parser, cut out, or told as the abbreviation that it is.
PIECES = (
    *("the Workers' Party", "Korean Workers' Party", "comrades Rao and Lal", "Cdes. Rao", "Rao's", "the boys' school"),
    *("(he laughed)", "[Soviet]", "(Lund: twice)", "Lund:", "=said=", "…", "...", "!", "?", ".", "”", "“", '"', "–"),
    *("He said", "they met at 5 p.m.", "Mr. Lund", "cannot", "I'm", "U.S.-Soviet", "1961/62", "DPRK", "\n", "\t", " "),
)
STRANGE = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
TEXTS = st.lists(st.sampled_from(PIECES) | STRANGE, min_size=1, max_size=12).map(" ".join).filter(str.strip)


@frozen
class Kept:
    """Parses in memory."""

    content: dict[str, bytes] = field(factory=dict)

    def get(self, name: str) -> bytes | None:
        """What was put there."""
        return self.content.get(name)

    def put(self, name: str, content: bytes) -> None:
        """Put it there."""
        self.content[name] = content


def refuse_to_parse(texts: object) -> Iterator[object]:
    """In place of the parser."""
    raise AssertionError("parsed again")


def own_report(text: str) -> Report:
    """A report of our own which says it once as prose and once as its abstract."""
    return report_of([text, "Minister Sorel spoke."], abstract=text)


def paragraphs_of(report: Report, kept: Kept | None = None) -> list[ParsedParagraph]:
    """Everything of a report that is parsed."""
    return [*parse_of(report, kept), *parse_of_participants(report, kept)]


def told(paragraphs: list[ParsedParagraph]) -> list[object]:
    """All that is known of them: a paragraph itself is equal to no other."""
    return [asdict(each) for each in paragraphs]


@settings(max_examples=60)
@given(TEXTS)
def test_a_kept_parse_of_any_text_is_a_fresh_one(text: str) -> None:
    report, kept = own_report(text), Kept()
    fresh = told(paragraphs_of(report))
    assert told(paragraphs_of(report, kept)) == fresh
    assert kept.content
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(kg.text.parse, "docs_of", refuse_to_parse)
        assert told(paragraphs_of(report, kept)) == fresh


def test_a_process_that_never_saw_the_words_reads_a_kept_parse_as_it_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of a parse are numbers of a table that each process fills for itself."""
    reports = [read_report(FIRST_REPORT), own_report(" ".join(PIECES)), own_report("Zxqwv told Qqyzz of the Vwwxz'.")]
    kept = Kept()
    parsed = [paragraphs_of(report, kept) for report in reports]
    words = {token.text for paragraphs in parsed for paragraph in paragraphs for token in paragraph.tokens}
    assert "Korean Workers' Party" in words, "nothing was merged"
    fresh = [told(paragraphs) for paragraphs in parsed]
    ours = pipeline().vocab.strings
    monkeypatch.setattr(kg.text.parse, "docs_of", refuse_to_parse)
    forget_words()
    try:
        assert pipeline().vocab.strings is not ours
        assert "Zxqwv" not in pipeline().vocab.strings
        assert [told(paragraphs_of(report, kept)) for report in reports] == fresh
    finally:
        forget_words()


def forget_words() -> None:
    """As in a process that has just begun."""
    kg.text.parse.pipeline.cache_clear()
    kg.text.parse._word.cache_clear()
