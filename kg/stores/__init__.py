"""Builds in triple stores: what is loaded, in which graphs, how it is kept equal, and how that is proved."""

from kg.stores.contents import Contents, Graph, contents_of
from kg.stores.exchange import Login
from kg.stores.finding import store_at
from kg.stores.profiles import PROFILES, Profile
from kg.stores.store import Store
from kg.stores.syncing import Account, Plan, carry_out, plan_for

__all__ = [
    "PROFILES",
    "Account",
    "Contents",
    "Graph",
    "Login",
    "Plan",
    "Profile",
    "Store",
    "carry_out",
    "contents_of",
    "plan_for",
    "store_at",
]
