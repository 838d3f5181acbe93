"""A pool of worker processes for each edition that is served: opened before it is, closed when nobody uses it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from attrs import define, field

from kg.publish.prefixes import prefixes
from kg.serve.workers import Limits, Pool


class Stored(Protocol):
    """A site with its store on disk."""

    @property
    def version(self) -> str:
        """Which edition it is."""

    @property
    def store(self) -> Path:
        """The folder of the store."""


@define(eq=False)
class Pools:
    """The pools by edition. Belongs to one event loop."""

    limits: Limits
    _pools: dict[str, Pool] = field(factory=dict)

    async def open(self, site: Stored) -> None:
        """Make the pool of an edition ready. Raises OutputError where no worker can be started."""
        if site.version not in self._pools:
            self._pools[site.version] = await Pool.opened(
                site.store, edition=site.version, prefixes=prefixes(), limits=self.limits
            )

    async def close(self, site: Stored) -> None:
        """End the pool of an edition, once what it works on is answered."""
        pool = self._pools.pop(site.version, None)
        if pool is not None:
            await pool.close()

    def of(self, version: str) -> Pool:
        """The pool of an edition that is open."""
        return self._pools[version]
