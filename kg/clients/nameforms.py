"""The forms under which one name may stand in a catalogue: in another order, with initials, without a patronymic.

`wbsearchentities` finds exact names and beginnings of names, so that each form is a question of its own.
"""

from __future__ import annotations

import re

MOST_PARTS = 4  # a longer name is hardly a person's
_BRACKETED = re.compile(r"\s*[\[(]([^\[\]()]+)[\])]\s*")
_INITIALS_TOGETHER = re.compile(r"(?<=\w\.)(?=\w)")


def forms_of(name: str) -> tuple[str, ...]:
    """The name as written, then its other forms, the likeliest first. What is no name of a person has one form.

    >>> forms_of("Vasily Petrovich Moskovsky")
    ('Vasily Petrovich Moskovsky', 'Vasily Moskovsky', 'Moskovsky, Vasily Petrovich', 'V. P. Moskovsky')
    >>> forms_of("Moskovsky, V.P."), forms_of("Democratic People's Republic of Korea")
    (('Moskovsky, V.P.', 'V. P. Moskovsky'), ("Democratic People's Republic of Korea",))
    >>> forms_of("Pak Seong-cheol [Pak Song Chol]")[:3]
    ('Pak Seong-cheol', 'Pak Song Chol', 'Seong-cheol Pak')
    """
    spellings = [" ".join(part.split()) for part in _BRACKETED.split(name)]
    written = [spelling for spelling in spellings if spelling]
    others = [form for spelling in written for form in _other_forms(spelling)]
    return tuple(dict.fromkeys((*written, *others)))


def _other_forms(name: str) -> list[str]:
    surname, comma, given_names = (part.strip() for part in name.partition(","))
    given = _INITIALS_TOGETHER.sub(" ", given_names if comma else name).split()
    if not comma and given:
        surname = given.pop()
    parts = [*given, *surname.split()]
    if not given or not surname or len(parts) > MOST_PARTS or not all(part[0].isupper() for part in parts):
        return []
    initials = [f"{part[0]}." for part in given]
    has_whole = any(len(part.strip(".")) > 1 for part in given)
    forms = [f"{' '.join(given)} {surname}"]
    if len(given) > 1 and has_whole:
        forms.append(f"{given[0]} {surname}")
    if not comma and len(given) == 1 and has_whole:
        # Hungarian and Korean order, or a reader who turned it.
        forms.append(f"{surname} {given[0]}")
    if not comma:
        forms.append(f"{surname}, {' '.join(given)}")
    if has_whole:
        forms.append(f"{' '.join(initials)} {surname}")
    return [form for form in forms if form != name]
