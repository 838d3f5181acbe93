"""A JSON-LD context, read for writing: which term stands for an IRI, and what a term says about its values.

Accepted is the part of JSON-LD 1.1 (section 9.15) that a flat graph needs: prefixes, keyword aliases, @vocab, @base,
@language, and terms with @id, @type, @language and @container (@set or @language). The rest is refused, not skipped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from kg.errors import DataError
from kg.publish.terms import LOCAL_NAME, parted

KEYWORDS = ("@id", "@type", "@value", "@language", "@graph")
_CONTEXT_KEYS = {"@version", "@base", "@vocab", "@language", "@protected"}
_TERM_KEYS = {"@id", "@type", "@language", "@container", "@prefix", "@protected"}
# JSON-LD 1.1, section 4.1.5: a plain term is a prefix only if its IRI ends in one of these.
_PREFIX_ENDS = (":", "/", "?", "#", "[", "]", "@")


@frozen
class Term:
    """One term: `type` is "", "@id", "@vocab" or a datatype; `language` is "" where values have none."""

    name: str
    iri: str
    type: str = ""
    language: str = ""
    container: frozenset[str] = frozenset()


class Context:
    """A context as it is `written` into a file, and the ways it offers to name things.

    >>> context = Context({"dg": "https://w3id.org/diplograph/ontology#", "voice": {"@id": "dg:voice", "@type": "@id"}})
    >>> context.terms_for("https://w3id.org/diplograph/ontology#voice")[0].name
    'voice'
    >>> context.compact("https://w3id.org/diplograph/ontology#depth")
    'dg:depth'
    """

    def __init__(self, written: Mapping[str, Any], *, place: str = "the context") -> None:
        """Read the value of "@context". Raises DataError."""
        self._place = place
        self.written: dict[str, Any] = dict(written)
        self.language = str(self.written.get("@language") or "").lower()
        self._vocab = str(self.written.get("@vocab") or "")
        self._terms: dict[str, list[Term]] = {}
        self._aliases: dict[str, str] = {}
        self._prefixes: list[tuple[str, str]] = []
        for name in sorted(self.written):
            self._read(name, self.written[name])
        # The longest namespace is the closest.
        self._prefixes.sort(key=lambda prefix: (-len(prefix[1]), prefix[0]))
        self._by_namespace: dict[str, list[tuple[str, str]]] = {}
        for prefix, namespace in self._prefixes:
            self._by_namespace.setdefault(namespace, []).append((prefix, namespace))
        # Where no namespace ends in a character of a local name, an IRI can be parted in one place only.
        self._parts_in_one_place = all(not parted(namespace)[1] for namespace in self._by_namespace)

    def keyword(self, keyword: str) -> str:
        """The alias of a keyword, or the keyword itself."""
        return self._aliases.get(keyword, keyword)

    def terms_for(self, iri: str) -> list[Term]:
        """The terms that stand for a property or a class, by name."""
        return self._terms.get(iri, [])

    def compact(self, iri: str) -> str:
        """A compact IRI that any reader expands to `iri`, or `iri`. Never a term: right for @id and for keys alike."""
        fitting = self._by_namespace.get(parted(iri)[0], []) if self._parts_in_one_place else self._prefixes
        for prefix, namespace in fitting:
            if iri.startswith(namespace) and LOCAL_NAME.fullmatch(iri, len(namespace)):
                name = f"{prefix}:{iri[len(namespace) :]}"
                if name not in self.written:
                    return name
        scheme, _, rest = iri.partition(":")
        if scheme in self.written and not rest.startswith("//"):
            raise self._refused(scheme, f"is also the scheme of <{iri}>, which would be read as a compact IRI")
        return iri

    def vocab(self, iri: str) -> str:
        """The shortest name of a class or a concept: a term if there is one, else what `compact` gives."""
        names = [term.name for term in self.terms_for(iri)]
        return min(names, key=lambda name: (len(name), name)) if names else self.compact(iri)

    def _read(self, name: str, definition: object) -> None:
        if name.startswith("@"):
            if name not in _CONTEXT_KEYS:
                raise self._refused(name, "is not used in our contexts")
            return
        if definition is None:
            return
        given = {"@id": definition} if isinstance(definition, str) else definition
        if not isinstance(given, dict) or not given.keys() <= _TERM_KEYS:
            raise self._refused(name, f"may have only {', '.join(sorted(_TERM_KEYS))}")
        identifier = given.get("@id", name)
        if identifier in KEYWORDS:
            self._aliases[identifier] = name
            return
        iri = self._expanded(identifier)
        if ":" not in iri:
            raise self._refused(name, f"stands for {iri!r}, which is no IRI")
        if given.get("@prefix") or (isinstance(definition, str) and iri.endswith(_PREFIX_ENDS)):
            self._prefixes.append((name, iri))
        kind = str(given.get("@type", ""))
        if kind.startswith("@") and kind not in ("@id", "@vocab"):
            raise self._refused(name, "may have the type @id, @vocab or a datatype only")
        self._terms.setdefault(iri, []).append(
            Term(
                name=name,
                iri=iri,
                type=kind if kind.startswith("@") else self._expanded(kind) if kind else "",
                language=str(given.get("@language", self.language) or "").lower(),
                container=self._container(name, given.get("@container")),
            )
        )

    def _container(self, name: str, container: str | list[str] | None) -> frozenset[str]:
        names = frozenset([container] if isinstance(container, str) else container or [])
        if not names <= {"@set", "@language"}:
            raise self._refused(name, "may have the container @set or @language only")
        return names

    def _expanded(self, name: str) -> str:
        """The IRI of a compact IRI, of a term of @vocab, or of itself (JSON-LD 1.1 API, section 5.2)."""
        prefix, colon, rest = name.partition(":")
        if not colon:
            known = self.written.get(name)
            return self._expanded(known) if isinstance(known, str) and known != name else f"{self._vocab}{name}"
        namespace = self.written.get(prefix)
        if rest.startswith("//") or namespace is None:
            return name
        return f"{self._expanded(namespace['@id'] if isinstance(namespace, dict) else namespace)}{rest}"

    def _refused(self, name: str, reason: str) -> DataError:
        return DataError(f"The term {name!r} {reason}.", place=self._place, cure="Mend ontology/context.jsonld.")


def context_of(path: Path) -> Context:
    """The context that a file holds under "@context". Raises DataError where it is not JSON or not of our kind."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(f"The context cannot be read: {error.strerror}.", place=str(path)) from error
    except ValueError as error:
        raise DataError(f"The context is not JSON: {error}.", place=str(path), cure="Mend the file.") from error
    if not isinstance(document, dict) or not isinstance(document.get("@context"), dict):
        raise DataError('The file has no object under "@context".', place=str(path), cure="Mend the file.")
    return Context(document["@context"], place=str(path))
