"""What a parser of newspaper English takes wrongly in reports, mended before anything reads it.

Each rule mends one pattern of words and grammar, and leaves alone what does not have all of it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from attrs import evolve

from kg.lexicon import read_cues, read_frames, read_names, read_parsing
from kg.model.syntax import Token
from kg.text.mendednames import (
    SUBJECTS,
    mend_day_before_name,
    mend_first_name,
    mend_joined_names,
    mend_month,
    mend_paper_before_name,
    mend_under_secretary,
    mend_weekday,
)

MADE_KNOWN = "make known"
"""The lemma of "let … know", "made … clear", "gave … to understand"."""


def mended(tokens: Sequence[Token], starts: Sequence[int], names: Container[str]) -> tuple[Token, ...]:
    """The tokens of a paragraph with their mistakes mended; `starts` are the first tokens of its sentences.

    `names` are the words that are names elsewhere in the document.
    """
    found = list(tokens)
    for start in starts:
        mend_first_name(found, start, names)
        _dropped_subject(found, start)
        _act_without_subject(found, start)
        _advice_without_subject(found, start)
    for token in tokens:
        if not _may_need_mending(found[token.i]):
            continue
        _participle(found, token.i)
        _verb_taken_for_noun(found, token.i)
        mend_paper_before_name(found, token.i)
        mend_weekday(found, token.i)
        mend_day_before_name(found, token.i)
        mend_month(found, token.i)
        mend_joined_names(found, token.i)
        mend_under_secretary(found, token.i)
        _made_known(found, token.i)
        _second_purpose(found, token.i)
        _said_in_passing(found, token.i)
        _told_that(found, token.i)
    return tuple(found) if is_tree(found) else tuple(tokens)


def _may_need_mending(token: Token) -> bool:
    """Whether a word has what one of the rules for single words asks for first; nine of ten have nothing of it."""
    if token.dep in ("acl", "ccomp", "relcl", "conj") or token.text in ("May", "and", "Under"):
        return True
    if token.tag == "NNP":
        return token.text.lower() in read_names().calendar_words
    if token.tag == "NN" and token.dep in ("compound", "nmod"):
        return True
    return (token.tag == "NNS" and token.dep in ("ROOT", "advcl")) or token.lemma in read_parsing().made_known


def is_tree(tokens: Sequence[Token]) -> bool:
    """Whether every word hangs, at whatever distance, on one that hangs on itself.

    >>> is_tree(())
    True
    """
    reached: set[int] = set()
    for token in tokens:
        path: list[int] = []
        i = token.i
        while i not in reached and tokens[i].head != i:
            if i in path:
                return False
            path.append(i)
            i = tokens[i].head
        reached.update(path, (i,))
    return True


def names_among(paragraphs: Iterable[Sequence[Token]]) -> frozenset[str]:
    """The words that are tagged as names inside sentences, and never stand there in small letters.

    >>> names_among([])
    frozenset()
    """
    names: set[str] = set()
    small: set[str] = set()
    for tokens in paragraphs:
        for token in tokens:
            if token.text[:1].islower():
                small.add(token.text.capitalize())
            elif token.tag in ("NNP", "NNPS") and token.i and tokens[token.i - 1].pos != "PUNCT":
                names.add(token.text)
    return frozenset(names - small)


def _dropped_subject(tokens: list[Token], start: int) -> None:
    """A verb of speech at the head of a telegram's sentence, its subject dropped: "Stated he had seen it"."""
    first = tokens[start]
    lemma = read_parsing().asides.get(first.text.lower())
    if not lemma or first.head != first.i:
        return
    says = any(token.head == first.i and token.dep == "ccomp" and token.i > first.i for token in tokens)
    if first.pos != "VERB" and says:
        tokens[start] = evolve(first, tag="VBD", pos="VERB", lemma=lemma)
    elif first.tag == "VBN" and says:
        tokens[start] = evolve(first, tag="VBD")


def _act_without_subject(tokens: list[Token], start: int) -> None:
    """The verb at the head of a telegram's sentence, taken for a name: "Met with him yesterday"."""
    first = tokens[start]
    lemma = read_parsing().acts.get(first.text.lower(), "")
    is_mistaken = first.head == first.i and (first.pos != "VERB" or first.tag == "VBN")
    if not lemma or not is_mistaken:
        return
    if not any(child.head == start and child.dep in (*SUBJECTS, "auxpass") for child in tokens):
        tokens[start] = evolve(first, tag="VBD", pos="VERB", lemma=lemma)


def _advice_without_subject(tokens: list[Token], start: int) -> None:
    """The verb of a telegram's advice to its reader, taken for a name: "Request Department inform him"."""
    first = tokens[start]
    if first.text.lower() not in read_parsing().advice or (first.pos == "VERB" and first.tag != "VB"):
        return
    if first.head == start:
        tokens[start] = evolve(first, tag="VBP", pos="VERB", lemma=first.text.lower())
        return
    noun = tokens[first.head]
    verb = tokens[noun.head]
    if first.dep == "compound" and noun.dep == "nsubj" and verb.tag == "VB" and verb.head == verb.i:
        tokens[start] = evolve(first, tag="VBP", pos="VERB", lemma=first.text.lower(), dep="ROOT", head=start)
        tokens[verb.i] = evolve(verb, dep="ccomp", head=start)


def _participle(tokens: list[Token], i: int) -> None:
    """A participle behind its noun, taken for a past: "the note delivered to him by the envoy"."""
    token = tokens[i]
    if token.dep == "acl" and token.tag == "VBD" and not any(c.head == i and c.dep in SUBJECTS for c in tokens):
        tokens[i] = evolve(token, tag="VBN")


def _verb_taken_for_noun(tokens: list[Token], i: int) -> None:
    """A verb taken for a noun, though it has a subject and says something: "Our Ministry requests that you come"."""
    token = tokens[i]
    if token.tag != "NNS" or token.dep not in ("ROOT", "ccomp", "conj", "advcl"):
        return
    children = [child for child in tokens if child.head == i]
    if any(c.dep == "nsubj" and c.i < i for c in children) and any(c.dep in ("ccomp", "xcomp") for c in children):
        tokens[i] = evolve(token, tag="VBZ", pos="VERB")


def _second_purpose(tokens: list[Token], i: int) -> None:
    """The second of two infinitives, joined to a finite verb in between: "came to say that he was ill and to ask"."""
    token = tokens[i]
    if token.dep != "conj" or token.tag != "VB" or not _has_to(tokens, i) or _has_to(tokens, token.head):
        return
    if not any(child.head == token.head and child.dep in SUBJECTS for child in tokens):
        return
    outer = tokens[token.head].head
    if tokens[token.head].dep == "ccomp" and _has_to(tokens, outer) and tokens[outer].tag == "VB":
        tokens[i] = evolve(token, head=outer)


def _said_in_passing(tokens: list[Token], i: int) -> None:
    """What is said, hung on a phrase beside the verb: "told me in confidence that", "remarked in passing that"."""
    token = tokens[i]
    if token.dep not in ("acl", "ccomp", "relcl"):
        return
    if not _has_mark(tokens, i):
        return
    cues, noun = read_cues(), tokens[token.head]
    preposition = tokens[noun.head]
    verb = tokens[preposition.head]
    has_own = noun.lemma in cues.nouns and any(
        child.head == noun.i and child.dep in ("det", "poss", "amod") for child in tokens
    )  # "in the belief that", but "in confidence"
    is_beside = noun.dep in ("pobj", "pcomp") and preposition.dep == "prep" and not has_own
    if not is_beside or not _says_or_asks(verb) or noun.i < verb.i:
        return
    if any(child.head == verb.i and child.dep == "ccomp" for child in tokens):
        return
    tokens[i] = evolve(token, dep="ccomp", head=verb.i)


def _says_or_asks(verb: Token) -> bool:
    """Whether what stands behind a verb is what is said, proposed or asked for."""
    relations = (frame.relation for frame in read_frames().by_verb.get(verb.lemma, ()))
    return verb.lemma in read_cues().turns or any(relation in ("proposes", "demands") for relation in relations)


def _made_known(tokens: list[Token], i: int) -> None:
    """A verb with an adjective or a second verb that make one of speech: "let me know that", "made it clear that"."""
    verb = tokens[i]
    parts = read_parsing().made_known.get(verb.lemma)
    if not parts:
        return
    for inner in [t for t in tokens if t.head == i and t.i > i and t.text.lower() in parts]:
        clauses = [t for t in tokens if t.head == inner.i and t.i > inner.i and _has_mark(tokens, t.i)]
        if len(clauses) != 1:
            continue
        for child in [t for t in tokens if t.head == inner.i and t.i < inner.i and t.dep == "nsubj"]:
            tokens[child.i] = evolve(child, head=i, dep="dative" if child.text.lower() != "it" else "dep")
        tokens[clauses[0].i] = evolve(clauses[0], head=i, dep="ccomp")
        tokens[inner.i] = evolve(inner, dep="oprd")
        tokens[i] = evolve(verb, lemma=MADE_KNOWN)


def _has_mark(tokens: Sequence[Token], i: int) -> bool:
    return any(child.head == i and child.dep == "mark" and child.text.lower() == "that" for child in tokens)


def _told_that(tokens: list[Token], i: int) -> None:
    """What is told, taken for a clause about him who is told: "had told the Minister that Dube had agreed"."""
    token = tokens[i]
    hearer = tokens[token.head]
    if token.dep not in ("relcl", "acl") or hearer.dep not in ("dobj", "dative") or hearer.i > i:
        return
    verb = tokens[hearer.head]
    if verb.lemma not in read_cues().tell_about:
        return
    children = [child for child in tokens if child.head == i]
    that = next((child for child in children if child.text.lower() == "that" and child.i == hearer.i + 1), None)
    if that is None or not any(child.dep in SUBJECTS and child.i != that.i for child in children):
        return
    tokens[that.i] = evolve(that, tag="IN", pos="SCONJ", dep="mark")
    tokens[i] = evolve(token, dep="ccomp", head=verb.i)


def _has_to(tokens: Sequence[Token], i: int) -> bool:
    return any(child.head == i and child.dep == "aux" and child.text.lower() == "to" for child in tokens)
