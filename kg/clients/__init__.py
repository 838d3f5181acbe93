"""The services that may be asked for candidates, each optional: nothing here runs in a build.

All go through one polite client (`polite`), which remembers what it was told (`cache`).
"""

from kg.clients.budget import Budget
from kg.clients.cache import Cache
from kg.clients.polite import PoliteClient
from kg.clients.queryservice import QueryService
from kg.clients.reconciliation import Reconciliation
from kg.clients.waiting import Clock, Courtesy
from kg.clients.wikidata import Wikidata

__all__ = ["Budget", "Cache", "Clock", "Courtesy", "PoliteClient", "QueryService", "Reconciliation", "Wikidata"]
