"""What an office is, from the words that name it: its role in the vocabulary, its state, the state that receives it.

"ambassador of the Soviet Union to North Korea", "Minister of Foreign Affairs of Hungary". The labels of Wikidata and
the lists of persons of editions are read alike. What they do not plainly say stays open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import frozen

from kg.names.keys import thing_key


@frozen
class OfficeWords:
    """What the name of an office says; "" for what it does not say. States as the names that stand there, resolved."""

    role: str = ""
    state: str = ""
    receiving_state: str = ""


class StateNames:
    """States by what they are called: names ("the Soviet Union") and adjectives ("Soviet"), with number or key."""

    def __init__(self, names: Mapping[str, str], adjectives: Mapping[str, str] | None = None) -> None:
        """`names` and `adjectives` lead to keys or Wikidata numbers; where both know a word the adjective waits."""
        self._names = {thing_key(name): key for name, key in names.items()}
        self._adjectives = {thing_key(name): key for name, key in (adjectives or {}).items()}

    def named(self, words: str) -> str:
        """The state of this name, "" if there is none."""
        return self._names.get(thing_key(words.strip(" .,")), "")

    def meant(self, words: str) -> str:
        """The state of this name or adjective, "" if there is none."""
        key = thing_key(words.strip(" .,"))
        return self._names.get(key) or self._adjectives.get(key, "")

    def beginning(self, words: str) -> tuple[str, str]:
        """The state whose name or adjective begins the words, and the rest; ("", words) if none does."""
        parts = words.split()
        for length in range(min(4, len(parts) - 1), 0, -1):
            if state := self.meant(" ".join(parts[:length])):
                return state, " ".join(parts[length:])
        return "", words

    def within(self, words: str) -> frozenset[str]:
        """All states that some of the words name, by name or adjective."""
        parts = re.findall(r"[\w'-]+", words)
        return frozenset(state for place in range(len(parts)) if (state := self._first(parts[place : place + 4])))

    def _first(self, parts: list[str]) -> str:
        return next((state for end in range(len(parts), 0, -1) if (state := self.meant(" ".join(parts[:end])))), "")


_AMBASSADOR = r"ambassador(?: extraordinary and plenipotentiary)?"
_SENT = re.compile(
    rf"^(?:(?P<by>.+?) )?{_AMBASSADOR}(?: (?:of|from) (?P<state>.+?))?(?: (?:to|in|at) (?P<receiving>.+))?$",
    re.IGNORECASE,
)
# The first that fits decides. What stands behind it, after "of", is the state; what before it, its adjective.
_ROLES = tuple(
    (
        role,
        re.compile(
            rf"^(?:(?P<by>.+?) )?(?:{words})(?:,? (?P<link>of|to|for|in)(?: the)? (?P<state>.+))?$", re.IGNORECASE
        ),
    )
    for role, words in (
        ("MilitaryAttache", r"(?:military|defen[cs]e|army|naval|air) attach[eé]"),
        ("ForeignMinister", r"minister (?:of|for) (?:foreign|external) (?:affairs|relations)|foreign minister"),
        ("ForeignMinister", r"(?:people's )?commissar for foreign affairs|foreign secretary"),
        ("HeadOfGovernment", r"prime minister|premier|chancellor|head of government"),
        ("HeadOfGovernment", r"(?:chairman|president) of the (?:council of ministers|council of people's commissars)"),
        ("HeadOfState", r"head of state|king|queen|emperor|monarch|shah|president(?: of the republic)??"),
        ("HeadOfState", r"chairman of the presidium of the supreme (?:soviet|people's assembly)"),
        ("PartyLeader", r"(?:first|general) secretary of the (?:central committee of the )?.*party(?: of .+?)?"),
        ("PartyLeader", r"chairman of the (?:central committee of the )?.*party(?: of .+?)?|party leader"),
        ("Diplomat", r"minister(?=,? (?:to|in)(?: the)? )"),
        ("Diplomat", r"(?:consul|consul general|charg[eé] d'affaires|envoy|permanent representative|diplomat)"),
        ("Minister", r"(?:deputy )?minister(?: (?:of|for) [a-z' ,-]+?)?"),
    )
)
# A president of a state is its head; of a senate, a bank or a university he is not.
_FORMS_OF_STATES = (
    "Republic",
    "Kingdom",
    "Union",
    "Federation",
    "State",
    "States",
    "Commonwealth",
    "Empire",
    "Emirates",
)
_SENT_ABROAD = frozenset({"Diplomat", "MilitaryAttache"})
_ONLY_OF_STATES = frozenset({"HeadOfState", "HeadOfGovernment"})
_NOT_THE_ONE = re.compile(
    r"\b(?:vice|deputy|assistant|acting|former|under|shadow|first lady|spouse|list of|wife|advis[eo]r|secretary to)\b",
    re.IGNORECASE,
)


def office_of(words: str, states: StateNames) -> OfficeWords:
    """What the name of an office says of its role and its states.

    >>> names = StateNames({"Soviet Union": "Q15180", "North Korea": "Q423", "Hungary": "Q28"}, {"Soviet": "Q15180"})
    >>> office_of("ambassador of the Soviet Union to North Korea", names)
    OfficeWords(role='Ambassador', state='Q15180', receiving_state='Q423')
    >>> office_of("Soviet Ambassador to Hungary", names) == OfficeWords("Ambassador", "Q15180", "Q28")
    True
    >>> [office_of(f"{words} Hungary", names).role for words in ("Minister of Foreign Affairs of", "bank president in")]
    ['ForeignMinister', '']
    """
    plain = " ".join(words.replace("’", "'").split()).strip(" .,")
    if _NOT_THE_ONE.search(plain):
        return OfficeWords()
    sent = _SENT.match(plain)
    if sent:
        sender = states.meant(sent["by"] or "") or states.named(sent["state"] or "")
        return OfficeWords("Ambassador", sender, states.named(sent["receiving"] or ""))
    for role, pattern in _ROLES:
        found = pattern.match(plain)
        if found is None:
            continue
        if role in _SENT_ABROAD and found["link"] in ("to", "in"):
            return OfficeWords(role, states.meant(found["by"] or ""), states.named(found["state"]))
        # A president of the Bank of Ruritania is not its head: what he is of must be the state, and nothing before it.
        behind = states.named(found["state"] or "") if role in _ONLY_OF_STATES else _state_at_end(plain, states)
        state = behind or ("" if found["state"] and role in _ONLY_OF_STATES else states.meant(found["by"] or ""))
        if role in _ONLY_OF_STATES and not state:
            return OfficeWords()
        if (found["by"] or "") and not states.meant(found["by"]):
            # "Chief of Protocol and Minister": two offices, or a part of one. Neither is plain.
            continue
        return OfficeWords(role, state)
    return OfficeWords()


def _state_at_end(words: str, states: StateNames) -> str:
    """The state that the words behind a comma or an "of" name, the shortest first."""
    if state := states.named(words.rpartition(", ")[2]):
        return state
    before, of, last = words.rpartition(" of ")
    while of:
        # "China" is not what "Republic of China" ends in.
        if not before.endswith(_FORMS_OF_STATES) and (state := states.named(last)):
            return state
        before, of, more = before.rpartition(" of ")
        last = f"{more} of {last}"
    return ""
