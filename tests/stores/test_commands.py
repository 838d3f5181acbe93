"""What `kg load` says of a real Virtuoso; the other tests of the commands stand in tests/cli."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli import main

from .builds import BASE, RIGA, golden, rewritten
from .servers import LOADER, VirtuosoServer


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    code = main(list(map(str, words)))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_what_virtuoso_changes_is_named_and_is_a_finding(
    virtuoso: VirtuosoServer, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build = golden(tmp_path / "build")
    path = build / f"{RIGA}.nq"
    graph = f"<{BASE}graph/{RIGA}/v1> .\n"
    line = f'<x:a> <x:b> "PT10M"^^<http://www.w3.org/2001/XMLSchema#duration> {graph}'
    rewritten(build, path.name, path.read_bytes() + line.encode())
    monkeypatch.setenv("KG_STORE_USER", LOADER[0])
    password = tmp_path / "password"
    password.write_text(f"{LOADER[1]}\n", "utf-8")
    words = ("--build", build, "--password-file", password, "--check-values", "all")
    code, out, err = run(capsys, "load", virtuoso.address, *words)
    assert code == 1
    assert "Virtuoso: 1 another value (xsd:duration)" in out
    assert LOADER[1] not in out + err
