"""The service's side of `inbox/`: what other accounts handed in is checked as any decision is, chained, and removed.

Nothing that lies there holds up what comes after it: what is no decision, or one that is refused, is removed, with a
line in `logs/inbox.log` that says why and repeats nothing of it.
"""

from __future__ import annotations

import json
import os
import stat
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from warehouse.errors import DecisionRefusedError, TamperedError, WrongUseError
from warehouse.home import PRIVATE, PRIVATE_FILE, write_durably
from warehouse.review import anchors, decidable, desk, letters, trail
from warehouse.review.desk import Hand
from warehouse.review.policies import Verb

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.home import Home
    from warehouse.review.entries import Statement
    from warehouse.review.letters import Letter
    from warehouse.settings import Settings

#: The mode of the inbox: the group writes in it and opens what it knows the name of, lists nothing, removes its own.
OPEN_TO_GROUP = 0o1730
#: So many letters of one account are taken up at a time, so that none keeps others waiting.
AT_A_TIME = 20
#: A letter that is still being written is not older than this.
SECONDS_TO_WRITE = 3600
#: How many refusals are kept, and how long the reason of one can be.
REFUSALS, REASON = 200, 240
#: What each decision does. Those that move what readers see need the home itself, which a build may hold.
DECIDE = {
    Verb.APPROVE: desk.approve,
    Verb.REJECT: desk.reject,
    Verb.COMMENT: desk.comment,
    Verb.ROLLBACK: desk.rollback,
    Verb.WITHDRAW: desk.withdraw,
}
MOVING = (Verb.ROLLBACK, Verb.WITHDRAW)


@dataclass(frozen=True, slots=True)
class Attended:
    """What was taken up, what was refused and why, and of which accounts something waits for a run to end."""

    taken: list[str] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)


@contextmanager
def served(home: Home, settings: Settings, *, whole: bool = False) -> Iterator[None]:
    """Takes up what was handed in before what is done here, and shows the group of stewards what follows from it."""
    attend(home, settings, whole=whole)
    yield
    show(home, settings)


def attend(home: Home, settings: Settings, *, whole: bool = False) -> Attended:
    """Takes up what other accounts handed in, and shows them what there is to decide; nothing without a group.

    Args:
        home: the home folder, which is made.
        settings: its settings.
        whole: this run holds the home, so that readers may be led to another release.

    Raises:
        WrongUseError: the machine has no such group, or this account is not in it.
        HomeBusyError: another command is adding to the trail.
    """
    group = decidable.group(settings)
    with home.trail_held():
        _set_up(home, group)
        done = Attended()
        if group is not None:
            _take_up(home, settings, done, whole=whole)
        if group is not None and _is_sound(home, settings):
            decidable.write(home, settings, refusals(home))
        return done


def show(home: Home, settings: Settings) -> None:
    """Shows the group of stewards what there is to decide now."""
    if decidable.group(settings) is not None:
        with home.trail_held():
            decidable.write(home, settings, refusals(home))


def refusals(home: Home) -> list[dict[str, str]]:
    """What was refused: when, of which account, and why; oldest first."""
    lines = home.refused.read_text(encoding="utf-8").splitlines() if home.refused.is_file() else []
    found = []
    for line in lines:
        with suppress(ValueError):
            found.append(json.loads(line))
    return found


def _is_sound(home: Home, settings: Settings, unfinished: str = "") -> bool:
    """Whether all is well with the home; when not, it is no letter's fault, and the command itself says it."""
    try:
        anchors.opened(home, settings, unfinished=unfinished)
    except (DecisionRefusedError, WrongUseError):
        return False
    return True


def _set_up(home: Home, group: int | None) -> None:
    """Gives the inbox to the group, or to nobody but this account."""
    found = home.inbox.lstat()
    if not stat.S_ISDIR(found.st_mode):
        message = "inbox: is no folder; take it away"
        raise WrongUseError(message)
    mode = PRIVATE if group is None else OPEN_TO_GROUP
    with decidable.for_members():
        if group is not None and group != found.st_gid:
            os.chown(home.inbox, -1, group)
        if stat.S_IMODE(found.st_mode) != mode:
            home.inbox.chmod(mode)
    if group is None:
        decidable.remove(home)


def _take_up(home: Home, settings: Settings, done: Attended, *, whole: bool) -> None:
    with _opened(home.inbox) as folder:
        for name, owner in _lying(folder):
            account = trail.account(owner)
            try:
                letter = letters.read(folder, name)
                if not _is_its_turn(home, settings, letter, whole=whole):
                    done.waiting.append(account)
                    continue
                done.taken.append(_decided(home, settings, letter, account))
                _remove(folder, name)
            except (WrongUseError, DecisionRefusedError) as error:
                done.refused.append(_refusal(account, str(error)))
                if _remove(folder, name):
                    _keep(home, done.refused[-1])
        os.fsync(folder)


def _is_its_turn(home: Home, settings: Settings, letter: Letter, *, whole: bool) -> bool:
    """Whether the home is as the decision needs it; a withdrawal given again finishes what a killed one began."""
    says = letter.says
    half = says.release if whole and says.verb == Verb.WITHDRAW else ""
    if says.verb in MOVING and not (whole and _leads(home, says)):
        return False
    return _is_sound(home, settings, half)


def _leads(home: Home, says: Statement) -> bool:
    """Whether the pointers that a decision moves are as they have to be; when not, it is no letter's fault."""
    try:
        desk.check_pointers(home, Verb(says.verb), says.release)
    except TamperedError:
        return False
    return True


@contextmanager
def _opened(inbox: Path) -> Iterator[int]:
    folder = os.open(inbox, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        yield folder
    finally:
        os.close(folder)


def _lying(folder: int) -> Iterator[tuple[str, int]]:
    """What lies in the inbox, and whose it is: the oldest of each account. What is being written yet is left alone."""
    by_owner: dict[int, list[tuple[float, str]]] = {}
    with os.scandir(folder) as found:
        for entry in found:
            with suppress(FileNotFoundError):
                about = entry.stat(follow_symlinks=False)
                young = time.time() - about.st_ctime < SECONDS_TO_WRITE
                if not (entry.name.startswith(".new-") and young):
                    by_owner.setdefault(about.st_uid, []).append((about.st_ctime, entry.name))
    for owner, names in sorted(by_owner.items()):
        yield from ((name, owner) for _, name in islice(sorted(names), AT_A_TIME))


def _decided(home: Home, settings: Settings, letter: Letter, account: str) -> str:
    """Decides as the letter says, and returns what; raises as the decision does."""
    says = letter.says
    desk.check_signed(home, settings, says, letter.signature)
    hand = Hand(says.by, letter.note, None, letter.text, letter.signature, letter.nonce, account)
    DECIDE[Verb(says.verb)](home, settings, says.release, hand)
    return f"{says.verb} {says.release} by {says.by}"


def _refusal(account: str, why: str) -> dict[str, str]:
    shown = "".join(one if one.isprintable() else "?" for one in why)[:REASON]
    return {"at": trail.now(), "account": account, "why": shown}


def _keep(home: Home, refusal: dict[str, str]) -> None:
    """Adds a line to the log of refusals, which keeps the last of them."""
    lines = [json.dumps(one, ensure_ascii=False) for one in (*refusals(home), refusal)][-REFUSALS:]
    write_durably(home.refused, "".join(f"{line}\n" for line in lines).encode(), mode=PRIVATE_FILE)


def _remove(folder: int, name: str) -> bool:
    """Removes whatever it is, and says whether it could: a folder of another account that is not empty stays."""
    try:
        try:
            os.unlink(name, dir_fd=folder)
        except IsADirectoryError:
            os.rmdir(name, dir_fd=folder)
    except OSError:
        return False
    return True
