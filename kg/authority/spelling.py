"""Names as sources write them, made fit to be looked up: no invisible characters, nothing that no name is made of."""

from __future__ import annotations

import re
import unicodedata

# The scripts in which reports, and the sources that we link to, write names. A name in another script finds nothing.
# Latin, Greek, Cyrillic, Hangul and Han, by their blocks (https://www.unicode.org/Public/UNIDATA/Blocks.txt).
_LETTER = re.compile(
    "[A-Za-z\u00aa\u00b5\u00ba\u00c0-\u024f\u1e00-\u1eff"
    "\u0370-\u03ff\u1f00-\u1fff"
    "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f"
    "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]"
)
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*\Z")
LONGEST_NAME_CHARS = 300  # no name of a person, state or organisation is longer; a label may be a whole sentence


def cleaned(name: str) -> str:
    """The name in composed letters (NFC), with single blanks, without control and format characters.

    >>> cleaned("Kim\\u200b  Il\\u0000 Sung\\u202e")
    'Kim Il Sung'
    """
    if _PLAIN.match(name):
        return name
    kept = (" " if char.isspace() else char for char in name if char.isspace() or is_visible(char))
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def is_visible(char: str) -> bool:
    """Whether a character is one that a reader sees: no control or format character, no half of a pair."""
    return unicodedata.category(char) not in _INVISIBLE


def is_name(text: str) -> bool:
    """Whether a cleaned text can be the name of something: it has a letter or a digit, and is no longer than a name.

    >>> is_name("Kim"), is_name("\\U0001f600\\U0001f600"), is_name("...")
    (True, False, False)
    """
    return len(text) <= LONGEST_NAME_CHARS and any(char.isalnum() for char in text)


def is_searchable(text: str) -> bool:
    """Whether a name has a letter of a script in which names are looked up.

    >>> [is_searchable(name) for name in ("Kim", "Ким", "김", "金", "Κιμ", "كيم")]
    [True, True, True, True, True, False]
    """
    return _LETTER.search(text) is not None


def slug(text: str) -> str:
    """The text as a part of a key: lower-case letters, digits, single hyphens; "" if nothing of it is left.

    >>> slug("Kádár, János"), slug("金日成")
    ('kadar-janos', '')
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_NO_DECOMPOSITION))
    return re.sub(r"[^a-z0-9]+", "-", "".join(char for char in plain if not unicodedata.combining(char))).strip("-")


_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_NO_DECOMPOSITION = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "'": None, "’": None})
