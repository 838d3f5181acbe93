"""Rows on standard output."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli.tables import print_rows, print_table, printable

LONG = "After a long wait, they said, " * 40 + "the end"


def test_a_pipe_gets_whole_lines(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["quote", "by"], [(LONG, "x"), ("short", "y")])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert lines[1].split("   ")[0].rstrip().startswith(LONG[:-8])
    assert LONG in lines[1]


def test_a_pipe_gets_no_colour_and_no_markup_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["quote"], [("[the Soviets] [red]said[/red] :smile:",)])
    shown = capsys.readouterr().out
    assert "[the Soviets] [red]said[/red] :smile:" in shown
    assert "\x1b" not in shown


@given(st.text())
def test_no_source_can_steer_a_terminal(text: str) -> None:
    shown = printable(text)
    assert all(character.isprintable() for character in shown), repr(shown)


def test_jsonl_is_exact_where_a_table_is_readable(capsys: pytest.CaptureFixture[str]) -> None:
    row = {"quote": '=1\n"é"', "participants": [{"name": "A", "role": "agent"}], "attributed_to": ["A", "B"]}
    print_rows(["quote", "participants", "attributed_to"], [row], "jsonl")
    assert json.loads(capsys.readouterr().out) == row
    print_rows(["quote", "participants", "attributed_to"], [row], "csv")
    header, cells = csv.reader(io.StringIO(capsys.readouterr().out))
    assert header == ["quote", "participants", "attributed_to"]
    assert cells == ['\'=1\n"é"', "A (agent)", "A > B"]
    print_rows(["quote", "participants", "attributed_to"], [row], "table")
    assert '=1 "é"' in capsys.readouterr().out
