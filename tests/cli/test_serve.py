"""`kg serve` as a user meets it: what goes wrong is said, the server goes on, and nothing of it stays when it ends."""

from __future__ import annotations

import resource
import shutil
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.cli import main
from kg.serve.listening import listening
from tests.cli.serving import is_alive, served, within_patience
from tests.publish.graphs import RIGA, quads_of, reports
from tests.site.libraries import build_of

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at processes as Linux shows them")
BOMB = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"
PERSON = "/agent/keller-max.html"


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A build of two invented reports."""
    return build_of(reports(), tmp_path / "build")


def build_anew(build: Path) -> None:
    """Another build in the same folder."""
    build_of({RIGA: quads_of(f'<graph/{RIGA}/v1> {{ <agent/new> a schema:Person ; rdfs:label "New" . }}')}, build)


def refused(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str]:
    """The exit code of a command that starts no server, and what it says: one sentence."""
    code = main(["serve", *map(str, words)])
    captured = capsys.readouterr()
    assert len(captured.err.splitlines()) == 1
    return code, captured.err


def test_what_cannot_be_served_is_one_sentence(tmp_path: Path, build: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = refused(capsys, tmp_path / "none")
    assert (code, "Run kg build first" in said) == (2, True)
    code, said = refused(capsys, build, "--host", "no.such.host.invalid")
    assert (code, "there is no such host" in said) == (2, True)
    with listening("127.0.0.1", 0) as door:
        code, said = refused(capsys, build, "--port", str(door.getsockname()[1]))
    assert (code, "another program listens there" in said) == (2, True)
    code, said = refused(capsys, build, "--address", "javascript:alert(1)")
    assert (code, "no address of a server" in said) == (2, True)
    (build / "all.nq").write_text("changed", encoding="utf-8")
    code, said = refused(capsys, build, "--port", "0", "-q")
    assert (code, "all.nq" in said) == (1, True)
    (build / "manifest.json").write_text("[]", encoding="utf-8")
    code, said = refused(capsys, build, "--port", "0", "-q")
    assert (code, "manifest" in said) == (1, True)


@linux
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_when_it_ends_no_process_of_it_stays(how: signal.Signals, build: Path) -> None:
    with served(build) as server:
        workers = server.workers
        assert workers
        with ThreadPoolExecutor(1) as asking:
            # In mid-query too; whoever ends it gently waits some seconds for what is under way.
            asking.submit(server.asked, BOMB if how is signal.SIGKILL else "ASK {}")
            assert server.get(PERSON).status_code == 200
            code = server.end(how)
        within_patience(lambda: not any(map(is_alive, workers)))
    assert code == {signal.SIGINT: 130, signal.SIGTERM: -signal.SIGTERM, signal.SIGKILL: -signal.SIGKILL}[how]
    assert "Traceback" not in server.said


def test_a_store_that_is_removed_is_said_and_a_new_build_mends_it(build: Path) -> None:
    with served(build) as server:
        assert server.get(PERSON).status_code == 200
        shutil.rmtree(build.with_name("build.editions"))
        assert server.get("/healthz").status_code == 503
        assert server.health["problem"] == "The folder of the store is gone."
        statuses = {server.get(path).status_code for path in (PERSON, "/agent/berzina-anna.ttl", "/reconcile/0.2")}
        assert statuses <= {200, 503}
        build_anew(build)
        within_patience(lambda: server.get("/agent/new.html").status_code == 200)
        assert server.health["status"] == "ok"
        assert server.asked("ASK { ?s ?p ?o }").status_code == 200
        assert "Traceback" not in server.said


@linux
def test_a_full_disk_keeps_the_old_edition_until_there_is_room(build: Path) -> None:
    """A limit on the size of files stands for the disk: each write of the server fails, as on one that is full."""
    shelf = build.with_name("build.editions")
    with served(build) as server:
        edition = server.health["edition"]
        _, most = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1, most))
        build_anew(build)
        within_patience(lambda: server.health["problem"] != "")
        found = server.health
        assert (found["status"], found["edition"]) == ("ok", edition)
        assert found["problem"].startswith("The next edition cannot be made: Cannot be written: File too large.")
        assert str(build.parent) not in found["problem"]
        assert found["log_lines_lost"] > 0
        for path in (PERSON, "/agent/berzina-anna.ttl", "/dataset/all.nq", "/reconcile/0.2", "/events.html"):
            assert server.get(path).status_code == 200, path
        assert server.asked("ASK { ?s ?p ?o }").status_code == 200
        assert [each.name for each in shelf.iterdir()] == [edition]
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (most, most))
        # The same build would be tried again too, after ten seconds.
        build_of(
            {RIGA: quads_of(f'<graph/{RIGA}/v1> {{ <agent/newer> a schema:Person ; rdfs:label "Newer" . }}')}, build
        )
        within_patience(lambda: server.get("/agent/newer.html").status_code == 200)
        assert server.health["problem"] == ""
        assert "Traceback" not in server.said


def test_a_build_that_changes_under_load_fails_no_request_and_leaves_one_edition(build: Path) -> None:
    shelf = build.with_name("build.editions")
    with served(build) as server, ThreadPoolExecutor(4) as asking:
        [old] = [each.name for each in shelf.iterdir()]
        build_anew(build)
        statuses: list[int] = []

        def is_changed() -> bool:
            paths = ("/index.html", "/vocab.html", "/dataset/all.nq", "/reconcile/1.0")
            found = list(asking.map(lambda path: server.get(path).status_code, paths))
            statuses.extend([*found, server.asked("ASK { ?s ?p ?o }").status_code])
            return [each.name for each in shelf.iterdir() if each.name == old] == []

        within_patience(is_changed)
        assert set(statuses) == {200}
        within_patience(lambda: len(list(shelf.iterdir())) == 1)


def test_a_query_without_end_does_not_hold_up_the_pages(build: Path) -> None:
    with served(build, "--seconds", "2") as server, ThreadPoolExecutor(1) as asking:
        bomb = asking.submit(server.asked, BOMB)
        while not bomb.done():
            assert server.get(PERSON).status_code == 200
        assert bomb.result().status_code == 504
        assert server.asked("ASK { ?s ?p ?o }").status_code == 200


def test_two_hundred_clients_at_once_are_all_answered(build: Path) -> None:
    with served(build) as server:
        with ThreadPoolExecutor(200) as asking:
            found = list(asking.map(lambda number: server.get(f"/vocab.html?{number}").status_code, range(200)))
        assert found == [200] * 200
        assert server.health["status"] == "ok"
