"""What a process uses is not removed by another one, until it ends, however it ends; what nobody needs goes."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.site.edition import Edition, remove_unneeded
from kg.site.lease import Lease, kept_from_use
from kg.site.shelf import ABOUT, shelved
from tests.publish.graphs import quads_of, reports
from tests.site.libraries import RIGA, ROOT, build_of, edition_in

# Has the edition of a build, says how many triples it holds whenever it is asked, and ends with its input.
_USER = """
import sys
from pathlib import Path
from tests.site.libraries import edition_in
edition = edition_in(*map(Path, sys.argv[1:]))
store = edition.opened()
print(len(list(store.quads_for_pattern(None, None, None, None))), flush=True)
while sys.stdin.readline():
    print(len(list(store.quads_for_pattern(None, None, None, None))), flush=True)
"""


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A build of two invented reports."""
    return build_of(reports(), tmp_path / "build")


def build_anew(build: Path) -> None:
    """Another build in the same folder."""
    build_of({RIGA: quads_of(f'<graph/{RIGA}/v1> {{ <place/riga> rdfs:label "Riga" . }}')}, build)


def unneeded(place: Path, build: Path) -> list[str]:
    """Remove what is not needed; the names of what stays."""
    remove_unneeded(build, ROOT / "ontology", ROOT / "shapes", place / "editions")
    return [each.folder.name for each in shelved(place / "editions")]


@contextmanager
def user_of(place: Path, build: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that uses the edition of a build."""
    words = [sys.executable, "-c", _USER, str(place), str(build)]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as user:
        try:
            yield user
        finally:
            user.kill()


def told(user: subprocess.Popen[str]) -> int:
    """What a user says of its store."""
    assert user.stdout
    return int(user.stdout.readline())


def test_what_another_process_uses_stays_until_that_is_killed(build: Path, tmp_path: Path) -> None:
    with user_of(tmp_path, build) as user:
        count = told(user)
        [old] = [each.folder.name for each in shelved(tmp_path / "editions")]
        build_anew(build)
        new = edition_in(tmp_path, build)
        assert set(unneeded(tmp_path, build)) == {old, new.id}
        assert user.stdin
        user.stdin.write("again\n")
        user.stdin.flush()
        assert told(user) == count
        user.kill()
        user.wait()
    assert unneeded(tmp_path, build) == [new.id]


def test_what_this_process_uses_stays_until_its_lease_is_ended(build: Path, tmp_path: Path) -> None:
    old = edition_in(tmp_path, build)
    build_anew(build)
    assert unneeded(tmp_path, build) == [old.id]
    old.lease.end()
    old.lease.end()
    assert unneeded(tmp_path, build) == []


def test_the_editions_of_the_build_at_hand_stay_under_every_base(build: Path, tmp_path: Path) -> None:
    names = set()
    for base in ("", "https://example.org/kg/"):
        edition = edition_in(tmp_path, build, base)
        edition.lease.end()
        names.add(edition.id)
    assert set(unneeded(tmp_path, build)) == names


def test_what_bears_no_name_of_ours_is_not_ours_to_remove(build: Path, tmp_path: Path) -> None:
    for name in ("notes", "0123456789abcdef"):
        (tmp_path / "editions" / name).mkdir(parents=True)
    assert unneeded(tmp_path, build) == ["notes"]


def test_without_a_build_nothing_is_removed(build: Path, tmp_path: Path) -> None:
    edition_in(tmp_path, build).lease.end()
    with pytest.raises(UsageError):
        unneeded(tmp_path, tmp_path / "none")
    assert len(shelved(tmp_path / "editions")) == 1


def test_what_is_being_removed_cannot_be_taken_and_is_made_anew(build: Path, tmp_path: Path) -> None:
    edition = edition_in(tmp_path, build)
    about = edition.folder / ABOUT
    edition.lease.end()
    with kept_from_use(about) as is_free:
        assert is_free

    build_anew(build)
    assert unneeded(tmp_path, build) == []
    with pytest.raises(FileNotFoundError):
        Lease(about)

    assert edition_in(tmp_path, build).opened()


def test_a_lease_stays_with_the_process_that_has_it(build: Path, tmp_path: Path) -> None:
    edition = edition_in(tmp_path, build)
    sent: Edition = pickle.loads(pickle.dumps(edition))
    assert sent == edition
    sent.lease.end()
    build_anew(build)
    assert unneeded(tmp_path, build) == [edition.id]
