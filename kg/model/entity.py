"""Who and what a report speaks of: persons, states, organisations, missions, posts, places, groups, messages."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen


class Kind(StrEnum):
    """What sort of thing an entity is; the value is the class that the ontology gives it."""

    PERSON = "Person"
    UNNAMED_PERSON = "UnnamedPerson"
    STATE = "State"
    ORGANISATION = "Organisation"
    MISSION = "DiplomaticMission"
    COLLECTIVE = "Collective"
    DELEGATION = "Delegation"
    POST = "Post"
    PLACE = "Place"
    MESSAGE = "Message"


@frozen
class Entity:
    """One thing with its names as written. `id` is unique in its report; other entities are named by their id."""

    id: str
    kind: Kind
    name: str  # the fullest name, without honorifics
    names: tuple[str, ...] = ()  # every surface form, as written
    authority: str = ""  # key in the authority file, once a link was accepted
    shared: str = ""  # key that the documents of one mission or volume share for a person whom no authority has
    state: str = ""  # affiliated state (a group, an organisation, a person); sending state of a mission or a post
    receiving_state: str = ""  # of a mission, or of a diplomatic post
    parent: str = ""  # the organisation this one is an organ of: a party of its central committee
    role: str = ""  # of a post: a concept of the vocabulary, "Ambassador", "HeadOfGovernment", "PartyLeader" …
    head: str = ""  # of a delegation
    country: str = ""  # of a place, if known
    is_female: bool = False  # of a person: the text calls her "Mrs." or "Miss"
