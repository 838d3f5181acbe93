"""Messages: what their sending says of them."""

from __future__ import annotations

from collections.abc import Iterator

from kg.converters.classes import MESSAGE_ROLE
from kg.converters.iris import Iris
from kg.converters.terms import Triple
from kg.model.event import REALIS, Event
from kg.model.reading import Reading

_ROLES = ("sender", "recipient", "bearer", "onBehalfOf")


def message_triples(reading: Reading, iris: Iris) -> Iterator[Triple]:
    """Sender, recipient and bearer of each message, copied from its sending (else from its delivery).

    Copied only where that is real: a message that was never sent has no sender.
    """
    real = [event for event in reading.events if REALIS[event.status] == "Realis"]
    sendings = [event for event in real if event.type == "MessageSending"]
    sent = {message for event in sendings for message in event.agents(MESSAGE_ROLE)}
    for event in sendings:
        yield from _copied(event, frozenset(event.agents(MESSAGE_ROLE)), iris)
    for event in real:
        if event.type == "MessageDelivery":
            yield from _copied(event, frozenset(event.agents(MESSAGE_ROLE)) - sent, iris)


def _copied(event: Event, messages: frozenset[str], iris: Iris) -> Iterator[Triple]:
    for message in messages:
        for role in _ROLES:
            for agent in event.agents(role):
                yield iris.entity(message), iris.dg[role], iris.entity(agent)
