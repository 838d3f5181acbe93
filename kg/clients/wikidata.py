"""Wikidata's own interface: items found by their names, and whole items by their numbers.

Read in its source, mediawiki-extensions-Wikibase `repo/includes/Api/SearchEntities.php` and `GetEntities.php`; errors
come with HTTP 200 (Manual:Maxlag parameter, API:Errors and warnings on mediawiki.org).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from attrs import frozen

from kg.clients.faults import TooLargeError, UnansweredError
from kg.clients.messages import Answer, Request, shown
from kg.clients.polite import PoliteClient, later
from kg.clients.shape import Part

T = TypeVar("T")

API = "https://www.wikidata.org/w/api.php"
PAGE_HITS = 50  # the most that a guest may ask for at once, in both modules
LAST_OFFSET = 50  # SearchEntities.php: no page begins later
BATCH_IDS = 50
MAXLAG_SECONDS = 5  # what Manual:Maxlag parameter advises; also the least to wait
PROPS = "info|datatype|labels|aliases|descriptions|claims|sitelinks"  # what a line of a dump has
# Beyond these an id cannot stand in a list parted by "|"; whether it is one, the service knows best.
_SENDABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,40}", re.ASCII)
_BUSY = {"ratelimited", "readonly", "cirrussearch-too-busy-error", "internal_api_error"}


@frozen
class Hit:
    """An item that a search found, and by which of its names."""

    id: str
    label: str
    description: str
    matched: str  # the name that was met
    by: str  # "label", "alias" or "entityId"


@frozen
class Item:
    """A whole item. `id` is another than `asked` where that number is a redirect."""

    asked: str
    id: str
    body: Mapping[str, Any]  # as in a line of a dump


@frozen
class Items:
    """What came of a list of numbers: each is found, missing (well formed, but not there) or malformed."""

    found: tuple[Item, ...] = ()
    missing: tuple[str, ...] = ()
    malformed: tuple[str, ...] = ()


class _NoSuchEntityError(UnansweredError):
    """One id of a batch is none, so that the service answers for no other; `hint` is the one it names."""

    hint: str = ""


class Wikidata:
    """Wikidata, or another Wikibase, asked politely."""

    def __init__(self, client: PoliteClient, api: str = API) -> None:
        """The Wikibase whose api.php is at `api`."""
        self.client = client
        self.api = api
        self._maxlag: tuple[tuple[str, str], ...] = (("maxlag", str(MAXLAG_SECONDS)),)

    def search(self, name: str, *, language: str = "en", most: int = PAGE_HITS + LAST_OFFSET) -> tuple[Hit, ...]:
        """The items with this name, exact ones first, at most `most`. Raises UnansweredError or StoppedError.

        Names in `language` and in those that stand in for it are searched; labels are shown in it.
        """
        hits: dict[str, Hit] = {}
        offset: int | None = 0
        while offset is not None and len(hits) < most:
            parameters = {
                "action": "wbsearchentities",
                "format": "json",
                "search": name,
                "language": language,
                "uselang": language,
                "type": "item",
                "limit": str(min(PAGE_HITS, most)),
                **({"continue": str(offset)} if offset else {}),
            }
            page, after = self._ask(parameters, _hits)
            hits.update((hit.id, hit) for hit in page if hit.id not in hits)
            # A service that names the same page again would be asked for ever.
            offset = after if after is not None and offset < after <= LAST_OFFSET else None
        return tuple(hits.values())[:most]

    def items(self, ids: Iterable[str], *, languages: Sequence[str] = ()) -> Items:
        """The whole items of these numbers, redirects followed. Raises UnansweredError or StoppedError.

        `languages` leaves out the names in others, but never `mul`, which stands for all.
        """
        # The service writes every id in capitals, and answers under that key.
        wanted = list(dict.fromkeys(id.upper() for id in ids))
        sendable = [id for id in wanted if _SENDABLE.fullmatch(id)]
        found: list[Item] = []
        missing: list[str] = []
        malformed = [id for id in wanted if not _SENDABLE.fullmatch(id)]
        for start in range(0, len(sendable), BATCH_IDS):
            for answered in self._batch(sendable[start : start + BATCH_IDS], languages):
                found += answered.found
                missing += answered.missing
                malformed += answered.malformed
        return Items(tuple(found), tuple(missing), tuple(malformed))

    def _batch(self, ids: list[str], languages: Sequence[str]) -> Iterator[Items]:
        """The answers for a batch; where one id of it is none, for its parts."""
        parameters = {
            "action": "wbgetentities",
            "format": "json",
            "ids": "|".join(ids),
            "redirects": "yes",
            "props": PROPS,
            **({"languages": "|".join(dict.fromkeys((*languages, "mul")))} if languages else {}),
        }
        try:
            yield self._ask(parameters, lambda answer: _items(answer, ids))
        except TooLargeError:
            # Fifty states with all their statements may be: halves of them are not.
            if len(ids) == 1:
                raise
            for part in (ids[: len(ids) // 2], ids[len(ids) // 2 :]):
                yield from self._batch(part, languages)
        except _NoSuchEntityError as error:
            if len(ids) == 1:
                yield Items(malformed=tuple(ids))
                return
            # The service may name the bad id: then two requests do. If not, the batch is halved until it is found.
            rest = [id for id in ids if id != error.hint]
            half = len(ids) // 2
            parts = ([error.hint], rest) if len(rest) == len(ids) - 1 else (ids[:half], ids[half:])
            for part in parts:
                yield from self._batch(part, languages)

    def _ask(self, parameters: Mapping[str, str], read: Callable[[Answer], T]) -> T:
        """Ask with maxlag, and read what is no error."""

        def read_checked(answer: Answer) -> T:
            self._refuse_error(answer)
            return read(answer)

        request = Request(self.api, tuple(parameters.items()), manners=self._maxlag)
        return self.client.ask(request, read_checked)

    def _refuse_error(self, answer: Answer) -> None:
        """Raises what the error in an answer with status 200 means."""
        whole = Part.of(answer)
        if "error" not in whole:
            return
        error = whole["error"]
        code, info = shown(error["code"].text()), shown(error.text_of("info"))
        if code == "maxlag":
            # Lag of the query service may last for hours and says nothing about reading from the wiki, so that a
            # reader goes on without the parameter, for the rest of the run.
            is_of_queries = error.text_of("type") == "wikibase-queryservice"
            self._maxlag = () if is_of_queries else self._maxlag
            raise later(answer, f"maxlag: {info}", least_seconds=MAXLAG_SECONDS, without_manners=is_of_queries)
        if code in _BUSY or code.startswith("internal_api_error"):
            raise later(answer, f"{code}: {info}")
        if code == "no-such-entity":
            refusal = _NoSuchEntityError(f"{code}: {info}", place=self.api, cure="Check the number.")
            refusal.hint = error.text_of("id")
            raise refusal
        raise UnansweredError(f"the service refuses the question: {code}: {info}", place=self.api, cure="Mend it.")


def _hits(answer: Answer) -> tuple[tuple[Hit, ...], int | None]:
    """One page of a search, and where the next one begins."""
    whole = Part.of(answer)
    hits = []
    for hit in whole["search"].items():
        match = hit.at("match")
        hits.append(
            Hit(
                hit["id"].text(),
                hit.text_of("label"),
                hit.text_of("description"),
                match.text_of("text") if match is not None else "",
                match.text_of("type") if match is not None else "",
            )
        )
    after = whole.at("search-continue")
    return tuple(hits), None if after is None else int(after.number())


def _items(answer: Answer, ids: Sequence[str]) -> Items:
    """The items of one batch: every asked id is found or missing. Refuses an answer that leaves one out."""
    entities = Part.of(answer)["entities"]
    # An empty object is a list in the JSON of PHP; it comes with a fault of the service, not with unknown ids.
    if entities.value == []:
        raise later(answer, "an answer without any entity came")
    found = []
    missing = []
    for key, entity in entities.fields():
        # Where an id leads nowhere the key may be "-1": the body has what was asked.
        asked = key if key in ids else entity["id"].text()
        if asked not in ids:
            raise entities.refused(f"only the items asked for ({', '.join(ids[:3])} …)", f"one called {asked!r}")
        if isinstance(entity.value, dict) and "missing" in entity.value:
            missing.append(asked)
        else:
            found.append(Item(asked, entity["id"].text(), _body(entity)))
    left_out = set(ids) - {item.asked for item in found} - set(missing)
    if left_out:
        raise entities.refused("an item or its absence for each number", f"nothing on {', '.join(sorted(left_out))}")
    return Items(tuple(found), tuple(missing))


def _body(entity: Part) -> Mapping[str, Any]:
    if not isinstance(entity.value, dict) or not entity["type"].text():
        raise entity.refused("an item")
    return entity.value
