"""The names that the parser's own model finds, read off in a few steps for all words at once.

spaCy walks from word to word and asks of each of its 74 actions whether it is allowed; in a build from nothing that
question alone took a fifth of the time. Most of what it decides hangs on no earlier decision: outside a name the scores
of a word are known beforehand, and inside one only "goes on" and "ends" are left. The model, its scores and the rules
of what may follow what are spaCy's own (spacy/pipeline/_parser_internals/ner.pyx), and so is what is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span

Numbers = NDArray[np.int32]
Flags = NDArray[np.bool_]
_NONE = -1  # no word stands there


@Language.factory("kg_entities")
def entities_of(nlp: Language, name: str) -> Entities:
    """The component for a pipeline whose own part "ner" is switched off."""
    return Entities(nlp.get_pipe("ner"))


class Entities:
    """Finds the names of texts that have none yet, as the `ner` of a pipeline finds them."""

    def __init__(self, ner: Any) -> None:
        """Sort the actions of the model by what they do."""
        self._model = ner.model
        names: list[str] = [ner.moves.get_class_name(number) for number in range(ner.moves.n_moves)]
        self._labels = [name[2:] for name in names]
        self._begins = _those(names, "B-")
        self._of_names = _those(names, "B-", "U-")
        # What may be said outside of a name; "U-" without a label is for names that were set before.
        self._never = np.array([not (name == "O" or (name[:2] in ("B-", "U-") and name[2:])) for name in names])
        place = {name: number for number, name in enumerate(names)}
        self._goes_on = np.array([place.get(f"I-{label}", 0) for label in self._labels])
        self._ends = np.array([place.get(f"L-{label}", 0) for label in self._labels])
        self._opens = np.array([name.startswith("B-") for name in names])
        self._is_outside = np.array([name == "O" for name in names])

    def __call__(self, doc: Doc) -> Doc:
        """The text with its names."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """The texts with their names, in order."""
        rest = iter(docs)
        while texts := list(islice(rest, batch_size)):
            if any(len(doc) for doc in texts):
                self._find(texts)
            yield from texts

    def _find(self, docs: Sequence[Doc]) -> None:
        step = self._model.predict(docs)
        rows = np.concatenate([doc.to_array(["SENT_START", "IS_SPACE"]) for doc in docs])
        ends = np.cumsum([len(doc) for doc in docs])
        is_stop = np.roll(rows[:, 0] == 1, -1)  # a name reaches no further: a sentence or the text ends here
        is_stop[ends - 1] = True
        actions = self._outside(step, is_stop, rows[:, 1] == 1)
        lasts = self._last_words(step, is_stop, actions)
        named = np.flatnonzero(~self._is_outside[actions]).tolist()
        begun = iter(zip(named, actions[named].tolist(), strict=True))
        at, action = next(begun, (len(rows), 0))
        start = 0
        for doc, end in zip(docs, ends.tolist(), strict=True):
            spans = []
            while at < end:
                last = lasts.get(at, at)
                spans.append(Span(doc, at - start, last - start + 1, label=self._labels[action]))
                while at <= last:
                    at, action = next(begun, (len(rows), 0))
            doc.set_ents(spans, default="outside")
            start = end
        step.clear_memory()

    def _outside(self, step: Any, is_stop: Flags, is_space: Flags) -> Numbers:
        """The best action for each word, if no name is open there."""
        at = np.full((len(is_stop), 3), _NONE, dtype=np.int32)
        at[:, 0] = np.arange(len(is_stop))
        scores = _scores(step, at)
        scores[:, self._never] = -np.inf
        scores[np.ix_(is_stop, self._begins)] = -np.inf
        scores[np.ix_(is_space, self._of_names)] = -np.inf
        actions: Numbers = scores.argmax(axis=1)
        return actions

    def _last_words(self, step: Any, is_stop: Flags, actions: Numbers) -> dict[int, int]:
        """For each word that would begin a name of several words, the last of them."""
        lasts: dict[int, int] = {}
        first = np.flatnonzero(self._opens[actions])
        at = first + 1
        while len(first):
            scores = _scores(step, np.stack([at, first, at - 1], axis=1).astype(np.int32))
            rows = np.arange(len(first))
            inside, last = self._goes_on[actions[first]], self._ends[actions[first]]
            higher, lower = scores[rows, inside], scores[rows, last]
            goes_on = ~is_stop[at] & ((higher > lower) | ((higher == lower) & (inside < last)))
            lasts.update(zip(first[~goes_on].tolist(), at[~goes_on].tolist(), strict=True))
            first, at = first[goes_on], at[goes_on] + 1
        return lasts


def _those(names: Sequence[str], *prefixes: str) -> Numbers:
    return np.array([number for number, name in enumerate(names) if name.startswith(prefixes)], dtype=np.int32)


def _scores(step: Any, at: Numbers) -> NDArray[np.float32]:
    """The scores of all actions in states given by the words that they look at: here, first of the name, before."""
    scores: NDArray[np.float32] = step.vec2scores.predict(step.state2vec.predict(at))
    return scores
