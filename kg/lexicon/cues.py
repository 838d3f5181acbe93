"""Words that open a voice, and words that say how sure it is (cues.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from attrs import fields, frozen

from kg.lexicon.tables import only, table


@frozen
class VerbCue:
    """A verb whose complement is what its subject says or thinks."""

    modality: str
    certainty: str = ""
    negates: bool = False


@frozen
class NounCue:
    """A noun whose possessor says or thinks what follows: "in his view"."""

    modality: str
    certainty: str = ""


@frozen
class Hedge:
    """Words inside a clause that say how sure its speaker is."""

    words: tuple[str, ...]
    modality: str
    certainty: str


@frozen
class Cues:
    """cues.toml, by lemma."""

    verbs: Mapping[str, VerbCue]
    nouns: Mapping[str, NounCue]
    hedges: tuple[Hedge, ...]
    evaluative_nouns: frozenset[str]
    evaluative_adjectives: frozenset[str]
    approving: frozenset[str]
    disapproving: frozenset[str]
    habitual: frozenset[str]
    stative: frozenset[str]
    causal: frozenset[str]  # conjunctions
    connectives: frozenset[str]
    turns: frozenset[str]
    forced: frozenset[str]
    expresses: frozenset[str]
    thanks: frozenset[str]
    takes_in: frozenset[str]
    possibilities: frozenset[str]
    informants: frozenset[str]
    delivers: frozenset[str]
    speeches: frozenset[str]
    uttered: frozenset[str]
    refutes: frozenset[str]
    phases: frozenset[str]
    observed: frozenset[str]
    own_notes: frozenset[str]
    tell_about: frozenset[str]
    causal_prepositions: tuple[str, ...]


LISTS = tuple(part.name for part in fields(Cues) if str(part.type) == "frozenset[str]")


@lru_cache(maxsize=1)
def read_cues() -> Cues:
    """The cues of cues.toml. Refuses an unknown key."""
    place = "kg/lexicon/cues.toml"
    data = table("cues.toml")
    only(data, {"verb", "noun", "hedge", "causal_prepositions", *LISTS}, place)
    for row in data["verb"]:
        only(row, {"modality", "certainty", "negates", "lemmas"}, place)
    return Cues(
        verbs={
            lemma: VerbCue(row["modality"], row.get("certainty", ""), row.get("negates", False))
            for row in reversed(data["verb"])  # a lemma in two rows keeps its first
            for lemma in row["lemmas"]
        },
        nouns={
            lemma: NounCue(row["modality"], row.get("certainty", "")) for row in data["noun"] for lemma in row["lemmas"]
        },
        hedges=tuple(
            Hedge(tuple(words.split()), row.get("modality", ""), row["certainty"])
            for row in data["hedge"]
            for words in sorted(row["words"], key=len, reverse=True)
        ),
        causal_prepositions=tuple(data["causal_prepositions"]),
        **{name: frozenset(data[name]) for name in LISTS},
    )
