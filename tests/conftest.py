"""What holds for all tests: none of them fails because the machine is busy."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("project", deadline=None)
settings.load_profile("project")
