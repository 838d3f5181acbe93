"""Building a library: what changed is done anew, by as many processes as wanted, and the rest is put back."""

from kg.building.building import Building, Result, Watch
from kg.building.engines import Opener
from kg.building.findings import Summary, tsv_line
from kg.building.lock import only_build
from kg.building.materials import Materials
from kg.building.outcome import COUNTED, Outcome
from kg.building.pool import Jobs

__all__ = [
    "COUNTED",
    "Building",
    "Jobs",
    "Materials",
    "Opener",
    "Outcome",
    "Result",
    "Summary",
    "Watch",
    "only_build",
    "tsv_line",
]
