"""Which lines of a dump are worth parsing: told from their bytes, a hundred times as fast as parsing them.

A line that is let through may still be unwanted; a wanted line is never held back (tests/authority/test_prefilter.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.authority.wikidata_terms import PROPERTIES, Wanted
from kg.model.entity import Kind

_NUMBERS = re.compile(rb'"(?:numeric-id"\s*:\s*|id"\s*:\s*"Q)(\d+)')
_REDIRECT = b'"redirect'
_POSITION_HELD = b'"%s"' % PROPERTIES["position_held"].encode()
_STATEMENTS = b'":[{"mainsnak"'  # begins the statements of a property, and nothing else
_ENDS = (b"}", b"},", b"}\r", b"},\r")
_COMPACT = b'"claims":{"'  # so dumps are written; with blanks between, a line is let through


def sieve(wanted: Wanted) -> Callable[[bytes], bool]:
    """A test of one line: whether it may hold a wanted item or a redirect."""
    humans = dict(wanted.kinds)[Kind.PERSON]
    others = frozenset(b"%d" % number for number in wanted.classes - humans)
    human_numbers = frozenset(b"%d" % number for number in humans)
    occupations = frozenset(b"%d" % number for number in wanted.occupations)
    instance_of, subclass_of, occupation = (
        b'"%s' % PROPERTIES[name].encode() for name in ("instance_of", "subclass_of", "occupation")
    )

    def numbers_behind(line: bytes, property_key: bytes) -> frozenset[bytes]:
        """The numbers of the items in the statements of a property, and of those beside them in references."""
        start = line.find(property_key + _STATEMENTS[:3])
        if start < 0:
            return frozenset()
        end = line.find(_STATEMENTS, start + len(property_key) + len(_STATEMENTS))
        return frozenset(_NUMBERS.findall(line, start, end if end >= 0 else len(line)))

    def may_be_wanted(line: bytes) -> bool:
        if _COMPACT not in line:
            # A line that does not end as one does is broken: the parser says where.
            return b"mainsnak" in line or _REDIRECT in line or not line.endswith(_ENDS)
        classes = numbers_behind(line, instance_of)
        if not classes.isdisjoint(human_numbers):
            if _POSITION_HELD in line:
                return True
            if not occupations.isdisjoint(numbers_behind(line, occupation)):
                return True
        if not classes.isdisjoint(others):
            return True
        if not others.isdisjoint(numbers_behind(line, subclass_of)):
            return True
        return _REDIRECT in line or not line.endswith(_ENDS)

    return may_be_wanted
