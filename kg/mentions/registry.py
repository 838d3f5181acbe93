"""The entities of one report as they come up: one for each thing, with every name it was given."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from functools import lru_cache

from attrs import define, evolve, field

from kg.mentions.frame import DocumentFrame
from kg.mentions.gazetteer import Gazetteer
from kg.mentions.spans import NameSpan
from kg.model.authority import Authority
from kg.model.discourse import OfficeFact
from kg.model.entity import Entity, Kind

INITIAL = re.compile(r"(?:[a-z]\.)+-?(?:[a-z]\.)*$|[a-z]$")
PEOPLE = (Kind.PERSON, Kind.UNNAMED_PERSON)


def slug_of(text: str) -> str:
    """ASCII letters and digits joined by hyphens.

    >>> slug_of("József Kovács")
    'jozsef-kovacs'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "x"


@lru_cache(maxsize=4096)
def name_words(name: str) -> tuple[str, ...]:
    """The parts of a person's name, folded for comparison; "V.P." stays one part."""
    return tuple(part.replace("’", "'").removesuffix("'s").casefold() for part in name.replace("-", " ").split())


@lru_cache(maxsize=16384)
def is_same_person(one: str, other: str) -> bool:
    """Whether two names in one document can be one person's: the same surname, and nothing else that differs.

    >>> is_same_person("V.P. Moskovsky", "Moskovsky"), is_same_person("Kim Il Sung", "Kim Chang Bong")
    (True, False)
    """
    a, b = name_words(one), name_words(other)
    if len(b) < len(a):
        a, b = b, a
    if not a or not b:
        return False
    if a == b[-len(a) :] or (len(a) == 1 and len(a[0]) > 2 and a[0] == b[0] and len(b) > 2):
        return True
    if a[-1] != b[-1]:
        return False
    return all(_fits(x, y) for x, y in zip(a[:-1], b[:-1], strict=False))


@lru_cache(maxsize=16384)  # a run of many reports meets the same people again and again
def _side_of(name: str, authority: Authority) -> str:
    """The state of all the persons of the tables who may be called so; "" if they are of several, or there are none."""
    named = _named(authority)
    words = name_words(name)
    # Two names of one person have the last word in common, or the only word of one is the first of the other.
    may_be = {*named.get(words[0], ()), *named.get(words[-1], ())} if words else set()
    sides = {state for other, state in may_be if is_same_person(name, other)}
    return sides.pop() if len(sides) == 1 else ""


@lru_cache(maxsize=16)  # authorities: a run has one or two
def _named(authority: Authority) -> Mapping[str, Set[tuple[str, str]]]:
    """The first and the last words of the names of persons -> the names, each with its bearer's state."""
    named: dict[str, set[tuple[str, str]]] = {}
    for known in authority.of_kind(Kind.PERSON):
        for name in (known.name, *known.names):
            words = name_words(name)
            for word in {*words[:1], *words[-1:]}:
                named.setdefault(word, set()).add((name, known.state))
    return named


def _fits(one: str, other: str) -> bool:
    if INITIAL.match(one) or INITIAL.match(other):
        return one[0] == other[0]
    return one == other


@define
class EntityDraft:
    """An entity while the report is still being read."""

    id: str
    kind: Kind
    names: list[str] = field(factory=list)
    fields: dict[str, str] = field(factory=dict)
    is_female: bool = False
    side: str = ""  # key of the state that he speaks for, by the authority file: helps to resolve, is not published

    @property
    def name(self) -> str:
        """The fullest of the names so far."""
        return max(self.names, key=lambda name: (len(name_words(name)), len(name)))


@define
class Registry:
    """The entities of one report; asks are answered with ids."""

    authority: Authority
    frame: DocumentFrame
    day: date | None
    drafts: dict[str, EntityDraft] = field(factory=dict)
    offices: list[OfficeFact] = field(factory=list)
    participants: set[str] = field(factory=set)  # in the talk that the report is of

    @property
    def year(self) -> int | None:
        """The year of the document, None if it is not known."""
        return self.day.year if self.day else None

    def add(self, id_: str, kind: Kind, name: str, **fields: str) -> str:
        """The entity `id_`, made if it is new; what is known already is not overwritten."""
        draft = self.drafts.setdefault(id_, EntityDraft(id_, kind))
        if name and name not in draft.names:
            draft.names.append(name)
        for key, value in fields.items():
            if value:
                draft.fields.setdefault(key, value)
        return id_

    def state(self, key: str) -> str:
        """The entity of a state of the authority file."""
        return self.add(f"state/{key}", Kind.STATE, self.authority.entries[key].name, authority=key)

    def one_state(self, groups: Sequence[Sequence[str]]) -> str:
        """The entity of the first state that words with ambiguous keys mean in this document; "" if none is plain."""
        return self.state(keys[0]) if (keys := self.state_keys(groups)) else ""

    def state_keys(self, groups: Sequence[Sequence[str]]) -> list[str]:
        """For each of the words its one state, where it can be told."""
        keys = (self.frame.state_of(group, self.authority, self.year) for group in groups)
        return list(dict.fromkeys(key for key in keys if key))

    def known(self, span: NameSpan) -> str:
        """The entity of a name of the gazetteer."""
        key = self.frame.state_of(span.keys, self.authority, self.year)
        if span.kind is Kind.STATE:
            if key:
                return self.add(f"state/{key}", Kind.STATE, span.name, authority=key)
            return self.add(f"state/{slug_of(span.name)}", Kind.STATE, span.name)
        known = self.authority.entries[key or span.keys[0]]
        prefix = {Kind.ORGANISATION: "org", Kind.MISSION: "mission", Kind.PLACE: "place"}[span.kind]
        fields = {"authority": known.key}
        if span.kind is not Kind.PLACE and known.state:
            fields["state"] = self.state(known.state)
        if known.parent:
            parent = self.authority.entries[known.parent]
            fields["parent"] = self.add(f"org/{parent.key}", Kind.ORGANISATION, parent.name, authority=parent.key)
        return self.add(f"{prefix}/{known.key}", span.kind, span.name, **fields)

    def organisation(self, span: NameSpan) -> str:
        """The entity of an organ described by its state and noun: "the Soviet government"."""
        if span.keys:
            return self.known(span)
        state = self.one_state(span.states)
        if span.kind is Kind.MISSION and state and (organ := self.organ_of("Embassy", state.removeprefix("state/"))):
            return self.add(organ, Kind.MISSION, span.name)
        prefix = {Kind.MISSION: "mission", Kind.DELEGATION: "delegation"}.get(span.kind, "org")
        name = span.name
        for draft in self.drafts.values():  # "the delegation" after "the Korean party delegation"
            if (
                draft.kind is span.kind
                and not state
                and any(other.casefold().endswith(" " + name.casefold()) for other in draft.names)
            ):
                return self.add(draft.id, draft.kind, name)
        return self.add(f"{prefix}/{slug_of(name)}", span.kind, name, state=state)

    def correspondent(self, name: str, gazetteer: Gazetteer) -> str:
        """The entity of a sender or addressee as the head of the document names it."""
        kind = Kind.MISSION if "Embassy" in name or "Legation" in name else Kind.ORGANISATION
        keys = gazetteer.names.get(name.replace("’", "'"), ())
        known = self.authority.entries[keys[0]] if keys else None
        if known and known.kind in (Kind.MISSION, Kind.ORGANISATION):
            return self.known(NameSpan(0, 0, 0, known.kind, keys, name))
        if kind is Kind.ORGANISATION:
            return self.add(f"org/{name.casefold()}", kind, name)
        home = self.state(self.frame.home) if self.frame.home else ""
        post = self.state(self.frame.post) if self.frame.post else ""
        return self.add(f"mission/{name.casefold()}", kind, name, state=home, receiving_state=post)

    def person(self, span: NameSpan) -> str:
        """The person of a name: one met before whose name agrees, else a new one."""
        return self.person_named(span.name, is_female=span.is_female)

    def person_named(self, name: str, *, is_female: bool = False) -> str:
        """The person called `name` in this document."""
        fitting = [
            draft
            for draft in self.people()
            if draft.kind is Kind.PERSON
            and any(is_same_person(name, known) for known in draft.names)
            and (draft.is_female == is_female)
        ]
        if len(fitting) > 1:  # "Kennedy" of two Kennedys: the fuller agreement, else the later
            exact = [draft for draft in fitting if name in draft.names]
            fitting = exact or fitting[-1:]
        if fitting:
            return self.add(fitting[0].id, Kind.PERSON, name)
        id_ = f"person/{slug_of(name)}" + ("-f" if is_female else "")
        self.add(id_, Kind.PERSON, name)
        self.drafts[id_].is_female = is_female
        self.drafts[id_].side = _side_of(name, self.authority)
        return id_

    def side_of(self, person: str) -> str:
        """The key of the state that a person speaks for, as the document or the authority file says; "" if neither."""
        draft = self.drafts.get(person)
        return draft.fields.get("state", "").removeprefix("state/") or draft.side if draft else ""

    def organ_of(self, noun: str, state: str) -> str:
        """The organ of a state that a bare noun means: "the Central Committee", "the Embassy"; "" if not known."""
        if noun not in ("CC", "Central Committee", "Embassy"):
            return ""
        form = re.compile(r"(?:\w+ )?Embassy\b|Embassy of" if noun == "Embassy" else r"\w+ CC$|Central Committee of")
        fitting = [
            known
            for kind in (Kind.ORGANISATION, Kind.MISSION)
            for known in self.authority.of_kind(kind)
            if known.state == state
            and known.receiving_state in ("", self.frame.post)
            and any(form.match(name) for name in (known.name, *known.names))
        ]
        if len(fitting) != 1:
            return ""
        span = NameSpan(0, 0, 0, fitting[0].kind, (fitting[0].key,), fitting[0].name)
        return self.known(span)

    def people(self) -> Iterable[EntityDraft]:
        """The persons so far."""
        return [draft for draft in self.drafts.values() if draft.kind in PEOPLE]

    def group(self, span: NameSpan) -> str:
        """A group of people of a state or side, who are not turned into its government."""
        return self.add(f"group/{slug_of(span.name)}", Kind.COLLECTIVE, span.name, state=self.one_state(span.states))

    def post(self, role: str, states: Sequence[Sequence[str]], title_words: str) -> str:
        """The office that a title names, with its state as far as the document gives it."""
        keys = self.state_keys(states)
        state = keys[0] if keys else ""
        receiving = ""
        if role == "Ambassador":
            receiving = keys[1] if len(keys) > 1 else (self.frame.post if state and state != self.frame.post else "")
        name = self._post_name(role, title_words, state, receiving)
        parts = [slug_of(title_words), state or "state-not-named", *([receiving] if receiving else [])]
        return self.add(
            "post/" + "-".join(parts),
            Kind.POST,
            name,
            role=role,
            state=self.state(state) if state else "",
            receiving_state=self.state(receiving) if receiving else "",
        )

    def _post_name(self, role: str, title_words: str, state: str, receiving: str) -> str:
        title = title_words[0].upper() + title_words[1:] if title_words else role
        name = title + (f" of {self._short(state)}" if state and role != "Ambassador" else "")
        if role == "Ambassador" and state:
            name = f"{title} of {self._short(state)}" + (f" to {self._short(receiving)}" if receiving else "")
        return name

    def _short(self, key: str) -> str:
        known = self.authority.entries[key]
        return (
            "the "
            if known.name.startswith(("Soviet Union", "United", "German", "People", "Democratic", "Republic"))
            else ""
        ) + known.name

    def holders(self, role: str, state: str, title_words: str = "") -> list[str]:
        """The persons to whom the document has given such an office, the latest last; a king is no president.

        An office without its state is one of the writer's own side, if the document gives that one to anybody.
        """
        found: list[str] = []
        for fact in self.offices:
            post = self.drafts[fact.post].fields
            is_other = role == "HeadOfState" and _head_word(title_words) not in self.drafts[fact.post].name.casefold()
            if is_other or post.get("role") != role:
                continue
            if not state or post.get("state", "") in (state, ""):
                if fact.person in found:
                    found.remove(fact.person)
                found.append(fact.person)
        if state:
            return found
        own = {"", f"state/{self.frame.home}"}
        near = {fact.person for fact in self.offices if self.drafts[fact.post].fields.get("state", "") in own}
        return [person for person in found if person in near] or found

    def hide_words(self, since: int) -> None:
        """Keep the offices noted after the first `since` without their words, which are not those of the prose."""
        self.offices[since:] = [evolve(fact, first=-1, last=-1) for fact in self.offices[since:]]

    def has_office(self, person: str) -> bool:
        """Whether the document has given the person any office."""
        return any(fact.person == person for fact in self.offices)

    def has_post(self, role: str, state: str) -> bool:
        """Whether the authority file knows what a state calls its post of this kind."""
        posts = self.authority.of_kind(Kind.POST)
        return any(post.role == role and post.state == state and not post.receiving_state for post in posts)

    def present(self, role: str, state: str) -> list[str]:
        """Those of the list of participants who have such an office there, of any state if none is named."""
        found = []
        for fact in self.offices:
            post = self.drafts[fact.post].fields
            is_fitting = post.get("role") == role and (not state or post.get("state", "") in (state, ""))
            if fact.person in self.participants and is_fitting:
                found.append(fact.person)
        return list(dict.fromkeys(found))

    def role_called(self, span: NameSpan, state: str) -> str:
        """The role of the post that a state calls by this title, as the authority file names it; "" if none."""
        words = f" {span.title_words.casefold()} "
        for post in self.authority.of_kind(Kind.POST):
            is_fitting = post.role == span.title or span.title == "Official"
            if post.state != state or not is_fitting or post.receiving_state:
                continue
            if span.title == "Official":  # "the Secretary": only where just this is a name of the post
                if span.title_words in post.names:
                    return post.role
            elif any(words in f" {name.casefold()} " for name in (post.name, *post.names)):
                return span.title
        return ""

    def known_holder(self, role: str, state: str) -> str:
        """The person who by the authority file held an office on the day of the document; "" if none or several."""
        key = state.removeprefix("state/")
        if not key or self.day is None or (role == "Ambassador" and not self.frame.post):
            return ""
        found = [
            known
            for known in self.authority.of_kind(Kind.PERSON)
            if any(
                term.role == role
                and term.state == key
                and (role != "Ambassador" or term.receiving_state == self.frame.post)
                and _covers(term.start, term.end, self.day)
                for term in known.offices
            )
        ]
        if len(found) != 1:
            return ""
        known = found[0]
        for draft in self.people():
            if any(is_same_person(name, other) for name in (known.name, *known.names) for other in draft.names):
                return draft.id
        return self.add(f"person/{slug_of(known.name)}", Kind.PERSON, known.name)

    def entities(self) -> dict[str, Entity]:
        """All entities as they stand now."""
        return {
            draft.id: Entity(
                draft.id, draft.kind, draft.name, tuple(draft.names), is_female=draft.is_female, **draft.fields
            )
            for draft in self.drafts.values()
        }


def _head_word(title_words: str) -> str:
    """The first word of a title that says what its holder is: "president" of "President of the Council"."""
    return title_words.casefold().split(" ")[0]


def _covers(start: str, end: str, day: date) -> bool:
    """Whether a day lies in a term of office, as far as its two ends are known: a year, a month or a day."""
    first, last, here = start.rstrip("?"), end.rstrip("?"), day.isoformat()
    return bool(first) and here[: len(first)] >= first and (not last or here[: len(last)] <= last)
