#!/usr/bin/env python3
"""Set up Diplograph and run it, with nothing but Python 3.11, 3.12 or 3.13.

python3 run.py build [REPORT ...]   build the graphs of data/reports/ into build/, and the site of them into public/
python3 run.py test [OPTION ...]    run the tests (options go to pytest)
python3 run.py check                ruff, ruff format and mypy
python3 run.py bench [OPTION ...]   measure speed and memory, into docs/performance.md
python3 run.py kg [ARGUMENT ...]    any other command of kg

The environment is made in .venv on the first run, and again whenever requirements.lock or pyproject.toml changed.
Standard library only, and no syntax that Python 3.7 could not read: an older Python has to say which one is needed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "requirements.lock.sha256"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
KG = PYTHON.with_name("kg.exe" if os.name == "nt" else "kg")
OLDEST, NEWEST = (3, 11), (3, 13)
PIP_OPTIONS = ["--disable-pip-version-check", "--no-input", "--quiet"]

# The lines that each command stands for; what the user adds goes to the last of them.
COMMANDS = {
    "build": [["-m", "kg", "build"]],
    "test": [["-m", "pytest", "-n", "2"]],
    "check": [["-m", "ruff", "check"], ["-m", "ruff", "format", "--check"], ["-m", "mypy"]],
    "bench": [["-m", "bench.performance"]],
    "kg": [["-m", "kg"]],
}


class SetupError(Exception):
    """The environment cannot be made; the message says what to do."""


# What is done when a command went well. A build of another place or base is the user's own to publish.
PUBLISH = ["-m", "kg", "publish", "site"]
FINDINGS = 1  # the exit code of kg where something in a report has errors
ELSEWHERE = ("--out", "--base", "-h", "--help")


def main(arguments: list[str]) -> int:
    """Run one command inside the project's environment. Returns its exit code, 2 for wrong use."""
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__.strip())
        return 0 if arguments and arguments[0] in ("-h", "--help") else 2
    try:
        if not OLDEST <= sys.version_info[:2] <= NEWEST:
            return subprocess.call([fitting_python(), str(Path(__file__).resolve()), *arguments])
        set_up()
    except SetupError as error:
        print(f"run.py: {error}", file=sys.stderr)
        return 2
    *first, last = COMMANDS[arguments[0]]
    # Commands run where the user stands, so that paths mean what they say; checks and tests belong to the project.
    folder = None if arguments[0] in ("build", "kg") else ROOT
    for line in [*first, [*last, *arguments[1:]]]:
        code = subprocess.call([str(PYTHON), *line], cwd=folder)
        if code and arguments[0] == "build":
            # Where some reports were refused the others were built all the same.
            return publish(arguments[1:]) or code if code == FINDINGS and Path("build").is_dir() else code
        if code:
            return code
    return publish(arguments[1:]) if arguments[0] == "build" else 0


def publish(arguments: list[str]) -> int:
    """Write the site of what was just built, and say how to open it."""
    if any(word.split("=")[0] in ELSEWHERE for word in arguments):
        return 0
    quiet = ["-q"] if {"-q", "--quiet"} & set(arguments) else []
    code = subprocess.call([str(PYTHON), *PUBLISH, *quiet])
    if not code and not quiet:
        print(f"open {Path('public', 'index.html')} in a browser, or run {os.path.relpath(str(KG))} serve", flush=True)
    return code


def fitting_python() -> str:
    """Another Python on the search path that is neither too old nor too new."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    raise SetupError(f"this is Python {sys.version.split()[0]}; install Python 3.11, 3.12 or 3.13 and run it again.")


def set_up() -> None:
    """Make .venv and install what requirements.lock names, checked by hash; nothing if that was done already."""
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="ascii") == wanted:
        return
    print("Setting up .venv from requirements.lock (once; it takes a minute or two) ...", file=sys.stderr, flush=True)
    STAMP.unlink(missing_ok=True)
    if not PYTHON.exists():
        make_venv()
    pip = pip_of_venv()
    # The lock is complete; what it leaves out on purpose (docs/dependencies.md, rigour) must not be asked for again.
    run([*pip, "install", *PIP_OPTIONS, "--no-deps", "--require-hashes", "-r", str(LOCK)])
    run([*pip, "install", *PIP_OPTIONS, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    # The stamp comes last and whole: a set-up that was stopped half way is done again.
    aside = STAMP.with_suffix(".tmp")
    aside.write_text(wanted, encoding="ascii")
    aside.replace(STAMP)


def make_venv() -> None:
    """An environment with pip in it, or without where this Python came without ensurepip (Debian)."""
    shutil.rmtree(VENV, ignore_errors=True)
    whole = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
    if whole.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        run([sys.executable, "-m", "venv", "--without-pip", str(VENV)])


def pip_of_venv() -> list[str]:
    """The command that installs into .venv: its own pip, else this Python's pip pointed at it."""
    own = [str(PYTHON), "-m", "pip"]
    outer = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    for pip in (own, outer):
        if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode == 0:
            return pip
    raise SetupError(
        "this Python has neither ensurepip nor pip 22.3 or later, so nothing can be installed. "
        "On Debian or Ubuntu: apt-get install python3-venv; elsewhere install Python from python.org. Then try again."
    )


def run(command: list[str]) -> None:
    """Run one step of the set-up; its own output is the explanation when it fails."""
    if subprocess.call(command, cwd=ROOT):
        raise SetupError(f"this step failed, see above: {' '.join(command)}. Mend it and run the same line again.")


if __name__ == "__main__":
    try:
        code = main(sys.argv[1:])
    except KeyboardInterrupt:
        print("\nstopped; what was built before stays", file=sys.stderr)
        code = 130
    sys.exit(code)
