"""The frame of a document: who writes, from where, to whom. It binds "I", "here", "the Embassy" and bare "Korea"."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import field, frozen

from kg.lexicon import NameWords
from kg.mentions.gazetteer import Gazetteer
from kg.model.authority import Authority
from kg.model.entity import Kind
from kg.model.report import Report


@frozen
class DocumentFrame:
    """The states on both sides of the sender's post, and the states that the document names without doubt."""

    home: str  # sending state, a key of the authority file, "" if not known
    post: str  # receiving state
    named: tuple[str, ...] = field(factory=tuple)  # states that some unambiguous name in the document means

    def state_of(self, keys: Sequence[str], authority: Authority, year: int | None) -> str:
        """The one state that ambiguous words mean here; "" where that cannot be told.

        A state that did not exist in the year of the document is out; then the receiving state of the writer's post
        wins, then his own, then the one state that the document elsewhere names without doubt.
        """
        alive = [key for key in keys if _existed(authority, key, year)]
        if len(alive) == 1:
            return alive[0]
        for key in (self.post, self.home):
            if key in alive:
                return key
        sure = [key for key in alive if key in self.named]
        return sure[0] if len(sure) == 1 else ""


def _existed(authority: Authority, key: str, year: int | None) -> bool:
    known = authority.entries[key]
    if known.kind is not Kind.STATE or year is None:
        return True
    return not (known.start and int(known.start[:4]) > year) and not (known.end and int(known.end[:4]) < year)


def frame_of(report: Report, authority: Authority, gazetteer: Gazetteer, words: NameWords) -> DocumentFrame:
    """What sender, addressee, title, place and edition of a report say of its two sides.

    A mission that does not name its own state ("Embassy in Sweden") is of the state whose ministry it writes to, or
    that writes to it; a man is of his own; for want of all that the papers are those of the state that edits them.
    """
    year = report.date.earliest.year if report.date and report.date.earliest else None
    text = " \n ".join(passage.exact for passage in report.paragraphs)
    named = tuple(
        sorted(
            {
                keys[0]
                for name in gazetteer.pattern.findall(text.replace("’", "'"))
                if len(keys := gazetteer.names[name]) == 1 and authority.entries[keys[0]].kind is Kind.STATE
            }
        )
    )
    bare = DocumentFrame("", "", named)

    def states(text: str) -> list[str]:
        groups = _states_in(text, gazetteer, authority)
        return [state for keys in groups if (state := bare.state_of(keys, authority, year))]

    own, away = _split(_plain(report.sender or report.author or report.title))
    hearer, hearer_away = _split(_plain(report.addressee))
    author = _state_of_person(report.author, authority)
    editor = next((state for start, state in words.editions.items() if report.address.startswith(start)), "")
    is_between_cities = _is_place(own, gazetteer, authority) and _is_place(hearer, gazetteer, authority)
    if is_between_cities:  # "Telegram from Pyongyang to Bucharest"
        own, away = "", own
    home = next((state for state in (*states(own), author, *states(hearer), editor) if state), "")
    there = [state for state in (*states(away), *states(hearer_away)) if state != home]
    post = there[0] if there else _state_of_place(report.place, gazetteer, authority, home)
    return DocumentFrame(home, post, named)


def _plain(text: str) -> str:
    return text.replace("’", "'")


def _is_place(text: str, gazetteer: Gazetteer, authority: Authority) -> bool:
    keys = gazetteer.names.get(text, ())
    return bool(keys) and all(authority.entries[key].kind is Kind.PLACE for key in keys)


def _state_of_person(name: str, authority: Authority) -> str:
    """The state of the one known person who bears this name as it stands; "" if none or several do."""
    known = [person for person in authority.of_kind(Kind.PERSON) if name and name in (person.name, *person.names)]
    return known[0].state if len(known) == 1 else ""


def _split(sender: str) -> tuple[str, str]:
    """A mission's name before and after the words that lead to its receiving state."""
    for word in (" in the ", " in ", " to the ", " to ", " at "):
        if word in sender:
            before, after = sender.split(word, 1)
            return before, after
    return sender, ""


def _states_in(text: str, gazetteer: Gazetteer, authority: Authority) -> list[tuple[str, ...]]:
    found: list[tuple[int, tuple[str, ...]]] = []
    for match in gazetteer.pattern.finditer(text):
        keys = gazetteer.names[match.group()]
        known = authority.entries[keys[0]]
        if known.kind is Kind.STATE:
            found.append((match.start(), keys))
        elif known.kind in (Kind.PLACE, Kind.ORGANISATION) and known.state:
            found.append((match.start(), (known.state,)))
    words = text.split()
    for position, word in enumerate(words):
        pair = " ".join(words[position : position + 2])
        keys = gazetteer.adjectives.get(pair) or gazetteer.adjectives.get(word.strip(",.")) or ()
        if keys:
            found.append((text.find(word), keys))
    return [keys for _, keys in sorted(found)]


def _state_of_place(place: str, gazetteer: Gazetteer, authority: Authority, home: str) -> str:
    keys = gazetteer.names.get(place, ())
    for key in keys:
        state = authority.entries[key].state
        if state and state != home:
            return state
    return ""
