"""Made-up documents about the people of a made-up index (bench/dump.py), with the right answers.

Each has some twelve entities: three states under any of their names, a mission, a post or two, a place, an organisation
and six persons, in full, by initials, by surname, turned round or misspelt. Who is written about much is named much
(Zipf's law over the persons of a state); a third of the persons are in no index, but have names of the same stock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from random import Random

from attrs import define, evolve, field, frozen

from bench.dump import FIRST_NUMBER, STATES, Names
from kg.authority.index import CandidateIndex
from kg.links.periods import Standing, is_before_its_time, is_past, standing
from kg.model.authority import Authority, Known, TermOfOffice
from kg.model.dates import EdtfDate
from kg.model.discourse import OfficeFact
from kg.model.entity import Entity, Kind
from kg.model.report import Report, SourceText

SAMPLE = 30_000  # entries of the index that documents are written about; of a million that leaves all the clashes
PERSONS = 6
NOT_KNOWN = 0.35  # share of persons, places and organisations that are in no index
SEED_OF_DUMP = 1  # the stock of names that the dump was made with
YEARS = range(1950, 1976)
GROWN, OLD = 25, 85  # years of life within which somebody is written about
FORMS = {"in full": 45, "surname": 20, "initials": 15, "turned": 10, "misspelt": 10}  # in a hundred


@frozen
class Document:
    """What the linker is given, and the key or number of each entity of which that is certain; "" if it has none."""

    report: Report
    entities: tuple[Entity, ...]
    offices: tuple[OfficeFact, ...]
    answers: Mapping[str, str]


@frozen
class Ranked:
    """Entries, the most prominent first; they are drawn by Zipf's law."""

    rows: Sequence[Known]
    weights: Sequence[float]

    @classmethod
    def of(cls, rows: Sequence[Known]) -> Ranked:
        """The entries in the order of their prominence."""
        ordered = sorted(rows, key=lambda known: (-known.prominence, known.key))
        return cls(ordered, list(accumulate(1 / rank for rank in range(1, len(ordered) + 1))))

    def drawn(self, random: Random) -> Known:
        """One of them."""
        return random.choices(self.rows, cum_weights=self.weights)[0]


@define
class Draft:
    """A document while it is written."""

    date: EdtfDate
    states: Mapping[str, Entity]  # by the number that the index has for them
    entities: list[Entity] = field(factory=list)
    offices: list[OfficeFact] = field(factory=list)
    answers: dict[str, str] = field(factory=dict)

    def add(self, entity: Entity, answer: str | None) -> None:
        """Add an entity; None if it is not certain what it is."""
        self.entities.append(entity)
        if answer is not None:
            self.answers[entity.id] = answer

    def state(self, number: str) -> str:
        """The id of the state of a number; "" if the document does not name it."""
        found = self.states.get(number)
        return found.id if found else ""


class Writer:
    """Writes documents about a sample of the index."""

    def __init__(self, index: Path, entries: int, authority: Authority, seed: int) -> None:
        """Draw the sample."""
        self.random = Random(seed)
        self.names = Names(Random(SEED_OF_DUMP))
        self.authority = authority
        sample: dict[Kind, list[Known]] = {}
        with CandidateIndex.opened(index) as opened:
            for place in self.random.sample(range(entries), min(entries, SAMPLE)):
                known = opened.entry(f"Q{FIRST_NUMBER + place}")
                if known is not None:
                    sample.setdefault(known.kind, []).append(known)
        self.sample = {kind: Ranked.of(rows) for kind, rows in sample.items()}
        persons = sample[Kind.PERSON]
        self.persons = {
            f"Q{number}": Ranked.of([known for known in persons if known.state == f"Q{number}"]) for number in STATES
        }

    def document(self, number: int) -> Document:
        """One document."""
        month, day = self.random.randint(1, 12), self.random.randint(1, 28)
        date = EdtfDate(f"{self.random.choice(YEARS)}-{month:02}-{day:02}")
        draft = Draft(date, self._states(date))
        sender, host, *_ = draft.states.values()
        for state in draft.states.values():
            draft.add(state, state.authority)
        sender_known, host_known = (self.authority.entries[state.authority] for state in (sender, host))
        adjective = next(iter(sender_known.adjectives), sender_known.name)
        title = f"{adjective} Embassy"
        draft.add(Entity("mission", Kind.MISSION, title, (title,), state=sender.id, receiving_state=host.id), None)
        for place in range(PERSONS):
            self._person(f"person/{place}", draft)
        if not draft.offices:
            post = Entity("post", Kind.POST, "Ambassador", role="Ambassador", state=sender.id, receiving_state=host.id)
            draft.add(post, None)
        self._thing(Kind.PLACE, draft)
        self._thing(Kind.ORGANISATION, draft)
        heading = f"Embassy of {sender.name} in {host.name}"
        capital = self.authority.entries.get(host_known.capital)
        report = Report(
            f"made-up-{number}",
            SourceText("", ""),
            "plain",
            "",
            date=date,
            sender=heading,
            place=capital.name if capital else "",
        )
        # What the reading proposes is not looked at by the linker; the answers stand beside.
        entities = tuple(evolve(entity, authority="") for entity in draft.entities)
        return Document(report, entities, tuple(draft.offices), draft.answers)

    def _states(self, date: EdtfDate) -> dict[str, Entity]:
        """Three states that existed then, under one of their names."""
        chosen: dict[str, Entity] = {}
        for number in self.random.sample(STATES, len(STATES)):
            for key in sorted(self.authority.states_meant(f"Q{number}")):
                known = self.authority.entries[key]
                is_new = all(entity.authority != key for entity in chosen.values())
                if is_new and not is_before_its_time(known, date) and not is_past(known, date):
                    name = self.random.choice((known.name, *known.names))
                    chosen[f"Q{number}"] = Entity(f"state/{key}", Kind.STATE, name, (name,), authority=key)
                    break
            if len(chosen) == 3:
                break
        return chosen

    def _person(self, id_: str, draft: Draft) -> None:
        year = int(draft.date.value[:4])
        known = None if self.random.random() < NOT_KNOWN else self._living(draft, year)
        name = known.name if known else self.names.person()[0]
        form, surname = self._written(name)
        states = list(draft.states)
        state = known.state if known else self.random.choice(states)
        own = draft.state(state) if self.random.random() < 0.5 else ""
        draft.add(Entity(id_, Kind.PERSON, form, (form, surname), state=own), known.key if known else "")
        term = (
            next((term for term in known.offices if standing(term, draft.date) is Standing.THEN), None)
            if known
            else None
        )
        if term is not None and self.random.random() < 0.7:
            post = self._post(f"post/{len(draft.offices)}", term, draft)
            draft.add(post, None)
            draft.offices.append(OfficeFact(id_, post.id, 0, 0, 0))

    def _post(self, id_: str, term: TermOfOffice, draft: Draft) -> Entity:
        state, receiving = draft.state(term.state), draft.state(term.receiving_state)
        return Entity(id_, Kind.POST, term.role, (term.role,), role=term.role, state=state, receiving_state=receiving)

    def _living(self, draft: Draft, year: int) -> Known | None:
        """Somebody of one of the states of the document, or, one time in five, of any."""
        for _ in range(50):
            own = self.random.random() < 0.8
            known = self.persons[self.random.choice(list(draft.states if own else self.persons))].drawn(self.random)
            if GROWN <= year - int(known.start[:4]) <= OLD and not is_past(known, draft.date):
                return known
        return None

    def _thing(self, kind: Kind, draft: Draft) -> None:
        if self.random.random() < NOT_KNOWN:
            ending = " Workers' Party" if kind is Kind.ORGANISATION else ""
            name = f"{self.names.word(4)}{ending}"
            draft.add(Entity(kind.value, kind, name, (name,)), "")
            return
        known = self.sample[kind].drawn(self.random)
        state = draft.state(known.state)
        country, own = (state, "") if kind is Kind.PLACE else ("", state)
        draft.add(Entity(kind.value, kind, known.name, (known.name,), state=own, country=country), known.key)

    def _written(self, name: str) -> tuple[str, str]:
        """The name as the document has it, and its surname: in the dump a name of three parts begins with it."""
        parts = name.split()
        surname, given = (parts[0], parts[1:]) if len(parts) == 3 else (parts[-1], parts[:-1])
        form = self.random.choices(list(FORMS), weights=list(FORMS.values()))[0]
        written = {
            "in full": name,
            "surname": surname,
            "initials": f"{' '.join(f'{part[0]}.' for part in given)} {surname}",
            "turned": " ".join((surname, *given) if len(parts) != 3 else (*given, surname)),
            "misspelt": name.replace(surname, self._misspelt(surname), 1),
        }
        return written[form], surname

    def _misspelt(self, word: str) -> str:
        """A word with one letter behind the first left out, doubled or exchanged; "Oh" for "O"."""
        if len(word) == 1:
            return f"{word}h"
        place = self.random.randrange(1, len(word))
        letter = self.random.choice(("", word[place] * 2, "a", "e", "i"))
        return word[:place] + letter + word[place + 1 :]


def documents(index: Path, entries: int, authority: Authority, mentions: int, seed: int) -> list[Document]:
    """Documents with at least so many entities in all."""
    writer = Writer(index, entries, authority, seed)
    written: list[Document] = []
    count = 0
    while count < mentions:
        written.append(writer.document(len(written)))
        count += len(written[-1].entities)
    return written
