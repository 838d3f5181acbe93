"""The memory of this process, as far as the system says."""

from __future__ import annotations

import sys
from pathlib import Path

if sys.platform != "win32":
    import resource


def memory_mb(process: int | str = "self") -> float:
    """The memory that this process holds now, or another by its number; 0 where the system does not say."""
    statm = Path(f"/proc/{process}/statm")
    return int(statm.read_text().split()[1]) * resource.getpagesize() / 2**20 if statm.exists() else 0.0


def peak_memory_mb() -> float:
    """The most memory that this process ever held; 0 where the system does not say."""
    status = Path("/proc/self/status")
    if status.exists():  # the other way begins with the memory of the process that started this one
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    if sys.platform == "win32":
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
