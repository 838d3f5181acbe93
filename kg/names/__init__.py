"""Names of persons and things, compared part by part: order, initials, spellings, scripts."""

from kg.names.likeness import is_same_name, likeness, parts_of, person_parts

__all__ = ["is_same_name", "likeness", "parts_of", "person_parts"]
