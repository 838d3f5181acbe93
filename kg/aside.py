"""Files that are whole or not there: everything is written aside, flushed to the disk, then renamed.

A file `name` is written as `name.PID.tmp` beside it; what a killed run left behind is swept by the next one.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import BinaryIO

from kg.errors import OutputError

UNCHANGED = "What was there before is as it was."
LEFT_BEHIND = re.compile(r"\.(?P<pid>[0-9]{1,10})\.(?P<was>was\.)?tmp")

_CURES = {
    errno.ENOSPC: "Free some space or name another folder, then run again.",
    errno.EDQUOT: "Free some of your quota or name another folder, then run again.",
    errno.EFBIG: "Raise the limit on the size of files (ulimit -f), then run again.",
    errno.EACCES: "Give yourself the right to write there, or name another folder.",
    errno.EPERM: "Give yourself the right to write there, or name another folder.",
    errno.EROFS: "Name a folder on a disk that can be written.",
    errno.ENOTDIR: "Name a folder: a part of this path is a file.",
    errno.EEXIST: "Name a folder.",
    errno.EBUSY: "Name a folder inside this one: a mounted folder cannot be replaced as a whole.",
    errno.EXDEV: "Name a folder inside this one: a mounted folder cannot be replaced as a whole.",
    errno.ENOTEMPTY: "Another run wrote there meanwhile: run again.",
    errno.ENAMETOOLONG: "Choose a shorter name.",
}


@contextmanager
def written_aside(path: Path) -> Iterator[BinaryIO]:
    """A file to write, which takes the place of `path` when the block ends well. Raises OutputError."""
    aside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path)
        with aside.open("wb") as stream:
            yield stream
            # Down to the disk, so that the rename never outlives the bytes.
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(path)
        flush_folder(path.parent)
    except OSError as error:
        raise refused(error, path) from error
    finally:
        # Where the folder itself is a file, this fails as well, and would hide why.
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def write_file(path: Path, content: bytes) -> None:
    """Put `content` at `path`, whole or not at all. Raises OutputError; what was there before then stays."""
    with written_aside(path) as stream:
        stream.write(content)


def sweep(path: Path) -> None:
    """Remove what killed runs left aside of `path`; if one of them had moved it away, put it back."""
    for left in sorted(path.parent.glob(f"{escape(path.name)}.*.tmp")):
        found = LEFT_BEHIND.fullmatch(left.name, len(path.name))
        if found is None or _is_running(int(found["pid"])):
            continue
        if found["was"] and not path.exists():
            left.replace(path)
        elif left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()


def flush_folder(folder: Path) -> None:
    """Write the names in a folder down to the disk, on systems where a folder can be opened."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def refused(error: OSError, path: Path) -> OutputError:
    """What the machine refused, as a sentence with its cure."""
    reason = error.strerror or str(error)
    cure = _CURES.get(error.errno or 0, "Mend that, or name another folder, then run again.")
    return OutputError(f"Cannot be written: {reason}. {UNCHANGED}", place=str(path), cure=cure)


def _is_running(pid: int) -> bool:
    """Whether a process of this number lives. Where that cannot be asked without harm, suppose that it does."""
    if os.name != "posix":
        return True  # os.kill(pid, 0) ends a process on Windows
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
