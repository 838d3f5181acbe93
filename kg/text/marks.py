"""Editorial marks: the brackets that a translator or an editor put into a text, and what each of them does.

A mark is decided by what stands inside the brackets and by the words around them; no parse is needed. In doubt a mark
is *supplied*: the words stay in the text for the parser, flagged as nobody's own.
"""

from __future__ import annotations

import re

from attrs import frozen

from kg.model.finding import Finding, Severity
from kg.model.mark import Mark, MarkKind
from kg.model.passage import Passage


def _words(listed: str) -> frozenset[str]:
    """The words of a list that blanks part."""
    return frozenset(listed.split())


_DOTS = frozenset(".… \u00a0\t\r\n")  # an omission is dots and blanks
_OMISSION_IN_PARENTHESES = re.compile(r"\(\s*(?:…|\.\s?\.\s?\.)[\s.]*\)")
_REMARK = re.compile(
    r"""\s*(?:
    emphas[ie]s\b | sic\b | handwritten\b | hand-written\b | stamp(?:ed)?\b | signature\b | seal\b
    | (?:signed|typed|crossed\sout|deleted|omitted|attached|enclosed|original)\s*(?:[:;,]|by\b|in\b|text\b|emphasis\b)
    | illegible\b | unreadable\b | unclear\b | indecipherable\b | garbled\b | underlin\w+
    | margin\w*\b | (?:hand\w*\s)?not(?:e|ation)s?\b | foot-?notes?\b | trans(?:lat\w+)?\b\.?
    | tr\.\s | T\.?N\.?\b | editor\w* | eds?\.
    | NB\b | in\s(?:the\s)?(?:original|English|Russian|Korean|German|French|Chinese|Hungarian|Romanian|Polish|Czech)\b
    | text\smissing | less\sthan\s1\s | not\sdeclassified
    | (?:one|two|\d+|several|some|a)\s(?:\w+\s)?(?:words?|lines?|names?|pages?|paragraphs?)\b
    | (?:words?|lines?|names?|pages?|paragraphs?)\s(?:\w+\s)?(?:missing|illegible|omitted|not\sdeclassified)
    | page\s\d | p\.\s?\d | see\b | ibid\b | (?-i:[ivx]{2,})$ | \d{1,3}(?:\s*,\s*\d{1,3})*$ | [*†‡?!\s]*$
    | (?:top\s)secret\b | classification\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# Words that are a remark where they stand alone, and belong to the sentence where it goes on: "the [attached] letter".
_REMARK_ALONE = re.compile(
    r"(?:signed|typed|original|attach(?:ed|ment)|enclos(?:ed|ure)|omitted|missing|deleted|crossed out|blank|secret)",
    re.IGNORECASE,
)
_SENTENCE_GOES_ON = re.compile(r"\s*\w")
_GLOSS_OPENER = re.compile(
    r"\s*(?:i\.\s?e\.|that is\b|meaning\b|viz\.|namely\b|=|aka\b|a\.k\.a\.|formerly\b)", re.IGNORECASE
)
_DETERMINED = re.compile(
    r"\s*(?:[Tt]he|[Oo]ur|[Tt]heir|[Hh]is|[Bb]oth|[Aa]ll|[Mm]y|[Ii]n|[Aa]t|[Ff]rom)\s+\S*[A-ZÀ-Þ]|\s*(?:[Tt]he|[Oo]ur|[Hh]is|[Mm]y)\s\w"
)
_HOST_WINDOW_CHARS = 200  # no name with its titles is longer
_CAPITALISED = re.compile(r"[A-ZÀ-ÞĀ-Ž]")
_LETTER = re.compile(r"[^\W\d_]")
_ABBREVIATED = re.compile(r"\b[A-ZÀ-ÞĀ-Ž]\w{0,2}$")
_YEAR = re.compile(r"\s*(?:in\s)?(?:\w+\s)?(?:1[89]|20)\d\d\s*")
_WORD_BEFORE = re.compile(r"([^\s\[\]]+)(\s*)$")
_RUN_BEFORE = re.compile(r"(?:[A-ZÀ-ÞĀ-Ž][\w.'’-]*\s)*[A-ZÀ-ÞĀ-Ž][\w.'’-]*$")

_PERSONAL = frozenset(
    {"i", "he", "she", "they", "we", "you", "him", "them", "us", "me", "it", "himself", "themselves", "who", "whom"}
)
_POSSESSIVE = frozenset({"his", "her", "their", "its", "our", "my", "your", "whose"})
_DEMONSTRATIVE = frozenset({"this", "these", "those"})
_PLACE_WORDS = frozenset({"here", "there", "home", "abroad"})
_MONTHS = _words(
    """
    january february march april may june july august september october november december
    """
)
# Nouns that stand for somebody or something named: a name in brackets after them says whom or what they mean.
_STANDS_FOR = _words(
    """
    ambassador ambassadors minister ministers secretary premier chairman president leader leaders marshal general
    attaché attache counselor counsellor consul diplomat interlocutor predecessor successor colleague friend friends
    delegation party government side country countries capital city embassy ministry committee latter former guest
    host king prince director deputy man official comrades people republic place
    """
)
_TITLES = _words(
    """
    comrade comrades comr comr. cde cde. cdes c. com. mr mr. mrs mrs. dr dr. lord sir madame
    """
)
_ADJECTIVE = re.compile(
    r"(?:\w+(?:ian|ean|ese|ish|viet|can|ench|lav|lovak|zech|erman|reek|ommunist|ocialist))(?:-\w+)?$"
)
_FIRST_HALF = _words(
    """
    Central Foreign Great Prime General Supreme First Second Deputy Vice United National Communist Workers' Workers’
    Politburo Political State Council North South East West Eastern Western Northern Southern Defense Defence
    """
)
# A capital letter after a full stop says nothing about a name.
_NOT_NAMES = _words(
    """
    The A An This That These Those In On At When As If But And Or For From To By With After Before Since While
    However Then There Here Also According Concerning Regarding Such Some Many All Both Of Under Because Although
    Thus Therefore
    """
)


@frozen
class _Pair:
    """A matched pair of brackets by the offsets of its two characters in the paragraph."""

    opens: int
    closes: int


def marks_in(report_text: str, paragraph: Passage) -> tuple[Mark, ...]:
    """The editorial marks of a paragraph in their order; they do not overlap, the outermost brackets count.

    A bracket without its partner is no mark: it stays text, and `findings_on_brackets` tells of it.

    >>> text = "They [the Soviets] kept [Soviet] policies […] at the M[inistry]."
    >>> [(mark.text, str(mark.kind)) for mark in marks_in(text, Passage.of(text, 0, len(text)))]
    [('the Soviets', 'gloss'), ('Soviet', 'supplied'), ('…', 'omission'), ('inistry', 'expansion')]
    """
    _refuse_foreign(report_text, paragraph)
    words = paragraph.exact
    pairs, _ = _brackets(words)
    spans = [(pair.opens, pair.closes + 1) for pair in pairs]
    bracketed = {offset for start, end in spans for offset in range(start, end)}
    spans.extend(
        match.span() for match in _OMISSION_IN_PARENTHESES.finditer(words) if bracketed.isdisjoint(range(*match.span()))
    )
    return tuple(_mark(report_text, paragraph, start, end) for start, end in sorted(spans))


def findings_on_brackets(report_text: str, paragraph: Passage) -> tuple[Finding, ...]:
    """A warning for each bracket of a paragraph that has no partner.

    What such a bracket was meant to hold cannot be known, so it is kept as text and told of, and the report is read.

    >>> text = "He went [to Moscow."
    >>> findings_on_brackets(text, Passage.of(text, 0, len(text)))[0].code
    'bracket-open'
    """
    _refuse_foreign(report_text, paragraph)
    _, strays = _brackets(paragraph.exact)
    findings = []
    line, seen = 1, 0
    for stray in strays:
        start = paragraph.start_char + stray
        bracket = paragraph.exact[stray]
        line, seen = line + report_text.count("\n", seen, start), start
        never = "never closes" if bracket == "[" else "was never opened"
        findings.append(
            Finding(
                Severity.WARNING,
                "bracket-open" if bracket == "[" else "bracket-close",
                f"the bracket “{bracket}” at line {line}, offset {start}, {never} in its paragraph; it is kept "
                "as text. Compare the page and mend source.txt if the bracket was lost there.",
                passage=Passage.of(report_text, start, min(start + 1, len(report_text))),
            )
        )
    return tuple(findings)


def _refuse_foreign(report_text: str, paragraph: Passage) -> None:
    """A paragraph of another text would give offsets that lead nowhere."""
    if not paragraph.is_found_in(report_text):
        raise ValueError(f"the paragraph at {paragraph.start_char}-{paragraph.end_char} does not stand in the text")


def _brackets(words: str) -> tuple[list[_Pair], list[int]]:
    """The outermost matched pairs, and the offsets of brackets without a partner."""
    open_at: list[int] = []
    pairs: list[_Pair] = []
    strays: list[int] = []
    for match in re.finditer(r"[\[\]]", words):
        if match.group() == "[":
            open_at.append(match.start())
        elif open_at:
            pairs.append(_Pair(open_at.pop(), match.start()))
        else:
            strays.append(match.start())
    strays.extend(open_at)
    pairs.sort(key=lambda pair: pair.opens)
    outermost: list[_Pair] = []
    for pair in pairs:
        if not outermost or pair.opens > outermost[-1].closes:
            outermost.append(pair)
    return outermost, sorted(strays)


def _mark(report_text: str, paragraph: Passage, start: int, end: int) -> Mark:
    """The mark between two offsets of the paragraph, with its kind and, for a gloss, its host."""
    words = paragraph.exact
    inside = words[start + 1 : end - 1]
    passage = Passage.of(report_text, paragraph.start_char + start, paragraph.start_char + end)
    if _DOTS.issuperset(inside) and inside.strip():
        return Mark(passage, MarkKind.OMISSION, inside)
    if inside.startswith("[") and inside.endswith("]") and "[" not in inside[1:]:
        return Mark(passage, MarkKind.UNCERTAIN, inside[1:-1])
    stands_alone = _REMARK_ALONE.fullmatch(inside) and not _SENTENCE_GOES_ON.match(words[end:])
    if stands_alone or _REMARK.match(inside):
        return Mark(passage, MarkKind.REMARK, inside)
    attached = start > 0 and _LETTER.match(words[start - 1]) is not None
    goes_on = end < len(words) and _LETTER.match(words[end]) is not None
    if _completes_a_word(words[max(0, start - _HOST_WINDOW_CHARS) : start], inside, attached=attached, goes_on=goes_on):
        return Mark(passage, MarkKind.EXPANSION, inside)
    window = max(0, start - _HOST_WINDOW_CHARS)
    host = _host(words[window:start], inside, words[end : end + _HOST_WINDOW_CHARS])
    if host is None:
        return Mark(passage, MarkKind.SUPPLIED, inside)
    first, last = window + host[0], window + host[1]
    of = Passage.of(report_text, paragraph.start_char + first, paragraph.start_char + last)
    return Mark(passage, MarkKind.GLOSS, inside, of)


def _completes_a_word(before: str, inside: str, *, attached: bool, goes_on: bool) -> bool:
    """Whether the bracket holds letters of one word with what stands beside it: M[inistry], V[ice]-Premier, [W]hen."""
    if attached and inside[:1].islower():
        return " " not in inside or _ABBREVIATED.search(before) is not None
    return goes_on and " " not in inside


def _host(before: str, inside: str, after: str) -> tuple[int, int] | None:
    """From where to where the words stand that the bracket explains; None if it explains none."""
    found = _WORD_BEFORE.search(before)
    if found is None or (found.group(1)[-1] in ',;:.!?)”"' and found.group(1).lower() not in _TITLES):
        return None
    word, start, end = found.group(1), found.start(1), found.end(1)
    bare = word.lstrip("(“\"'‘")
    start += len(word) - len(bare)
    lower = bare.lower()
    if lower in _MONTHS or bare.isdigit() or inside.lower() in _PERSONAL:
        return None
    if _GLOSS_OPENER.match(inside) and bare:
        run = _RUN_BEFORE.search(before[:end])
        return (run.start(), end) if run else (start, end)
    if _explains_function_word(lower, inside):
        return start, end
    if _CAPITALISED.match(bare) and bare not in _NOT_NAMES:
        return _named_host(before, end, bare, inside, after)
    if lower in _STANDS_FOR and _names_something(inside, after):
        return start, end
    return None


def _explains_function_word(lower: str, inside: str) -> bool:
    """Whether the bracket says whom a pronoun, or which place an adverb, means."""
    names = _CAPITALISED.match(inside) is not None and not _ADJECTIVE.fullmatch(inside)
    determined = _DETERMINED.match(inside) is not None
    if lower in _PERSONAL:
        return determined or _CAPITALISED.match(inside) is not None
    if lower in _POSSESSIVE:
        return determined or names or inside.endswith(("'s", "’s", "s'", "s’"))
    if lower in _DEMONSTRATIVE:
        return determined
    if lower in _PLACE_WORDS:
        return determined or names
    return False


def _named_host(before: str, end: int, bare: str, inside: str, after: str) -> tuple[int, int] | None:
    """The name before the bracket, if the bracket is another form of it or says who it is; None if it completes it."""
    run = _RUN_BEFORE.search(before[:end])
    if run is None:
        return None
    first = run.start()
    parts = run.group().split()
    while len(parts) > 1 and (parts[0] in _NOT_NAMES or parts[0].lower() in _TITLES):
        first += run.group()[first - run.start() :].index(parts[1], len(parts[0]))
        parts = parts[1:]
    inner = inside.split()
    if not inner or bare.lower() in _TITLES:
        return None
    syllables = re.split(r"[\s-]", inside)
    for start, part in enumerate(parts):
        tail = re.split(r"[\s-]", " ".join(parts[start:]))
        if len(tail) == len(syllables) > 1 and part[0] == inner[0][0]:
            return first + len(" ".join([*parts[:start], ""])), end
    if _DETERMINED.match(inside):
        return first, end
    if not _CAPITALISED.match(inner[0]):
        return None
    continues = re.match(r"\s[A-ZÀ-ÞĀ-Ž]", after) is not None
    if (continues and len(inner) <= 2) or bare in _FIRST_HALF or _ADJECTIVE.fullmatch(bare):
        return None
    return first, end


def _names_something(inside: str, after: str) -> bool:
    """Whether the bracket holds a name that stands for itself, and not an adjective before the next word."""
    if _DETERMINED.match(inside):
        return True
    if not _CAPITALISED.match(inside) or _ADJECTIVE.fullmatch(inside) or _YEAR.fullmatch(inside):
        return False
    return re.match(r"\s[A-ZÀ-ÞĀ-Ž]", after) is None
