"""Names are taken apart alike by the quick way for Latin letters and by the transliterator."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from rigour._core import maybe_ascii

from kg.names import parts_of

LATIN = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x24F, exclude_categories=("Cc", "Cf")), max_size=12)


@given(LATIN)
def test_accents_are_taken_off_as_the_transliterator_does(name: str) -> None:
    long_way = unicodedata.normalize("NFKD", re.sub("['’‘ʼ`]", "", maybe_ascii(name)))
    letters = "".join(char for char in long_way if not unicodedata.combining(char))
    assert parts_of(name) == tuple(re.findall(r"[^\W_]+", letters.casefold()))
