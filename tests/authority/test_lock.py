"""Two imports at once: the second is refused; a dead one holds nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.authority.lock import only_import
from kg.errors import OutputError, UsageError

HOLDER = (
    "import sys; from pathlib import Path; from kg.authority.lock import only_import\n"
    "with only_import(Path(sys.argv[1])):\n"
    "    print('held', flush=True)\n"
    "    sys.stdin.read()\n"
)


def test_a_second_import_is_refused_until_the_first_is_done(tmp_path: Path) -> None:
    index = tmp_path / "new" / "index.sqlite"
    with only_import(index):
        with pytest.raises(UsageError, match="another import is writing") as refused, only_import(index):
            pass
        assert "--index" in refused.value.cure
    with only_import(index):
        pass


def test_a_killed_import_leaves_no_lock(tmp_path: Path) -> None:
    index = tmp_path / "index.sqlite"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(index)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(UsageError), only_import(index):
            pass
        holder.kill()
        holder.wait()
    with only_import(index):
        pass


def test_a_place_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"), only_import(tmp_path / "file" / "index.sqlite"):
        pass


def test_a_lock_that_may_not_be_written_is_told_and_never_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite would open it for reading and hold nothing, so that two imports went on at once."""
    (tmp_path / "index.sqlite.lock").touch(mode=0o444)
    # The superuser may write everything, so that here the system has to be told.
    monkeypatch.setattr("kg.authority.lock.os.access", lambda path, mode: False)
    with pytest.raises(OutputError, match="Permission denied"), only_import(tmp_path / "index.sqlite"):
        pass
