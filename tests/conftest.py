"""What holds for all tests: none of them fails because the machine is busy, or because the dice fell otherwise."""

from __future__ import annotations

import os

from hypothesis import settings

# The same examples each time: a failing run is a change's fault. `make fuzz` throws the dice, more of them.
settings.register_profile("project", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "project"))
