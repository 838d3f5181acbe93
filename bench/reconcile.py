"""The reconciliation service, measured: `python3 -m bench.reconcile --build FOLDER`.

Starts `kg reconcile serve` as a process of its own and asks it as OpenRefine does, in batches of ten: names of the
build as they are, turned round, only their last word, or with a typing fault; half of them with a state.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from pathlib import Path

import requests

BATCHES, IN_A_BATCH, NAMES = 200, 10, 2000


def main() -> None:
    """Measure the service on a build and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--build", type=Path, default=Path("build"), help="the folder that kg build wrote")
    build = parser.parse_args().build
    words = [sys.executable, "-m", "kg", "reconcile", "serve", "--build", str(build), "--port", "0"]
    start = time.perf_counter()
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, encoding="utf-8") as service:
        try:
            assert service.stdout is not None
            said = [service.stdout.readline() for _ in range(4)]
            ready = time.perf_counter() - start
            times, found = asked(said[1].split()[-1])
            memory = Path(f"/proc/{service.pid}/status")
            peak = next((row.split()[1] for row in memory.read_text().splitlines() if row.startswith("VmHWM")), "0")
        finally:
            service.terminate()
    count = BATCHES * IN_A_BATCH
    times.sort()
    print(
        f"{said[0].strip()}: ready after {ready:.1f} s, {count / sum(times):.0f} queries/s, a batch of {IN_A_BATCH} "
        f"{times[len(times) // 2] * 1000:.0f} ms (95 of 100 within {times[len(times) * 95 // 100] * 1000:.0f} ms), "
        f"{found} of {count} with candidates, {int(peak) / 1000:.0f} MB"
    )


def asked(address: str) -> tuple[list[float], int]:
    """The seconds that each batch took, and how many queries had candidates."""
    dice = random.Random(1)
    times, found = [], 0
    with requests.Session() as session:
        names = names_of(session, address)
        for _ in range(BATCHES):
            batch = {f"q{number}": query(dice.choice(names), dice) for number in range(IN_A_BATCH)}
            start = time.perf_counter()
            response = session.post(address, data={"queries": json.dumps(batch)}, timeout=60)
            times.append(time.perf_counter() - start)
            response.raise_for_status()
            found += sum(bool(row["result"]) for row in response.json().values())
    return times, found


def names_of(session: requests.Session, address: str) -> list[str]:
    """Names of the build, by the alphabet."""
    names: list[str] = []
    for cursor in range(0, NAMES, 100):
        given = {"prefix": "", "limit": "100", "cursor": str(cursor)}
        page = session.get(f"{address}/suggest/entity", params=given, timeout=60).json()["result"]
        names += [row["name"] for row in page]
    return names


def query(name: str, dice: random.Random) -> dict[str, object]:
    """A query for a name as somebody else might write it."""
    forms = (name, name, " ".join(reversed(name.split())), name.split()[-1], name.replace("e", "i", 1))
    state = [{"pid": "state", "v": "Soviet Union"}] if dice.random() < 0.5 else []
    return {"query": dice.choice(forms), "limit": 10, "properties": state}


if __name__ == "__main__":
    main()
