"""The lines of a large file, compressed or not, with bounded memory: what the file is, its first bytes tell."""

from __future__ import annotations

import bz2
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import define, field, frozen

from kg.errors import SourceError

LONGEST_LINE_BYTES = 64 << 20  # the largest items of Wikidata have some megabytes; a longer line is no item
_CHUNK_BYTES = 1 << 20
_MOST_AT_ONCE_BYTES = 8 << 20  # what is decompressed at a time, so that a bomb of zeros stays small
_GZIP, _BZIP2 = b"\x1f\x8b", b"BZh"


@frozen
class Line:
    """One line without its end; `at_byte` is where it begins, decompressed. `content` is None if too long."""

    number: int
    at_byte: int
    content: bytes | None
    length: int


class CutOffError(Exception):
    """The file ends in the middle, or is broken from here on: what came before was read."""


@define
class LineFile:
    """A file read line by line. After the last line, or after CutOffError, `sha256` covers the bytes that were read."""

    path: Path
    longest_line_bytes: int = LONGEST_LINE_BYTES
    read_bytes: int = 0  # of the file as it lies there: the measure of progress
    _digest: hashlib._Hash = field(factory=hashlib.sha256)

    @property
    def sha256(self) -> str:
        """The hash of all bytes read so far."""
        return self._digest.hexdigest()

    @property
    def size(self) -> int:
        """The length of the file."""
        return self.path.stat().st_size

    def lines(self) -> Iterator[Line]:
        """Every line. Raises CutOffError where the file breaks off; refuses (SourceError) one that cannot be read."""
        number, at_byte, kept, dropped = 0, 0, b"", 0
        for piece in self._pieces():
            *whole, rest = piece.split(b"\n")
            for content in whole:
                number += 1
                if dropped:
                    length = dropped + len(content)
                    yield Line(number, at_byte, None, length)
                    dropped = 0
                else:
                    content = kept + content if kept else content
                    length = len(content)
                    yield Line(number, at_byte, content if length <= self.longest_line_bytes else None, length)
                kept = b""
                at_byte += length + 1
            if dropped:
                dropped += len(rest)
            elif len(kept) + len(rest) > self.longest_line_bytes:
                dropped, kept = len(kept) + len(rest), b""
            else:
                kept += rest
        if kept or dropped:
            yield Line(number + 1, at_byte, None if dropped else kept, dropped or len(kept))

    def _pieces(self) -> Iterator[bytes]:
        """The decompressed file, piece by piece."""
        try:
            with self.path.open("rb") as file:
                head = file.read(len(_BZIP2))
                file.seek(0)
                chunks = (self._counted(chunk) for chunk in iter(lambda: file.read(_CHUNK_BYTES), b""))
                yield from (
                    _gunzipped(chunks) if head.startswith(_GZIP) else _bunzipped(chunks) if head == _BZIP2 else chunks
                )
        except (zlib.error, ValueError) as error:
            raise CutOffError(f"its compressed bytes are broken near byte {self.read_bytes:,} ({error})") from error
        except EOFError as error:
            raise CutOffError(f"its compressed bytes end in the middle, after byte {self.read_bytes:,}") from error
        except OSError as error:
            if error.errno is None:  # so bz2 says that its bytes are broken
                raise CutOffError(f"its compressed bytes are broken near byte {self.read_bytes:,} ({error})") from error
            raise SourceError(
                f"the file cannot be read ({error.strerror}).", place=str(self.path), cure="Check the path."
            ) from error

    def _counted(self, chunk: bytes) -> bytes:
        self.read_bytes += len(chunk)
        self._digest.update(chunk)
        return chunk


def _gunzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What gzip streams hold, one after another. Raises EOFError if the last is cut off, zlib.error if it is broken."""
    stream = None
    for chunk in chunks:
        rest = chunk
        while rest:
            stream = stream or zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            yield stream.decompress(rest, _MOST_AT_ONCE_BYTES)
            rest = stream.unconsumed_tail
            if stream.eof:
                # Some tools fill the end of a file with zeros.
                rest, stream = stream.unused_data.lstrip(b"\0"), None
    if stream is not None:
        raise EOFError


def _bunzipped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What bzip2 streams hold. Raises EOFError if the last is cut off, OSError without number if it is broken."""
    stream = None
    for chunk in chunks:
        rest = chunk
        while rest or (stream is not None and not stream.needs_input):
            stream = stream or bz2.BZ2Decompressor()
            yield stream.decompress(rest, _MOST_AT_ONCE_BYTES)
            rest = b""
            if stream.eof:
                rest, stream = stream.unused_data.lstrip(b"\0"), None
    if stream is not None:
        raise EOFError
