"""Facts that a text gives by itself, one a line: a front matter between dashes, or "From:" and "To:" above and below.

Both are for people's own transcriptions. What stands there is the word of the transcriber or of the document's own
heading, and goes before what a title or a signature lets one read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from attrs import frozen

from kg.errors import SourceError
from kg.model.passage import Passage
from kg.sources.lines import Line

FACTS = ("title", "kind", "date", "author", "sender", "addressee", "place", "signature", "translator", "address")
_SAME = {
    **{name: name for name in FACTS},
    "type": "kind",
    "from": "sender",
    "to": "addressee",
    "recipient": "addressee",
    "archive": "signature",
    "source": "signature",
    "url": "address",
    "translated by": "translator",
    "writer": "author",
    **dict.fromkeys(
        (
            "recorded by",
            "minutes taken by",
            "minutes",
            "record",
            "note-taker",
            "notetaker",
            "drafted by",
            "prepared by",
        ),
        "author",
    ),
    **dict.fromkeys(("kept by", "written by", "noted by", "taken down by", "rapporteur", "minutes kept by"), "author"),
}
_FENCES = frozenset({"---", "+++"})
_LONGEST_FRONT_MATTER_LINES = 50
_ENTRY = re.compile(r"(?P<key>[A-Za-z][A-Za-z _-]{0,30}?)\s*[:=]\s*(?P<value>.*)")
_EMPTY_VALUES = frozenset({"", '""', "''", "null", "~", "[]"})
# Lines of a document's own heading. "Subject:" and "Participants:" are read with the body.
_LABEL = re.compile(
    r"\**(?P<key>from|to|date|place|author|kind|type|source|archive|signature|translated by|translator|record|"
    r"minutes|note-?taker|rapporteur|(?:minutes )?(?:taken|kept) by|"
    r"(?:recorded|drafted|prepared|written|noted|taken down) by)"
    r"\s*(?::|(?<=\bby)(?=\s))\s*\**\s*(?P<value>\S.*?)\**",
    re.IGNORECASE,
)
_LABELLED_ABOVE, _LABELLED_BELOW = 12, 4  # how many first and last lines are looked at
_LONGEST_VALUE_WORDS = 25


@frozen
class FrontMatter:
    """`length` is the number of lines, fences included; 0 if there is none."""

    length: int
    facts: Mapping[str, Passage]


def front_matter(source: str, lines: Sequence[Line], place: str) -> FrontMatter:
    """The entries between two fences at the very beginning ("---" or "+++"), as `key: value` or `key = "value"`.

    Refuses (SourceError) an entry with an unknown key, one that is no entry, and one given twice. A text that only
    begins with dashes, and never closes them, has no front matter.
    """
    if not lines or lines[0].text not in _FENCES:
        return FrontMatter(0, {})
    fence = lines[0].text
    ends = [n for n in range(1, min(len(lines), _LONGEST_FRONT_MATTER_LINES)) if lines[n].text == fence]
    if not ends:
        return FrontMatter(0, {})
    facts: dict[str, Passage] = {}
    for line in lines[1 : ends[0]]:
        if line.text.startswith("#"):
            continue
        number = source.count("\n", 0, line.start_char) + 1
        where = f"{place}, line {number}"
        found = _ENTRY.fullmatch(line.text)
        name = _SAME.get(found.group("key").strip().lower().replace("_", " ")) if found else None
        if found is None or name is None:
            raise SourceError(
                f"the front matter has “{line.text[:60]}”.",
                place=where,
                cure=f"Its keys are {', '.join(FACTS)}, each as “key: value” on a line of its own.",
            )
        if name in facts:
            raise SourceError(f"the front matter gives {name} twice.", place=where, cure="Take one out.")
        passage = _value(source, line, found)
        if passage is not None:
            facts[name] = passage
    return FrontMatter(ends[0] + 1, facts)


def labelled(source: str, lines: Sequence[Line]) -> tuple[Mapping[str, Passage], frozenset[Line]]:
    """The facts of labelled lines among the first and the last of a text, and the lines that give them.

    A label counts once, and only with a short value: a paragraph may begin with "To:" too.
    """
    facts: dict[str, Passage] = {}
    taken: set[Line] = set()
    for line in (*lines[:_LABELLED_ABOVE], *lines[max(_LABELLED_ABOVE, len(lines) - _LABELLED_BELOW) :]):
        found = _LABEL.fullmatch(line.text) if len(line.text.split()) <= _LONGEST_VALUE_WORDS else None
        if found is None:
            continue
        name = _SAME[found.group("key").lower()]
        value = _value(source, line, found)
        if name not in facts and value is not None:
            facts[name] = value
            taken.add(line)
    return facts, frozenset(taken)


def _value(source: str, line: Line, found: re.Match[str]) -> Passage | None:
    """The value of an entry without quotes and blanks; None if it is empty."""
    words = found.group("value").strip()
    if words in _EMPTY_VALUES:
        return None
    if len(words) > 1 and words[0] == words[-1] and words[0] in "\"'":
        words = words[1:-1].strip()
    if not words:
        return None
    start = line.start_char + line.text.index(words, found.start("value"))
    return Passage.of(source, start, start + len(words))
