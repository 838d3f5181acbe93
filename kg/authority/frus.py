"""The persons whom the editors of a volume list: their names turned round, their offices where the words are plain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from attrs import evolve, frozen

from kg.authority.importing import Reading, marks_of
from kg.authority.positions import StateNames, office_of
from kg.authority.records import Entry, Name
from kg.authority.schema import SourceRow
from kg.authority.spelling import cleaned, is_name, slug
from kg.authority.staging import Job
from kg.model.authority import Known, TermOfOffice
from kg.model.edition import ListedPerson, years_of_volume
from kg.model.edition import TermOfOffice as ListedOffice
from kg.model.entity import Kind
from kg.names.likeness import parts_of

RIGHTS = "Work of the United States government, public domain"
_PREFIX = "frus"
# The lists say so: "All titles and positions are American unless otherwise indicated".
_OWN_STATE = "United States"
_OWN_OFFICES = {"secretary of state": "ForeignMinister", "president": "HeadOfState"}
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?\Z")
_RANK = re.compile(
    r"(?:(?:Major|Brigadier|Lieutenant|Vice|Rear|Air|Field|Fleet|Chief|Maj|Brig|Lt|Gen|Adm|Col|Capt|Cdr)\.?\s+)*"
    r"(?:General|Admiral|Colonel|Captain|Commander|Commodore|Marshal|Major|Lieutenant|Gen\.|Adm\.|Col\.|Capt\.|Dr\.|Sir"
    r"|Prince|Princess|King|Count|Baron|Lord|Tunku|Sheikh|Professor|Prof\.|Reverend|Rev\.|Mrs\.|Miss|Lt\.|Maj\.)\s+"
)


@frozen
class People:
    """The list of persons of one volume."""

    path: Path
    volume: str  # "frus1961-63v05"
    sha256: str
    persons: tuple[ListedPerson, ...]

    @property
    def years(self) -> tuple[str, str]:
        """The first and the last year that the volume covers, as its name says; "" if it does not."""
        return years_of_volume(self.volume)


def job(volumes: Iterable[People]) -> Job:
    """The import of these volumes."""
    marks = {people.volume: str(dict(marks_of(people.path))) for people in volumes}
    return Job(f"persons of {', '.join(sorted(marks))}", marks)


def read_people(
    volumes: Sequence[People],
    states_of: Callable[[People], StateNames],
    known: Callable[[str], Known | None],
    reading: Reading,
) -> None:
    """Hand over every listed person. `states_of` gives the states of a volume's time, `known` what the index holds.

    The same full name in two volumes is one person, unless the lists put him with two states. A surname alone is a
    person of its volume only.
    """
    state_of: dict[str, str] = {}
    for people in sorted(volumes, key=lambda each: each.volume):
        size = people.path.stat().st_size
        row = SourceRow(_source_name(people), "frus-people", "", RIGHTS, people.path.name, size, people.sha256)
        source = reading.staging.source(row)
        states = states_of(people)
        for person in people.persons:
            entry = entry_of_person(person, people, states)
            if entry is None:
                reading.leave_out("no usable name")
                continue
            key, state = entry.known.key, entry.known.state
            before = state_of.get(key) or _state_in_index(known(key), _source_name(people))
            if before and state and before != state:
                entry = _renamed(entry, f"{key}-{slug(people.volume)}")
                words = f"{entry.known.name} is of {state} here and of {before} elsewhere; two persons"
                reading.staging.find(source, "namesake", person.id, words)
            else:
                state_of[key] = before or state
            reading.take(source, person.id, entry)


def entry_of_person(person: ListedPerson, people: People, states: StateNames) -> Entry | None:
    """The entry of one line of the list; None if there is no name in it.

    The words behind the name stand, as printed, as the description. An office becomes a term only if its words are
    plain; where the list does not date it, the volume shows its holder in the years that it covers.
    """
    name, made = _turned(person.name)
    if not is_name(name):
        return None
    abroad = states.within(person.role)
    terms = [term for office in person.offices for term in _terms_of(office, people, states, abroad)]
    held = {term.state for term in terms if term.state}
    state = held.pop() if len(held) == 1 else "" if held else _adjective(person.role, states)
    is_whole = len([part for part in parts_of(name) if part]) > 1
    key = f"{_PREFIX}-{made}" if is_whole else f"{_PREFIX}-{made}-{slug(people.volume)}"
    names = dict.fromkeys((name, cleaned(person.name)))
    known = Known(
        key=key if made else f"{_PREFIX}-{slug(people.volume)}-{slug(person.id)}",
        kind=Kind.PERSON,
        name=name,
        source="",
        state=state,
        description=cleaned(person.role),
        offices=tuple(terms),
        identifiers=(f"{people.volume}#{person.id}",),
    )
    return Entry(known, tuple(Name(text, "en") for text in names))


def _turned(printed: str) -> tuple[str, str]:
    """The name in the order of speech, and as a part of a key.

    >>> _turned("Bowen, General Frank Sayles, Jr."), _turned("Kim Il-song")
    (('Frank Sayles Bowen Jr.', 'bowen-frank-sayles-jr'), ('Kim Il-song', 'kim-il-song'))
    """
    plain = cleaned(re.sub(r"\s*[(\[][^)\]]*[)\]]", "", printed)).strip(" ,")
    surname, comma, rest = plain.partition(",")
    if not comma:
        return plain, slug(_RANK.sub("", plain) or plain)
    pieces = [piece.strip() for piece in rest.split(",") if piece.strip()]
    suffixes = [piece for piece in pieces if _SUFFIX.match(piece)]
    given = _RANK.sub("", " ".join(piece for piece in pieces if piece not in suffixes) + " ").strip()
    spoken = " ".join(part for part in (given, surname.strip(), *suffixes) if part)
    return spoken, slug(" ".join((surname, given, *suffixes)))


def _terms_of(office: ListedOffice, people: People, states: StateNames, abroad: frozenset[str]) -> list[TermOfOffice]:
    """The term of an office, none if its words do not plainly say which; `abroad` are states that his line names."""
    words = office.office
    said = office_of(words, states)
    if not said.role:
        said = office_of(words.partition(",")[0], states)
    role, state = said.role, said.state
    own = _OWN_OFFICES.get(words.partition(",")[0].strip().lower(), "")
    if not role and own:
        role, state = own, states.named(_OWN_STATE)
    if said.receiving_state and not state:
        state = _sender(said.receiving_state, states.named(_OWN_STATE), abroad)
    if not role or not state or (role == "Ambassador" and not said.receiving_state):
        return []
    start, end = _bounds(office, people)
    return [TermOfOffice(role, state, start, end, "", said.receiving_state, words)]


def _sender(receiving: str, own: str, abroad: frozenset[str]) -> str:
    """Whose ambassador it is, if his office does not say so: ours, unless his line speaks of another state; "" if open.

    "Chief in the Soviet Foreign Ministry; thereafter Ambassador to the United States" is the Soviet ambassador.
    """
    others = abroad - {receiving, own}
    if receiving != own:
        return "" if others else own
    return next(iter(others)) if len(others) == 1 else ""


def _bounds(office: ListedOffice, people: People) -> tuple[str, str]:
    """Start and end: as printed; else the year in which the volume begins or ends, with "?" (he is shown there)."""
    start, _, end = (office.date.value if office.date is not None else "../..").partition("/")
    first, last = people.years
    start, end = start.replace("..", ""), end.replace("..", "")
    if not start and first and (not end or end[:4] >= first):
        start = f"{first}?"
    if not end and last and (not start or start[:4] <= last):
        end = f"{last}?"
    return start, end


def _adjective(role: str, states: StateNames) -> str:
    """The state with whose adjective the words begin ("Turkish Deputy Prime Minister")."""
    found = {states.beginning(part.strip())[0] for part in role.split(";") if part.strip()}
    return found.pop() if len(found) == 1 else ""


def _state_in_index(known: Known | None, source: str) -> str:
    """The state that another volume gives; this one's own former import does not count."""
    return known.state if known is not None and known.source != source else ""


def _renamed(entry: Entry, key: str) -> Entry:
    return evolve(entry, known=evolve(entry.known, key=key))


def _source_name(people: People) -> str:
    return f"{people.volume}, list of persons"
