"""Compact IRIs: which prefixes a set of IRIs needs, and how each is written with them (W3C CURIE Syntax 1.0)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from attrs import frozen

from kg.errors import UsageError
from kg.publish.prefixes import DEFAULT_BASE, prefixes

BUILT_IN: Mapping[str, str] = MappingProxyType(
    {
        **{prefix: prefixes()[prefix] for prefix in ("owl", "rdf", "rdfs", "semapv", "skos", "sssom", "xsd")},
        "linkml": "https://w3id.org/linkml/",
    }
)
"""The prefixes that every reader of SSSOM knows (specification, "IRI prefixes"): never declared, nor anything else."""

_SHELVES = ("agent", "archive", "doc", "office", "place")  # docs/iri-policy.md


@frozen
class Curies:
    """The prefixes of one set of IRIs; `own` are those that must be declared.

    >>> curies = Curies.of(["https://w3id.org/diplograph/agent/kim-il-sung", "http://www.wikidata.org/entity/Q41117"])
    >>> curies.curie("https://w3id.org/diplograph/agent/kim-il-sung"), sorted(curies.own)
    ('agent:kim-il-sung', ['agent', 'wd'])
    """

    own: Mapping[str, str]

    @classmethod
    def of(cls, iris: Iterable[str], base: str = DEFAULT_BASE) -> Curies:
        """The prefixes that `iris` need: built-in ones, those of the graph, and one for each shelf under `base`.

        Of two namespaces that fit the longer is taken, so a base that lies inside another namespace does no harm. An
        IRI that none fits is refused (UsageError), for a prefix made up for it would mean nothing to anybody.
        """
        known = {**prefixes(), **BUILT_IN, **{shelf: f"{base}{shelf}/" for shelf in _SHELVES}}
        used = set()
        for iri in sorted(set(iris)):
            prefix = _longest(iri, known)
            if not prefix:
                raise UsageError(
                    f"{iri} does not lie under {base}.", cure="Name the base under which the graph was built (--base)."
                )
            used.add(prefix)
        return cls({prefix: known[prefix] for prefix in sorted(used - set(BUILT_IN))})

    def curie(self, iri: str) -> str:
        """The compact form of one of the IRIs that this was made for."""
        known = {**self.own, **BUILT_IN}
        prefix = _longest(iri, known)
        return f"{prefix}:{iri[len(known[prefix]) :]}"


def _longest(iri: str, known: Mapping[str, str]) -> str:
    """The prefix of the longest namespace that fits, "" if there is none."""
    fitting = [prefix for prefix, namespace in known.items() if _fits(iri, namespace)]
    return max(fitting, key=lambda prefix: (len(known[prefix]), prefix), default="")


def _fits(iri: str, namespace: str) -> bool:
    """Whether an IRI begins with a namespace, and the rest can be the reference of a CURIE: it never begins with //."""
    rest = iri[len(namespace) :]
    return iri.startswith(namespace) and rest != "" and not rest.startswith("//")
