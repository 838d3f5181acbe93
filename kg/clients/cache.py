"""Answers on the disk, with their dates: what was fetched once is not asked again, and a stopped run can go on.

One file an answer, `HOST/AB/KEY`, where KEY is the SHA-256 of the question. Its first line is JSON: the question,
status, date, and the hash of what follows, which is the answer as it came (decompressed). Only good answers are kept.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import orjson

from kg.aside import written_aside
from kg.clients.messages import Answer, Request

FORM = 1


class Cache:
    """The answers in a folder. `damaged` are the files that could not be used; they are fetched again."""

    def __init__(self, folder: Path, *, max_age_days: float | None = None) -> None:
        """Answers older than `max_age_days` count as not there; None takes any."""
        self.folder = folder
        self.max_age_days = max_age_days
        self.damaged: list[Path] = []
        self._distrusted: set[str] = set()

    def path(self, request: Request) -> Path:
        """Where the answer to a question stands."""
        host = re.sub(r"[^a-z0-9.-]", "_", request.host.lower()).strip(".") or "_"
        return self.folder / host / request.key[:2] / request.key

    def answer_to(self, request: Request, now: datetime) -> Answer | None:
        """The answer kept for this question; None if there is none, or it is too old or damaged."""
        if request.key in self._distrusted:
            return None
        try:
            content = self.path(request).read_bytes()
        except FileNotFoundError:
            return None
        except OSError:
            self.distrust(request)
            return None
        answer = _read(content, request)
        if answer is None:
            self.distrust(request)
            return None
        age_days = (now - answer.fetched) / timedelta(days=1)
        is_too_old = self.max_age_days is not None and age_days > self.max_age_days
        return None if is_too_old else answer

    def distrust(self, request: Request) -> None:
        """Count the file of this question as damaged, until a new answer takes its place."""
        if request.key not in self._distrusted:
            self._distrusted.add(request.key)
            self.damaged.append(self.path(request))

    def keep(self, answer: Answer) -> None:
        """Put an answer on the disk, whole or not at all. Raises OutputError."""
        request = answer.request
        head = {
            "kg_cache": FORM,
            "method": request.method,
            "url": request.without_manners().url,
            "asked": (request.body or b"").decode("utf-8", errors="replace"),
            "status": answer.status,
            "content_type": answer.content_type,
            "fetched": answer.fetched.isoformat(),
            "bytes": len(answer.body),
            "sha256": sha256(answer.body).hexdigest(),
        }
        with written_aside(self.path(request)) as stream:
            stream.write(orjson.dumps(head) + b"\n" + answer.body)
        self._distrusted.discard(request.key)


def _read(content: bytes, request: Request) -> Answer | None:
    """The answer in a file; None if a byte of it is not as it was written, or it answers another question."""
    first, _, body = content.partition(b"\n")
    try:
        head = orjson.loads(first)
        fetched = datetime.fromisoformat(head["fetched"])
        is_whole = (
            head["kg_cache"] == FORM
            and head["url"] == request.without_manners().url
            and head["bytes"] == len(body)
            and head["sha256"] == sha256(body).hexdigest()
            and fetched.tzinfo is not None
        )
        return Answer(request, int(head["status"]), body, str(head["content_type"]), fetched) if is_whole else None
    except (ValueError, KeyError, TypeError, OverflowError):
        return None
