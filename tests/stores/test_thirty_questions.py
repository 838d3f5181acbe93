"""The thirty questions have the same answers in the embedded store, in Oxigraph's server and in Virtuoso."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Store as Embedded

from kg.cli import FINDINGS, main
from kg.publish.queries import answer, load
from kg.stores.asking import Question, ask, endpoint_at
from kg.stores.exchange import Login
from kg.stores.store import Store
from tests.questions.engines import queries_in
from tests.questions.expectations import expectations

from .servers import LOADER, OxigraphServer, Server

NUMBERS = range(1, 31)
INVENTED = expectations(Path(__file__).resolve().parents[1] / "questions" / "invented.toml")


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def kind(request: pytest.FixtureRequest) -> Server:
    """A store of each kind, which keeps what is loaded for all tests of this module."""
    found: Server = request.getfixturevalue(f"session_{request.param}")
    return found


@pytest.fixture(scope="module")
def with_first(kind: Server, first_build: Path) -> Iterator[Store]:
    """A store into which the first report was loaded as users do."""
    kind.clear()
    rights = [] if isinstance(kind, OxigraphServer) else ["--user", LOADER[0]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_STORE_PASSWORD", LOADER[1] if rights else "")
        # Virtuoso changes durations, which is told by the exit code.
        assert main(["load", kind.address, "--build", str(first_build), "-q", *rights]) in {0, FINDINGS}
    yield endpoint_at(kind.address, Login())
    kind.clear()


@pytest.fixture(scope="module")
def embedded_first(first_build: Path) -> Embedded:
    """The first report in the embedded store."""
    return load(first_build)


@pytest.fixture(scope="module")
def with_invented(kind: Server, invented: Path) -> Iterator[Store]:
    """A store into which the invented affair was loaded by its own loader."""
    kind.clear()
    kind.load(invented)
    yield endpoint_at(kind.query_address, Login())
    kind.clear()


@pytest.fixture(scope="module")
def embedded_invented(invented: Path) -> Embedded:
    """The invented affair in the embedded store."""
    return load(invented)


@pytest.mark.parametrize("number", NUMBERS)
def test_the_answers_on_the_first_report_are_the_same(number: int, with_first: Store, embedded_first: Embedded) -> None:
    text = queries_in()[number].read_text("utf-8")
    assert ask(with_first, Question.of(text)) == answer(embedded_first, text)


@pytest.mark.parametrize("number", NUMBERS)
def test_the_answers_are_the_same_where_every_question_has_one(
    number: int, with_invented: Store, embedded_invented: Embedded
) -> None:
    text = INVENTED[number].asked(queries_in()[number].read_text("utf-8"))
    expected = answer(embedded_invented, text)
    assert ask(with_invented, Question.of(text)) == expected
    assert number == 27 or expected.rows, "an empty answer would prove nothing"
