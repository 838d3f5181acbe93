"""How well two names agree, part by part; spelling, order, initials and missing patronymics are told apart."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

from rigour._core import maybe_ascii

from kg.names.romanisation import spoken

SAME = 1.0
ROMANISED = 0.92  # another way to write the same sounds: "Seong-cheol" for "Song Chol"
OTHER_ORDER = 0.95  # "Kovács József" for "József Kovács"
INITIAL = 0.85  # what a part counts that is only an initial
MISSING = 0.05  # taken off for each part that only the longer name has: a patronymic, a second given name
SURNAME = 0.6  # one part of several: shared by many people
ALIKE = 0.85  # least likeness of two spellings of one part: "Moskovskiy" 0.95, "Kuznetzov" 0.89; "Song", "Sung" 0.75
SHORTEST_SPELLING = 5  # letters; in shorter parts one letter makes another name: "Pak", "Pek"

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})  # behind a surname; they tell father and son apart, no more
_WORD = re.compile(r"[^\W_]+")
_NO_DECOMPOSITION = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss"})
_IOTA_BELOW = "\u037a"  # of all characters that come apart into ASCII the one that is written otherwise: "i"
_APOSTROPHES = re.compile(r"['’‘ʼ`]")


@lru_cache(maxsize=65536)
def parts_of(name: str) -> tuple[str, ...]:
    """The parts of a name, folded: no case, no accents, no apostrophes; initials are parts of one letter.

    Names in Cyrillic, Greek, Armenian, Georgian or Korean letters are written with Latin ones; others stay as they are.

    >>> parts_of("V.P. Moskovsky"), parts_of("Kim Il-sung"), parts_of("Władysław Gomułka")
    (('v', 'p', 'moskovsky'), ('kim', 'il', 'sung'), ('wladyslaw', 'gomulka'))
    >>> parts_of("Московский Василий")
    ('moskovsky', 'vasily')
    """
    if name.isascii():
        return tuple(_WORD.findall(name.replace("'", "").replace("`", "").casefold()))
    # Latin letters with accents come out the same either way, and the transliterator takes 0.2 ms for a new name.
    plain = _without_accents(name)
    if not plain.isascii() or _IOTA_BELOW in name:
        plain = _without_accents(maybe_ascii(name))
    return tuple(_WORD.findall(plain.casefold()))


def _without_accents(name: str) -> str:
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name.translate(_NO_DECOMPOSITION)))
    return "".join(char for char in plain if not unicodedata.combining(char))


def person_parts(name: str) -> tuple[str, ...]:
    """The parts of a person's name, without "Jr." and the like.

    >>> person_parts("Llewellyn E. Thompson, Jr."), person_parts("Thompson, Llewellyn E., Jr.")
    (('llewellyn', 'e', 'thompson'), ('thompson', 'llewellyn', 'e'))
    """
    parts = parts_of(name)
    return parts[:-1] if len(parts) > 2 and parts[-1] in _SUFFIXES else parts


def is_same_name(one: str, other: str) -> bool:
    """Whether two names of a thing (not of a person) are the same but for case, accents, hyphens and an article.

    >>> is_same_name("the Korean Workers’ Party", "Korean Workers' Party"), is_same_name("CPSU", "CPSU CC")
    (True, False)
    """
    return folded_name(one) == folded_name(other) != ()


@lru_cache(maxsize=65536)  # a run of many reports asks for the same leaders again and again
def likeness(name: str, known: str) -> float:
    """How well two names of persons agree: 0 if any part of the shorter one contradicts, 1 if all parts agree.

    >>> likeness("Kim Ilsung", "Kim Il Sung"), likeness("Kovács József", "József Kovács")
    (1.0, 0.95)
    >>> round(likeness("V.P. Moskovsky", "Vasily Petrovich Moskovsky"), 2), likeness("Moskovsky", "Vasily Moskovsky")
    (0.9, 0.6)
    >>> likeness("Robert Kennedy", "John F. Kennedy"), likeness("Kim Chang Bong", "Kim Il Sung")
    (0.0, 0.0)
    """
    return likeness_of_parts(person_parts(name), person_parts(known))


def likeness_of_parts(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """The same of two names that were taken apart already, by `person_parts`."""
    if not one or not other:
        return 0.0
    if one == other or (one[0][0] == other[0][0] and "".join(one) == "".join(other)):
        return SAME
    if len(one) != len(other) and _sound_alike(one, other):
        return ROMANISED
    shorter, longer = (one, other) if (len(one), one) <= (len(other), other) else (other, one)
    if len(shorter) == 1:
        return _likeness_of_single(shorter[0], longer)
    return _likeness_of_several(shorter, longer)


def _sound_alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names that are parted in other places sound the same: "Pak Seongcheol", "Pak Song Chol"."""
    if min(len(one), len(other)) == 1 or spoken(one[0])[0] != spoken(other[0])[0]:
        return False
    return "".join(map(spoken, one)) == "".join(map(spoken, other))


def _likeness_of_single(part: str, longer: tuple[str, ...]) -> float:
    """A name of one part against a longer one: its first or last part may be the surname."""
    if len(part) == 1 or len(longer[0]) == len(longer) == 1:
        return 0.0
    if len(longer) == 1:
        return likeness_of_words(part, longer[0])
    return SURNAME * max(likeness_of_words(part, longer[0]), likeness_of_words(part, longer[-1]))


def _likeness_of_several(shorter: tuple[str, ...], longer: tuple[str, ...]) -> float:
    """Each part of the shorter name needs one of the longer, whose first and last must be met, not all by initials.

    Only inner parts are left out in use (patronymics, second given names): "Robert Frost" is no "Robert F. Kennedy".
    """
    free = list(range(len(longer)))
    pairs: dict[int, int] = {}
    total = 0.0
    # Whole words choose first: in "K. Kim" against "Kim Kyong" the initial must not take the surname.
    for index in _longest_first(shorter):
        best, found = -1, 0.0
        for place in free:
            alike = likeness_of_words(shorter[index], longer[place])
            if alike > found or (alike == found > 0.0 and abs(place - index) < abs(best - index)):
                best, found = place, alike
        if found == 0.0:
            return 0.0
        free.remove(best)
        pairs[index] = best
        total += found
    if 0 in free or len(longer) - 1 in free:
        return 0.0
    if not any(len(shorter[index]) > 1 and len(longer[place]) > 1 for index, place in pairs.items()):
        return 0.0
    order = [pairs[index] for index in range(len(shorter))]
    in_order = SAME if order == sorted(order) else OTHER_ORDER
    return max(0.0, total / len(shorter) * in_order - MISSING * len(free))


@lru_cache(maxsize=4096)  # one name is compared with many
def _longest_first(parts: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(sorted(range(len(parts)), key=lambda index: -len(parts[index])))


@lru_cache(maxsize=65536)  # of thousands of names the parts are few
def likeness_of_words(one: str, other: str) -> float:
    """How well two parts of names agree: an initial with what it stands for, two spellings of one word."""
    if one == other:
        return SAME
    if len(one) == 1 or len(other) == 1:
        return INITIAL if one[0] == other[0] else 0.0
    if spoken(one) == spoken(other):
        return ROMANISED
    # Upper bounds of the ratio spare most of the full comparisons.
    if not may_be_one_word(one, other):
        return 0.0
    matcher = SequenceMatcher(None, min(one, other), max(one, other), autojunk=False)
    if matcher.quick_ratio() < ALIKE:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= ALIKE else 0.0


def may_be_one_word(one: str, other: str) -> bool:
    """Whether two words are long enough, and share letters enough, to be two spellings of one: quick to say."""
    if min(len(one), len(other)) < SHORTEST_SPELLING:
        return False
    # No more letters can agree than the shorter one has, nor any letter that only one of them has.
    least = ALIKE * (len(one) + len(other)) / 2
    if min(len(one), len(other)) < least:
        return False
    return len(one) - len(set(one).difference(other)) >= least and len(other) - len(set(other).difference(one)) >= least


@lru_cache(maxsize=65536)
def folded_name(name: str) -> tuple[str, ...]:
    """What two names of a thing have in common if they are the same; () of one without a letter or digit.

    >>> folded_name("the Korean Workers’ Party"), folded_name("The")
    (('korean', 'workers', 'party'), ('the',))
    """
    parts = parts_of(name)
    return parts[1:] if len(parts) > 1 and parts[0] == "the" else parts
