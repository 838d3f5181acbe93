"""What has to be done anew, and why: the last build's entry of each report held against what is there now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from attrs import Factory, evolve, field, frozen

from kg.building.artefacts import Artefacts
from kg.building.fingerprints import Fingerprints
from kg.building.ledger import Entry
from kg.building.sourcefiles import digest_of, signature_of
from kg.building.tasks import document_name, draft_inputs, draft_name

NEW = "new"
_INPUTS = ("its source changed", "the readers changed", "the rules changed", "the authority changed")
LOST = "what was kept of it is gone"
STOPPED = "an earlier build was stopped before it was made"
REFUSED_BEFORE = "it was refused before"
UNREADABLE = "its files cannot be read"
OTHERS = "other documents name other people"
CONVERSION = "the conversion or the base changed"
CHECKS = "the shapes or the checks changed"
EDITED = "its kept files are not as they were written"


@frozen
class Planner:
    """Holds entries against the present. `frames` are the hashes of the frames at the last build."""

    fingerprints: Fingerprints
    artefacts: Artefacts
    frames: Mapping[str, str]
    all_frames: str = field(
        init=False, default=Factory(lambda self: self.fingerprints.of_all_frames(), takes_self=True)
    )

    def entry_of(self, word: str, place: Path, before: Entry | None) -> Entry:
        """The entry of a report with the hash of its files as they are now. Raises SourceError."""
        signature = signature_of(place)
        if before is None or before.place != str(place):
            return Entry(word, str(place), signature, digest_of(place))
        if before.signature == signature and before.source:
            return before
        return evolve(before, signature=signature, source=digest_of(place))

    def why_draft(self, entry: Entry, words: Callable[[str], frozenset[str]]) -> str:
        """Why a report has to be read and understood anew; "" if it would come out as it did.

        `words` gives those of its text, and is asked only where some frame changed since the entry was written.
        """
        if not entry.inputs:
            return NEW
        wanted = draft_inputs(self.fingerprints, entry.source)
        changed = [reason for reason, old, new in zip(_INPUTS, entry.inputs, wanted, strict=True) if old != new]
        if changed:
            return ", ".join(changed)
        if not entry.draft:
            return REFUSED_BEFORE
        if entry.frames != self.all_frames:
            held = words(entry.word)
            if entry.draft != draft_name(self.fingerprints, entry.source, held):
                frames = ", ".join(self.fingerprints.changed_frames(self.frames, held))
                return f"a frame changed: {frames}" if frames else "a frame changed, is gone or stands elsewhere"
        return "" if self.artefacts.has_draft(entry.draft) else LOST

    def why_document(self, entry: Entry, elsewhere: Mapping[str, int]) -> str:
        """Why a document has to be made or checked anew; "" if it would come out as it did.

        CHECKS if its files are as they would be, and only its findings may not be.
        """
        if entry.asked is None or not entry.became:
            return REFUSED_BEFORE if entry.became else STOPPED
        if any(elsewhere.get(key, 0) != count for key, count in entry.asked.items()):
            return OTHERS
        if entry.document != document_name(self.fingerprints, entry.draft, entry.asked):
            return CONVERSION
        if entry.is_built and entry.files != self.artefacts.signature(entry.document):
            return EDITED
        return CHECKS if entry.checked != self.checked else ""

    @property
    def checked(self) -> str:
        """What findings depend on beside the document."""
        return f"{self.fingerprints.checks} {self.fingerprints.shapes}"
