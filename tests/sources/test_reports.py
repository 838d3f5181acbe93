"""Reports: what each layout gives, and that every fact stands where it is said to stand."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kg.model.report import Report
from kg.sources import catalogue, read_report

ROOT = Path(__file__).resolve().parents[2]
FIRST = ROOT / "data" / "reports" / "1962-08-27-embassy-hungary-pyongyang"
TEXTS = sorted((Path(__file__).parent / "texts").glob("r-*.txt"))

PAGE = """Skip to content

May 4, 1960

Report, Embassy of Ruritania in Graustark to the Ruritanian Foreign Ministry

Top Secret.
12/1960

Strelsau, 3 May 1960.

Subject: A call on the Minister.

Dear Minister,

On 2 May I called on the Minister. [...] He told me that the road was open.

12 May 1960

The next day he came to see me, and we spoke about the harvest of the year.

By order of the Minister
Rudolf Rassendyll
Ambassador

The Ambassador reports on two calls.

Author(s):


Document Information

Source

State Archive, F. 12, Op. 3. Translated by Anthony Hope.

Rights

The History and Public Policy Program welcomes reuse of Digital Archive materials for research.
"""

FORMER = """Search in
ADD SEARCH FILTER CANCEL SEARCH FILTER

Digital Archive International History Declassified

May 04, 1960

REPORT, EMBASSY OF RURITANIA IN GRAUSTARK TO THE RURITANIAN FOREIGN MINISTRY

CITATION SHARE DOWNLOAD
  • Citation

    get citation

    The Ambassador reports on two calls.
    "Report, Embassy of Ruritania in Graustark to the Ruritanian Foreign Ministry," May 04, 1960, History and Public \
Policy Program Digital Archive, State Archive, F. 12. Translated for NKIDP by Anthony Hope. \
https://digitalarchive.wilsoncenter.org/document/1
  • share document

    https://digitalarchive.wilsoncenter.org/document/1

VIEW DOCUMENT IN

English HTML

On 2 May I called on the Minister. He told me that the road was open.

Rudolf Rassendyll
"""


def written(folder: Path, text: str, toml: str = "", name: str = "report") -> Path:
    """A report folder with this text and the right hash."""
    place = folder / name
    place.mkdir()
    (place / "source.txt").write_text(text, encoding="utf-8", newline="")
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    (place / "report.toml").write_text(f'sha256 = "{sha256}"\n{toml}', encoding="utf-8")
    return place


def plain(folder: Path, text: str) -> Report:
    """The report of a plain text file."""
    path = folder / "text.txt"
    path.write_text(text, encoding="utf-8", newline="")
    return read_report(path)


def test_the_page_of_the_first_report_gives_all_that_it_says() -> None:
    report = read_report(FIRST)
    assert report.key == "1962-08-27-embassy-hungary-pyongyang"
    assert report.layout == "wilson-a"
    assert report.title == "Report, Embassy of Hungary in North Korea to the Hungarian Foreign Ministry"
    assert (report.kind, report.author, report.translator) == ("report", "József Kovács", "Balazs Szalontai")
    assert (report.sender, report.addressee) == ("Embassy of Hungary in North Korea", "Hungarian Foreign Ministry")
    assert report.date is not None
    assert report.date.value == "1962-08-27"
    assert report.signature is not None
    assert report.signature.verbatim == "MOL, XIX-J-1-j Korea, 5. doboz, 5/bc, 0066/1962"
    assert len(report.paragraphs) == 11
    assert report.preamble == ()
    assert report.abstract is not None
    assert report.abstract.exact.startswith("A report by Hungarian Ambassador")
    assert len(report.rights) == 2
    assert report.quotes_only
    assert set(report.places) == {
        *("title", "date", "author", "sender", "addressee", "signature", "translator", "abstract", "rights")
    }


@pytest.mark.parametrize("path", [FIRST, *TEXTS], ids=lambda path: path.name)
def test_every_passage_stands_in_the_source_and_residue_is_no_text(path: Path) -> None:
    report = read_report(path)
    text = report.source.text
    passages = [*report.paragraphs, *report.preamble, *report.participants, *report.places.values()]
    assert all(passage.is_found_in(text) for passage in passages)
    for name in ("title", "author", "sender", "addressee", "translator", "place"):
        value = getattr(report, name)
        assert bool(value) == (name in report.places)
        assert not value or report.places[name].exact == value
    prose = "\n".join(paragraph.exact for paragraph in report.paragraphs)
    for residue in ("Skip to content", "Document Information", "made possible", "Record ID", "email", "welcomes reuse"):
        assert residue not in prose
    starts = [paragraph.start_char for paragraph in report.paragraphs]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("name", "layout", "day", "paragraphs", "author", "place"),
    [
        ("r-1953-09-02-polish-note", "wilson-h", "1953-09-02", 4, "", "Pyongyang"),
        ("r-1957-08-21-puzanov", "wilson-a", "1957-08-21", 4, "A.M. Puzanov", ""),
        ("r-1961-03-16-hungarian-report", "wilson-b", "1961-03-16", 3, "", "Pyongyang"),
        ("r-1963-08-22-moskovsky-bodnaras", "wilson-a", "1963-08-22", 6, "Vasily Moskovsky", ""),
        ("r-1963-08-26-hungarian-report", "wilson-a", "1963-08-26", 4, "", ""),
        ("r-1968-03-01-popa", "wilson-a", "1968-03-01", 3, "N. Popa", "Pyongyang"),
    ],
)
def test_pages_of_several_layouts_are_read(
    name: str, layout: str, day: str, paragraphs: int, author: str, place: str
) -> None:
    report = read_report(Path(__file__).parent / "texts" / f"{name}.txt")
    assert report.date is not None
    assert (report.layout, report.date.value, len(report.paragraphs)) == (layout, day, paragraphs)
    assert (report.author, report.place) == (author, place)
    assert report.abstract is not None
    assert report.address.startswith("http")


def test_stamps_dateline_subject_and_closing_are_no_paragraphs(tmp_path: Path) -> None:
    report = plain(tmp_path, PAGE)
    assert report.layout == "wilson-b"
    assert [paragraph.exact[:12] for paragraph in report.paragraphs] == ["On 2 May I c", "The next day"]
    kept = {passage.exact for passage in report.preamble}
    assert {"Top Secret.", "12/1960", "Strelsau, 3 May 1960.", "Dear Minister,", "12 May 1960", "Ambassador"} <= kept
    assert report.subject is not None
    assert report.subject.exact == "A call on the Minister."
    assert (report.author, report.place, report.translator) == ("Rudolf Rassendyll", "Strelsau", "Anthony Hope")
    assert report.signature is not None
    assert (report.signature.fonds, report.signature.series) == ("12", "3")


def test_a_page_of_the_former_site_is_read_from_its_citation(tmp_path: Path) -> None:
    report = plain(tmp_path, FORMER)
    assert report.layout == "wilson-e"
    assert report.title == "Report, Embassy of Ruritania in Graustark to the Ruritanian Foreign Ministry"
    assert report.date is not None
    assert report.date.value == "1960-05-04"
    assert (report.author, report.translator) == ("Rudolf Rassendyll", "Anthony Hope")
    assert report.address == "https://digitalarchive.wilsoncenter.org/document/1"
    assert report.abstract is not None
    assert report.abstract.exact == "The Ambassador reports on two calls."
    assert len(report.paragraphs) == 1


def test_a_page_with_single_line_breaks_has_a_paragraph_a_line(tmp_path: Path) -> None:
    text = "\n".join(line for line in PAGE.splitlines() if line and line != "Skip to content")
    report = plain(tmp_path, text)
    assert report.layout == "wilson-c"
    assert len(report.paragraphs) == 2
    assert report.author == "Rudolf Rassendyll"
    assert report.abstract is not None


def test_a_summary_above_the_date_is_the_abstract_and_no_paragraph(tmp_path: Path) -> None:
    report = plain(tmp_path, PAGE.replace("Skip to content", "The Ambassador reports on two calls."))
    assert report.layout == "wilson-d"
    assert report.abstract is not None
    assert report.abstract.exact == "The Ambassador reports on two calls."
    assert len(report.paragraphs) == 2


def test_wrapped_lines_are_one_paragraph(tmp_path: Path) -> None:
    prose = (
        "The minister received the ambassador in the morning and spoke with\n"
        "him for two hours about the harvest. The ambassador answered that\n"
        "his government had been informed of all that was said there.\n"
        "The talk then turned to the road over the pass and to the bridge."
    )
    report = plain(tmp_path, f"Letter From A. Smith to B. Jones\n\nStrelsau, May 4, 1960.\n\n{prose}\n")
    assert [paragraph.exact.count("\n") for paragraph in report.paragraphs] == [2, 0]


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    report = plain(tmp_path, PAGE.replace("\n", "\r\n"))
    assert "\r\n" in report.source.text
    assert report.source.sha256 == hashlib.sha256(PAGE.replace("\n", "\r\n").encode()).hexdigest()
    assert [paragraph.exact[:12] for paragraph in report.paragraphs] == ["On 2 May I c", "The next day"]
    assert all(paragraph.is_found_in(report.source.text) for paragraph in report.paragraphs)


def test_no_break_spaces_on_a_line_part_paragraphs(tmp_path: Path) -> None:
    text = (
        "Memorandum for the Record\n\nMay 4, 1960\n\nHe came to see me today.\n\u00a0\nWe spoke about the road there.\n"
    )
    assert len(plain(tmp_path, text).paragraphs) == 2


def test_a_run_of_no_break_spaces_between_sentences_parts_paragraphs_and_one_alone_does_not(tmp_path: Path) -> None:
    text = PAGE.replace("The next day", "It was 2\u00a0p.m.\u00a0\u00a0 The next day", 1)
    report = plain(tmp_path, text)
    prose = [paragraph.exact for paragraph in report.paragraphs]
    assert [words[:8] for words in prose] == ["On 2 May", "It was 2", "The next"]
    assert prose[1] == "It was 2\u00a0p.m."
    assert all(paragraph.is_found_in(report.source.text) for paragraph in report.paragraphs)


def test_a_page_of_the_former_site_without_a_title_line_has_it_from_the_citation(tmp_path: Path) -> None:
    """Layout F is E without the title in capitals above the citation."""
    bare = [line for line in FORMER.splitlines() if not line.startswith("REPORT, ")]
    assert len(bare) < len(FORMER.splitlines())
    report = plain(tmp_path, "\n".join(bare))
    assert report.title == "Report, Embassy of Ruritania in Graustark to the Ruritanian Foreign Ministry"
    assert len(report.paragraphs) == 1


def test_labels_of_a_plain_document_give_subject_and_participants(tmp_path: Path) -> None:
    text = (
        "7. Memorandum of Conversation\n\nStrelsau, May 4, 1960, 3–4:20 p.m.\n\n[subject] SUBJECT: The road\n\n"
        "[participants] PARTICIPANTS: US: A. Smith, Ambassador Jones\n\nThe two spoke about the road over the pass."
    )
    report = plain(tmp_path, text)
    assert (report.title, report.kind, report.place) == (
        "Memorandum of Conversation",
        "memorandum of conversation",
        "Strelsau",
    )
    assert report.subject is not None
    assert report.subject.exact == "The road"
    assert [person.exact for person in report.participants] == ["A. Smith", "Ambassador Jones"]
    assert len(report.paragraphs) == 1


def test_the_writer_whom_a_telegram_names_comes_before_the_signature_of_the_mission(tmp_path: Path) -> None:
    text = (
        "9. Telegram From the Embassy in Graustark to the Department of State\n\nStrelsau, May 4, 1960, noon.\n\n"
        "616. For Secretary from Smith. The Minister received me today and was friendly.\n\nJones"
    )
    assert plain(tmp_path, text).author == "Smith"
    assert plain(tmp_path, text.replace("For Secretary from Smith. ", "")).author == "Jones"


def test_an_unsigned_record_is_by_the_one_whom_its_editors_name_behind_his_i(tmp_path: Path) -> None:
    text = (
        "7. Memorandum for the Files\n\nStrelsau, May 4, 1960.\n\n"
        "The President called me [Smith] about the road. I said that it was closed, and we agreed to wait."
    )
    assert plain(tmp_path, text).author == "Smith"
    assert plain(tmp_path, text.replace("me [Smith]", "me [sic]")).author == ""


def test_days_between_the_paragraphs_of_a_diary_are_headings(tmp_path: Path) -> None:
    text = (
        "From the Diary of Fritz Hentzau, Ambassador in Strelsau\n\nStrelsau, 5-7 May 1960\n\n"
        "Thursday, 5 May\n\nI saw the Minister today and he was friendly to me.\n\n"
        "7 May\n\nNothing happened at all on this day, and I stayed at home."
    )
    report = plain(tmp_path, text)
    assert [line.exact for line in report.preamble][-2:] == ["Thursday, 5 May", "7 May"]
    assert len(report.paragraphs) == 2


def test_an_editors_note_and_a_document_that_says_so_may_have_no_date(tmp_path: Path) -> None:
    assert plain(tmp_path, "3. Editorial Note\n\nIn May the two governments spoke about the road.").date is None
    assert plain(tmp_path, "Memorandum\n\nStrelsau, undated.\n\nThe two governments spoke about the road.").date is None


def test_report_toml_gives_what_the_page_does_not_say(tmp_path: Path) -> None:
    toml = (
        'date = "1960-05"\nauthor = "A. Smith"\naddress = "https://example.org/1"\n'
        'rights = "Ask."\nquotes_only = false\n'
    )
    folder = written(tmp_path, "Memorandum for the Record\n\nThe two governments spoke about the road today.\n", toml)
    report = read_report(folder)
    assert report.date is not None
    assert (report.date.value, report.author, report.address) == ("1960-05", "A. Smith", "https://example.org/1")
    assert report.rights == ("Ask.",)
    assert not report.quotes_only
    assert report.places.keys() == {"title"}


def test_a_date_in_report_toml_corrects_an_impossible_one(tmp_path: Path) -> None:
    folder = written(tmp_path, PAGE.replace("May 4, 1960", "June 31, 1960"), 'date = "1960-06-30"\n')
    report = read_report(folder)
    assert report.date is not None
    assert report.date.value == "1960-06-30"


def test_source_txt_inside_a_report_folder_means_the_folder() -> None:
    assert read_report(FIRST / "source.txt") == read_report(FIRST)


def test_the_catalogue_lists_folders_in_the_order_of_their_keys(tmp_path: Path) -> None:
    for name in ("b", "a", ".hidden"):
        (tmp_path / name).mkdir()
    (tmp_path / "README.md").write_text("")
    assert catalogue(tmp_path) == ("a", "b")
    assert FIRST.name in catalogue(FIRST.parent)
