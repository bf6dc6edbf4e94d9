"""The errors a user can meet; each is one line that says what, where and what to do, and has an exit code."""

from __future__ import annotations


class BanenafspraakError(Exception):
    """An expected failure; its text never holds a value of a delivered line."""

    exit_code = 1


class UnexpectedError(Exception):
    """A bug, by the name of its error alone: the message of the error may hold a delivered value."""


class StorageError(BanenafspraakError):
    """A disk is full or cannot be written: nothing half-written is left, run the command again (exit 1)."""


class WorkersLostError(BanenafspraakError):
    """The workers that tasks were sent to are gone: nothing half-written is left, run the command again (exit 1)."""


class WrongUseError(BanenafspraakError):
    """The command, a setting or an identifier is wrong (exit 2)."""

    exit_code = 2


class DeliveryRejectedError(BanenafspraakError):
    """A delivery breaks a rule that rejects it as a whole (exit 3, `spec: What bad input gets`)."""

    exit_code = 3


class SourceUnavailableError(DeliveryRejectedError):
    """The source cannot be read now; the pull may be tried again (exit 3 when that does not help)."""


class SourceRefusedError(DeliveryRejectedError):
    """The source may not be read as it is, and another try would not help: a host key, a redirect, a link (exit 3)."""


class DecisionRefusedError(BanenafspraakError):
    """An approval, rejection or publication is not allowed (exit 4)."""

    exit_code = 4


class TamperedError(DecisionRefusedError):
    """A file, a folder or a link of a candidate or release is not as the program made it."""


class RemainsError(BanenafspraakError):
    """Something of a year that is destroyed is still in the home (exit 4)."""

    exit_code = 4


class HomeBusyError(BanenafspraakError):
    """Another run holds the home folder (exit 5)."""

    exit_code = 5


class ProtectionError(BanenafspraakError):
    """Figures cannot be protected as they are (exit 6, `spec: disclosure control`)."""

    exit_code = 6


class MirrorBehindError(BanenafspraakError):
    """A mirror does not hold what readers get; the home itself is well (exit 7)."""

    exit_code = 7


class HealthError(BanenafspraakError):
    """A check of the home found something (exit 7)."""

    exit_code = 7
