"""Noun phrases: their words, their arguments, and how a clause reads when its pronouns are replaced by names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.claims.clauses import SUBJECTS, Clause, prepositions_of
from kg.model.syntax import ParsedParagraph, Token

FINITE = frozenset(["VBD", "VBP", "VBZ", "MD"])


def noun_words(paragraph: ParsedParagraph, head: int) -> tuple[int, int]:
    """First and last token of the noun phrase of `head`, without relative clauses behind it."""
    inside = [i for i in paragraph.subtree(head) if not _in_clause(paragraph, i, head)]
    first, last = min(inside), max(inside)
    while first < head and paragraph.tokens[first].tag in ("DT", "CC", ",", "."):
        first += 1
    while last > head and paragraph.tokens[last].pos == "PUNCT" and paragraph.tokens[last].text != ")":
        last -= 1
    return first, closed(paragraph, first, last)


def closed(paragraph: ParsedParagraph, first: int, last: int) -> int:
    """The last token of a stretch, taken on to the bracket that closes one opened in it."""
    depth = sum({"(": 1, ")": -1}.get(token.text, 0) for token in paragraph.tokens[first : last + 1])
    while depth > 0 and last + 1 < len(paragraph.tokens) and paragraph.tokens[last + 1].text == ")":
        last, depth = last + 1, depth - 1
    return last


def _in_clause(paragraph: ParsedParagraph, i: int, head: int) -> bool:
    """Whether a token stands in a clause, an apposition or a further member below `head`, not in the phrase itself."""
    while i != head:
        token = paragraph.tokens[i]
        if token.dep in ("relcl", "ccomp", "conj", "cc", "appos"):
            return True
        if token.dep == "acl" and paragraph.children(i, "mark"):
            return True
        i = token.head
    return False


def noun_arguments(paragraph: ParsedParagraph, head: int) -> dict[str, tuple[int, ...]]:
    """The arguments of an event noun: poss ("his visit"), modifiers, and what stands behind each preposition."""
    arguments: dict[str, tuple[int, ...]] = dict(prepositions_of(paragraph, head))
    arguments["poss"] = tuple(child.i for child in paragraph.children(head, "poss"))
    arguments["modifier"] = tuple(child.i for child in paragraph.children(head, "compound", "nmod", "amod"))
    for child in paragraph.children(head, "acl"):  # "headed by", "given by the Austrian Government"
        if child.tag == "VBN":
            nouns = prepositions_of(paragraph, child.i).get("by", ())
            arguments["by"] = (*arguments.get("by", ()), *nouns)
    return arguments


def modifiers(paragraph: ParsedParagraph, head: int) -> tuple[Token, ...]:
    """Adjectives and nouns before a noun, from left to right, with their own."""
    found: list[Token] = []
    for child in paragraph.children(head, "amod", "compound", "nmod", "nummod"):
        found += [*paragraph.children(child.i, "advmod", "amod", "conj"), child]
    return tuple(sorted(found, key=lambda token: token.i))


def own_words(clause: Clause, clauses: Mapping[int, Clause], excluded: Iterable[int] = ()) -> tuple[int, int]:
    """First and last token of a clause's own words: without clauses joined to it or said in it.

    `excluded` are further tokens whose subtrees are left out ("with the explanation that …").
    """
    paragraph = clause.paragraph
    out = set(excluded)
    inside: list[int] = []
    stack = [clause.head]
    while stack:
        i = stack.pop()
        inside.append(i)
        for child in paragraph.children_of[i]:
            if child in out:
                continue
            other = clauses.get(child)
            if other and paragraph.tokens[child].dep == "acl" and paragraph.children(child, *SUBJECTS):
                continue  # "the following message: “The Government cannot …”"
            if other and other.kind in ("main", "adverbial", "relative") and other.is_finite:
                continue
            if (
                other
                and other.kind == "complement"
                and (other.is_finite or other.mark or paragraph.tokens[child].tag != "VBG")
            ):
                continue
            if other and paragraph.tokens[child].dep == "conj" and other.subjects != clause.subjects:
                continue
            stack.append(child)
    inside.sort()
    inside = _around(inside, clause.head, paragraph)
    first, last = inside[0], inside[-1]
    if (
        clause.kind == "participle"
        and paragraph.tokens[clause.token.head].pos in ("NOUN", "PROPN")
        and clause.token.dep == "acl"
    ):
        first = min(noun_words(paragraph, clause.token.head)[0], first)  # "directorates established for …"
    while first < clause.head and (
        paragraph.tokens[first].pos in ("PUNCT", "CCONJ")
        or paragraph.tokens[first].text.lower() in ("and", "but", "that", "so", "or", "because")
    ):
        first += 1
    while last > clause.head and (
        paragraph.tokens[last].pos in ("PUNCT", "CCONJ") or paragraph.tokens[last].text.lower() in ("and", "but")
    ):
        last -= 1
    return first, last


def _around(inside: list[int], head: int, paragraph: ParsedParagraph) -> list[int]:
    """The run of words around the verb: a gap of a whole clause ends it, on the right side of the verb."""
    left = [i for i in inside if i <= head]
    right = [head]
    for i in inside:
        if i > head:
            gap = paragraph.tokens[right[-1] + 1 : i]
            if any(token.tag in FINITE or token.dep in ("ccomp", "mark") for token in gap):
                break
            right.append(i)
    return left + right[1:]


def possessive(name: str) -> str:
    """The name as an owner's.

    >>> possessive("Soviet comrades"), possessive("Kim Il Sung")
    ("Soviet comrades'", "Kim Il Sung's")
    """
    return name + ("'" if name.endswith("s") else "'s")


ORDINALS = frozenset(["latter", "former"])
"""Words that stand for the one named last or first."""


def resolved_words(paragraph: ParsedParagraph, first: int, last: int, names: Mapping[int, str]) -> str:
    """The words with pronouns replaced by the names that they stand for: a sentence that can be read alone."""
    words: list[str] = []
    for token in paragraph.tokens[first : last + 1]:
        if token.tag in ("WDT", "WP") and token.i == first:
            words.append(f"{names[token.i]} " if names.get(token.i) else "")
        elif not _is_article_of_name(paragraph, token, last, names):
            words.append(_named(token, names) + _gap(paragraph, token, last))
    return "".join(words).strip()


def without_negation(clause: Clause, first: int, last: int, names: Mapping[int, str]) -> str:
    """The clause described positively: negation belongs to the claim, not to the eventuality."""
    paragraph = clause.paragraph
    words: list[str] = []
    for token in paragraph.tokens[first : last + 1]:
        lower = token.text.lower()
        if lower in ("not", "n't", "never", "neither") or (lower == "no" and token.dep == "det"):
            continue
        if _is_article_of_name(paragraph, token, last, names):
            continue
        words.append(("or" if lower == "nor" else _named(token, names)) + _gap(paragraph, token, last))
    return "".join(words).strip()


def _named(token: Token, names: Mapping[int, str]) -> str:
    """The name that a personal pronoun stands for, as an owner's where it is one's; other words as they are."""
    name = names.get(token.i)
    if name and token.text.lower() in ORDINALS:
        return name
    if not name or token.tag not in ("PRP", "PRP$") or token.text.endswith(("self", "selves")):
        return token.text
    return possessive(name) if token.tag == "PRP$" else name


def _is_article_of_name(paragraph: ParsedParagraph, token: Token, last: int, names: Mapping[int, str]) -> bool:
    """Whether a "the" belongs to "the latter", for which a name will stand."""
    after = token.i + 1
    if token.text.lower() != "the" or after > last or after not in names:
        return False
    return paragraph.tokens[after].text.lower() in ORDINALS


def _gap(paragraph: ParsedParagraph, token: Token, last: int) -> str:
    """What stands between a token and the next, up to token `last`."""
    return paragraph.text[token.end : paragraph.tokens[token.i + 1].start] if token.i < last else ""
