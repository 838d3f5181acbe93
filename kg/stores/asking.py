"""Queries to a store over HTTP, answered as a query to a build is: SPARQLWrapper writes the request, our exchange with
the store sends it, kg.stores.replies reads what comes.
"""

from __future__ import annotations

from attrs import evolve, frozen
from pyoxigraph import Store as Memory
from SPARQLWrapper import GET, JSON, POST, TURTLE, URLENCODED, SPARQLWrapper

from kg.clients.messages import beginning_of, checked_address
from kg.clients.waiting import Clock, asked_seconds, growing_seconds
from kg.errors import QueryError, UsageError
from kg.publish.prefixes import prefixes
from kg.publish.queries import Answer, answer
from kg.publish.queryguard import keywords_of
from kg.stores.exchange import AGAIN, PATIENCE, Exchange, Login
from kg.stores.exchange import Answer as Reply
from kg.stores.faults import RefusedError, StoreError
from kg.stores.finding import store_at
from kg.stores.profiles import Profile
from kg.stores.replies import table_of, triples_of
from kg.stores.store import N_TRIPLES, RESULTS, Store

# A longer GET fails with 414 at some gateways (wetneb/openrefine-wikibase issue 109). A longer query goes as a form,
# never as the body itself: that hangs Virtuoso 7.2.5 for ever.
LONGEST_URL_CHARS = 2000
# As long as the query service of Wikidata gives a query (ThrottlingFilter, deadline).
SECONDS = 60.0
# An endpoint of no kind that we know is asked as it stands.
PLAIN = Profile("sparql", "A SPARQL endpoint", "https://example.org/sparql", query="", update="")
# What Virtuoso puts into its union of all graphs for itself, from its first start on.
VIRTUOSO_OWN = (
    "http://www.openlinksw.com/schemas/virtrdf#",
    "http://www.w3.org/ns/ldp#",
    "http://www.w3.org/2002/07/owl#",
    "http://localuriqaserver/sparql",
    "urn:activitystreams-owl:map",
    "urn:core:services:sparql",
)
# How each kind is told that the default graph is the union of all graphs; Virtuoso's is, and is told what to leave out.
_UNION = {"oxigraph": ("union-default-graph", "true")}
_KNOWN_UNION = {"oxigraph", "virtuoso"}
# Whatever it answers is told of here, in the words of a question.
_SPOKEN = frozenset(range(200, 600))
_LATER = {429, 502, 503, 504}
_UNION_QUERY = "ASK { { SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 1 } FILTER NOT EXISTS { ?s ?p ?o } }"
_THEN = "Then ask again."
# Virtuoso says this of a table of as many rows as it gives at most (sparql_io.sql, WS.WS./!sparql/).
_MOST_ROWS = "X-SPARQL-MaxRows"
# Has a row for each pair of triples: more than any limit, and no more than are asked for are made.
_ROWS = "SELECT (1 AS ?row) WHERE {{ ?s ?p ?o . ?also ?about ?this }} LIMIT {rows}"


@frozen
class Question:
    """A query that may be asked: `kind` and `columns` are those of its answer, `keywords` its words in their order."""

    text: str
    kind: str
    columns: tuple[str, ...]
    keywords: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Question:
        """The question of this text. Raises QueryError as `kg.publish.queries.answer` does, before anybody is asked."""
        nothing = answer(Memory(), text)
        return cls(text, nothing.kind, nothing.columns, tuple(keywords_of(text)))

    @property
    def chooses_graphs(self) -> bool:
        """Whether it says itself of which graphs its default graph is made."""
        return "FROM" in self.keywords

    @property
    def may_count_twice(self) -> bool:
        """Whether a triple that two graphs hold may give two rows, or be counted twice, where a store joins graphs."""
        return self.kind == "select" and not {"DISTINCT", "REDUCED"} & set(self.keywords)

    @property
    def is_distinct(self) -> bool:
        """Whether no row may come twice."""
        return self.kind == "select" and "DISTINCT" in self.keywords[(at := self.keywords.index("SELECT")) : at + 2]


def endpoint_at(
    address: str, login: Login, *, kind: str = "", seconds: float = SECONDS, clock: Clock | None = None
) -> Store:
    """The store at an address, to be asked: by its base address or that of its queries. `kind` is as for `store_at`.

    An address that takes queries and is no store of a kind that we know is asked as it stands. Raises UsageError for
    what is no address, StoreError where no whole answer came within `seconds` or we are not let in.
    """
    # Silence is longer than that, so that there is one sentence for both.
    courtesy = evolve(PATIENCE, silence_seconds=seconds + 10, attempts=1)
    exchange = Exchange(PLAIN, login, courtesy=courtesy, clock=clock, whole_seconds=seconds)
    try:
        found = store_at(address, login, kind=kind, courtesy=courtesy, clock=clock, whole_seconds=seconds)
    except StoreError as error:
        if isinstance(error, RefusedError) and not kind:
            return Store(PLAIN, address, exchange)
        raise StoreError(error.message, place=error.place, cure=error.cure.replace(AGAIN, _THEN)) from error
    except UsageError:
        if kind:
            raise
        return Store(PLAIN, checked_address(address), exchange)
    return found


def ask(store: Store, question: Question) -> Answer:
    """The answer of a store, over the union of its graphs unless the question chooses some.

    Raises QueryError for a query that the store cannot run or an answer that it cut, StoreError if the store does not
    answer, lets us not ask, or gives what is no answer.
    """
    if store.profile.name not in _KNOWN_UNION and not {"FROM", "GRAPH"} & set(question.keywords):
        _refuse_another_default_graph(store)
    reply = _reply(store, question)
    if question.kind == "construct":
        triples = triples_of(reply, store)
        if store.profile.cuts_graphs:
            _refuse_a_cut(reply.body.count(b"\n"), store)
        return Answer("construct", question.columns, triples)
    found = table_of(reply, store, question.kind, question.columns)
    # Virtuoso takes two durations of the same length for two values.
    return evolve(found, rows=tuple(dict.fromkeys(found.rows))) if question.is_distinct else found


def _reply(store: Store, question: Question) -> Reply:
    """What the store says to a question; asked again if it wishes to be. Raises StoreError or QueryError."""
    clock, courtesy = store.exchange.clock, store.exchange.courtesy
    for attempt in range(1, PATIENCE.attempts + 1):
        reply = _sent(store, question)
        if reply.status not in _LATER or attempt == PATIENCE.attempts:
            break
        wish = asked_seconds(reply.headers.get("Retry-After", ""), clock.now())
        pause = growing_seconds(attempt, courtesy, clock.chance()) if wish is None else wish
        if pause > courtesy.longest_seconds:
            message = f"the store asks to be left alone for {pause:,.0f} s (HTTP {reply.status})."
            raise StoreError(message, place=store.query_address, cure="Ask again then.")
        clock.sleep(pause)
    _refuse(reply, store)
    return reply


def _sent(store: Store, question: Question) -> Reply:
    form = TURTLE if question.kind == "construct" else JSON
    wrapper = SPARQLWrapper(store.query_address, returnFormat=form)
    wrapper.setOnlyConneg(True)
    wrapper.setRequestMethod(URLENCODED)
    wrapper.setQuery(f"{_before(store.profile, question)}{question.text}")
    wrapper.queryType = question.kind.upper()  # it guesses, and takes a word of a comment for the kind
    if store.profile.name in _UNION and not question.chooses_graphs:
        wrapper.addParameter(*_UNION[store.profile.name])
    # Written by SPARQLWrapper and sent by us: it has no time-out for silence in mid-answer, and for a digest it changes
    # how every request of the process is sent.
    wrapper.setMethod(GET)
    request = wrapper._createRequest()
    if len(request.full_url) > LONGEST_URL_CHARS:
        wrapper.setMethod(POST)
        request = wrapper._createRequest()
    try:
        return store.exchange.send(
            request.get_method(),
            request.full_url,
            body=request.data if isinstance(request.data, bytes) else None,
            body_type=request.get_header("Content-type", "") or "",
            accept=N_TRIPLES if question.kind == "construct" else RESULTS,
            also_good=_SPOKEN,
        )
    except StoreError as error:
        cure = "See that the store runs at this address; give it more time with --timeout if the query is a long one."
        raise StoreError(error.message, place=store.query_address, cure=cure) from error


def _before(profile: Profile, question: Question) -> str:
    """What stands before a query, on its first line: our prefixes that it uses, and what Virtuoso is to leave out."""
    own = VIRTUOSO_OWN if profile.name == "virtuoso" and not question.chooses_graphs else ()
    kinds = ("default", "named")
    excluded = "".join(f"DEFINE input:{kind}-graph-exclude <{graph}> " for graph in own for kind in kinds)
    used = {prefix: iri for prefix, iri in prefixes().items() if f"{prefix}:" in question.text}
    return excluded + "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in used.items())


def _refuse(reply: Reply, store: Store) -> None:
    """Nothing, if an answer came. Raises StoreError or QueryError."""
    status, place = reply.status, store.query_address
    began = store.exchange.login.hidden_in(beginning_of(reply.body))
    told = f"; the answer begins: “{began}”." if began else "."
    if reply.is_page:
        cure = "Check the address: is a proxy or a log-in page before it?"
        raise StoreError(f"a page for people came (HTTP {status}){told}", place=place, cure=cure)
    if status == 401:
        cure = "Give --user, and the password in KG_STORE_PASSWORD or with --password-file."
        is_known = store.exchange.login.is_known
        who = "does not know this user, or the password is wrong" if is_known else "wants to know who asks"
        raise StoreError(f"the store {who} (HTTP 401).", place=place, cure=cure)
    if status == 403:
        raise StoreError(f"the store lets us not ask (HTTP 403){told}", place=place, cure="Name a user who may read.")
    if status in {404, 405, 406} or 300 <= status < 400:
        cure = "Give the address where the store takes queries, or its base address with --profile."
        raise StoreError(f"there are no answers to queries here (HTTP {status}){told}", place=place, cure=cure)
    if status >= 400:
        cure = "Mend the query, or ask for less: the store could not answer this."
        raise QueryError(f"the store cannot run the query (HTTP {status}){told}", place=place, cure=cure)
    if _MOST_ROWS in reply.headers or "X-SQL-State" in reply.headers:
        limit = reply.headers.get(_MOST_ROWS, "")
        cure = "Ask in parts with ORDER BY, LIMIT and OFFSET, or let the store give more rows and take more time."
        why = f"it gives {limit} rows at most, and gave so many" if limit else "it ran out of time"
        raise QueryError(f"the store may have cut its answer: {why}.", place=place, cure=cure)


def _refuse_a_cut(triples: int, store: Store) -> None:
    """Raises QueryError where a store that cuts graphs without a word gives no table of so many rows either.

    Virtuoso 7.2.5 counts the triples of a graph as it counts rows, and of rows it says where it stopped.
    """
    if not triples:
        return
    probe = Question(_ROWS.format(rows=triples), "select", ("row",), ("SELECT",))
    reply = _sent(store, probe)
    if _MOST_ROWS in reply.headers:
        limit = reply.headers[_MOST_ROWS]
        cure = "Let the store give more (Virtuoso: ResultSetMaxRows in its ini), or ask for parts of the graph."
        why = f"it gives {limit} triples at most, and gave so many"
        raise QueryError(f"the store may have cut its answer: {why}.", place=store.query_address, cure=cure)


def _refuse_another_default_graph(store: Store) -> None:
    """Raises StoreError where the default graph does not hold what the named graphs hold: an answer would lack that."""
    probe = Question(_UNION_QUERY, "ask", ("answer",), ("ASK", "GRAPH"))
    if table_of(_reply(store, probe), store, probe.kind, probe.columns).is_true:
        raise StoreError(
            "the default graph of this store is not the union of its graphs: an answer would miss what was loaded.",
            place=store.query_address,
            cure="Let the store use the union as its default graph, or ask with GRAPH ?g { ... }.",
        )
