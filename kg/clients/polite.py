"""One polite client for all services: it says who asks, asks one thing at a time, waits when told, and remembers.

The rules are those of the services: API:Etiquette and Manual:Maxlag parameter (mediawiki.org), the User-Agent policy of
Wikimedia (meta.wikimedia.org/wiki/User-Agent_policy), and ThrottlingFilter of the query service
(wikimedia/wikidata-query-rdf).
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

import requests

import kg
from kg.clients.budget import Budget
from kg.clients.cache import Cache
from kg.clients.faults import AskAgain, NotCachedError, StoppedError, UnansweredError
from kg.clients.messages import Answer, Request, beginning_of, checked_address, shown
from kg.clients.waiting import Clock, Courtesy, asked_seconds, growing_seconds
from kg.clients.wire import Received, Wire
from kg.errors import UsageError

T = TypeVar("T")

# An e-mail address, a web address, or a user page as the policy has it ("User:Name").
_CONTACT = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|https?://\S+|[Uu]ser:\S+")
_BANNED = re.compile(r"banned until (?P<until>[^\s,]+)")
_MOVED, _MOVED_AS_GET = {301, 302, 307, 308}, {303}
_LATER = {429, 500, 502, 503, 504}
_KEPT = "What was fetched is kept."


def user_agent_of(contact: str) -> str:
    """What we call ourselves: client, contact, library. Refuses to go online without a contact (UsageError).

    >>> user_agent_of("ada@example.org").partition(" python-requests/")[0].replace(kg.__version__, "1.2")
    'diplograph-kg/1.2 (ada@example.org)'
    """
    words = contact.strip()
    if not _CONTACT.search(words) or not words.isascii() or not words.isprintable() or set("()") & set(words):
        raise UsageError(
            f"{contact!r} is no contact." if words else "nobody goes online without a contact.",
            cure="Give an e-mail or a web address with --contact or KG_CONTACT: the services want to know whom to ask.",
        )
    return f"diplograph-kg/{kg.__version__} ({words}) python-requests/{requests.__version__}"


class PoliteClient:
    """Asks services, one question at a time. `repeats` counts what had to be asked again, by the reason."""

    def __init__(
        self,
        contact: str,
        budget: Budget,
        *,
        cache: Cache | None = None,
        courtesy: Courtesy | None = None,
        clock: Clock | None = None,
        offline: bool = False,
    ) -> None:
        """For the guest whom `contact` names; `offline` answers from the cache only and needs no contact."""
        self.courtesy = courtesy or Courtesy()
        self.clock = clock or Clock()
        self.cache = cache
        self.budget = budget
        self.offline = offline
        self.from_cache = 0
        self.repeats: Counter[str] = Counter()
        self._wire = None if offline else Wire(user_agent_of(contact), self.courtesy)
        self._one_at_a_time = threading.Lock()
        self._free_at = float("-inf")
        self._failures: Counter[str] = Counter()

    def close(self) -> None:
        """Let go of the connections."""
        if self._wire is not None:
            self._wire.close()

    def ask(
        self, request: Request, read: Callable[[Answer], T], *, explain: Callable[[Answer], None] | None = None
    ) -> T:
        """What `read` makes of the answer, from the cache or the service. Raises UnansweredError or StoppedError.

        Only an answer that `read` accepts is kept. It may raise AskAgain for an error that came with status 200, and
        UnansweredError for what it cannot use. `explain` may raise the like for an answer with status 400 and above,
        before it is explained here.
        """
        checked_address(request.address)
        with self._one_at_a_time:
            kept = self.cache.answer_to(request, self.clock.now()) if self.cache is not None else None
            if kept is not None and self.cache is not None:
                try:
                    value = read(kept)
                except (UnansweredError, AskAgain):
                    self.cache.distrust(request)
                else:
                    self.from_cache += 1
                    return value
            if self._wire is None:
                cure = "Run it once without --offline, or with a greater --max-age."
                raise NotCachedError("this was never fetched, or is too old.", place=request.service, cure=cure)
            return self._asked(self._wire, request, read, explain)

    def _asked(
        self, wire: Wire, request: Request, read: Callable[[Answer], T], explain: Callable[[Answer], None] | None
    ) -> T:
        for attempt in range(1, self.courtesy.attempts + 1):
            try:
                answer = self._answer(wire, request)
                if answer.status >= 400 and explain is not None:
                    explain(answer)
                _refuse_status(answer)
                value = read(answer)
            except AskAgain as again:
                if attempt == self.courtesy.attempts:
                    raise self._given_up(request, again) from again
                self.repeats[again.reason] += 1
                self._wait(request, again, attempt)
                request = request.without_manners() if again.without_manners else request
            else:
                self._failures[request.host] = 0
                if self.cache is not None:
                    self.cache.keep(answer)
                return value
        raise AssertionError("there is at least one attempt")

    def _answer(self, wire: Wire, request: Request) -> Answer:
        """The answer with any status that is not for us to wait for; redirects followed. Raises AskAgain."""
        url = request.url
        for _ in range(self.courtesy.redirects + 1):
            received = self._sent(wire, request, url)
            if received.status not in _MOVED | _MOVED_AS_GET:
                break
            url = _new_address(request, url, received)
        else:
            moved = f"it sends us on more than {self.courtesy.redirects} times."
            raise UnansweredError(moved, place=request.service, cure="Check the address of the service.")
        answer = Answer(
            request,
            received.status,
            received.body,
            received.headers.get("Content-Type", "").lower(),
            self.clock.now(),
            received.headers.get("Retry-After", ""),
        )
        _refuse_ban(answer)
        if answer.status == 204 or (answer.status < 300 and not answer.body.strip()):
            raise AskAgain("an empty answer came")
        return answer

    def _sent(self, wire: Wire, request: Request, url: str) -> Received:
        """Send, not sooner than a pause after the last answer, and within the budget."""
        now = self.clock.monotonic()
        pause = max(0.0, self._free_at - now)
        self.budget.refuse_wait(pause, now)
        if pause:
            self.clock.sleep(pause)
        self.budget.spend_request(self.clock.monotonic())
        try:
            return wire.sent(request, url)
        finally:
            self._free_at = self.clock.monotonic() + self.courtesy.pause_seconds

    def _wait(self, request: Request, again: AskAgain, attempt: int) -> None:
        """Wait as long as the service asks for, else longer each time. Raises StoppedError if that is too long."""
        if again.after_seconds is None:
            seconds = growing_seconds(attempt, self.courtesy, self.clock.chance())
        else:
            seconds = max(again.after_seconds, self.courtesy.pause_seconds)
        if seconds > self.courtesy.longest_seconds:
            # Capped, for a date beyond the year 9999 cannot be said.
            until = self.clock.now() + timedelta(seconds=min(seconds, 10**9))
            raise StoppedError(
                f"the service asks to be left alone until {until:%Y-%m-%d %H:%M} UTC ({again.reason}). {_KEPT}",
                place=request.service,
                cure="Run the same again then.",
            )
        self.budget.refuse_wait(seconds, self.clock.monotonic())
        self.clock.sleep(seconds)

    def _given_up(self, request: Request, again: AskAgain) -> UnansweredError | StoppedError:
        """What to say after the last attempt: go on with the next question, or, if this is not the first, stop."""
        self._failures[request.host] += 1
        times = f"asked {self.courtesy.attempts} times"
        if self._failures[request.host] < self.courtesy.failures:
            return UnansweredError(
                f"no answer: {again.reason} ({times}).", place=request.service, cure="Try again later."
            )
        cure = "Try again later, or take what the cache has with --offline."
        message = f"the service is down or overloaded: {again.reason} ({times}). {_KEPT}"
        return StoppedError(message, place=request.service, cure=cure)


def later(answer: Answer, reason: str, *, least_seconds: float = 0.0, without_manners: bool = False) -> AskAgain:
    """The wish to be asked again, after the seconds that the answer's Retry-After names, if it does."""
    seconds = asked_seconds(answer.retry_after, answer.fetched)
    after = None if seconds is None else max(seconds, least_seconds)
    return AskAgain(reason, after_seconds=after, without_manners=without_manners)


def _refuse_status(answer: Answer) -> None:
    """Raises AskAgain for a status that may pass, and UnansweredError for any other from 300 on."""
    if answer.status in _LATER:
        raise later(answer, f"HTTP {answer.status}")
    if answer.status >= 300:
        raise UnansweredError(
            f"HTTP {answer.status}; the answer begins: “{beginning_of(answer.body)}”.",
            place=answer.request.service,
            cure="Check the address and what was asked for.",
            status=answer.status,
        )


def _refuse_ban(answer: Answer) -> None:
    """Raises StoppedError for a 403: we are banned for a time, or not wanted as we are."""
    if answer.status != 403:
        return
    banned = _BANNED.search(beginning_of(answer.body))
    if banned:
        raise StoppedError(
            f"we are banned until {banned['until']}: too many requests were sent in spite of its wish to wait. {_KEPT}",
            place=answer.request.service,
            cure="Run the same again after that, with a longer --pause.",
        )
    raise StoppedError(
        f"the service refuses us (HTTP 403); it says: “{beginning_of(answer.body)}”.",
        place=answer.request.service,
        cure="Check that --contact leads to you, and that the address is right.",
    )


def _new_address(request: Request, url: str, received: Received) -> str:
    """Where a redirect leads. Refuses another host, a less secure scheme, or what loses what we post."""
    location = received.headers.get("Location", "")
    loses_body = request.body is not None and received.status not in {307, 308}
    old = urlsplit(url)
    try:
        there = urljoin(url, location)
        new = urlsplit(there)
        is_same_host = new.hostname == old.hostname and new.scheme in {old.scheme, "https"}
    except ValueError:
        there, is_same_host = location, False
    if not location or not is_same_host or loses_body:
        where = shown(there)
        raise UnansweredError(
            f"the service sends us on (HTTP {received.status}) to {where}, which is not followed.",
            place=request.service,
            cure="If you trust that address, give it instead.",
            status=received.status,
        )
    return there
