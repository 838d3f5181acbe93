"""What is known beforehand: the curated tables, the curator's decisions, and the index of candidates from outside."""

from kg.authority.index import CandidateIndex
from kg.authority.tables import read_authority

__all__ = ["CandidateIndex", "read_authority"]
