"""What grammar alone says of who can be meant: the verb around a word, its subject, what a pronoun cannot mean."""

from __future__ import annotations

from kg.lexicon import Cues
from kg.model.syntax import ParsedParagraph, Token

SUBJECTS = ("nsubj", "nsubjpass")

Referents = dict[int, tuple[str, ...]]
"""Token -> the entities it means, as far as a paragraph was read."""


def opens_voice(paragraph: ParsedParagraph, verb: Token, cues: Cues) -> bool:
    """Whether a verb of speech or thought has what is said or thought behind it."""
    if verb.lemma not in cues.verbs or verb.pos not in ("VERB", "AUX"):
        return False
    if any(child.i > verb.i for child in paragraph.children(verb.i, "ccomp")):
        return True
    return cues.verbs[verb.lemma].modality != "Evaluation" and any(
        child.i > verb.i for child in paragraph.children(verb.i, "xcomp", "dobj")
    )


def clause_verb(paragraph: ParsedParagraph, i: int) -> int | None:
    """The verb of the clause in which token `i` stands."""
    for token in paragraph.ancestors(i):
        if token.pos in ("VERB", "AUX"):
            return token.i
    return None


def subject_of(paragraph: ParsedParagraph, i: int, referents: Referents) -> tuple[str, ...]:
    """The entities of the subject of the clause around token `i`, or of the nearest clause above that has one."""
    verb: int | None = i
    while verb is not None:
        verb = clause_verb(paragraph, verb)
        if verb is None:
            return ()
        for subject in paragraph.children(verb, *SUBJECTS):
            if subject.i in referents:
                return referents[subject.i]
        if paragraph.tokens[verb].head == verb:
            return ()
    return ()


def is_subject_like(paragraph: ParsedParagraph, i: int) -> bool:
    """Whether a mention stands as the subject, or as one of two joined subjects, of some clause."""
    token = paragraph.tokens[i]
    while token.dep == "conj" and paragraph.tokens[token.head].pos in ("NOUN", "PROPN", "PRON"):
        token = paragraph.tokens[token.head]
    return token.dep in SUBJECTS


def co_arguments(paragraph: ParsedParagraph, pronoun: Token, referents: Referents) -> set[str]:
    """The entities that a pronoun cannot mean since they stand beside it under the same verb (Binding Principle B)."""
    if pronoun.tag == "PRP$":
        return set()
    verb = clause_verb(paragraph, pronoun.i)
    if verb is None:
        return set()
    barred: set[str] = set()
    for child in paragraph.children(verb):
        arguments = [child, *(paragraph.children(child.i, "pobj") if child.dep in ("prep", "agent", "dative") else ())]
        for argument in arguments:
            if (
                argument.i != pronoun.i
                and argument.i in referents
                and argument.dep in (*SUBJECTS, "dobj", "dative", "pobj")
            ):
                barred.update(referents[argument.i])
    for i in paragraph.subtree(verb):  # "no opportunity to meet X was given to him"
        inner = paragraph.tokens[i]
        if (
            inner.tag == "VB"
            and paragraph.children(i, "aux")
            and not paragraph.children(i, *SUBJECTS)
            and clause_verb(paragraph, i) == verb
        ):
            barred.update(entity for wanted in paragraph.children(i, "dobj") for entity in referents.get(wanted.i, ()))
    if pronoun.dep not in SUBJECTS:
        verb_token = paragraph.tokens[verb]
        if not paragraph.children(verb, *SUBJECTS) and verb_token.dep in ("conj", "xcomp", "advcl", "pcomp"):
            barred.update(subject_of(paragraph, verb, referents))
    return barred


def fronted_subject(paragraph: ParsedParagraph, token: Token, referents: Referents) -> tuple[str, ...]:
    """For a pronoun in a phrase before its clause's subject ("Before his departure, he …"): that subject's entities."""
    i = token.i
    for ancestor in paragraph.ancestors(i):
        if ancestor.pos in ("VERB", "AUX"):
            subjects = [subject for subject in paragraph.children(ancestor.i, *SUBJECTS) if subject.i > token.i]
            if subjects:
                return referents.get(subjects[0].i, ())
            if token.i in paragraph.subtree(ancestor.i) and ancestor.i < token.i:
                return ()
    return ()


def in_complement(paragraph: ParsedParagraph, i: int, cues: Cues) -> bool:
    """Whether token `i` stands in what a verb or noun of speech or thought introduces."""
    for ancestor in paragraph.ancestors(i):
        if ancestor.dep in ("ccomp", "acl", "relcl") and ancestor.head < ancestor.i:
            governor = paragraph.tokens[ancestor.head]
            if ancestor.dep == "ccomp" and governor.lemma in cues.verbs:
                return True
    return False
