"""From names to known things: the authority file, the candidates, and a decision with its reasons."""

from kg.links.authority import read_authority
from kg.links.decision import Nil, links_for

__all__ = ["Nil", "links_for", "read_authority"]
