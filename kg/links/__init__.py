"""From names to known things: the candidates, and a decision with its reasons."""

from kg.links.decision import Nil, links_for

__all__ = ["Nil", "links_for"]
