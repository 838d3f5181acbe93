"""Editorial marks: each bracket does one thing, and in doubt its words stay, flagged."""

from __future__ import annotations

import pytest

from kg.model.mark import MarkKind
from kg.model.passage import Passage
from kg.text.marks import findings_on_brackets, marks_in


def whole(text: str) -> Passage:
    return Passage.of(text, 0, len(text))


@pytest.mark.parametrize(
    ("text", "kind", "inside"),
    [
        ("It went well […].", MarkKind.OMISSION, "…"),
        ("[...] He went.", MarkKind.OMISSION, "..."),
        ("He went [. . .] home.", MarkKind.OMISSION, ". . ."),
        ("He went [.…] home.", MarkKind.OMISSION, ".…"),
        ("on [Soviet] policies", MarkKind.SUPPLIED, "Soviet"),
        ("the [Great] Patriotic War", MarkKind.SUPPLIED, "Great"),
        ("On Monday [I] went there.", MarkKind.SUPPLIED, "I"),
        ("called on [me] twice", MarkKind.SUPPLIED, "me"),
        ("the second talk [between the two] went on", MarkKind.SUPPLIED, "between the two"),
        ("comrades [Anastas] Mikoyan and Li", MarkKind.SUPPLIED, "Anastas"),
        ("on 22 August [1962] he came", MarkKind.SUPPLIED, "1962"),
        ("they [have] agreed", MarkKind.SUPPLIED, "have"),
        ("He said [to me] that", MarkKind.SUPPLIED, "to me"),
        ("the M[inistry] of Trade", MarkKind.EXPANSION, "inistry"),
        ("of I[nternal Affairs]", MarkKind.EXPANSION, "nternal Affairs"),
        ("V[ice]-Premier Jeong", MarkKind.EXPANSION, "ice"),
        ("[W]hen he came", MarkKind.EXPANSION, "W"),
        ("ten times [emphasis in the original]", MarkKind.REMARK, "emphasis in the original"),
        ("he definately [sic.] knew", MarkKind.REMARK, "sic."),
        ("[handwritten: to the file]", MarkKind.REMARK, "handwritten: to the file"),
        ("BY COURIER [stamp]", MarkKind.REMARK, "stamp"),
        ("as was said [1] before", MarkKind.REMARK, "1"),
        ("[2 words illegible] came", MarkKind.REMARK, "2 words illegible"),
        ("[Translator’s note: a pun]", MarkKind.REMARK, "Translator’s note: a pun"),
        ("N. Popa [signed]", MarkKind.REMARK, "signed"),
        ("they [signed] an agreement", MarkKind.SUPPLIED, "signed"),
        ("the [attached] letter", MarkKind.SUPPLIED, "attached"),
        ("the leader [ii] said", MarkKind.REMARK, "ii"),
        ("on [[11]] September", MarkKind.UNCERTAIN, "11"),
    ],
)
def test_what_stands_inside_and_beside_the_brackets_decides_the_kind(text: str, kind: MarkKind, inside: str) -> None:
    (mark,) = marks_in(text, whole(text))
    assert (mark.kind, mark.text) == (kind, inside)


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("they [the Soviets] were pleased", "they"),
        ("They [the North Koreans] were pleased", "They"),
        ("during his stay he [Puzanov] had", "he"),
        ("he gave us [Hungarians] nothing", "us"),
        ("his [Puzanov's] farewell", "his"),
        ("life here [in Pyongyang] is hard", "here"),
        ("the Minister [Nam Il] said", "Minister"),
        ("of his predecessor [Puzanov], who", "predecessor"),
        ("in their country [the DPRK] too", "country"),
        ("Pak Seong-cheol [Pak Song Chol] came", "Pak Seong-cheol"),
        ("Premier Jeong Il-ryong [Jong Il Ryong], and", "Jeong Il-ryong"),
        ("in Bukcheong [Pukch’ong], where", "Bukcheong"),
        ("Puzanov [the Soviet ambassador] said", "Puzanov"),
        ("the organs [i.e. the ministry] said", "organs"),
    ],
)
def test_a_bracket_after_a_pronoun_or_a_name_says_who_is_meant(text: str, host: str) -> None:
    (mark,) = marks_in(text, whole(text))
    assert mark.kind is MarkKind.GLOSS
    assert mark.host is not None
    assert mark.host.exact == host
    assert mark.host.is_found_in(text)


def test_an_adjective_after_a_possessive_belongs_to_the_noun_and_not_to_the_pronoun() -> None:
    text = "their [Soviet] policies"
    assert marks_in(text, whole(text))[0].kind is MarkKind.SUPPLIED


def test_marks_lead_into_the_whole_report_and_not_into_the_paragraph() -> None:
    text = "Title\n\nthey [the Soviets] came"
    (mark,) = marks_in(text, Passage.of(text, 7, len(text)))
    assert mark.passage.exact == "[the Soviets]"
    assert mark.passage.is_found_in(text)


def test_nested_brackets_are_one_mark() -> None:
    text = "the visit [to Korea [in 1956]] ended"
    (mark,) = marks_in(text, whole(text))
    assert mark.passage.exact == "[to Korea [in 1956]]"


def test_dots_in_parentheses_are_an_omission() -> None:
    text = "He came (…) and went (...) away (as he said)."
    assert [mark.kind for mark in marks_in(text, whole(text))] == [MarkKind.OMISSION, MarkKind.OMISSION]


@pytest.mark.parametrize(
    ("text", "code", "start"),
    [
        ("He went [to Moscow.", "bracket-open", 8),
        ("He went to Moscow].", "bracket-close", 17),
        ("a [b [c] d", "bracket-open", 2),
    ],
)
def test_a_bracket_without_partner_stays_text_and_is_told_of(text: str, code: str, start: int) -> None:
    (finding,) = findings_on_brackets(text, whole(text))
    assert finding.code == code
    assert finding.passage is not None
    assert finding.passage.start_char == start
    assert f"offset {start}" in finding.message
    assert all(mark.passage.start_char != start for mark in marks_in(text, whole(text)))


def test_matched_brackets_give_no_finding() -> None:
    text = "they [the Soviets] and [[11]] and […]"
    assert findings_on_brackets(text, whole(text)) == ()


def test_a_paragraph_of_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="does not stand"):
        marks_in("Something else entirely", Passage(0, 4, "they"))
