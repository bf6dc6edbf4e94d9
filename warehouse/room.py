"""Too little memory or disk: how the libraries say it, and the one line that the program makes of it."""

from __future__ import annotations

import errno

from warehouse.errors import StorageError

#: The disk is full, a quota or a largest file size is reached, or it is read-only: ours to mend, not the supplier's.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)
MEMORY = "too little memory; raise the setting machine.memory_limit, or give the program more of the machine"
DISK = "too little disk; free disk space"
#: How DuckDB, Arrow and numpy call it, also where another library quotes them.
MEMORY_WORDS = ("OutOfMemory", "Out of Memory", "MemoryError", "Cannot allocate memory", "bad_alloc")
DISK_WORDS = ("No space left", "quota exceeded", "File too large", "Read-only file system", "Could not write")


def short(error: BaseException) -> str | None:
    """What is short, and what to do; None when the error is about something else."""
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return MEMORY
    if isinstance(error, OSError):
        return DISK if error.errno in NO_ROOM else None
    return said(f"{type(error).__name__}: {error}")


def said(text: str) -> str | None:
    """What a text that a library wrote says is short; nothing of the text itself, for it may hold a delivered value."""
    if any(word in text for word in MEMORY_WORDS):
        return MEMORY
    return DISK if any(word in text for word in DISK_WORDS) else None


def check(error: BaseException, where: str) -> None:
    """Raises StorageError when the error says that memory or disk is short at `where`."""
    why = short(error)
    if why is not None:
        message = f"{where}: {why}; then run the same command again"
        raise StorageError(message) from None
