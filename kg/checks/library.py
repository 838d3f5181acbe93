"""Rules that no document shows by itself: SPARQL over all documents of a library together, one file a rule.

SHACL holds a shape against the nodes of one graph; here the whole library is that graph. The rules are data
(`shapes/library/*.rq`), and only the statements that they name are held while they run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import field, frozen
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from kg.errors import DataError
from kg.model.finding import Finding, Severity

_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_CODE = re.compile(r"(L\d\d)-[a-z0-9-]+")
_HEADER = re.compile(r"# (severity|message): (.+)\n")
_PREFIX = re.compile(r"PREFIX (\w+): <([^>]*)>")
_NAME = re.compile(r"(?<![\w?$<])(\w+):(\w+)")
_QUOTED = re.compile(r'"[^"\\]*"|^#.*$', re.MULTILINE)  # what holds no names
_COLUMNS = {"this", "value"}


@frozen
class LibraryRule:
    """One rule: a query that gives what is wrong as `?this`, and what stands there and should not as `?value`.

    `names` are all IRIs that the query names by a prefix: it is shown statements with these properties only, and of
    the types only these. So it names each property that it looks at, and puts no variable or `!` in its place.
    """

    name: str
    severity: Severity
    message: str
    query: str = field(repr=False)
    names: frozenset[str] = field(repr=False)

    @property
    def code(self) -> str:
        """The number of the rule: "L01" of "L01-one-item"."""
        return self.name.partition("-")[0]


def library_rules_in(folder: Path) -> tuple[LibraryRule, ...]:
    """The rules of all .rq files in `folder`, by their names; none if there is no such folder.

    Refuses (DataError) a file without number, severity or message, a query that cannot be read or gives other columns.
    """
    return tuple(_rule(path) for path in sorted(folder.glob("*.rq")))


class LibraryCheck:
    """The statements of a library that its rules ask for, gathered document by document.

    Of each statement only its triple counts, so that what many documents say alike is held once.
    """

    def __init__(self, rules: Sequence[LibraryRule]) -> None:
        """Begin with no document."""
        self._rules = rules
        self._names = frozenset[str]().union(*(rule.names for rule in rules))
        self._store = Store()

    def add(self, quads: Iterable[Quad]) -> None:
        """Take what the rules ask for out of these statements, which are read once and not held."""
        self._store.extend(self._asked_for(quads))

    def findings(self) -> tuple[Finding, ...]:
        """Everything that is wrong with the documents taken together, by rule."""
        return tuple(finding for rule in self._rules for finding in _findings_of(rule, self._store))

    def _asked_for(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        names = self._names
        for quad in quads:
            name, value = quad.predicate.value, quad.object
            if name in names and (name != _RDF_TYPE or (isinstance(value, NamedNode) and value.value in names)):
                yield Quad(quad.subject, quad.predicate, value)


def _findings_of(rule: LibraryRule, store: Store) -> list[Finding]:
    found = store.query(rule.query)
    rows = [(row["this"], row["value"]) for row in found] if isinstance(found, QuerySolutions) else []
    spoken = {
        (this.value, value.value if isinstance(value, NamedNode | Literal) else "")
        for this, value in rows
        if isinstance(this, NamedNode)
    }
    return [Finding(rule.severity, rule.code, _sentence(rule, value), this, None) for this, value in sorted(spoken)]


def _sentence(rule: LibraryRule, value: str) -> str:
    said = f" Found: {value}." if value else ""
    return f"{rule.message}{said} (Rule {rule.name}.)"


def _rule(path: Path) -> LibraryRule:
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _faulty(path, f"cannot be read: {error}", "Save it as UTF-8.") from error
    header = dict(_HEADER.findall(text))
    if _CODE.fullmatch(path.stem) is None:
        raise _faulty(path, "has no number", "Name it L, two digits, and words: L42-new-rule.rq.")
    if header.get("severity") not in set(Severity):
        raise _faulty(path, "has no severity", 'Begin a line with "# severity: " and error, warning or note.')
    if "message" not in header:
        raise _faulty(path, "has no message", 'Say after "# message: " what is wrong and what to do.')
    try:
        answer = Store().query(text)
    except SyntaxError as error:
        raise _faulty(path, f"has a query that cannot be read ({error})", "Mend it.") from error
    if not isinstance(answer, QuerySolutions) or {variable.value for variable in answer.variables} != _COLUMNS:
        raise _faulty(path, "gives other columns than ?this and ?value", "Select these two.")
    body = _QUOTED.sub('""', text)
    prefixes = dict(_PREFIX.findall(body))
    pattern = " ".join(_PREFIX.sub("", body).split())
    names = frozenset(prefixes[prefix] + name for prefix, name in _NAME.findall(pattern) if prefix in prefixes)
    if re.search(r"[ \[]a ", pattern):
        names |= {_RDF_TYPE}
    return LibraryRule(path.stem, Severity(header["severity"]), header["message"], text, names)


def _faulty(path: Path, what: str, cure: str) -> DataError:
    return DataError(f"the rule {what}.", place=str(path), cure=cure)
