"""What a process needs to build documents, named by places and words alone, so that it can be sent to another."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve, frozen

from kg.authority import CandidateIndex, read_authority
from kg.building.artefacts import Artefacts
from kg.building.fingerprints import Fingerprints
from kg.checks import Shapes, shapes_in
from kg.converters import Base
from kg.model.authority import Authority
from kg.publish import Description, Printer, context_of


@frozen
class Materials:
    """Where everything lies that documents are built with. `description` is what the build says of itself."""

    authority: Path
    decisions: Path | None
    index: Path | None
    day: str
    shapes: Path
    context: Path
    base: str
    description: Description
    cache: Path

    def read_authority(self) -> Authority:
        """The curated tables with their index. Raises DataError."""
        authority = evolve(read_authority(self.authority, self.decisions), day=self.day)
        return evolve(authority, index=CandidateIndex.opened(self.index)) if self.index else authority


@frozen(eq=False)
class Workshop:
    """All of it, opened in this process."""

    materials: Materials
    authority: Authority
    shapes: Shapes
    base: Base
    printer: Printer
    fingerprints: Fingerprints
    artefacts: Artefacts

    @classmethod
    def of(cls, materials: Materials) -> Workshop:
        """The workshop of some materials. Raises DataError at tables or shapes that cannot be read."""
        authority = materials.read_authority()
        return cls(
            materials,
            authority,
            shapes_in(materials.shapes),
            Base(materials.base),
            Printer(materials.description, context_of(materials.context)),
            Fingerprints.of(authority, materials.shapes, materials.context, materials.base),
            Artefacts(materials.cache),
        )
