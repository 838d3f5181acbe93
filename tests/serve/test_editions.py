"""From one edition to the next: nobody fails, nothing is removed that is used, and what fails changes nothing."""

from __future__ import annotations

import io
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.errors import DataError, UsageError
from kg.serve.editions import Editions
from kg.serve.log import Log
from tests.serve.invented import PERSON, InventedSite
from tests.serve.serving import Running, running

PAGE = f"/{PERSON}.html"


class Making:
    """Makes the edition that the manifest names, in a folder of its own, and removes it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fault: Exception | None = None
        self.pause = 0.0
        self.removed: list[str] = []
        self.made: list[str] = []

    def prepare(self, build: Path) -> InventedSite:
        time.sleep(self.pause)
        if self.fault is not None:
            raise self.fault
        version = (build / "manifest.json").read_text(encoding="utf-8")
        self.made.append(version)
        return InventedSite(version, self.folder / "editions" / version)

    def remove(self, site: InventedSite) -> None:
        site.is_gone = True
        shutil.rmtree(site.folder)
        self.removed.append(site.version)


@pytest.fixture
def making(tmp_path: Path) -> Making:
    return Making(tmp_path)


def write(server: Running, version: str) -> None:
    """Put another build in the place of the one there, as a build does: by a rename."""
    aside = server.build / "aside"
    aside.write_text(version, encoding="utf-8")
    aside.replace(server.build / "manifest.json")


def until(condition: Callable[[], bool]) -> None:
    for _ in range(500):
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come to that within ten seconds")


def health(server: Running) -> dict[str, object]:
    found: dict[str, object] = server.get("/healthz").json()
    return found


def test_no_request_fails_while_three_editions_follow_each_other(tmp_path: Path, making: Making) -> None:
    making.pause = 0.3
    with running(tmp_path, prepare=making.prepare, remove=making.remove, cache_bytes=100_000) as server:
        stop = threading.Event()
        paths = (PAGE, f"/{PERSON}.ttl", f"/{PERSON}", "/robots.txt", "/assets/site.css", "/events.csv?status=a")

        def ask(worker: int) -> list[int]:
            statuses: list[int] = []
            while not stop.is_set():
                statuses.append(server.get(paths[(worker + len(statuses)) % len(paths)]).status_code)
            return statuses

        with ThreadPoolExecutor(6) as pool:
            asking = [pool.submit(ask, worker) for worker in range(6)]
            for version in ("two", "three", "four"):
                write(server, version)
                until(lambda version=version: health(server)["edition"] == version)  # type: ignore[misc]
                assert f"<title>{version}" in server.get(PAGE).text
            until(lambda: len(making.removed) == 3)
            stop.set()
            statuses = [status for future in asking for status in future.result()]
        assert len(statuses) > 200
        assert set(statuses) == {200, 303}
        assert making.removed == ["one", "two", "three"]
        assert not (tmp_path / "editions/three").exists()
        assert (tmp_path / "editions/four").exists()


def test_a_request_under_way_ends_on_its_edition_and_only_then_it_is_removed(tmp_path: Path, making: Making) -> None:
    with running(tmp_path, prepare=making.prepare, remove=making.remove) as server:
        with server.connected() as connection:
            # A client that has begun to read a dump, and takes its time.
            connection.sendall(b"GET /dataset/all.nq HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            found = connection.recv(1000)
            write(server, "two")
            until(lambda: health(server)["edition"] == "two")
            time.sleep(0.3)
            assert making.removed == []
            while chunk := connection.recv(1 << 20):
                found += chunk
            assert len(found.partition(b"\r\n\r\n")[2]) == 7_200_000
        until(lambda: making.removed == ["one"])


def test_tags_of_what_stayed_the_same_still_hold_in_the_next_edition(tmp_path: Path, making: Making) -> None:
    with running(tmp_path, prepare=making.prepare, remove=making.remove) as server:
        same, other = server.get("/robots.txt"), server.get(PAGE)
        write(server, "two")
        until(lambda: health(server)["edition"] == "two")
        assert server.get("/robots.txt", If_None_Match=same.headers["ETag"]).status_code == 304
        assert server.get(PAGE, If_None_Match=other.headers["ETag"]).status_code == 200


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            DataError("The build cannot be read.", place="/a/secret", cure="Run kg build again."),
            "The build cannot be read. Run kg build again.",
        ),
        (OSError(28, "No space left on device", "/a/secret"), "No space left on device."),
        (ZeroDivisionError("a secret that nobody thought of"), "ZeroDivisionError; the log says more."),
    ],
    ids=lambda given: type(given).__name__,
)
def test_where_the_next_edition_fails_the_old_one_stays_and_health_says_why(
    tmp_path: Path, making: Making, fault: Exception, said: str
) -> None:
    with running(tmp_path, prepare=making.prepare, remove=making.remove) as server:
        making.fault = fault
        write(server, "two")
        until(lambda: bool(health(server)["problem"]))
        answer = server.get("/healthz")
        assert (answer.status_code, answer.json()["edition"]) == (200, "one")
        assert answer.json()["problem"] == f"The next edition cannot be made: {said}"
        assert server.line(message=f"{type(fault).__name__}: {fault}")["level"] == "warning"
        assert "<title>one" in server.get(PAGE).text
        # The same build is not tried at once again; another one is.
        making.fault = None
        time.sleep(0.2)
        assert making.made == ["one"]
        write(server, "three")
        until(lambda: health(server)["edition"] == "three")
        assert health(server)["problem"] == ""


def test_a_build_that_vanishes_is_said_and_forgotten_when_it_is_back(tmp_path: Path, making: Making) -> None:
    with running(tmp_path, prepare=making.prepare, remove=making.remove) as server:
        (server.build / "manifest.json").unlink()
        until(lambda: "cannot be read" in str(health(server)["problem"]))
        assert server.get(PAGE).status_code == 200
        write(server, "one")
        until(lambda: health(server)["problem"] == "")
        assert making.made == ["one"]


def test_a_build_that_changes_while_it_is_read_is_not_served(tmp_path: Path, making: Making) -> None:
    with running(tmp_path, prepare=making.prepare, remove=making.remove) as server:
        making.pause = 0.5
        write(server, "two")
        until(lambda: bool(health(server)["preparing"]))
        making.pause = 0.0
        write(server, "three")
        until(lambda: health(server)["edition"] == "three")
        assert "two" not in {line.get("edition") for line in server.lines}


def test_an_edition_that_comes_back_is_not_removed_under_its_readers(tmp_path: Path, making: Making) -> None:
    with running(tmp_path, prepare=making.prepare, remove=making.remove) as server:
        with server.connected() as connection:
            connection.sendall(b"GET /dataset/all.nq HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            connection.recv(1000)
            for version in ("two", "one"):
                write(server, version)
                until(lambda version=version: health(server)["edition"] == version)  # type: ignore[misc]
            while connection.recv(1 << 20):
                pass
        until(lambda: making.removed == ["two"])
        time.sleep(0.2)
        assert making.removed == ["two"]
        assert server.get("/assets/site.css").status_code == 200


def test_old_files_that_cannot_be_removed_are_a_line_in_the_log(tmp_path: Path, making: Making) -> None:
    def stuck(site: InventedSite) -> None:
        raise PermissionError(13, "Permission denied", str(site.folder))

    with running(tmp_path, prepare=making.prepare, remove=stuck) as server:
        write(server, "two")
        server.line(level="warning", message="The old edition one cannot be removed: Permission denied.")
        assert server.get(PAGE).status_code == 200


def test_without_a_first_edition_nothing_is_served(tmp_path: Path, making: Making) -> None:
    making.fault = DataError("The build cannot be read.")
    with pytest.raises(DataError), running(tmp_path, prepare=making.prepare):
        pass
    with pytest.raises(UsageError, match=r"There is no build\. Run kg build first"):
        Editions(tmp_path / "nowhere", making.prepare, making.remove, Log(io.StringIO()))
