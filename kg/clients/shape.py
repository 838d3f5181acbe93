"""A JSON answer read step by step: what does not fit is refused with its place, what was expected and what came."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice
from typing import TypeVar

from attrs import frozen

from kg.clients.faults import SchemaError
from kg.clients.messages import Answer, json_of, shown

T = TypeVar("T")

SHOWN_FIELDS = 5  # of an object that lacks the one that was expected

_NAMES = {dict: "an object", list: "a list", str: "a text", bool: "true or false", int: "a number", float: "a number"}


@frozen
class Part:
    """A value within an answer, with the way that leads to it: `q0.result[2].id`."""

    value: object
    way: str
    address: str

    @classmethod
    def of(cls, answer: Answer) -> Part:
        """The whole of an answer. Refuses what is no JSON (SchemaError)."""
        return cls(json_of(answer), "", answer.request.service)

    def __contains__(self, name: str) -> bool:
        """Whether this is an object with such a field that is not null."""
        return isinstance(self.value, dict) and self.value.get(name) is not None

    def __getitem__(self, name: str) -> Part:
        """The field of this name. Refuses an object without it (SchemaError)."""
        fields = self._as(dict, "an object")
        if name not in fields:
            named = ", ".join(map(repr, islice(fields, SHOWN_FIELDS)))
            more = " …" if len(fields) > SHOWN_FIELDS else ""
            raise self.refused(f"an object with {name!r}", f"one with {named}{more}" if named else "one without fields")
        return Part(fields[name], f"{self.way}.{name}" if self.way else name, self.address)

    def at(self, name: str) -> Part | None:
        """The field of this name, None where it is not there or null."""
        if name in self:
            return self[name]
        return None

    def fields(self) -> Iterator[tuple[str, Part]]:
        """The fields of an object, by name."""
        for name in self._as(dict, "an object"):
            yield name, self[name]

    def items(self) -> Iterator[Part]:
        """The items of a list."""
        for index, item in enumerate(self._as(list, "a list")):
            yield Part(item, f"{self.way}[{index}]", self.address)

    def text(self) -> str:
        """This value, which has to be a text."""
        return self._as(str, "a text")

    def text_of(self, name: str) -> str:
        """The text of a field that need not be there, then ""."""
        part = self.at(name)
        return "" if part is None else part.text()

    def number(self) -> float:
        """This value, which has to be a finite number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float) or not math.isfinite(self.value):
            raise self.refused("a number")
        return self.value

    def truth(self) -> bool:
        """This value, which has to be true or false."""
        return self._as(bool, "true or false")

    def refused(self, expected: str, came: str = "") -> SchemaError:
        """The error that says what was expected here, and what came."""
        if not came:
            kind = _NAMES.get(type(self.value), "null")
            written = repr(self.value) if isinstance(self.value, str | int | float) else ""
            came = f"{kind} {written[:40]}".strip()
        where = f"at {shown(self.way)}" if self.way else "at its top"
        return SchemaError(
            f"the answer has another schema: {where} {expected} was expected, and {came} came.",
            place=self.address,
            cure="Check that the address is the one of such a service, or tell its keeper.",
        )

    def _as(self, kind: type[T], expected: str) -> T:
        if not isinstance(self.value, kind):
            raise self.refused(expected)
        return self.value
