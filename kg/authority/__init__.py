"""What is known beforehand: the curated tables, the curator's decisions, and the index of candidates from outside."""

from kg.authority.tables import read_authority

__all__ = ["read_authority"]
