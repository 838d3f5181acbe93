"""Requests to a store over HTTP: repeated where that helps, refused with a sentence where it does not.

A password goes into the header of a request and nowhere else: it is taken out of whatever a server sends back.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import urlsplit

import requests
from attrs import field, frozen
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth
from urllib3.exceptions import HTTPError

import kg
from kg.clients.messages import beginning_of, checked_address
from kg.clients.waiting import Clock, Courtesy, asked_seconds, growing_seconds
from kg.stores.faults import AskAgain, RefusedError, StoreError
from kg.stores.profiles import Authentication, Profile

# A store is our own machine, or one that we were let into: it is asked again sooner than a public service.
PATIENCE = Courtesy(connect_seconds=10.0, silence_seconds=600.0, attempts=5, first_seconds=1.0, longest_seconds=120.0)

_LATER = {429, 502, 503, 504}
_FULL = ("no space left", "disk full", "out of disk", "enospc", "not enough disk")
_FORBIDDEN = ("security:", "permission denied", "no permission")
AGAIN = "Then run kg sync: what was begun is done again, and nothing else."

Body = bytes | Callable[[], Iterable[bytes]]


@frozen
class Login:
    """Who we are to the store; the password is never shown."""

    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def is_known(self) -> bool:
        """Whether anybody is named at all."""
        return bool(self.user or self.password)

    def scheme(self, kind: Authentication) -> AuthBase:
        """How requests sends it."""
        if not self.is_known:
            return _Anonymous()
        if kind is Authentication.BEARER:
            return _Bearer(self.password)
        user, password = self.user.encode(), self.password.encode()
        # Both take bytes, so that a password may have letters beyond Latin-1; digests are made of text.
        return (
            HTTPDigestAuth(self.user, self.password) if kind is Authentication.DIGEST else HTTPBasicAuth(user, password)
        )

    def hidden_in(self, text: str) -> str:
        """The text without the password, in case that a server says it back."""
        if not self.password:
            return text
        pair = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return text.replace(pair, "…").replace(self.password, "…")


@frozen
class Answer:
    """What a store answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type without parameters, in small letters."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    @property
    def is_page(self) -> bool:
        """Whether it is a page for people."""
        return bool(self.body.strip()) and (
            self.media_type in {"text/html", "application/xhtml+xml"} or self.body.lstrip()[:9].lower() == b"<!doctype"
        )


class Exchange:
    """A connection to one store. `repeats` counts what had to be asked again."""

    def __init__(
        self,
        profile: Profile,
        login: Login,
        *,
        courtesy: Courtesy = PATIENCE,
        clock: Clock | None = None,
        whole_seconds: float | None = None,
    ) -> None:
        """To a store of the kind of `profile`, as `login`; `whole_seconds` is how long a whole answer may take."""
        self.profile = profile
        self.login = login
        self.courtesy = courtesy
        self.clock = clock or Clock()
        self.whole_seconds = whole_seconds
        self.repeats = 0
        self._session = self._new_session()

    def _new_session(self) -> requests.Session:
        session = requests.Session()
        # Without an auth of ours, requests looks into ~/.netrc and sends the password that it finds there.
        session.auth = self.login.scheme(self.profile.authentication)
        session.headers["User-Agent"] = f"diplograph-kg/{kg.__version__} python-requests/{requests.__version__}"
        return session

    def another(self) -> Exchange:
        """Another connection to the same store."""
        return Exchange(
            self.profile, self.login, courtesy=self.courtesy, clock=self.clock, whole_seconds=self.whole_seconds
        )

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    def send(
        self,
        method: str,
        address: str,
        *,
        parameters: Mapping[str, str] | None = None,
        body: Body | None = None,
        body_type: str = "",
        accept: str = "*/*",
        also_good: frozenset[int] = frozenset(),
    ) -> Answer:
        """The answer, if it says that all went well. Raises RefusedError for this request alone, else StoreError."""
        checked_address(address)
        headers = {"Accept": accept, **({"Content-Type": body_type} if body_type else {})}
        for attempt in range(1, self.courtesy.attempts + 1):
            try:
                answer = self._whole(lambda: self._sent(method, address, parameters, body, headers))
                if answer.status in also_good:
                    return answer
                self._refuse(answer, address)
            except AskAgain as again:
                if attempt == self.courtesy.attempts:
                    times = f" (asked {attempt} times)" if attempt > 1 else ""
                    raise StoreError(
                        f"no answer: {again.reason}{times}.",
                        place=address,
                        cure=f"See that the store runs. {AGAIN}",
                    ) from again
                self._wait(again, attempt, address)
            else:
                return answer
        raise AssertionError("there is at least one attempt")

    def _whole(self, send: Callable[[], Answer]) -> Answer:
        """The answer, if all of it came in time. Raises AskAgain.

        The time-outs of requests are for silence: a store that drips a byte now and then never meets them. So another
        thread waits for it, and is left alone with its connection when the time is over.
        """
        if self.whole_seconds is None:
            return send()
        came: SimpleQueue[Answer | AskAgain] = SimpleQueue()

        def wait() -> None:
            try:
                came.put(send())
            except AskAgain as again:
                came.put(again)

        Thread(target=wait, daemon=True).start()
        try:
            found = came.get(timeout=self.whole_seconds)
        except Empty as error:
            self._session = self._new_session()
            raise AskAgain(f"the whole answer did not come within {self.whole_seconds:g} s") from error
        if isinstance(found, AskAgain):
            raise found
        return found

    def _sent(
        self,
        method: str,
        address: str,
        parameters: Mapping[str, str] | None,
        body: Body | None,
        headers: dict[str, str],
    ) -> Answer:
        # urllib3 sends a body under the time-out of connecting. A store that takes in slowly is not gone: Oxigraph was
        # seen to take nothing for more than 10 s while it put in order what it had.
        connect_seconds = self.courtesy.connect_seconds if body is None else self.courtesy.silence_seconds
        try:
            response = self._session.request(
                method,
                address,
                params=dict(parameters or {}),
                data=body() if callable(body) else body,
                headers=headers,
                allow_redirects=False,
                timeout=(connect_seconds, self.courtesy.silence_seconds),
            )
        except (requests.RequestException, HTTPError, OSError) as error:
            raise AskAgain(_reason(error)) from error
        return Answer(response.status_code, response.headers, response.content)

    def _wait(self, again: AskAgain, attempt: int, address: str) -> None:
        self.repeats += 1
        seconds = again.after_seconds
        if seconds is None:
            seconds = growing_seconds(attempt, self.courtesy, self.clock.chance())
        if seconds > self.courtesy.longest_seconds:
            message = f"the store asks to be left alone for {seconds:,.0f} s ({again.reason})."
            raise StoreError(message, place=address, cure="Run kg sync again then.")
        self.clock.sleep(seconds)

    def _refuse(self, answer: Answer, address: str) -> None:
        """Nothing, if all went well. Raises AskAgain, RefusedError or StoreError."""
        status, words = answer.status, answer.body[:4000].decode("utf-8", "replace").lower()
        began = self.login.hidden_in(beginning_of(answer.body))
        told = f"; the answer begins: “{began}”." if began else "."
        if status < 300:
            if answer.is_page:
                message = f"a page for people came, where a store should have answered{told}"
                raise StoreError(
                    message, place=address, cure="Check the address: is a proxy or a log-in page before it?"
                )
            return
        if any(word in words for word in _FULL) or status == 507:
            raise StoreError(
                f"the store has no room left (HTTP {status}){told}",
                place=address,
                cure=f"Make room on its disk. {AGAIN}",
            )
        if status in _LATER or (status == 500 and any(word.lower() in words for word in self.profile.passing)):
            after = asked_seconds(answer.headers.get("Retry-After", ""), self.clock.now())
            raise AskAgain(f"HTTP {status}", after_seconds=after)
        if status == 401:
            message = "the store does not know this user, or the password is wrong (HTTP 401)."
            if not self.login.is_known:
                message = "the store wants to know who asks (HTTP 401)."
            cure = "Give --user, and the password in KG_STORE_PASSWORD or with --password-file."
            raise StoreError(message, place=address, cure=cure)
        if status in {403, 405, 501} or any(word in words for word in _FORBIDDEN):
            raise StoreError(
                f"the store lets us not write (HTTP {status}){told}", place=address, cure=self.profile.cure_for_rights
            )
        if status < 400:
            where = answer.headers.get("Location", "")
            host = urlsplit(where).hostname or "another path"
            message = (
                f"the address has moved (HTTP {status}) to {host}; it is not followed, for a password goes with it."
            )
            raise StoreError(message, place=address, cure="Name the new address, if you trust it.")
        if status == 404:
            cure = f"Check the address; one of {self.profile.title} looks like {self.profile.example}."
            raise StoreError("there is no such address at the store (HTTP 404).", place=address, cure=cure)
        raise RefusedError(
            f"the store refused it (HTTP {status}){told}", place=address, cure=f"Mend what it says. {AGAIN}"
        )


class _Anonymous(AuthBase):
    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


@frozen
class _Bearer(AuthBase):
    token: str = field(repr=False)

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


def _reason(error: Exception) -> str:
    """Why no whole answer came, in one sentence, without the words of three libraries."""
    if isinstance(error, requests.ConnectTimeout):
        return "no connection within the time allowed"
    if isinstance(error, requests.Timeout) or "timed out" in str(error):
        return "the store was silent for too long"
    if isinstance(error, requests.exceptions.SSLError):
        return "the secure connection was refused (certificate)"
    if "NewConnectionError" in repr(error):
        return "nobody answers at this address"
    return "the connection broke off"
