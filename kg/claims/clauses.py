"""Clauses: each verb with its arguments as they are meant (passives turned round, shared subjects filled in)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache

from attrs import field, frozen

from kg.lexicon import read_frames
from kg.model.syntax import ParsedParagraph, Token

ORDINAL_DAYS = frozenset(f"{day}{end}" for day in range(1, 32) for end in ("st", "nd", "rd", "th"))
"""Days without their month: "on the 7th"."""
NOT_QUITE = frozenset(["neither", "never", "almost", "nearly", "hardly", "scarcely"])
"""What these stand beside was not done."""
NOBODY = frozenset(["nobody", "none", "nothing", "no-one"])
CONDITIONS = frozenset(["if", "unless", "provided", "supposing", "lest"])
"""What opens a condition: nothing in such a clause is told as so."""
PARTS = frozenset(["any", "some", "many", "most", "several", "all", "each"])
"""Words that stand for some of those named behind "of"."""
PARTICLES = frozenset(["back", "in", "out", "away", "off", "over", "aside", "through"])
"""Adverbs that make one verb with the verb before them, if it stands so in a frame."""
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
CLAUSE_DEPS = ("ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "pcomp", "parataxis", "csubj", "dep", "prep")
RELATIVES = frozenset(["who", "which", "that", "whom", "whose"])


@frozen
class Clause:
    """One clause of a paragraph. Indices are tokens; argument tuples hold the heads of the noun phrases."""

    paragraph: ParsedParagraph = field(repr=False)
    head: int
    kind: str  # main | complement | open (xcomp) | adverbial | relative | participle
    parent: int | None  # the head of the governing clause
    subjects: tuple[int, ...]
    objects: tuple[int, ...]
    datives: tuple[int, ...]
    agents: tuple[int, ...]
    prepositions: Mapping[str, tuple[int, ...]]
    mark: str  # if, when, because, that, since …
    is_passive: bool
    is_implied_subject: bool = False

    @property
    def token(self) -> Token:
        """The verb."""
        return self.paragraph.tokens[self.head]

    @cached_property
    def particle(self) -> str:
        """The particle of a phrasal verb: "cheered up", "came back"."""
        found = [child.text.lower() for child in self.paragraph.children(self.head, "prt")]
        adverbs = self.paragraph.children(self.head, "advmod")
        return " ".join(found or [child.text.lower() for child in adverbs if child.text.lower() in PARTICLES][:1])

    @cached_property
    def auxiliaries(self) -> tuple[str, ...]:
        """The auxiliaries, lower-case; those of a first verb count for verbs joined to it without their own."""
        own = [child.text.lower() for child in self.paragraph.children(self.head, "aux", "auxpass")]
        token = self.token
        if not own and token.dep == "conj" and token.tag == "VB" and not self.paragraph.children(self.head, *SUBJECTS):
            own = [child.text.lower() for child in self.paragraph.children(token.head, "aux", "auxpass")]
        return tuple(own)

    @cached_property
    def adverbs(self) -> tuple[str, ...]:
        """The adverbs and their own adverbs, lower-case."""
        return tuple(child.text.lower() for child in self.paragraph.children(self.head, "advmod", "neg", "npadvmod"))

    @cached_property
    def is_finite(self) -> bool:
        """Whether the clause has a tense of its own."""
        if any(word not in ("to", "having", "being") for word in self.auxiliaries):
            return True
        return self.token.tag in ("VBD", "VBP", "VBZ", "MD") and self.kind != "participle"

    @cached_property
    def is_negated(self) -> bool:
        """Whether the clause denies what it says: not, never, no, neither … nor."""
        if any(child.dep == "neg" or child.text.lower() in NOT_QUITE for child in self._beside()):
            return True
        if any(self.paragraph.tokens[i].text.lower() in NOBODY for i in (*self.subjects, *self.objects)):
            return True
        if self.token.dep == "conj" and not self.paragraph.children(self.head, *SUBJECTS) and self._is_joined_denial():
            return True  # "can neither accept nor agree", "did not see or meet him"
        for i in (*self.subjects, *self.objects, *(i for row in self.prepositions.values() for i in row)):
            if any(
                child.text.lower() in ("no", "neither") and child.i < i
                for child in self.paragraph.children(i, "det", "preconj", "cc", "neg", "advmod")
            ):
                return True
        for child in self.paragraph.children(self.head, "acomp", "attr", "dobj"):
            if any(
                inner.dep == "neg" or inner.text.lower() in ("no", "neither")
                for inner in self.paragraph.children(child.i)
            ):
                return True
        return False

    def _beside(self) -> list[Token]:
        """The words that hang on the verb, and those on its adverbs: "hardly ever met"."""
        near = self.paragraph.children(self.head)
        return [
            *near,
            *(inner for child in near if child.dep == "advmod" for inner in self.paragraph.children(child.i)),
        ]

    def _is_joined_denial(self) -> bool:
        """Whether this verb is joined by "nor" or "or" to one that is denied."""
        governor = self.token.head
        words = {child.text.lower() for child in self.paragraph.children(governor, "cc", "preconj", "neg")}
        return "nor" in words or ("or" in words and any(c.dep == "neg" for c in self.paragraph.children(governor)))

    @cached_property
    def tense(self) -> str:
        """past, present, future or conditional; "" without a tense."""
        auxiliaries = set(self.auxiliaries)
        if auxiliaries & {"will", "shall", "'ll", "wo"}:
            return "future"
        if auxiliaries & {"would", "should", "could", "might"}:
            return "conditional"
        if auxiliaries & {"can", "may", "must"}:
            return "present"
        if auxiliaries & {"had", "did", "was", "were"} or self.token.tag in ("VBD",):
            return "past"
        if auxiliaries & {"has", "have"}:
            return "past"
        if auxiliaries & {"is", "are", "am", "do", "does"} or self.token.tag in ("VBP", "VBZ"):
            return "present"
        return "past" if self.token.tag == "VBN" and not auxiliaries else ""

    @cached_property
    def drops_subject(self) -> bool:
        """Whether a telegram's sentence begins with its verb: "Met with him yesterday"."""
        tokens = self.paragraph.tokens
        first = next((i for i in self.paragraph.subtree(self.head) if tokens[i].pos != "PUNCT"), -1)
        return (
            first == self.head and self.kind == "main" and not self.subjects and self.is_finite and not self.is_passive
        )

    @cached_property
    def complements(self) -> tuple[int, ...]:
        """The heads of the clauses that this verb takes behind it (that …, to …)."""
        return tuple(child.i for child in self.paragraph.children(self.head, "ccomp", "xcomp") if child.i > self.head)


def clauses_of(paragraph: ParsedParagraph) -> dict[int, Clause]:
    """All clauses of a paragraph by their verb; a governing clause comes before what hangs on it."""
    found: dict[int, Clause] = {}
    for sentence in paragraph.sentences:
        heads = [i for i in sentence if _is_clause_head(paragraph, paragraph.tokens[i])]
        depth = {i: sum(1 for _ in paragraph.ancestors(i)) for i in heads}
        for i in sorted(heads, key=lambda i: (depth[i], i)):
            found[i] = _clause(paragraph, i, found)
    return found


def _is_clause_head(paragraph: ParsedParagraph, token: Token) -> bool:
    if token.pos not in ("VERB", "AUX") or token.dep in ("aux", "auxpass", "amod", "compound"):
        return False
    return token.dep in CLAUSE_DEPS


def _is_inverted(paragraph: ParsedParagraph, head: int) -> bool:
    """Whether the auxiliary stands before the subject, as in a condition without "if"; questions are left alone."""
    if paragraph.tokens[head].dep != "advcl":
        return False
    first = [child.i for child in paragraph.children(head, "aux") if child.text.lower() in ("should", "had", "were")]
    subjects = [child.i for child in paragraph.children(head, *SUBJECTS)]
    return bool(first and subjects) and first[0] < subjects[0]


def _clause(paragraph: ParsedParagraph, head: int, known: Mapping[int, Clause]) -> Clause:
    token = paragraph.tokens[head]
    parent = next((ancestor.i for ancestor in paragraph.ancestors(head) if ancestor.i in known), None)
    mark = next((child.text.lower() for child in paragraph.children(head, "mark")), "")
    if not mark:
        mark = next(
            (
                child.text.lower()
                for child in paragraph.children(head, "advmod")
                if child.text.lower() in ("when", "where", "while", "whenever")
            ),
            "",
        )
    if not mark and _is_inverted(paragraph, head):
        mark = "if"  # "Should he refuse, …"
    kind = _kind(paragraph, token, mark)
    subjects = _conjoined(paragraph, [child.i for child in paragraph.children(head, *SUBJECTS)])
    objects = _conjoined(
        paragraph, [child.i for child in paragraph.children(head, "dobj", "attr", "oprd") if not _is_day(child)]
    )
    datives = _conjoined(paragraph, [_inner(paragraph, child) for child in paragraph.children(head, "dative")])
    agents = _conjoined(paragraph, [_inner(paragraph, child) for child in paragraph.children(head, "agent")])
    prepositions = {
        name: tuple(_antecedent(paragraph, i, head) for i in nouns)
        for name, nouns in prepositions_of(paragraph, head).items()
    }
    is_passive = bool(paragraph.children(head, "nsubjpass", "auxpass")) or (kind == "participle" and token.tag == "VBN")
    implied = False
    if not subjects:
        subjects, objects, implied = _implied(paragraph, token, kind, known, objects, is_passive=is_passive)
    subjects = tuple(_antecedent(paragraph, i, head) for i in subjects)
    objects = tuple(_antecedent(paragraph, i, head) for i in objects)
    if is_passive and not implied:
        if paragraph.children(head, "oprd") and not paragraph.children(head, "dobj"):  # "has been appointed Ambassador"
            objects, subjects = subjects, ()
        elif objects:  # "the President was given aide-memoires"
            datives, subjects = (*datives, *subjects), ()
        else:
            objects, subjects = subjects, ()
    if is_passive:
        subjects = (*agents,)
    return Clause(
        paragraph, head, kind, parent, subjects, objects, datives, agents, prepositions, mark, is_passive, implied
    )


def _is_day(token: Token) -> bool:
    """Whether what the parser takes for an object is the day of the act: "arrives 28th", "saw him Monday"."""
    return token.dep == "dobj" and (token.ent == "DATE" or token.text.lower() in ORDINAL_DAYS)


def _kind(paragraph: ParsedParagraph, token: Token, mark: str) -> str:
    governor = paragraph.tokens[token.head]
    if token.dep == "ROOT":
        return "main"
    if token.dep == "ccomp":
        return "complement" if token.i > token.head else "main"  # "he visited A, he ran B": a comma splice
    if token.dep == "xcomp":
        return "open"
    if token.dep == "relcl":
        return "relative"
    if token.dep in ("acl", "pcomp"):
        if governor.dep != "ROOT" and any(
            child.dep == "mark" and child.text == "that" for child in paragraph.children(token.i)
        ):
            return "complement"
        if any(child.dep == "mark" for child in paragraph.children(token.i)):
            return "complement"
        return "participle"
    if token.dep in ("advcl", "prep"):
        finite = any(child.dep in SUBJECTS for child in paragraph.children(token.i))
        return (
            "main"
            if token.dep == "advcl" and not mark and finite and token.tag != "VBG" and not _has_wh(paragraph, token)
            else "adverbial"
        )
    if token.dep == "conj":
        governor_kind = "main"
        while governor.dep == "conj" and governor.pos in ("VERB", "AUX"):
            governor = paragraph.tokens[governor.head]
        if governor.pos in ("VERB", "AUX"):
            governor_kind = _kind(
                paragraph, governor, next((c.text.lower() for c in paragraph.children(governor.i, "mark")), "")
            )
        own_subject = any(child.dep in SUBJECTS for child in paragraph.children(token.i))
        if governor_kind in ("complement", "open", "participle", "relative") or not own_subject:
            return governor_kind
        if mark:
            return "adverbial"
        return "main" if governor_kind != "adverbial" else governor_kind
    return "main"


def _has_wh(paragraph: ParsedParagraph, token: Token) -> bool:
    return any(child.tag in ("WRB", "WP", "WDT") for child in paragraph.children(token.i))


def _implied(
    paragraph: ParsedParagraph,
    token: Token,
    kind: str,
    known: Mapping[int, Clause],
    objects: tuple[int, ...],
    *,
    is_passive: bool,
) -> tuple[tuple[int, ...], tuple[int, ...], bool]:
    """Subject and object of a verb that has no subject of its own."""
    governor = known.get(token.head)
    noun = paragraph.tokens[token.head]
    if governor is None and noun.pos == "ADJ":  # "was about to make"
        governor = known.get(noun.head)
    if token.dep in ("acl", "relcl") and noun.pos in ("NOUN", "PROPN", "PRON"):
        if is_passive:
            return (), (noun.i, *objects), True
        if token.tag == "VBG":
            return (noun.i,), objects, True
        outer = known.get(noun.head)  # "would not have time to visit": the one who has the time
        return (outer.subjects if outer and not outer.is_passive else ()), objects, True
    if governor is None:
        return (), objects, False
    if (
        token.dep == "xcomp"
        and governor.token.lemma in read_frames().support["object_control"]
        and (governor.objects or governor.datives)
    ):
        return (governor.objects or governor.datives), objects, True
    if token.dep in ("conj", "xcomp", "advcl", "pcomp", "ccomp"):
        shared = governor.subjects or (governor.objects if governor.is_passive else ())
        if token.dep == "conj" and is_passive and governor.is_passive:
            return (), governor.objects, True
        if is_passive and token.dep in ("conj", "advcl", "xcomp"):
            return (), (*shared, *objects), True
        return shared, objects, True
    return (), objects, False


def _antecedent(paragraph: ParsedParagraph, i: int, head: int) -> int:
    """For "who" and "which" the noun that they take up."""
    token = paragraph.tokens[i]
    if token.text.lower() in RELATIVES and token.tag in ("WP", "WDT", "WP$"):
        verb = paragraph.tokens[head]
        if verb.dep == "relcl":
            return verb.head
    return i


def _inner(paragraph: ParsedParagraph, token: Token) -> int:
    """The noun behind a preposition; a bare noun is itself."""
    return next((child.i for child in paragraph.children(token.i, "pobj")), token.i)


def _conjoined(paragraph: ParsedParagraph, heads: list[int]) -> tuple[int, ...]:
    found: list[int] = []
    for i in (_whole(paragraph, i) for i in heads):
        found.append(i)
        queue = [i]
        while queue:
            for child in paragraph.children(queue.pop(0), "conj"):
                if child.pos in ("NOUN", "PROPN", "PRON", "ADJ", "X", "NUM"):
                    found.append(child.i)
                    queue.append(child.i)
    return tuple(found)


def _whole(paragraph: ParsedParagraph, i: int) -> int:
    """Those of whom some are meant: the leaders of "any of the leaders", "one of the leaders"."""
    if paragraph.tokens[i].text.lower() in PARTS:
        for prep in paragraph.children(i, "prep"):
            if prep.text.lower() == "of":
                return next((child.i for child in paragraph.children(prep.i, "pobj")), i)
    return i


@lru_cache(maxsize=4096)  # those of a document: the same nouns are asked about again and again
def prepositions_of(paragraph: ParsedParagraph, head: int) -> Mapping[str, tuple[int, ...]]:
    """Preposition -> the nouns behind it, for the prepositional phrases that hang on a token."""
    found: dict[str, tuple[int, ...]] = {}
    for prep in paragraph.children(head, "prep", "agent", "dative"):
        nouns = _conjoined(paragraph, [child.i for child in paragraph.children(prep.i, "pobj")])
        for inner in paragraph.children(prep.i, "prep", "pcomp"):  # "out of", "because of"
            nouns = (*nouns, *_conjoined(paragraph, [child.i for child in paragraph.children(inner.i, "pobj")]))
        if nouns:
            found[prep.text.lower()] = (*found.get(prep.text.lower(), ()), *nouns)
    return found
