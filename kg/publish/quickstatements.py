"""Statements for Wikidata as commands of its import tool QuickStatements: plain data, and its text ("V1 commands").

The form as two readers of it take it: `importDataFromV1` and `parseValueV1` in public_html/quickstatements.php of
github.com/magnusmanske/quickstatements (commit 06fea5a), and src/core/parsers/ of
github.com/WikiMovimentoBrasil/quickstatements3 (commit 01bd7f5). Both take all between the first and the last quote as
it is. They know no escape: a backslash before a quote would end up in Wikidata (WDscholia/scholia, issue 2178).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import field, frozen

from kg.errors import DataError
from kg.model.dates import EdtfDate

# Names of properties as in github.com/opensanctions/nomenklatura, nomenklatura/wikidata/props.py (P39, P973) and
# write/values.py (S854), in Wikidata's own "Wikidata:List of properties/Citing sources", and in
# github.com/dpla/ingest-wikimedia, ingest_wikimedia/sdc.py, which describes archival documents by P217, P571 and P1476.
POSITION_HELD = "P39"
DESCRIBED_AT_URL = "P973"
POINT_IN_TIME = "P585"
REFERENCE_URL = "S854"
TITLE = "S1476"
INVENTORY_NUMBER = "S217"
INCEPTION = "S571"

LONGEST_TEXT = 1500  # characters of a string or a text in one language: Help:Data type, by way of the same sdc.py

_ITEM = re.compile(r"Q[1-9][0-9]*")
_PROPERTY = re.compile(r"[PS][1-9][0-9]*")
_ADDRESS = re.compile(r"https?://[^\s\"<>\\^`{|}]+")
_LANGUAGE = re.compile(r"[a-z]+(-[a-z]+)*")
_NOT_PRINTED = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_POINT = re.compile(r"(?P<year>[0-9]{4})(-(?P<month>0[1-9]|1[0-2])(-(?P<day>[0-9]{2}))?)?")


@frozen
class Command:
    """One statement to add: item, property, value, qualifiers and one reference, all as the tool reads them."""

    item: str = field()
    prop: str = field()
    value: str
    qualifiers: tuple[tuple[str, str], ...] = ()
    reference: tuple[tuple[str, str], ...] = ()

    @item.validator
    def _is_an_item(self, _attribute: object, item: str) -> None:
        if not _ITEM.fullmatch(item):
            raise DataError(f"{item!r} is no Wikidata number.", cure="Write Q and digits.")

    @prop.validator
    def _is_a_property(self, _attribute: object, prop: str) -> None:
        if not _PROPERTY.fullmatch(prop):
            raise DataError(f"{prop!r} is no property.", cure="Write P and digits.")

    @property
    def line(self) -> str:
        r"""The command as one line, without its end.

        >>> Command("Q1", "P973", quoted("https://example.org/a"), (), ((REFERENCE_URL, quoted("https://example.org/a")),)).line
        'Q1\tP973\t"https://example.org/a"\tS854\t"https://example.org/a"'
        """
        pairs = [cell for pair in (*self.qualifiers, *self.reference) for cell in pair]
        return "\t".join((self.item, self.prop, self.value, *pairs))


def as_v1(commands: Iterable[Command]) -> str:
    """All commands, one a line, by item, property and value; the same commands in any order give the same text."""
    ordered = sorted(set(commands), key=lambda command: (int(command.item[1:]), int(command.prop[1:]), command.line))
    return "".join(f"{command.line}\n" for command in ordered)


def quoted(text: str) -> str:
    """A text as the tool reads it. Refuses (DataError) what it could not read back: empty, too long, taken for a mark.

    Line ends, tabs and control characters become one space, as Wikidata itself keeps them; a quote stays as it is.

    >>> quoted('The "Great\\tLeader"')
    '"The "Great Leader""'
    """
    plain = _NOT_PRINTED.sub(" ", text).strip()
    if not plain or len(plain) > LONGEST_TEXT or "||" in plain or plain.startswith('""'):
        # Two bars end a command where there is one only; three quotes make an identifier of a text.
        raise DataError(
            f"QuickStatements cannot read the text {plain[:60]!r}.", cure="Shorten or mend it at its source."
        )
    return f'"{plain}"'


def address(url: str) -> str:
    """A web address as the tool reads it. Refuses what is none (DataError)."""
    if not _ADDRESS.fullmatch(url):
        raise DataError(f"{url!r} is no address on the web.", cure="Give http:// or https:// and no blanks.")
    return quoted(url)


def text_in(language: str, text: str) -> str:
    """A text with its language. Refuses a language that the tool cannot read (DataError).

    >>> text_in("en", "Report")
    'en:"Report"'
    """
    if not _LANGUAGE.fullmatch(language.lower()):
        raise DataError(f"QuickStatements cannot read the language {language!r}.", cure="Leave the text out.")
    return f"{language.lower()}:{quoted(text)}"


def is_moment(written: str) -> bool:
    """Whether an EDTF value is a plain day, month or year: the tool has no values for anything else.

    >>> [is_moment(written) for written in ("1962-08-27", "1962", "1962~", "1962-08/1962-09", "1962-21", "196X")]
    [True, True, False, False, False, False]
    """
    return EdtfDate.is_written_as(written) and _POINT.fullmatch(written) is not None


def moment(date: EdtfDate) -> str:
    """A day, a month or a year as the tool reads it, no more precise than it is: 11, 10 and 9 (Help:Dates).

    Refuses (DataError) what is approximate, uncertain, an interval, a season or a decade.

    >>> moment(EdtfDate("1962-08-27")), moment(EdtfDate("1962-08")), moment(EdtfDate("1962"))
    ('+1962-08-27T00:00:00Z/11', '+1962-08-01T00:00:00Z/10', '+1962-01-01T00:00:00Z/9')
    """
    found = _POINT.fullmatch(date.value)
    if found is None:
        raise DataError(f"{date.value} is no plain day, month or year.", cure="Leave the date out.")
    precision = 11 if found["day"] else 10 if found["month"] else 9
    return f"+{found['year']}-{found['month'] or '01'}-{found['day'] or '01'}T00:00:00Z/{precision}"
