"""`kg build` on a scheduler of Dask that is begun for it, with workers on this machine.

`python -m bench.cluster WORKERS`; words after the number are handed on to `kg build`.
"""

from __future__ import annotations

import subprocess
import sys

from distributed import LocalCluster


def main() -> int:
    """Begin scheduler and workers, build, and end them."""
    workers, *words = sys.argv[1:]
    begun = LocalCluster(n_workers=int(workers), threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
    with begun as cluster:
        build = [sys.executable, "-m", "kg", "build", *words, "--engine", "dask"]
        return subprocess.call([*build, "--scheduler", cluster.scheduler_address])


if __name__ == "__main__":
    sys.exit(main())
