"""Which of several descriptions of one thing a client gets: the header Accept, by RFC 9110, section 12.5.1.

A profile of JSON-LD counts as its registration says (https://iana.org/assignments/media-types/application/ld+json):
profiles that nothing here has are ignored, those that something here has must be met.

Three departures, all for clients that exist: `*` is read as `*/*` and `.2` as 0.2 (Java's own HTTP client sends
"text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"), and a value may hold `:` and `/` without quotes, as the
profiles that people type do. A range that cannot be read even so is passed over; nothing is guessed in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
# All quantifiers that could try again are possessive, and a quotation that never closes takes in all that follows: so
# the time grows with the length of the header, whatever it holds.
# Groups repeat inside (?>...), not by *+: before Python 3.11.5 that one takes in the beginning of what does not match
# (github.com/python/cpython/issues/100061 and 106052).
_QUOTED = r'"(?>(?:[^"\\]++|\\.)*)"?+'
_BETWEEN_COMMAS = re.compile(rf'(?>(?:[^",]++|{_QUOTED})+)', re.DOTALL)
_BETWEEN_SEMICOLONS = re.compile(rf'(?>(?:[^";]++|{_QUOTED})+)', re.DOTALL)
_KIND = re.compile(rf"({_TOKEN})/({_TOKEN})")
_PARAMETER = re.compile(rf'({_TOKEN})(?:=(?:"((?>(?:[^"\\]++|\\.)*))"|([^"\s]++)))?', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_WEIGHT = re.compile(r"0(?:\.[0-9]*)?|1(?:\.0*)?|\.[0-9]+", re.ASCII)
_BLANKS = " \t"


@frozen
class Offer:
    """One form in which a thing is described. `profile` is a list of IRIs with blanks between, as in the media type.

    >>> Offer("text/turtle", "ttl").content_type
    'text/turtle; charset=utf-8'
    """

    media_type: str
    extension: str
    profile: str = ""

    @property
    def profiles(self) -> frozenset[str]:
        """The profiles that this form has."""
        return frozenset(self.profile.split())

    @property
    def content_type(self) -> str:
        """The value of Content-Type: texts say that they are in UTF-8, the form says which profiles it has."""
        if self.profile:
            return f'{self.media_type};profile="{self.profile}"'
        # Only types of text know the parameter; JSON, and XML with its own declaration, are in UTF-8 without it.
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


@frozen
class _Range:
    """One media range with its weight. `others` says whether it has parameters that none of our types has."""

    kind: str
    subtype: str
    weight: float
    profiles: frozenset[str]
    others: bool


def chosen(accept: str, offers: Sequence[Offer]) -> Offer | None:
    """The offer that the client wants most, the first of those it wants equally; None where it wants none (406).

    No header, or an empty one, wants all equally.

    >>> offers = [Offer("text/html", "html"), Offer("text/turtle", "ttl")]
    >>> chosen("text/*;q=0.5, text/turtle", offers).extension
    'ttl'
    >>> chosen("image/png", offers) is None
    True
    """
    # What is said twice is read once.
    elements = dict.fromkeys(element.strip(_BLANKS) for element in _BETWEEN_COMMAS.findall(accept))
    if not any(elements):
        return offers[0] if offers else None
    known = frozenset[str]().union(*(offer.profiles for offer in offers))
    ranges: dict[tuple[str, str], list[_Range]] = {}
    for found in _ranges_of(elements, known):
        ranges.setdefault((found.kind, found.subtype), []).append(found)
    weighed = [(_weight_of(offer, ranges), -place) for place, offer in enumerate(offers)]
    best, place = max(weighed, default=(0.0, 0))
    return offers[-place] if best > 0 else None


def _weight_of(offer: Offer, ranges: dict[tuple[str, str], list[_Range]]) -> float:
    """The weight of the most specific range that takes in an offer; 0 where none does."""
    kind, _, subtype = offer.media_type.partition("/")
    for key in ((kind, subtype), (kind, "*"), ("*", "*")):
        fitting = [found for found in ranges.get(key, ()) if not found.others and found.profiles <= offer.profiles]
        if fitting:
            most = max(len(found.profiles) for found in fitting)
            weights = [found.weight for found in fitting if len(found.profiles) == most]
            # Said twice with two weights: a refusal stands, else the better one.
            return 0.0 if 0.0 in weights else max(weights)
    return 0.0


def _ranges_of(elements: Iterable[str], known: frozenset[str]) -> Iterator[_Range]:
    for element in elements:
        # Before the first semicolon there may be nothing, which is not found as a part; so it is made one.
        name, *rest = (part.strip(_BLANKS) for part in _BETWEEN_SEMICOLONS.findall(f" {element}"))
        kind = _KIND.fullmatch("*/*" if name == "*" else name)
        # "*/turtle" is no range.
        if kind is None or (kind[1] == "*" and kind[2] != "*"):
            continue
        found = _with_parameters(kind[1].lower(), kind[2].lower(), [part for part in rest if part], known)
        if found is not None:
            yield found


def _with_parameters(kind: str, subtype: str, parts: list[str], known: frozenset[str]) -> _Range | None:
    """The range with what stands behind it; None where that cannot be read."""
    weight, profiles, others = "", frozenset[str](), False
    for part in parts:
        found = _PARAMETER.fullmatch(part)
        if found is None:
            return None
        value = found[3] if found[2] is None else _ESCAPED.sub(r"\1", found[2])
        match found[1].lower():
            case "q":
                # "Recipients SHOULD process any parameter named "q" as weight, regardless of parameter ordering."
                if weight or found[3] is None or not _WEIGHT.fullmatch(value):
                    return None
                weight = value
            case "charset":
                pass  # all that is here is in UTF-8, and says so
            case "profile" if value is not None:
                profiles |= known.intersection(value.split())
            case _:
                others = True
    return _Range(kind, subtype, float(weight or 1), profiles, others)
