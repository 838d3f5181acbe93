"""Known faults: rules that a reader expects and that do not hold yet."""

from __future__ import annotations

import pytest


def fails(reason: str) -> pytest.MarkDecorator:
    """Marks the test of such a rule; the day it holds, the test fails until this mark is taken away."""
    return pytest.mark.xfail(strict=True, raises=(AssertionError, pytest.fail.Exception), reason=reason)
