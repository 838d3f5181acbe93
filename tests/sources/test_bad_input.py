"""Bad input: one clear sentence that names file, place and cure, and never a traceback or a guess."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.sources import catalogue, read_report
from kg.sources.sourcefile import LARGEST_FILE_BYTES, LONGEST_LINE_CHARS

GOOD = "Memorandum for the Record\n\nStrelsau, May 4, 1960.\n\nThe two governments spoke about the road today.\n"


def refusal_of(path: Path) -> SourceError:
    """The refusal, which always names the place and the cure."""
    with pytest.raises(SourceError) as caught:
        read_report(path)
    assert caught.value.place.startswith(str(path.parent if path.is_dir() else path)[:20])
    assert caught.value.cure
    return caught.value


def refused(folder: Path, content: str | bytes) -> SourceError:
    path = folder / "text.txt"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return refusal_of(path)


def report_folder(folder: Path, toml: str, text: str | None = GOOD) -> Path:
    place = folder / "key"
    place.mkdir()
    if text is not None:
        (place / "source.txt").write_bytes(text.encode())
    sha256 = hashlib.sha256((text or "").encode()).hexdigest()
    (place / "report.toml").write_text(toml.replace("HASH", sha256), encoding="utf-8")
    return place


def test_bytes_that_are_not_utf_8_are_named_by_their_offset(tmp_path: Path) -> None:
    error = refused(tmp_path, GOOD.encode() + b"caf\xe9 and more")
    assert f"offset {len(GOOD) + 3}" in str(error)
    assert "line 6" in str(error)


@pytest.mark.parametrize("text", ["", "  \n\r\n\t\n", "\ufeff\n\u00a0"])
def test_an_empty_file_is_refused(tmp_path: Path, text: str) -> None:
    assert "empty" in str(refused(tmp_path, text))


@pytest.mark.parametrize(
    "text", ["Memorandum for the Record\n\nMay 4, 1960\n", "Secret\n\nStrelsau, May 4, 1960.\n\nNo. 5\n"]
)
def test_a_text_without_a_body_is_refused(tmp_path: Path, text: str) -> None:
    assert "no body" in str(refused(tmp_path, text))


def test_a_report_without_a_date_is_refused_with_the_reason(tmp_path: Path) -> None:
    error = refused(tmp_path, GOOD.replace("Strelsau, May 4, 1960.\n\n", ""))
    assert "no date" in str(error)
    assert "is counted from it" in str(error)


@pytest.mark.parametrize(
    "text", [GOOD.replace("May 4", "June 31"), "31 June 1962\n\nA title\n\nHe came to see me again today.\n"]
)
def test_an_impossible_date_is_refused_with_its_line(tmp_path: Path, text: str) -> None:
    error = refused(tmp_path, text)
    assert "impossible date “" in str(error)
    assert ", line " in error.place


def test_xml_that_is_no_volume_is_refused(tmp_path: Path) -> None:
    assert "markup" in str(refused(tmp_path, "\ufeff<?xml version='1.0'?><a/>"))


@pytest.mark.parametrize("text", ["<!DOCTYPE html>\n<html><body>404</body></html>", "<html>\nNot found</html>"])
def test_a_page_of_an_error_is_refused(tmp_path: Path, text: str) -> None:
    assert "error page" in str(refused(tmp_path, text))


def test_the_page_of_another_site_is_refused_where_a_wilson_page_is_claimed(tmp_path: Path) -> None:
    folder = report_folder(tmp_path, 'sha256 = "HASH"\nlayout = "wilson"\n')
    assert "no page of the Wilson Center" in str(refusal_of(folder))


def test_a_line_of_five_megabytes_is_refused_with_the_limit(tmp_path: Path) -> None:
    error = refused(tmp_path, GOOD + "word " * 1_000_000)
    assert f"{LONGEST_LINE_CHARS:,}" in str(error)
    assert "line 6, character 1 " in error.place


def test_a_file_too_large_for_one_report_is_refused(tmp_path: Path) -> None:
    assert f"{LARGEST_FILE_BYTES:,}" in str(refused(tmp_path, b"a" * (LARGEST_FILE_BYTES + 1)))


@pytest.mark.parametrize(
    "character", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\u200f", "\u061c"]
)
def test_a_character_that_hides_or_turns_text_is_refused(tmp_path: Path, character: str) -> None:
    error = refused(tmp_path, GOOD + f"He {character}went away.")
    assert f"U+{ord(character):04X}" in str(error)
    assert f"line 6, character 4 (offset {len(GOOD) + 3})" in error.place


def test_a_bracket_that_never_closes_does_not_lose_the_report(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text(GOOD.replace("the road", "[the road"), encoding="utf-8")
    assert "[the road" in read_report(path).paragraphs[0].exact


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('sha256 = "HASH"\n\nadress = "https://example.org"\n', "unknown key 'adress'"),
        ('sha256 = "HASH"\n[dates]\nday = 1\n', "unknown key 'dates'"),
        ('sha256 = "HASH"\naddress = \n', "line 2"),
        ('sha256 = "HASH"\nsha256 = "HASH"\n', "malformed TOML"),
        ("", "sha256 is missing"),
        ('sha256 = "abc"\n', "sha256 must be"),
        (f'sha256 = "{"0" * 64}"\n', "report.toml says 0000"),
        ('sha256 = "HASH"\nquotes_only = "no"\n', "quotes_only must be true or false"),
        ('sha256 = "HASH"\nrights = [1]\n', "rights must be"),
        ('sha256 = "HASH"\nlayout = "pdf"\n', "layout must be"),
        ('sha256 = "HASH"\nlanguage = "English!"\n', "language must be"),
        ('sha256 = "HASH"\naddress = "example.org"\n', "address must be"),
        ('sha256 = "HASH"\ndate = "4 May 1960"\n', "date must be"),
        ('sha256 = "HASH"\nauthor = ""\n', "author must be"),
        ('sha256 = "HASH"\ndate = "1960-05-04"\n', "the page itself says “1960-05-04”"),
        ('sha256 = "HASH"\nplace = "Zenda"\n', "the page itself says “Strelsau”"),
    ],
)
def test_a_report_toml_that_is_wrong_is_refused(tmp_path: Path, toml: str, said: str) -> None:
    error = refusal_of(report_folder(tmp_path, toml))
    assert said in str(error)


def test_an_unknown_key_is_named_with_its_line_and_the_known_ones(tmp_path: Path) -> None:
    error = refusal_of(report_folder(tmp_path, 'sha256 = "HASH"\n\nadress = "https://example.org"\n'))
    assert error.place.endswith("line 3")
    assert "address" in error.cure


def test_a_date_that_no_calendar_has_is_refused_in_report_toml_too(tmp_path: Path) -> None:
    folder = report_folder(
        tmp_path, 'sha256 = "HASH"\ndate = "1960-06-31"\n', GOOD.replace("Strelsau, May 4, 1960.\n\n", "")
    )
    assert "1960-06-31" in str(refusal_of(folder))


def test_missing_files_are_named(tmp_path: Path) -> None:
    assert "no such file" in str(refusal_of(tmp_path / "nothing.txt"))
    assert "source.txt is missing" in str(refusal_of(report_folder(tmp_path, 'sha256 = "HASH"\n', None)))
    (tmp_path / "bare").mkdir()
    assert "report.toml cannot be read" in str(refusal_of(tmp_path / "bare"))
    with pytest.raises(SourceError, match="folder of reports"):
        catalogue(tmp_path / "nowhere")


def test_a_folder_whose_name_is_no_key_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "Report No 1"
    folder.mkdir()
    assert "no key" in str(refusal_of(folder))


WORDS = st.sampled_from(
    [
        *(
            "Skip to content",
            "May 4, 1960",
            "Report, Embassy of A to B",
            "Document Information",
            "He came to me today.",
        ),
        *(
            "Author(s):",
            "Rights",
            "Subject: x",
            "Contents:",
            "Citation:",
            "Top Secret",
            "A. Smith",
            "---",
            "[",
            "]",
            "",
        ),
        *("PARTICIPANTS:", "(…)", "Signed: A. Smith", "ADD SEARCH FILTER", "31 June 1962", "SUBJECT"),
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.lists(st.one_of(WORDS, st.text(max_size=40)), max_size=25))
def test_any_text_is_read_or_refused_and_its_passages_hold(tmp_path: Path, lines: list[str]) -> None:
    path = tmp_path / "wild.txt"
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    try:
        report = read_report(path)
    except SourceError as error:
        if not (error.place and error.cure):
            raise
        return
    for passage in (*report.paragraphs, *report.preamble, *report.participants, *report.places.values()):
        assert passage.is_found_in(report.source.text)
