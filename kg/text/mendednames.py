"""Names and what stands beside them: where the parser takes a day, a paper or a second man for part of a name."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

from attrs import evolve

from kg.lexicon import read_frames, read_names
from kg.model.syntax import Token

SUBJECTS = ("nsubj", "nsubjpass", "expl")
BEFORE_A_DAY = frozenset(["on", "of", "since", "after", "by", "in", "until", "before", "from", "during"])


def mend_first_name(tokens: list[Token], start: int, names: Container[str]) -> None:
    """A name at the head of a sentence that was taken for a common noun."""
    first = tokens[start]
    if first.tag in ("NN", "NNS") and first.text in names:
        tokens[start] = evolve(first, tag="NNP", pos="PROPN")


def mend_weekday(tokens: list[Token], i: int) -> None:
    """A day taken for the last word of the name before it: "called on the King Saturday", "visit Berlin August 19"."""
    token = tokens[i]
    name = tokens[i - 1] if i else token
    if token.tag != "NNP" or name.tag != "NNP" or name.dep != "compound" or name.head != i:
        return
    if token.text.lower() not in read_names().calendar_words:
        return
    verb = _above(tokens, token.head, lambda word: word.pos != "ADP")
    tokens[name.i] = evolve(name, dep=token.dep, head=token.head)
    tokens[i] = evolve(token, dep="npadvmod", head=verb.i)
    for other in tokens:
        if other.head == i and other.i < name.i:
            tokens[other.i] = evolve(other, head=name.i)


def mend_under_secretary(tokens: list[Token], i: int) -> None:
    """A title that begins as a preposition does: "called on Under Secretary Ball"."""
    token = tokens[i]
    if token.text != "Under" or token.tag != "IN" or i + 1 == len(tokens) or tokens[i + 1].text != "Secretary":
        return
    name = next((child for child in tokens if child.head == i and child.dep == "pobj"), None)
    if name is None or i == 0:
        return
    before = tokens[i - 1]
    is_behind = before.dep == "prep" or before.tag == "IN"
    tokens[name.i] = evolve(name, head=before.i if is_behind else token.head, dep="pobj" if is_behind else "dobj")
    tokens[i] = evolve(token, tag="NNP", pos="PROPN", dep="compound", head=name.i)


def mend_paper_before_name(tokens: list[Token], i: int) -> None:
    """A letter taken for the title of its writer or of its number: "In a May 3 memorandum Parsons replied that …"."""
    paper = tokens[i]
    if (
        paper.tag != "NN"
        or paper.dep not in ("compound", "nmod")
        or paper.lemma not in read_frames().objects["message"]
    ):
        return
    name = tokens[paper.head]
    preposition = tokens[name.head]
    verb = tokens[preposition.head]
    has_subject = any(child.head == verb.i and child.dep in SUBJECTS for child in tokens)
    is_behind = name.dep == "pobj" and name.i > i and preposition.text.lower() == "in"
    if name.pos != "PROPN" or not is_behind:
        return
    if verb.pos == "VERB" and verb.i > name.i and not has_subject:
        tokens[i] = evolve(paper, dep="pobj", head=preposition.i)
        tokens[name.i] = evolve(name, dep="nsubj", head=verb.i)
        moved = [other for other in tokens[:i] if other.head == name.i]
    elif name.i == i + 1 and name.ent != "PERSON":  # "In telegram Secto 22 from Paris Rusk reported"
        tokens[i] = evolve(paper, dep="pobj", head=preposition.i)
        tokens[name.i] = evolve(name, dep="appos", head=i)
        moved = [other for other in tokens if other.head == name.i and other.i not in (i, name.i)]
    else:
        return
    for other in moved:
        tokens[other.i] = evolve(other, head=i)


def mend_day_before_name(tokens: list[Token], i: int) -> None:
    """A date taken for the beginning of the name behind it: "On May 3 Ambassador Lund saw him"."""
    month = tokens[i]
    if month.text.lower() not in read_names().calendar_words or month.tag != "NNP":
        return
    name = month
    while name.dep in ("compound", "nmod") and tokens[name.head].i > name.i:
        name = tokens[name.head]
    preposition = tokens[name.head]
    if (
        name.i == i
        or name.dep != "pobj"
        or preposition.text.lower() not in BEFORE_A_DAY
        or name.tag not in ("NNP", "NNPS")
    ):
        return
    verb = _above(tokens, preposition.head, lambda word: word.pos in ("VERB", "AUX"))
    has_subject = any(child.head == verb.i and child.dep in SUBJECTS for child in tokens)
    if verb.pos not in ("VERB", "AUX") or verb.i < name.i or has_subject:
        return
    end = i + 1 if i + 1 < name.i and tokens[i + 1].tag == "CD" else i
    if any(token.tag in ("NN", "NNS", "DT") for token in tokens[preposition.i + 1 : name.i]):
        return  # "in an April 12 memorandum Parsons said"
    for k in range(preposition.i + 1, end + 1):
        if tokens[k].head not in range(preposition.i + 1, end + 1):
            tokens[k] = evolve(tokens[k], dep="nummod" if tokens[k].tag == "CD" else tokens[k].dep, head=i)
    tokens[i] = evolve(month, dep="pobj", head=preposition.i)
    tokens[name.i] = evolve(name, dep="nsubj", head=verb.i)


def mend_month(tokens: list[Token], i: int) -> None:
    """A month taken for a verb: "In its note of 3 May the Government rejected it" says nothing of what it may do."""
    token = tokens[i]
    if token.text == "May" and token.dep == "aux" and i and tokens[i - 1].tag == "CD" and tokens[i - 1].head != i:
        tokens[i] = evolve(token, tag="NNP", pos="PROPN", dep="appos", head=i - 1)


def mend_joined_names(tokens: list[Token], i: int) -> None:
    """The first of two men taken for part of the name of the second: "Foreign Minister Popov and Ambassador Lund"."""
    joint = tokens[i]
    first = tokens[joint.head]
    second = tokens[first.head]
    if joint.text != "and" or first.dep not in ("nmod", "compound") or second.i < i or first.i > i:
        return
    words = read_names()
    behind = tokens[i + 1].text.rstrip(".") if i + 1 < len(tokens) else ""
    is_titled = behind.lower() in words.titles or behind in words.honorifics
    before = tokens[first.i - 1] if first.i else first
    is_man = (before.head in (first.i, second.i) and before.dep in ("compound", "nmod")) or first.ent == "PERSON"
    if not (is_titled and is_man and first.tag == "NNP" and second.tag == "NNP"):
        return
    tokens[first.i] = evolve(first, dep=second.dep, head=second.head)
    tokens[second.i] = evolve(second, dep="conj", head=first.i)
    for other in tokens[: first.i]:
        if other.head == second.i:
            tokens[other.i] = evolve(other, head=first.i)


def _above(tokens: Sequence[Token], i: int, is_wanted: Callable[[Token], bool]) -> Token:
    """The first word wanted from a word upwards, or the last one reached.

    It takes no more steps than there are words: an earlier mend may have made a circle, which is undone at the end.
    """
    word = tokens[i]
    for _ in tokens:
        if is_wanted(word):
            break
        word = tokens[word.head]
    return word
