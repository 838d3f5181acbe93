"""Redirects that lead in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def cycles_in(redirects: Iterable[tuple[int, str, str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each circle of redirects (source, old, new) of one source, with its keys from the smallest on.

    >>> list(cycles_in([(1, "Q1", "Q2"), (1, "Q2", "Q1"), (1, "Q3", "Q1"), (1, "Q4", "Q4")]))
    [(1, ('Q1', 'Q2')), (1, ('Q4',))]
    """
    of_source: dict[int, dict[str, str]] = {}
    for source, old, new in redirects:
        of_source.setdefault(source, {})[old] = new
    for source, leads_to in of_source.items():
        done: set[str] = set()
        for start in leads_to:
            path: dict[str, None] = {}
            key = start
            while key in leads_to and key not in done and key not in path:
                path[key] = None
                key = leads_to[key]
            if key in path:
                walked = list(path)
                circle = walked[walked.index(key) :]
                first = circle.index(min(circle))
                yield source, (*circle[first:], *circle[:first])
            done.update(path)
