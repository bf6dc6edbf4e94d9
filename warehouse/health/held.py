"""Who holds the lock of a home, as the kernel says, and when a run gave its last sign; takes no lock itself."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PROC = Path("/proc")
#: The words of a line of /proc/locks: number, kind, mode, access, process, device and inode.
KIND, PROCESS, PLACE = 1, 4, 5


def by(lock: Path) -> int | None:
    """The process that holds the lock on a file; None when none does.

    A lock that was taken for a moment would refuse a run that begins in that moment, so the kernel is asked.
    """
    if not lock.is_file() or lock.is_symlink():
        return None
    return next((process for process in _holding(lock.stat().st_ino) if _has_open(process, lock)), None)


def _holding(inode: int) -> Iterator[int]:
    """The processes that hold a lock on an inode of that number, on whatever device."""
    for line in (PROC / "locks").read_text(encoding="ascii").splitlines():
        words = line.replace("-> ", "").split()
        if words[KIND] == "FLOCK" and words[PLACE].rpartition(":")[2] == str(inode):
            yield int(words[PROCESS])


def _has_open(process: int, lock: Path) -> bool:
    with suppress(OSError):
        return any(one.exists() and one.samefile(lock) for one in (PROC / str(process) / "fd").iterdir())
    return False


def last_sign(process: int, logs: Path) -> float:
    """When a run gave its last sign, in seconds since 1970: a line of a log, else its beginning."""
    signs = [0.0]
    for path in [PROC / str(process), *logs.glob("*-*.log")]:
        with suppress(OSError):
            signs.append(path.stat().st_mtime)
    return max(signs)
