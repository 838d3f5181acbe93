"""How fast a dump becomes an index, and with how much memory: python -m bench.imports [--lines N] [--wanted SHARE].

Makes up a dump (bench/dump.py), imports it in a process of its own, and prints lines per CPU second, the most memory of
that process, and the size of the index. With --keep FOLDER dump and index stay there, for `python -m bench.candidates`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.dump import write_dump

if sys.platform != "win32":
    import resource

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Print one line of figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--wanted", type=float, default=0.01, help="share of wanted lines; in the real dump about this")
    parser.add_argument("--form", choices=("json", "json.gz", "json.bz2"), default="json.gz")
    parser.add_argument("--keep", type=Path, help="a folder for dump and index")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        dump, index = folder / f"dump.{given.form}", folder / "index.sqlite"
        write_dump(dump, given.lines, given.wanted, seed=1)
        words = ["-m", "kg", "authority", "import", "--wikidata-dump", str(dump), "--index", str(index), "-q"]
        subprocess.run([sys.executable, *words], cwd=ROOT, check=True)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = used.ru_utime + used.ru_stime
        # Linux counts memory in kilobytes, macOS in bytes.
        megabytes = used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
        speed, size = given.lines / seconds, index.stat().st_size / 1e6
        print(f"{given.lines:,} lines of {given.form}, {given.wanted:.0%} wanted: {speed:,.0f} lines a second,")
        print(f"{megabytes:,.0f} MB of memory, index of {size:,.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
