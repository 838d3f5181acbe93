"""Which kind of store stands at an address: found out by asking, or said."""

from __future__ import annotations

from kg.clients.waiting import Clock, Courtesy
from kg.errors import UsageError
from kg.stores.exchange import PATIENCE, Answer, Exchange, Login
from kg.stores.faults import RefusedError
from kg.stores.profiles import PROFILES, Profile
from kg.stores.store import RESULTS, Store

# Asked of an address that may be anything: whatever it answers is an answer.
_ANY = frozenset(range(200, 500)) - {429}


def store_at(
    address: str,
    login: Login,
    *,
    kind: str = "",
    courtesy: Courtesy = PATIENCE,
    clock: Clock | None = None,
    whole_seconds: float | None = None,
) -> Store:
    """The store at an address, greeted. `kind` is the name of a profile, "" to find it out; `whole_seconds` is how
    long a whole answer may take.

    Raises UsageError where the kind is not known, StoreError where nobody answers or we are not let in.
    """
    if kind and kind not in PROFILES:
        raise UsageError(f"{kind!r} is no kind of store.", place="--profile", cure=f"Known are {', '.join(PROFILES)}.")
    whole = address.rstrip("/")
    profile = PROFILES[kind] if kind else _found(whole, courtesy, clock, whole_seconds)
    exchange = Exchange(profile, login, courtesy=courtesy, clock=clock, whole_seconds=whole_seconds)
    store = Store(profile, _base_of(whole, profile), exchange)
    store.greet()
    return store


def _found(address: str, courtesy: Courtesy, clock: Clock | None, whole_seconds: float | None) -> Profile:
    """The kind of the store, by what it says of itself, else by the one path where it answers a query."""
    exchange = Exchange(PROFILES["oxigraph"], Login(), courtesy=courtesy, clock=clock, whole_seconds=whole_seconds)
    try:
        answers = [exchange.send("GET", address, also_good=_ANY)]
        for profile in PROFILES.values():
            if _says(answers[0], profile):
                return profile
        fitting = [profile for profile in PROFILES.values() if _answers(exchange, address, profile)]
    finally:
        exchange.close()
    if len(fitting) == 1:
        return fitting[0]
    raise UsageError(
        "it does not say which kind of store it is.",
        place=address,
        cure=f"Name it with --profile: {', '.join(PROFILES)}; and give the store's base address.",
    )


def _says(answer: Answer, profile: Profile) -> bool:
    return bool(profile.server) and profile.server in answer.headers.get("Server", "").lower()


def _answers(exchange: Exchange, address: str, profile: Profile) -> bool:
    """Whether a query is answered where a store of this kind would answer it."""
    path = profile.query.removesuffix("-auth")
    place = f"{_base_of(address, profile)}/{path}".rstrip("/")
    try:
        answer = exchange.send("GET", place, parameters={"query": "ASK {}"}, accept=RESULTS, also_good=_ANY)
    except RefusedError:
        return False
    return answer.status == 200 and answer.media_type in {RESULTS, "application/json"}


def _base_of(address: str, profile: Profile) -> str:
    """The base address, if somebody gave the address of its queries instead."""
    for path in (profile.query, profile.query.removesuffix("-auth")):
        if path and address.endswith(f"/{path}"):
            return address.removesuffix(f"/{path}")
    return address
