"""From names to known things: the candidates, and a decision with its reasons."""

from kg.links.decision import Nil, links_for
from kg.links.library import Contribution, Library, shared_keys

__all__ = ["Contribution", "Library", "Nil", "links_for", "shared_keys"]
