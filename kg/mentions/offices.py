"""Who holds which office: what titles, appositions and "his predecessor" say, and whom an office alone means."""

from __future__ import annotations

from attrs import define, field

from kg.lexicon import NameWords
from kg.mentions.binding import Referents
from kg.mentions.coreference import Resolver
from kg.mentions.registry import Registry
from kg.mentions.spans import NameSpan, States
from kg.model.discourse import OfficeFact
from kg.model.entity import Kind
from kg.model.syntax import ParsedParagraph

LEADERS = ("HeadOfGovernment", "HeadOfState", "PartyLeader", "ForeignMinister")
"""Offices that only one man of a state holds, so that he may be meant without a name."""
SINGULAR = frozenset({*LEADERS, "MilitaryAttache", "Minister"})
"""Titles that without a name and a state still mean one man in a document, though nobody can say which: "the King"."""


@define
class Predecessor:
    """A named predecessor, until it is known whose: token `owner` is "his"."""

    paragraph: int
    owner: int
    last: int
    person: str


@define
class Offices:
    """The offices of one report, kept in its registry."""

    registry: Registry
    resolver: Resolver
    words: NameWords
    author: str
    waiting: dict[tuple[int, int], NameSpan] = field(factory=dict)  # titles before the name of their bearer
    predecessors: list[Predecessor] = field(factory=list)
    called: dict[str, str] = field(factory=dict)  # a title that says too little for an office -> who was called so last

    def give(self, paragraph: ParsedParagraph, person: str, span: NameSpan) -> None:
        """Give a person the office of the title beside his name."""
        if span.title == "Official" and span.title_words.lower() in self.words.partial_titles and not span.states:
            self.called[span.title_words.lower()] = person  # chairman of what? the words do not say
            return
        states = span.states
        if not states:
            states = _keys_of(self.registry.drafts[person].fields.get("state", ""))
        post = self._note(paragraph, person, span, states)
        self._give_state(person, post)

    def holder(self, paragraph: ParsedParagraph, span: NameSpan, referents: Referents) -> tuple[str, ...]:
        """Who is meant by an office alone; () if nobody can be told. A name that stands behind it settles it later.

        Rules, the surest first: the name that the office stands beside; who was given the office before; who by the
        authority file held it in that year; the one man to whom no office was given yet. Else an unnamed person.
        """
        token = paragraph.tokens[span.head]
        governor = paragraph.tokens[token.head]
        named = referents.get(governor.i, ())
        if token.dep == "appos" and len(named) == 1 and self.registry.drafts[named[0]].kind is Kind.PERSON:
            self.give(paragraph, named[0], span)
            return named
        if token.dep in ("attr", "compound", "nmod") or (token.dep == "pobj" and governor.text.lower() == "as"):
            return ()  # "he is the Ambassador", "as Ambassador": not one more man
        state = self.registry.one_state(span.states)
        if any(child.i > span.last for child in paragraph.children(span.head, "appos")):
            self.waiting[(paragraph.number, span.head)] = span
        else:
            known = self._known_holder(paragraph, span, state)
            if known:
                return (known,)
            if not state and span.title not in SINGULAR:
                return ()
        name = paragraph.words(span.first, span.last)
        post = self.registry.post(span.title, span.states, span.title_words)
        person = self.registry.add(f"unnamed/{name.casefold()}", Kind.UNNAMED_PERSON, name, state=state)
        self.registry.offices.append(OfficeFact(person, post, paragraph.number, span.first, span.last))
        return (person,)

    def title_before(self, paragraph: ParsedParagraph, head: int) -> NameSpan | None:
        """The title at a token that waits for the name of its bearer; it waits no more."""
        return self.waiting.pop((paragraph.number, head), None)

    def expect_predecessor(self, paragraph: ParsedParagraph, owner: int, last: int, person: str) -> None:
        """Remember that a person came before the one whom token `owner` means ("his"), until that is resolved."""
        self.predecessors.append(Predecessor(paragraph.number, owner, last, person))

    def settle_predecessors(self, referents: Referents) -> None:
        """Give each predecessor the post of the man he came before."""
        for known in self.predecessors:
            for whose in referents.get(known.owner, ()):
                posts = [fact.post for fact in self.registry.offices if fact.person == whose]
                if posts:
                    self.registry.offices.append(
                        OfficeFact(
                            known.person, posts[-1], known.paragraph, known.owner, known.last, predecessor_of=whose
                        )
                    )
                    self._give_state(known.person, posts[-1])
        self.predecessors.clear()

    def predecessor_known(self, whose: tuple[str, ...]) -> OfficeFact | None:
        """The predecessor of someone, as the report named him before; the only one named, if that is not plain."""
        known = [fact for fact in self.registry.offices if fact.predecessor_of]
        fitting = [fact for fact in known if fact.predecessor_of in whose] or (known if len(known) == 1 else [])
        return fitting[-1] if fitting else None

    def _known_holder(self, paragraph: ParsedParagraph, span: NameSpan, state: str) -> str:
        """The person who holds an office by the report, by the authority file, or for want of another; "" if none."""
        called = self.called.get(span.title_words.lower(), "")
        if called and not span.states:
            return called
        holders = [
            person
            for person in self.registry.holders(span.title, state, span.title_words)
            if person != self.author or paragraph.is_abstract
        ]
        present = self.registry.present(span.title, state) if not paragraph.is_abstract else []
        if len(present) == 1 and present[0] != self.author:
            return present[0]
        if holders:
            return holders[-1]
        if paragraph.children(span.head, "poss"):
            return ""  # "his Prime Minister" is not the writer's
        for role, side in self._posts_called(span, state):
            holder = self.registry.known_holder(role, side)
            if holder and holder != self.author:
                self._note(paragraph, holder, span, span.states or _keys_of(side))
                return holder
        if state or span.title not in LEADERS:
            return ""
        holder = self._only_person_without_office(paragraph)
        if holder:
            self._note(paragraph, holder, span, span.states or _keys_of(self.registry.side_of(holder)))
        return holder

    def _posts_called(self, span: NameSpan, state: str) -> list[tuple[str, str]]:
        """Role and state of the posts that a title may mean, the likeliest first.

        A side that by the authority file has a post of this name ("the President" is no Soviet title) goes before one
        of which that is not known; there the receiving state comes first. A side
        that has a post of this kind under other names only (no King, a President) is out.
        """
        if state:
            return [(span.title, state)]
        frame, registry = self.registry.frame, self.registry
        named = [
            (role, f"state/{key}") for key in (frame.home, frame.post) if (role := registry.role_called(span, key))
        ]
        if span.title_words.casefold().split(" ")[0] in self.words.monarchs:
            return named
        sides = [frame.post] if frame.post and not registry.has_post(span.title, frame.post) else []
        return list(dict.fromkeys([*named, *((span.title, f"state/{key}") for key in sides)]))

    def _only_person_without_office(self, paragraph: ParsedParagraph) -> str:
        """The one person of this paragraph, the author and the open speaker apart, to whom no office was given."""
        here = [seen.entities for seen in self.resolver.seen if seen.paragraph == paragraph.number]
        near = {entities[0] for entities in here if len(entities) == 1} - {self.author, self.resolver.last_speaker}
        free = [
            person
            for person in near
            if self.registry.drafts[person].kind is Kind.PERSON and not self.registry.has_office(person)
        ]
        return free[0] if len(free) == 1 else ""

    def _note(self, paragraph: ParsedParagraph, person: str, span: NameSpan, states: States) -> str:
        """The post that a title names, held by the person from now on."""
        post = self.registry.post(span.title, states, span.title_words)
        shown = (fact for fact in self.registry.offices if fact.first >= 0)
        if not any(fact.person == person and fact.post == post for fact in shown):
            self.registry.offices.append(OfficeFact(person, post, paragraph.number, span.first, span.last))
        return post

    def _give_state(self, person: str, post: str) -> None:
        state = self.registry.drafts[post].fields.get("state", "")
        if state:
            self.registry.drafts[person].fields.setdefault("state", state)


def _keys_of(state: str) -> States:
    """The state of an entity id or key, as words that allow only it."""
    return ((state.removeprefix("state/"),),) if state else ()
