"""From names to known things: the authority file, the candidates, and a decision with its reasons."""

from kg.links.authority import read_authority

__all__ = ["read_authority"]
