"""Keys under which a name is looked up among very many: names that may be the same share one.

A key says only "worth a closer look" (kg.names.likeness). It keeps the consonants of each part as most romanisations of
Russian, Korean, Chinese and Hungarian names write them, and leaves the vowels out, for those are what they differ in.
"""

from __future__ import annotations

from kg.names.likeness import parts_of, person_parts
from kg.names.romanisation import skeleton, spoken

# What an index is marked with that was made with these keys. It goes up with any change of a rule here or in
# kg.names.romanisation: an index made with other rules is then refused, and not searched in vain.
KEY_RULES = "2"


def lookup_keys(name: str) -> tuple[str, ...]:
    """The keys under which the bearers of a person's name are looked for.

    A name of several parts is looked for by its surname, which may be its first or its last part, with the beginning of
    each other part, and among those of whom nothing but that surname is known; a name of one part by itself.

    >>> lookup_keys("Moskovsky"), lookup_keys("V.P. Moskovsky")
    (('mskfsk',), ('mskfsk/f', 'mskfsk/p', 'mskfsk='))
    """
    return _keys(name, are_indexed=False)


def index_keys(name: str) -> tuple[str, ...]:
    """The keys under which the bearer of a person's name is found by any shorter, fuller or turned form of it.

    >>> index_keys("Vasily Moskovsky"), index_keys("Moskovsky")
    (('fsr', 'fsr/m', 'mskfsk', 'mskfsk/f'), ('mskfsk', 'mskfsk='))
    """
    return _keys(name, are_indexed=True)


def _keys(name: str, *, are_indexed: bool) -> tuple[str, ...]:
    parts = person_parts(name)
    whole = [index for index, part in enumerate(parts) if len(part) > 1]
    if not whole:
        return ()
    keys = []
    for index in dict.fromkeys((whole[0], whole[-1])):
        surname = skeleton(parts[index])
        if are_indexed or len(parts) == 1:
            keys.append(surname)
        keys += [f"{surname}/{spoken(part)[:1]}" for other, part in enumerate(parts) if other != index]
        if are_indexed == (len(parts) == 1):
            keys.append(f"{surname}=")
    return tuple(dict.fromkeys(keys))


def thing_key(name: str) -> str:
    """The one key of the name of a thing that is no person: its parts, folded, without an article.

    >>> thing_key("the Korean Workers’ Party")
    'korean workers party'
    """
    parts = parts_of(name)
    return " ".join(parts[1:] if len(parts) > 1 and parts[0] == "the" else parts)
