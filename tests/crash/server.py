"""Runs commands in forked children of a process that has imported the libraries but never used them.

A process whose libraries have started threads cannot be forked safely, and importing them takes seconds: so one
fresh process imports them, reads a request a line from its input (`{"home", "arguments", "kill_at"}`), forks a child
for it and answers with the child's exit code (minus the signal that killed it) and the writes that it counted.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

PRELOADED = ("flows.cli", "flows.steps", "flows.build", "expectations.run", "expectations.duckdb_source", "vl_convert")


def main() -> None:
    """Answers requests until the input ends."""
    for name in PRELOADED:
        __import__(name)
    for line in sys.stdin:
        request = json.loads(line)
        noted = Path(f"{request['home']}.count")
        code = run(request["home"], request["arguments"], request["kill_at"], noted)
        count = int(noted.read_text(encoding="ascii")) if noted.exists() else 0
        noted.unlink(missing_ok=True)
        sys.stdout.write(json.dumps({"code": code, "writes": count}) + "\n")
        sys.stdout.flush()


def run(home: str, arguments: list[str], kill_at: int, noted: Path) -> int:
    """The exit code of a command in a child, which dies at its `kill_at`-th write (0: never)."""
    child = os.fork()
    if child == 0:
        with Path(os.devnull).open("r+") as nothing:
            for stream in (0, 1, 2):
                os.dup2(nothing.fileno(), stream)
        os._exit(in_child(home, arguments, kill_at, noted))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def in_child(home: str, arguments: list[str], kill_at: int, noted: Path) -> int:
    """Runs the command and notes how many writes it made."""
    from flows.cli import main as command
    from tests.crash.killing import Killer

    killer = Killer(kill_at)
    killer.watch(home)
    code = command(["--home", home, "--json", *arguments])
    noted.write_text(str(killer.count), encoding="ascii")
    return code


if __name__ == "__main__":
    main()
