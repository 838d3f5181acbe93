"""Our entities as a service of the Reconciliation API, versions 0.2 and 1.0-draft, for OpenRefine and its like."""

from __future__ import annotations

from kg.reconciliation.application import VERSION_02, VERSION_10, application
from kg.reconciliation.service import Service

__all__ = ["VERSION_02", "VERSION_10", "Service", "application"]
