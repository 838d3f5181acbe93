"""`kg reconcile serve`: it says where it is, answers there, ends with Ctrl-C, and refuses in one sentence."""

from __future__ import annotations

import json
import re
import signal
import subprocess
from pathlib import Path

import pytest
import requests

from kg.cli import main
from kg.serve.listening import HOST, listening
from tests.cli.serving import KG

GOLDEN = Path(__file__).parents[1] / "golden" / "publish"


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    code = main(["reconcile", "serve", *map(str, words)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_build_is_served_until_ctrl_c() -> None:
    words = [*KG, "reconcile", "serve", "--build", str(GOLDEN), "--port", "0"]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as service:
        assert service.stdout is not None
        said = [service.stdout.readline() for _ in range(4)]
        assert re.fullmatch(r"serving [0-9]+ entities of [0-9]+ documents\n", said[0])
        found = re.fullmatch(r"give OpenRefine this address: (http://127\.0\.0\.1:[0-9]+/0\.2)\n", said[1])
        assert found
        # The connection is kept open: a client that stays does not hold the service back from ending.
        with requests.Session() as session:
            assert session.get(found[1], timeout=20).json()["versions"] == ["0.2"]
            answer = session.post(found[1], data={"queries": json.dumps({"q0": {"query": "Anna Berzina"}})}, timeout=20)
            assert answer.json()["q0"]["result"][0]["id"] == "agent/berzina-anna"
            service.send_signal(signal.SIGINT)
            rest, errors = service.communicate(timeout=20)
        assert (service.returncode, rest, errors) == (0, "ended\n", "")


def test_a_port_in_use_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with listening(HOST, 0) as door:
        port = str(door.getsockname()[1])
        code, out, err = run(capsys, "--build", GOLDEN, "--port", port)
    assert (code, out) == (2, "")
    assert err == f"kg: 127.0.0.1:{port}: another program listens there. Choose another with --port.\n"


def test_a_missing_or_empty_build_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "--build", tmp_path / "none", "--port", "0")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "Run kg build first" in err
    (tmp_path / "all.nq").touch()
    code, out, err = run(capsys, "--build", tmp_path, "--port", "0")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "no entity in this build" in err


def test_a_port_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "--build", GOLDEN, "--port", "70000")
    assert code == 2
    assert "70000" in err
