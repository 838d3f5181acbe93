"""Which library multiplies the parser's matrices.

The parser's layers ask BLIS, whose build on the package index is made for no processor in particular. The OpenBLAS that
numpy brings along picks its code for the processor it finds, and is three times as fast (`make bench`). It is taken
only where it can be held to one thread: its others wait in a loop, and cost a build more time than they save it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import numpy as np
from attrs import frozen
from spacy.language import Language
from thinc.api import NumpyOps

# How the threads of OpenBLAS are counted, by the names that numpy's own builds give the function.
_NAMES = ("scipy_openblas_{}_num_threads64_", "scipy_openblas_{}_num_threads", "openblas_{}_num_threads64_")


@frozen
class Threads:
    """The threads of numpy's OpenBLAS: the functions that tell and set how many there are."""

    get: Any
    set: Any


@lru_cache(maxsize=1)
def threads() -> Threads | None:
    """The threads of numpy's OpenBLAS; None where numpy was built with another library."""
    module = getattr(getattr(np, "_core", None), "_multiarray_umath", None)
    if module is None:
        return None
    library = ctypes.CDLL(module.__file__)  # finds what the module itself is linked to
    for name in _NAMES:
        if hasattr(library, name.format("set")):
            return Threads(getattr(library, name.format("get")), getattr(library, name.format("set")))
    return None


def use_numpy(nlp: Language) -> None:
    """Have numpy multiply the matrices of a pipeline, where its threads can be counted."""
    if threads() is None:
        return
    ops = NumpyOps(use_blis=False)
    for _, part in nlp.components:
        model: Any = getattr(part, "model", None)
        for layer in model.walk() if hasattr(model, "walk") else ():
            layer.ops = ops


@contextmanager
def one_thread() -> Iterator[None]:
    """Hold numpy's multiplication to one thread: the work is shared out by reports, a process for each core."""
    found = threads()
    before = found.get() if found else 1
    if found is None or before == 1:
        yield
        return
    found.set(1)
    try:
        yield
    finally:
        found.set(before)
