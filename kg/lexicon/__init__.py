"""What we know of the language of such reports, as data: names, cues of speech, frames. Package data, read once."""

from kg.lexicon.cues import Cues, NounCue, VerbCue, read_cues
from kg.lexicon.frames import Frame, Frames, read_frames
from kg.lexicon.names import NameWords, Title, read_names
from kg.lexicon.parsing import ParseWords, read_parsing
from kg.lexicon.precision import Precision, read_precision

__all__ = [
    "Cues",
    "Frame",
    "Frames",
    "NameWords",
    "NounCue",
    "ParseWords",
    "Precision",
    "Title",
    "VerbCue",
    "read_cues",
    "read_frames",
    "read_names",
    "read_parsing",
    "read_precision",
]
