"""What keeps a query to reading, and to this machine; and what is wrong with a query, in plain words.

The text of a query says what it probably does, and gives the plain sentence. What the engine would really do only its
own parser can tell (`probe_of`): pyoxigraph 0.5.13 has no switch for SERVICE, and its parser reads `SERVICEx:y {...}`
and `1<2#>` in other ways than the grammar's tokens suggest.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from itertools import accumulate

from kg.errors import QueryError
from kg.publish.prefixes import prefixes

# What a query holds beside its keywords: IRIs, texts, comments, variables and prefixed names. They go first, so that
# a keyword is only ever found where SPARQL reads one (grammar rules 139 to 160). A text that never closes takes in what
# follows, and a word is read once whether it is a prefix or not: so the time grows with the length of the query.
# Groups repeat inside (?>...), not by *+: before Python 3.11.5 that one takes in the beginning of what does not match
# (github.com/python/cpython/issues/100061 and 106052).
_TOKEN = re.compile(
    r"""<[^<>"{}|^`\\\x00-\x20]*+>
    | \"\"\"(?>(?:[^"\\]++|\\.|"(?!""))*)(?>(?:\"\"\")?) | \'\'\'(?>(?:[^'\\]++|\\.|'(?!''))*)(?>(?:\'\'\')?)
    | "(?>(?:[^"\\\n\r]++|\\.)*)"?+ | '(?>(?:[^'\\\n\r]++|\\.)*)'?+
    | \#[^\n\r]*+ | [?$]\w++ | (?P<word>[\w.-]*+)(?P<rest>:(?>(?:[\w.%:-]|\\.)*))?""",
    re.VERBOSE | re.DOTALL,
)
# Escapes that SPARQL resolves before it reads anything else (section 19.2).
_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")
# The parser of pyoxigraph 0.5.13 ends the whole process at some thousand open brackets; people need a dozen.
MAX_NESTING = 200
_SIGNS = re.compile(rf"(?:[!+-]\s*){{{MAX_NESTING}}}")
_STEPS = {"{": 1, "(": 1, "[": 1, "}": -1, ")": -1, "]": -1}
_AT = re.compile(r"error at (?P<line>[0-9]+):(?P<column>[0-9]+): (?P<reason>.*)", re.DOTALL)
_SERVICE = re.compile("service", re.IGNORECASE)
# Longest word with the name in it that the parser may have read before it stopped: "SERVICE SILENT".
_JUST_BEFORE = 16


def refuse_what_does_not_only_read(query: str, services: Sequence[str] = ()) -> set[str]:
    """The keywords of a query, in capitals. Raises QueryError if it would write, or ask a server not in `services`."""
    unescaped = _unescaped(query)
    bare = _TOKEN.sub(_kept, unescaped)
    keywords = keywords_of(query)
    first = next((word for word in keywords if word not in ("BASE", "PREFIX", "VERSION")), "")
    if first in _UPDATES or first == "WITH":
        cure = "Ask with SELECT, ASK, CONSTRUCT or DESCRIBE; what was built is changed by building again."
        raise QueryError(f"{first} is an update, and queries only read.", cure=cure)
    # Brackets in texts and comments are counted in the one and not in the other, so that none can offset real ones.
    if max(_depth(unescaped), _depth(bare)) > MAX_NESTING or _SIGNS.search(unescaped):
        raise QueryError(f"The query nests more than {MAX_NESTING} deep.", cure="Write it flatter.")
    if "SERVICE" in keywords and probe_of(unescaped, services):
        raise service_refusal(services)
    return set(keywords)


def keywords_of(query: str) -> list[str]:
    """The keywords of a query in their order, in capitals, functions among them; nothing out of names and texts.

    >>> keywords_of("SELECT ?service (COUNT(DISTINCT ?s) AS ?n) { ?s a 'ASK' } # SELECT DISTINCT")
    ['SELECT', 'COUNT', 'DISTINCT', 'AS', 'A']
    """
    return [word.upper() for word in re.findall(r"[A-Za-z]+", _TOKEN.sub(_kept, _unescaped(query)))]


def probe_of(query: str, services: Sequence[str] = ()) -> str | None:
    """A text that the parser accepts only if the query asks no server but `services`; None if it can ask no other.

    In it every "service" is misspelt, but for those right before an allowed address in angle brackets. In a text, a
    comment, an IRI, a variable or a name that does no harm, since all are changed alike; the keyword is one no longer.
    It is as long as the query, so that the parser's line and column hold for both.

    >>> probe_of("SELECT ?service { SERVICE <http://a.example/> {} }", ["http://b.example/"])
    'SELECT ?servicf { SERVICF <http://a.example/> {} }'
    >>> probe_of("ASK { SERVICE <http://a.example/> {} }", ["http://a.example/"]) is None
    True
    """
    allowed = "|".join(map(re.escape, services))
    kept = re.compile(rf"service(?!\s*(?:silent\s*)?<(?:{allowed})>)", re.IGNORECASE) if allowed else _SERVICE
    probe = kept.sub(lambda found: found[0][:-1] + ("f" if found[0][-1] == "e" else "F"), query)
    return None if probe == query else probe


def service_refusal(services: Sequence[str] = ()) -> QueryError:
    """What to say of a query that would ask another server."""
    if services:
        cure = f"Allowed are: {', '.join(services)}; write the address in full, in angle brackets, behind SERVICE."
        return QueryError("SERVICE would ask a server that is not allowed by name.", cure=cure)
    cure = "Leave the SERVICE clause out, and join with the other server's answer yourself."
    return QueryError("SERVICE would ask another server, and queries ask no other.", cure=cure)


def syntax_error(message: str, query: str, services: Sequence[str] | None = None) -> QueryError:
    """The parser's message with its place, the line of the query, and only as much of the grammar as helps.

    `services` is given where the message is about the probe of a query: it may mean the keyword SERVICE.
    """
    found = _AT.match(message)
    if found is None:
        return QueryError(f"The query cannot be read: {message}.", cure="Mend the query.")
    line, column, reason = int(found["line"]), int(found["column"]), found["reason"]
    lines = query.splitlines() or [""]
    whole = lines[min(line, len(lines)) - 1]
    if services is not None and _SERVICE.search(whole[max(0, column - _JUST_BEFORE) : column + _JUST_BEFORE]):
        return service_refusal(services)
    if "Prefix not found" in reason:
        said, cure = "a prefix is not declared", f"Declare it, or use one of: {', '.join(prefixes())}."
    else:
        said, cure = reason if len(reason) <= 120 else "this is not expected here", "Mend the query there."
    return QueryError(f"{said}, in {whole.strip()[:200]!r}.", place=f"query, line {line}, column {column}", cure=cure)


def _unescaped(query: str) -> str:
    return _ESCAPED.sub(lambda found: _character(int(found[1] or found[2], 16)), query)


def _kept(found: re.Match[str]) -> str:
    """A word that is no part of a name, as it stands; a space for everything else."""
    return " " if found["word"] is None or found["rest"] else found["word"]


def _depth(text: str) -> int:
    if sum(map(text.count, "{([")) <= MAX_NESTING:
        return 0  # a look at every sign takes longer than most queries do
    return max(accumulate((_STEPS.get(sign, 0) for sign in text), initial=0))


def _character(number: int) -> str:
    """The character of a code point; a space where there is none."""
    return chr(number) if number <= sys.maxunicode else " "
