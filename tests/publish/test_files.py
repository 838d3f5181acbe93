"""Files that are whole or not there, whatever happens while they are written."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from kg.aside import write_file
from kg.errors import OutputError
from kg.publish.files import MANIFEST, FolderAside, PublishedFile, folder_aside, parts_in

OLD = {"all.nq": b"old\n", "a/b.ttl": b"old too\n"}
NEW = {"all.nq": b"new\n"}
DEAD_PID = 2**22 + 1  # above the greatest number that Linux gives to a process
POSIX_ONLY = pytest.mark.skipif(os.name != "posix", reason="limits and rights of this kind are those of POSIX")


def write_folder(folder: Path, contents: Mapping[str, bytes]) -> tuple[PublishedFile, ...]:
    """Make a folder hold these files."""
    with folder_aside(folder) as aside:
        for name, content in contents.items():
            aside.write(name, content)
        return aside.take_place()


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, with what it holds; the manifest aside."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found.pop(MANIFEST, None)
    return found


def test_a_folder_is_replaced_as_a_whole_and_its_manifest_counts_it(tmp_path: Path) -> None:
    out = tmp_path / "new" / "build"
    write_folder(out, OLD)
    rows = write_folder(out, NEW)
    assert files_in(out) == NEW
    digest = "7aa7a5359173d05b63cfd682e3c38487f3cb4f7f1d60659fe59fab1505977d4c"
    assert [(row.file, row.size_bytes, row.sha256) for row in rows] == [("all.nq", 4, digest)]
    assert json.loads((out / MANIFEST).read_text()) == {"files": [{"file": "all.nq", "bytes": 4, "sha256": digest}]}
    assert [path.name for path in out.parent.iterdir()] == ["build"]


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_file(path, b"old")
    write_file(path, b"new")
    assert files_in(tmp_path) == {"a.csv": b"new"}


def test_a_folder_that_is_a_file_is_refused_in_our_own_words(tmp_path: Path) -> None:
    (tmp_path / "folder").write_bytes(b"a file")
    with pytest.raises(OutputError, match="Cannot be written"):
        write_file(tmp_path / "folder" / "name", b"new")


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "No space left on device"),
        (errno.EACCES, "Permission denied"),
        (errno.EROFS, "Read-only file system"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_when_the_disk_refuses_the_old_build_stays_and_nothing_is_left(
    number: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "build"
    write_folder(out, OLD)

    def refuse(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OutputError, match=says) as refusal:
        write_folder(out, NEW)
    assert str(out) in str(refusal.value)
    assert refusal.value.cure
    assert files_in(out) == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


@POSIX_ONLY
def test_a_limit_on_the_size_of_files_is_met_half_way_and_the_old_build_stays(tmp_path: Path) -> None:
    out = tmp_path / "build"
    write_folder(out, OLD)
    old_limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    old_handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, old_limit[1]))
    try:
        with pytest.raises(OutputError, match=r"File too large.*as it was.*ulimit"):
            write_folder(out, {"a.nq": b"small", "b.nq": b"x" * 5000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old_limit)
        signal.signal(signal.SIGXFSZ, old_handler)
    assert files_in(out) == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


@POSIX_ONLY
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_the_right_to_write_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(OutputError, match=r"Permission denied.*Give yourself the right"):
        write_folder(closed / "build", NEW)


@POSIX_ONLY
def test_a_folder_that_nobody_may_write_is_named() -> None:
    with pytest.raises(OutputError, match=r"/proc/build.*Cannot be written"):
        write_folder(Path("/proc/build"), NEW)


def test_a_file_in_the_place_of_the_folder_is_never_replaced(tmp_path: Path) -> None:
    taken = tmp_path / "build"
    taken.write_text("mine")
    for out in (taken, taken / "inside"):
        with pytest.raises(OutputError, match="Name a folder"):
            write_folder(out, NEW)
    assert files_in(tmp_path) == {"build": b"mine"}


def test_a_folder_with_somebody_elses_files_is_never_replaced(tmp_path: Path) -> None:
    out = tmp_path / "build"
    write_folder(out, OLD)
    (out / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"'notes\.txt', which no build wrote"):
        write_folder(out, NEW)
    assert files_in(out) == {**OLD, "notes.txt": b"mine"}


@pytest.mark.parametrize("manifest", [b"", b"[]", b"{}", b'{"files": [1]}', b"\xff"])
def test_a_manifest_that_cannot_be_read_vouches_for_nothing(manifest: bytes, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_bytes(manifest)
    (tmp_path / "all.nq").write_bytes(b"mine")
    with pytest.raises(OutputError, match=r"'all\.nq', which no build wrote"):
        write_folder(tmp_path, NEW)


def test_an_empty_folder_may_become_a_build(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    write_folder(tmp_path / "build", NEW)
    assert files_in(tmp_path / "build") == NEW


def test_the_root_of_a_disk_is_refused() -> None:
    with pytest.raises(OutputError, match="root of a disk"):
        write_folder(Path("/"), NEW)


def test_what_killed_runs_left_behind_is_swept(tmp_path: Path) -> None:
    out = tmp_path / "build"
    write_folder(out, OLD)
    (tmp_path / f"build.{DEAD_PID}.tmp").mkdir()
    (tmp_path / f"build.{DEAD_PID}.tmp" / "half.nq").write_bytes(b"ha")
    (tmp_path / f"build.{DEAD_PID}.was.tmp").mkdir()
    (tmp_path / f"build.{os.getppid()}.tmp").write_bytes(b"of a run that goes on")
    (tmp_path / "build.notes.tmp").write_bytes(b"not ours")
    (tmp_path / f"other.{DEAD_PID}.tmp").write_bytes(b"not ours")
    write_folder(out, NEW)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "build",
        f"build.{os.getppid()}.tmp",
        "build.notes.tmp",
        f"other.{DEAD_PID}.tmp",
    ]


def test_a_build_that_a_killed_run_had_moved_away_is_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "build"
    write_folder(tmp_path / f"build.{DEAD_PID}.was.tmp", OLD)
    monkeypatch.setattr(os, "fsync", _no_space)
    with pytest.raises(OutputError):
        write_folder(out, NEW)
    assert files_in(out) == OLD


def _no_space(_handle: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("stop", [KeyboardInterrupt, PermissionError])
def test_between_the_two_renames_the_old_build_is_put_back(
    stop: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "build"
    write_folder(out, OLD)
    replace = Path.replace

    def interrupted(path: Path, target: Path) -> Path:
        if target == out and path.name.endswith(f"{os.getpid()}.tmp") and "was" not in path.name:
            raise stop
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises((KeyboardInterrupt, OutputError)):
        write_folder(out, NEW)
    assert files_in(out) == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


@POSIX_ONLY
def test_ctrl_c_half_way_leaves_the_old_build_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "build"
    write_folder(out, OLD)
    code = (
        "import os, signal, sys, pathlib\n"
        "from kg.publish import files\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a run in the background inherits it ignored
        "fsync, calls = os.fsync, []\n"
        "def stop(handle):\n"
        "    calls.append(handle)\n"
        "    if len(calls) == 2: os.kill(os.getpid(), signal.SIGINT)\n"
        "    fsync(handle)\n"
        "files.os.fsync = stop\n"
        "with files.folder_aside(pathlib.Path(sys.argv[1])) as aside:\n"
        "    for n in range(5): aside.write(str(n), b'new')\n"
        "    aside.take_place()\n"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(out)], capture_output=True, text=True, check=False)
    assert "KeyboardInterrupt" in ended.stderr
    assert files_in(out) == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


def test_a_folder_that_does_not_take_its_place_leaves_nothing(tmp_path: Path) -> None:
    out = tmp_path / "build"
    write_folder(out, OLD)
    with folder_aside(out) as aside:
        aside.write("all.nq", b"new")
        aside.scratch.mkdir()
        (aside.scratch / "run").write_bytes(b"b")
    assert files_in(out) == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


def test_what_was_scratched_is_not_published(tmp_path: Path) -> None:
    with folder_aside(tmp_path / "build") as aside:
        aside.scratch.mkdir()
        (aside.scratch / "run").write_bytes(b"b")
        aside.write("all.nq", b"new\n")
        aside.take_place()
    assert files_in(tmp_path / "build") == NEW


def test_a_file_of_somebody_else_is_met_before_anything_is_written_and_once_more_at_the_end(tmp_path: Path) -> None:
    """A build takes hours: nobody waits for a refusal that could be told at once, or loses what was put there since."""
    out = tmp_path / "build"
    write_folder(out, OLD)
    with folder_aside(out) as aside:
        aside.write("all.nq", b"new")
        (out / "notes.txt").write_text("mine")
        with pytest.raises(OutputError, match="which no build wrote"):
            aside.take_place()
    with pytest.raises(OutputError, match="which no build wrote"):
        FolderAside(out)
    assert files_in(out) == {**OLD, "notes.txt": b"mine"}
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


def test_files_that_are_linked_stand_in_the_manifest_among_those_that_are_written(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    names = ['b "c".nq', "b\\c.nq", "c.ttl", "ö.nq"]
    for name in names:
        (kept / name).write_bytes(name.encode())
    out = tmp_path / "build"
    for _ in range(2):  # over a build, too
        with folder_aside(out) as aside:
            aside.write("c.nq", b"new")
            for name in reversed(names):
                aside.link(PublishedFile.of(name, name.encode()), kept)
            assert [row.file for row in aside.take_place()] == ["c.nq"]
    rows = [PublishedFile.of(name, b"new" if name == "c.nq" else name.encode()) for name in sorted([*names, "c.nq"])]
    listed = [{"file": row.file, "bytes": row.size_bytes, "sha256": row.sha256} for row in rows]
    written = json.dumps({"files": listed}, ensure_ascii=False, indent=2) + "\n"
    assert (out / MANIFEST).read_bytes() == written.encode()
    assert files_in(out) == {row.file: b"new" if row.file == "c.nq" else row.file.encode() for row in rows}
    assert [path.name for path in parts_in(out, "nq")] == sorted(path for path in (*names, "c.nq") if path[-2:] == "nq")


def test_a_manifest_that_another_program_wrote_anew_says_what_a_build_wrote(tmp_path: Path) -> None:
    out = tmp_path / "build"
    write_folder(out, OLD)
    manifest = json.loads((out / MANIFEST).read_text())
    (out / MANIFEST).write_text(json.dumps(manifest))
    write_folder(out, NEW)
    assert files_in(out) == NEW
    (out / MANIFEST).write_text(json.dumps(manifest)[:-9])
    with pytest.raises(OutputError, match="which no build wrote"):
        write_folder(out, OLD)


def test_a_file_written_piece_by_piece_is_counted_as_if_it_were_whole(tmp_path: Path) -> None:
    with folder_aside(tmp_path / "build") as aside:
        with aside.opened("a.nq") as stream:
            for piece in (b"one ", b"", b"two"):
                stream.write(piece)
        assert aside.row("a.nq") == PublishedFile.of("a.nq", b"one two")
        assert aside.stretch("a.nq", 4, 6) == b"tw"


def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="leads out of the folder"):
        write_folder(tmp_path / "build", {"../evil": b""})
    assert not list(tmp_path.iterdir())
