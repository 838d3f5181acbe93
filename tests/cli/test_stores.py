"""`kg load` and `kg sync` say what they did, and their exit codes say whether the store holds the build."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from kg.cli import main
from tests.stores.builds import BASE, RIGA, golden, withdraw, without_a_line
from tests.stores.servers import OxigraphServer


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    code = main(list(map(str, words)))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_load_then_a_sync_say_what_they_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build = golden(tmp_path / "build")
    with OxigraphServer(tmp_path / "store") as server:
        code, out, err = run(capsys, "load", server.address, "--build", build)
        assert (code, err) == (0, "")
        assert "sent            7" in out
        without_a_line(build, RIGA)
        withdraw(build, "1951-06-11-envoy-bern")
        _, out, _ = run(capsys, "sync", server.address, "--build", build, "--dry-run")
        assert "1 to send, 5 unchanged, 1 to remove" in out
        code, out, _ = run(capsys, "sync", server.address, "--build", build, "--check-values", "all")
        assert code == 0
        assert f"removed {BASE}graph/1951-06-11-envoy-bern/v1" in out
        code, out, _ = run(capsys, "sync", server.address, "--build", build, "--only-graphs", "dataset", "-q")
        assert (code, out) == (0, "")


def test_a_folder_for_native_loaders_makes_a_store_that_needs_no_sync(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build, folder = golden(tmp_path / "build"), tmp_path / "bulk"
    assert run(capsys, "load", "--bulk", folder, "--build", build)[0] == 0
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert sorted(first) == ["README.md", "books.nq.gz", "graphs-0001.nq.gz", "manifest.json", "virtuoso.isql"]
    assert run(capsys, "load", "--bulk", folder, "--build", build)[0] == 0
    # The names of blank nodes are other ones each time: all else is the same.
    again = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert first["books.nq.gz"] == again["books.nq.gz"]
    server = OxigraphServer(tmp_path / "store")
    plain = []
    for name in ("graphs-0001.nq.gz", "books.nq.gz"):
        (tmp_path / name.removesuffix(".gz")).write_bytes(gzip.decompress(first[name]))
        plain.append(tmp_path / name.removesuffix(".gz"))
    server.load(*plain)
    with server:
        code, out, _ = run(capsys, "sync", server.address, "--build", build, "--dry-run")
        assert (code, "0 to send, 7 unchanged, 0 to remove" in out) == (0, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["load"], "no store is named"),
        (["load", "ftp://example.org"], "no address of a service"),
        (["load", "http://ada:secret@127.0.0.1:1/"], "no address of a service"),
        (["load", "http://127.0.0.1:1", "--bulk", "x"], "two things"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, *words, "--build", golden(tmp_path / "build"))
    assert (code, out) == (2, "")
    assert said in err
