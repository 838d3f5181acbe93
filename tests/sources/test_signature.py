"""Archive signatures: verbatim first, and the parts of forms that are known."""

from __future__ import annotations

import pytest
from attrs import astuple

from kg.sources.signature import read_source_note, signature_of


@pytest.mark.parametrize(
    ("verbatim", "parts"),
    [
        ("MOL, XIX-J-1-j Korea, 5. doboz, 5/bc, 0066/1962", ("MOL", "XIX-J-1-j", "Korea", "5", "5/bc", "0066/1962")),
        (
            "MOL, XIX-J-1-j Korea, 2. doboz, 2/b, 001118/ 1/1955",
            ("MOL", "XIX-J-1-j", "Korea", "2", "2/b", "001118/ 1/1955"),
        ),
        (
            "MOL, XIX-J-1-j Korea, 5. doboz, 5/bc, 0015/RT/1964",
            ("MOL", "XIX-J-1-j", "Korea", "5", "5/bc", "0015/RT/1964"),
        ),
        ("MOL, XIX-J-1-j Korea", ("MOL", "XIX-J-1-j", "Korea", "", "", "")),
        ("AVPRF F. 0102, Op. 13", ("AVPRF", "0102", "13", "", "", "")),
        ("AVPRF, fond 0102, opis 19, papka 97, delo 4", ("AVPRF", "0102", "19", "97", "4", "")),
        ("AVPRF", ("AVPRF", "", "", "", "", "")),
        ("Polish Foreign Ministry Archive", ("Polish Foreign Ministry Archive", "", "", "", "", "")),
        ("PolA AA, MfAA, C 1088/70", ("PolA AA", "", "", "", "", "")),
    ],
)
def test_a_signature_is_taken_apart_as_far_as_its_form_is_known(verbatim: str, parts: tuple[str, ...]) -> None:
    assert astuple(signature_of(verbatim)) == (verbatim, *parts)


@pytest.mark.parametrize(
    ("line", "signature", "translator"),
    [
        ("MOL, XIX-J-1-j Korea. Translated by Balazs Szalontai.", "MOL, XIX-J-1-j Korea", "Balazs Szalontai"),
        ("MOL, XIX-J-1-j Korea. Translated for CWIHP.", "MOL, XIX-J-1-j Korea", ""),
        ("AVPRF. Translated for NKIDP.", "AVPRF", ""),
        (
            "Romanian MFA archive. Obtained and translated for NKIDP by Eliza Gheorghe.",
            "Romanian MFA archive",
            "Eliza Gheorghe",
        ),
        (
            "Polish Foreign Ministry Archive. Obtained for NKIDP by Jakub Poprocki and translated for NKIDP by "
            "Maya Latynski. "
            "http://digitalarchive.wilsoncenter.org/document/114960",
            *("Polish Foreign Ministry Archive", "Maya Latynski"),
        ),
        ("AVPRF F. 0102, Op. 13. Translated from Russian by G. Goldberg", "AVPRF F. 0102, Op. 13", "G. Goldberg"),
        ("Translated by Maya Latynski.", "", "Maya Latynski"),
    ],
)
def test_the_source_line_gives_signature_and_translator(line: str, signature: str, translator: str) -> None:
    note = read_source_note(line)
    assert (note.signature.verbatim if note.signature else "") == signature
    assert line[note.signature_start :].startswith(signature)
    assert note.translator == translator
    assert line[note.translator_start :].startswith(translator)
