"""Names of persons and things, compared part by part: order, initials, spellings, scripts."""

from kg.names.likeness import folded_name, is_same_name, likeness, parts_of, person_parts

__all__ = ["folded_name", "is_same_name", "likeness", "parts_of", "person_parts"]
