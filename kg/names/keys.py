"""Keys under which a name is looked up among very many: names that may be the same share one.

A key says only "worth a closer look" (kg.names.likeness). It keeps the consonants of each part as most romanisations of
Russian, Korean, Chinese and Hungarian names write them, and leaves the vowels out, for those are what they differ in.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.names.likeness import parts_of

# What an index is marked with that was made with these keys. Change it with any change of a rule below: an index made
# with other rules is then refused, and not searched in vain.
KEY_RULES = "1"

# Letters and groups that stand for one consonant in one romanisation or another: "Khrushchev", "Hruščov", "Chruschtschow".
_SOUNDS = (
    *(
        ("schtsch", "c"),
        ("shch", "c"),
        ("tsch", "c"),
        ("sch", "s"),
        ("tch", "c"),
        ("kh", "h"),
        ("ch", "c"),
        ("sh", "s"),
    ),
    *(("zh", "z"), ("ts", "c"), ("tz", "c"), ("cz", "c"), ("sz", "s"), ("cs", "c"), ("zs", "z"), ("dz", "z")),
    *(("ph", "f"), ("gh", "g"), ("ck", "k"), ("x", "ks"), ("q", "k"), ("w", "v"), ("ng", "n")),
)
# Voiced and unvoiced are one in romanised Korean ("Kim", "Gim"; "Pak", "Bak"; "Jeong", "Chong"), l and r as well.
_ONE_SOUND = str.maketrans({"g": "k", "d": "t", "b": "p", "j": "c", "r": "l", "z": "s", "h": ""})
_VOWELS = re.compile(r"[aeiouy]+")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def skeleton(part: str) -> str:
    """The consonants of one folded part of a name; of a part without any its first letter.

    >>> [skeleton(part) for part in ("moskovsky", "moskovskij", "kim", "gim", "seong", "song", "oe")]
    ['mskvsk', 'mskvskc', 'km', 'km', 'sn', 'sn', 'o']
    """
    sounds = part
    for written, sound in _SOUNDS:
        sounds = sounds.replace(written, sound)
    consonants = _VOWELS.sub("", sounds).translate(_ONE_SOUND)
    return _DOUBLED.sub(r"\1", consonants) or part[:1]


def lookup_keys(name: str) -> tuple[str, ...]:
    """The keys under which the bearers of a person's name are looked for, the narrowest first.

    A name of several parts is looked for by its surname, which may be its first or its last part, with the beginning of
    each other part; a name of one part by itself.

    >>> lookup_keys("Moskovsky"), lookup_keys("V.P. Moskovsky")
    (('mskvsk',), ('mskvsk/v', 'mskvsk/p'))
    """
    return _keys(name, are_indexed=False)


def index_keys(name: str) -> tuple[str, ...]:
    """The keys under which the bearer of a person's name is found by any shorter or turned form of it.

    >>> index_keys("Vasily Moskovsky")
    ('vsl', 'vsl/m', 'mskvsk', 'mskvsk/v')
    """
    return _keys(name, are_indexed=True)


def _keys(name: str, *, are_indexed: bool) -> tuple[str, ...]:
    parts = parts_of(name)
    whole = [index for index, part in enumerate(parts) if len(part) > 1]
    if not whole:
        return ()
    keys = []
    for index in dict.fromkeys((whole[0], whole[-1])):
        surname = skeleton(parts[index])
        if are_indexed or len(parts) == 1:
            keys.append(surname)
        keys += [f"{surname}/{skeleton(part)[:1]}" for other, part in enumerate(parts) if other != index]
    return tuple(dict.fromkeys(keys))


def thing_key(name: str) -> str:
    """The one key of the name of a thing that is no person: its parts, folded, without an article.

    >>> thing_key("the Korean Workers’ Party")
    'korean workers party'
    """
    parts = parts_of(name)
    return " ".join(parts[1:] if len(parts) > 1 and parts[0] == "the" else parts)
