"""Dates that one act has from another."""

from __future__ import annotations

import pytest

from .told import told


@pytest.mark.parametrize(
    "text",
    [
        "On 3 May Mr. Rojas handed me a letter in which President Nasser invites Mr. Silva to Cairo.",
        "On 3 May Mr. Rojas handed me a letter. In this letter President Nasser invited Mr. Silva to Cairo.",
    ],
)
def test_what_is_done_in_a_message_is_dated_by_it(text: str) -> None:
    invitation = told(text).event("Invitation")
    assert (invitation.date and invitation.date.value, invitation.date_rule) == ("1955-05-03", "date.message")


def test_what_is_told_in_one_breath_has_one_date() -> None:
    reading = told(
        "I met Minister Lund on 3 May. He told me that in 1948 he negotiated with Mr. Rojas and met Mr. Silva."
    )
    meeting = reading.events("Meeting")[-1]
    assert (meeting.date and meeting.date.value, meeting.date_rule) == ("1948", "date.joined")


def test_who_leaves_with_somebody_leaves_when_he_does() -> None:
    reading = told("Mr. Rojas left for Lisbon on 3 May. Mr. Silva left together with Mr. Rojas.")
    assert [event.date.value for event in reading.events("Departure") if event.date] == ["1955-05-03"] * 2
