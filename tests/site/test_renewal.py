"""A folder that is made anew: whole or as it was, and what stays the same is not touched."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import OutputError
from kg.site import renewal as module
from kg.site.renewal import LIST, Row, renewal

Names = Mapping[str, bytes]
FIRST: Names = {"index.html": b"start", "doc/a/record.html": b"a", "doc/a-b/record.html": b"a-b", "agent/x.html": b"x"}


@pytest.fixture(autouse=True, scope="module")
def no_flush() -> Iterator[None]:
    """A call to flush all disks waits for whatever else the machine writes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_flush", lambda: None)
        yield


def renewed(folder: Path, files: Names) -> list[Row]:
    """Write these files to a folder, as a site is written."""
    with renewal(folder) as made:
        rows = sorted(made.put(name, content) for name, content in files.items())
        made.take_place(rows)
    return rows


def files_in(folder: Path) -> dict[str, bytes]:
    """The files of a folder and its folders, without the list of them."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if name != LIST}


def test_what_stays_the_same_keeps_its_inode_and_its_time(tmp_path: Path) -> None:
    site = tmp_path / "public"
    renewed(site, FIRST)
    os.utime(site / "agent" / "x.html", (1_000_000_000, 1_000_000_000))
    before = {name: (site / name).stat() for name in FIRST}
    rows = renewed(site, {**FIRST, "index.html": b"another"})
    assert [row.path for row in rows if not row.is_kept] == ["index.html"]
    for name in FIRST:
        after = (site / name).stat()
        is_same = (after.st_ino, after.st_mtime_ns) == (before[name].st_ino, before[name].st_mtime_ns)
        assert is_same == (name != "index.html"), name


def test_what_is_gone_goes_with_its_folder(tmp_path: Path) -> None:
    site = tmp_path / "public"
    renewed(site, FIRST)
    renewed(site, {"index.html": b"start"})
    assert files_in(site) == {"index.html": b"start"}
    assert not (site / "doc").exists()


def test_a_file_that_somebody_changed_is_written_anew(tmp_path: Path) -> None:
    site = tmp_path / "public"
    renewed(site, FIRST)
    (site / "index.html").write_bytes(b"STArt")
    renewed(site, FIRST)
    assert files_in(site) == FIRST


def test_a_link_to_elsewhere_is_no_file_of_ours(tmp_path: Path) -> None:
    site = tmp_path / "public"
    renewed(site, FIRST)
    (tmp_path / "elsewhere").write_bytes(b"start")
    (site / "index.html").unlink()
    (site / "index.html").symlink_to(tmp_path / "elsewhere")
    renewed(site, FIRST)
    assert not (site / "index.html").is_symlink()
    assert (tmp_path / "elsewhere").read_bytes() == b"start"


@pytest.mark.parametrize("name", ["notes.txt", "doc/a/mine.html", "doc/a-", ".git/config", "zz"])
def test_a_folder_with_files_of_others_is_refused_and_stays(name: str, tmp_path: Path) -> None:
    site = tmp_path / "public"
    renewed(site, FIRST)
    (site / name).parent.mkdir(exist_ok=True)
    (site / name).write_bytes(b"mine")
    with pytest.raises(OutputError, match=r"which no `kg publish site` wrote"):
        renewed(site, {"index.html": b"another"})
    assert files_in(site) == {**FIRST, name: b"mine"}
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_a_folder_that_no_site_wrote_is_refused(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "all.nq").write_bytes(b"")
    with pytest.raises(OutputError, match=r"all\.nq"):
        renewed(tmp_path / "build", FIRST)


def test_an_empty_folder_may_be_taken(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    renewed(tmp_path / "public", FIRST)
    assert files_in(tmp_path / "public") == FIRST


def test_what_fails_half_way_leaves_the_old_site_and_nothing_aside(tmp_path: Path) -> None:
    site = tmp_path / "public"
    renewed(site, FIRST)
    with renewal(site) as made:
        made.put("index.html", b"another")
        with pytest.raises(OutputError):
            made.put("index.html/below-a-file", b"no such place")
    assert files_in(site) == FIRST
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_what_a_killed_run_left_is_swept(tmp_path: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    left = tmp_path / f"public.{gone.pid}.tmp"
    left.mkdir()
    (left / "index.html").write_bytes(b"half")
    renewed(tmp_path / "public", FIRST)
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


def test_a_run_that_was_killed_between_the_two_renames_is_mended(tmp_path: Path) -> None:
    renewed(tmp_path / "public", FIRST)
    gone = subprocess.Popen(["true"])
    gone.wait()
    (tmp_path / "public").rename(tmp_path / f"public.{gone.pid}.was.tmp")
    rows = renewed(tmp_path / "public", FIRST)
    assert all(row.is_kept for row in rows)


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_the_list_of_files_is_one_that_sha256sum_checks(tmp_path: Path) -> None:
    site = tmp_path / "public"
    renewed(site, FIRST)
    done = subprocess.run(["sha256sum", "--check", "--strict", LIST], cwd=site, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(FIRST)


def test_a_disk_without_links_gets_copies_with_their_times(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "no links here")

    site = tmp_path / "public"
    renewed(site, FIRST)
    os.utime(site / "index.html", (1_000_000_000, 1_000_000_000))
    monkeypatch.setattr(os, "link", refuse)
    renewed(site, FIRST)
    assert (site / "index.html").stat().st_mtime == 1_000_000_000
    assert files_in(site) == FIRST


def test_a_file_on_the_disk_is_taken_as_it_is_and_kept_if_it_is_the_same(tmp_path: Path) -> None:
    origin = tmp_path / "all.nq"
    origin.write_bytes(b"quads")
    for is_kept in (False, True):
        with renewal(tmp_path / "public") as made:
            row = made.take("dataset/all.nq", origin, hashlib.sha256(b"quads").hexdigest())
            made.take_place([row])
        assert row.is_kept == is_kept
        # Written anew with the same bytes, as a second build does.
        inode = (tmp_path / "public" / "dataset" / "all.nq").stat().st_ino
        origin.unlink()
        origin.write_bytes(b"quads")
    assert (tmp_path / "public" / "dataset" / "all.nq").stat().st_ino == inode


@pytest.mark.parametrize("name", ["../out.html", "/etc/x", "a//b", "a/./b", "", "a\nb"])
def test_no_name_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be the name of a file"), renewal(tmp_path / "public") as made:
        made.put(name, b"")
    assert not list(tmp_path.iterdir())


_names = st.from_regex(r"[a-c.-]{1,2}(/[a-c.-]{1,2}){0,2}", fullmatch=True).filter(
    lambda name: not {".", ".."} & set(name.split("/"))
)


@settings(max_examples=30)
@given(old=st.dictionaries(_names, st.binary(max_size=2)), new=st.dictionaries(_names, st.binary(max_size=2)))
def test_the_folder_is_that_of_a_newcomer_whatever_was_there(
    old: dict[str, bytes], new: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("renewal") / "public"
    for files in (_without_clashes(old), _without_clashes(new)):
        renewed(folder, files)
        assert files_in(folder) == files


def _without_clashes(files: Names) -> dict[str, bytes]:
    """The files, without those whose name is that of another's folder."""
    return {name: content for name, content in files.items() if not any(each.startswith(f"{name}/") for each in files)}
