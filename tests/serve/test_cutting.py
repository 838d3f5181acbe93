"""A result is cut between two rows, wherever the pieces in which it is written end and whatever the rows hold."""

from __future__ import annotations

import csv
import io
import json
from contextlib import suppress
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

from kg.serve.cutting import Cutter, EnoughError

FORMS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
# What stands between rows, and what may look like it.
TEXTS = st.text(alphabet="},{\"\\'<>/result\r\n\t a", max_size=12)


def result_of(texts: list[str | None], form: str) -> bytes:
    """Rows with these texts, one a row; None is a row without a value."""
    values = " ".join("UNDEF" if text is None else json.dumps(text) for text in texts)
    found = Store().query(f"SELECT ?x {{ VALUES ?x {{ {values} }} }}")
    assert isinstance(found, QuerySolutions)
    return found.serialize(format=FORMS[form]) or b""


def rows_in(result: bytes, form: str) -> int:
    """How many rows another program reads."""
    if form == "json":
        return len(json.loads(result)["results"]["bindings"])
    if form == "xml":
        return sum(1 for _ in ElementTree.fromstring(result).iter("{http://www.w3.org/2005/sparql-results#}result"))
    if form == "tsv":
        return result.count(b"\n") - 1
    return len(list(csv.reader(io.StringIO(result.decode(), newline="")))) - 1


@pytest.mark.parametrize("form", FORMS)
@given(st.lists(TEXTS | st.none(), max_size=8), st.integers(1, 9), st.integers(1, 40))
def test_a_result_is_cut_to_the_rows_that_are_allowed(
    form: str, texts: list[str | None], most: int, piece: int
) -> None:
    result = result_of(texts, form)
    cutter = Cutter(form, most, 1 << 20)
    with suppress(EnoughError):
        for start in range(0, len(result), piece):
            cutter.write(result[start : start + piece])
    body, rows = cutter.whole()
    if len(texts) <= most:
        assert (body, rows) == (result, None)
    else:
        assert rows == most
        assert rows_in(body, form) == most
        assert result.startswith(body.removesuffix(b"]}}").removesuffix(b"</results></sparql>"))


@pytest.mark.parametrize("form", FORMS)
@given(st.lists(TEXTS, min_size=3, max_size=8), st.integers(1, 400))
def test_a_result_is_cut_to_the_bytes_that_are_allowed(form: str, texts: list[str], most: int) -> None:
    result = result_of(list(texts), form)
    cutter = Cutter(form, 100, most)
    with suppress(EnoughError):
        cutter.write(result)
    try:
        body, rows = cutter.whole()
    except EnoughError:
        return
    assert len(body) <= most + len(b"</results></sparql>")
    assert rows_in(body, form) == (len(texts) if rows is None else rows)
