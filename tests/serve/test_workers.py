"""A query has limits that really end it, and nothing that it does to its process is felt by anybody else."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import OutputError
from kg.publish.prefixes import prefixes
from kg.serve.workers import Limits, Pool, Question, UnansweredError
from tests.serve.asking import JOINED, LARGE, LONG, Endpoint, serving

COUNT = Question("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", results="csv")
SHORT = Limits(seconds=0.8, memory_bytes=128 << 20, workers=2)
ROOT = Path(__file__).resolve().parents[2]


def with_pool(folder: Path, test: Callable[[Pool], Awaitable[None]], limits: Limits = SHORT) -> None:
    """Run a test in an event loop with a pool, which is closed afterwards and leaves no process."""

    async def run() -> None:
        pool = await Pool.opened(folder, edition="e", prefixes=prefixes(), limits=limits)
        try:
            await test(pool)
        finally:
            await pool.close(patience=1)
        assert pool.processes == ()

    asyncio.run(run())


def is_there(process: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        state = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


async def gone(processes: tuple[int, ...]) -> bool:
    """Whether all these processes end within some seconds."""
    for _ in range(250):
        if not any(map(is_there, processes)):
            return True
        await asyncio.sleep(0.02)
    return False


async def reason_of(pool: Pool, query: str) -> str:
    """Why a query is not answered."""
    with pytest.raises(UnansweredError) as refusal:
        await pool.answer(Question(query))
    return refusal.value.reason


@pytest.mark.parametrize(("query", "reason"), [(LONG, "time"), (LARGE, "memory")])
def test_a_bomb_is_ended_while_others_are_answered(store_folder: Path, query: str, reason: str) -> None:
    async def test(pool: Pool) -> None:
        bomb = asyncio.create_task(reason_of(pool, query))
        answered = 0
        while not bomb.done():
            answered += len((await pool.answer(COUNT)).body.splitlines()) - 1
            await asyncio.sleep(0.01)
        assert await bomb == reason
        assert answered

    # Time enough to run out of memory first: a machine under load takes its time for that.
    with_pool(store_folder, test, SHORT if reason == "time" else Limits(20, 64 << 20, workers=2))


def test_a_text_that_grows_for_ever_is_ended(store_folder: Path) -> None:
    async def test(pool: Pool) -> None:
        assert await reason_of(pool, JOINED) in ("memory", "time")
        assert (await pool.answer(COUNT)).body

    with_pool(store_folder, test)


def test_bombs_in_every_process_leave_a_pool_that_answers(store_folder: Path) -> None:
    async def test(pool: Pool) -> None:
        reasons = await asyncio.gather(*(reason_of(pool, LONG) for _ in range(4)))
        assert reasons == ["time"] * 4
        assert (await pool.answer(COUNT)).body

    with_pool(store_folder, test)


def test_a_query_whose_process_is_killed_is_asked_again(store_folder: Path) -> None:
    async def test(pool: Pool) -> None:
        (process,) = pool.processes
        answering = pool.answer(COUNT)
        stopped = pool.answer(COUNT)
        await asyncio.sleep(0)
        os.kill(process, signal.SIGKILL)
        assert (await answering).body == (await stopped).body
        assert pool.processes != (process,)

    with_pool(store_folder, test, Limits(workers=1))


def test_a_long_query_whose_process_is_killed_goes_on_in_another(store_folder: Path) -> None:
    async def test(pool: Pool) -> None:
        (first,) = pool.processes
        bomb = asyncio.create_task(reason_of(pool, LONG))
        await asyncio.sleep(0.1)
        os.kill(first, signal.SIGKILL)
        assert await bomb == "time"
        assert (await pool.answer(COUNT)).body

    with_pool(store_folder, test, Limits(seconds=0.5, workers=1))


def test_a_process_that_is_killed_while_it_waits_is_replaced(store_folder: Path) -> None:
    async def test(pool: Pool) -> None:
        for process in pool.processes:
            os.kill(process, signal.SIGKILL)
        assert await gone(pool.processes)
        for _ in range(4):
            assert (await pool.answer(COUNT)).body

    with_pool(store_folder, test)


def test_a_query_that_nobody_waits_for_is_ended(store_folder: Path) -> None:
    async def test(pool: Pool) -> None:
        (process,) = pool.processes
        bomb = pool.answer(Question(LONG))
        await asyncio.sleep(0.1)
        bomb.cancel()
        with suppress(asyncio.CancelledError):
            await bomb
        assert await gone((process,))
        assert (await pool.answer(COUNT)).body

    with_pool(store_folder, test, Limits(workers=1))


def test_a_quick_query_that_nobody_waits_for_costs_no_process(store_folder: Path) -> None:
    async def test(pool: Pool) -> None:
        before = pool.processes
        for _ in range(20):
            answering = pool.answer(COUNT)
            await asyncio.sleep(0)
            answering.cancel()
        await pool.answer(COUNT)
        assert pool.processes == before

    with_pool(store_folder, test, Limits(workers=1))


def test_too_many_that_wait_are_sent_away(store_folder: Path) -> None:
    async def test(pool: Pool) -> None:
        asked = [asyncio.create_task(reason_of(pool, LONG)) for _ in range(4)]
        reasons = await asyncio.gather(*asked)
        assert sorted(reasons) == ["busy", "busy", "time", "time"]

    with_pool(store_folder, test, Limits(seconds=0.3, workers=1, waiting=1))


def test_a_pool_that_closes_answers_what_it_has_taken_and_takes_no_more(store_folder: Path) -> None:
    async def run() -> None:
        pool = await Pool.opened(store_folder, edition="e", prefixes=prefixes(), limits=Limits(workers=1))
        asked = [pool.answer(COUNT) for _ in range(10)]
        await asyncio.sleep(0)
        processes = pool.processes
        await pool.close()
        assert len({(await each).body for each in asked}) == 1
        assert await reason_of(pool, COUNT.query) == "busy"
        assert await gone(processes)

    asyncio.run(run())


def test_a_pool_that_closes_without_patience_ends_what_runs(store_folder: Path) -> None:
    async def run() -> None:
        pool = await Pool.opened(store_folder, edition="e", prefixes=prefixes(), limits=Limits(workers=1))
        asked = [asyncio.create_task(reason_of(pool, LONG)) for _ in range(3)]
        await asyncio.sleep(0.1)
        processes = pool.processes
        await pool.close(patience=0.1)
        assert [await each for each in asked] == ["busy"] * 3
        assert await gone(processes)

    asyncio.run(run())


def test_a_store_that_is_not_there_is_said_and_leaves_no_process(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="could be started"):
        asyncio.run(Pool.opened(tmp_path / "none", edition="e", prefixes={}, limits=SHORT))


def test_workers_end_when_the_server_is_killed_even_in_mid_query(store_folder: Path) -> None:
    program = f"""
import asyncio, sys
from pathlib import Path
from kg.serve.workers import Limits, Pool, Question
async def run():
    pool = await Pool.opened(Path({str(store_folder)!r}), edition="e", prefixes={{}}, limits=Limits(workers=2))
    pool.answer(Question({LONG!r}))
    await asyncio.sleep(0.1)
    print(*pool.processes, flush=True)
    await asyncio.sleep(60)
asyncio.run(run())
"""
    server = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=ROOT)
    assert server.stdout is not None
    processes = tuple(map(int, server.stdout.readline().split()))
    assert len(processes) == 2
    assert all(map(is_there, processes))
    server.kill()
    server.wait()
    server.stdout.close()
    assert asyncio.run(gone(processes))


def test_a_worker_loads_nothing_but_the_engine() -> None:
    heavy = "{'attrs', 'starlette', 'uvicorn', 'rdflib', 'asyncio', 'jinja2', 'spacy'}"
    program = f"import sys, kg.serve.worker; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, cwd=ROOT, check=True)
    assert done.stdout.decode().strip() == "[]"


def test_over_http_a_bomb_is_ended_and_the_server_goes_on(store_folder: Path) -> None:
    answers: list[requests.Response] = []
    with serving(store_folder, Limits(seconds=1.0, memory_bytes=256 << 20, workers=3)) as endpoint:
        bombs = [
            threading.Thread(target=lambda query=query: answers.append(endpoint.ask(query))) for query in (LONG, LARGE)
        ]
        for bomb in bombs:
            bomb.start()
        while any(bomb.is_alive() for bomb in bombs):
            assert endpoint.ask("ASK {}").status_code == 200
            time.sleep(0.05)
    assert len(answers) == 2
    assert {answer.status_code for answer in answers} <= {504, 507}
    assert all("Ask for less" in answer.text for answer in answers)


def test_fifty_at_once_are_all_answered(endpoint: Endpoint) -> None:
    answers: list[str] = []
    asking = [threading.Thread(target=lambda: answers.append(endpoint.ask(COUNT.query).text)) for _ in range(50)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert len(answers) == 50
    assert len(set(answers)) == 1


def test_a_client_that_hangs_up_frees_its_process(store_folder: Path) -> None:
    with serving(store_folder, Limits(workers=1)) as endpoint:
        (process,) = endpoint.current().processes
        with pytest.raises(requests.exceptions.ReadTimeout):
            requests.get(endpoint.address, params={"query": LONG}, timeout=0.3)
        assert endpoint.ask(COUNT.query).status_code == 200
        assert process not in endpoint.current().processes


def test_a_full_queue_says_when_to_come_back(store_folder: Path) -> None:
    with serving(store_folder, Limits(seconds=1, workers=1, waiting=0)) as endpoint:
        bomb = threading.Thread(target=endpoint.ask, args=(LONG,))
        bomb.start()
        while not endpoint.current().under_way:
            time.sleep(0.01)
        answer = endpoint.ask("ASK {}")
        bomb.join()
        assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (503, True)


def test_a_new_edition_comes_without_a_failed_request(store_folder: Path) -> None:
    with serving(store_folder, Limits(workers=2)) as endpoint:
        statuses: list[int] = []
        is_done = threading.Event()

        def ask() -> None:
            while not is_done.is_set():
                statuses.append(endpoint.ask(COUNT.query).status_code)

        async def swap(edition: str) -> None:
            old, endpoint.pool = endpoint.current(), await endpoint.opened(edition)
            await old.close()

        asking = [threading.Thread(target=ask) for _ in range(4)]
        for thread in asking:
            thread.start()
        assert endpoint.loop is not None
        tags = set()
        for edition in ("second", "third"):
            tags.add(endpoint.ask(COUNT.query).headers["ETag"])
            asyncio.run_coroutine_threadsafe(swap(edition), endpoint.loop).result(20)
        is_done.set()
        for thread in asking:
            thread.join()
        assert set(statuses) == {200}
        assert len(tags) == 2


WORDS = st.sampled_from(
    """SELECT ASK CONSTRUCT DESCRIBE WHERE { } ( ) * ?x ?y a . ; , <urn:a> 1 'a' "b" FILTER UNION OPTIONAL MINUS GRAPH
    BIND AS VALUES SERVICE SILENT COUNT ORDER BY LIMIT OFFSET dg:met / + ^ | ! && || = < > PREFIX : # \\u0041 \0 \ufffe
    """.split()  # noqa: SIM905 (a list of fifty words is fifty lines)
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(st.text(max_size=60) | st.lists(WORDS, max_size=25).map(" ".join))
def test_no_text_is_a_fault_of_the_server(endpoint: Endpoint, query: str) -> None:
    answer = endpoint.send("POST", data={"query": query.encode("utf-8", "replace")})
    assert answer.status_code in (200, 400, 504, 507), answer.text
    assert "Traceback" not in answer.text
    assert endpoint.ask("ASK {}").status_code == 200
