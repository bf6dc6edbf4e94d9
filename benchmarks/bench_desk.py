"""How long the desk takes for each page, with 60 candidates and 30 releases: on the server, in milliseconds.

One small candidate is built; the others are copies of it under other names, with the entries of the trail that a home
with so many has. What a page costs follows from how many there are, and from how long the trail is.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.cli import main as command
from flows.desk.app import application
from flows.desk.place import Desk
from warehouse.home import Home
from warehouse.manifests import MANIFEST, sha256
from warehouse.review import trail
from warehouse.review.entries import Statement
from warehouse.review.policies import Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

CANDIDATES, RELEASES, TIMES = 60, 30, 7
#: What a page may take on the server (docs/spec/review.md, "The desk").
MOST_MILLISECONDS = 300
NAMES = ("Anna", "Bert")
ORIGIN, HEADER = "http://localhost:8700", "x-remote-user"
PROXY = '[desk]\nidentity_header = "X-Remote-User"\n\n'
MILLISECONDS = 1000


def main() -> int:
    """Prints a line per page; 1 when one takes too long."""
    with tempfile.TemporaryDirectory(prefix="bench-desk-") as folder:
        home = Home(made(Path(folder)))
        identifiers = filled(home)
        desk = Desk(home, ORIGIN, is_unix=True)
        found = [(what, *timed(desk, path)) for what, path in pages(identifiers).items()]
    print(f"{'page':<28}{'first':>10}{'after':>10}{'CPU':>10}   (ms; {CANDIDATES} candidates, {RELEASES} releases)")
    for what, first, after, busy in found:
        print(f"{what:<28}{first:>10.0f}{after:>10.0f}{busy:>10.0f}")
    slow = [what for what, _, _, busy in found if busy > MOST_MILLISECONDS]
    print(f"each page within {MOST_MILLISECONDS} ms: {'no: ' + ', '.join(slow) if slow else 'yes'}")
    return 1 if slow else 0


def made(folder: Path) -> Path:
    """A home with two stewards and one candidate."""
    words = []
    for name in NAMES:
        subprocess.run(["/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
        words += ["--steward", f"{name}={folder / name}.pub"]
    home = ["--home", str(folder / "home")]
    source = str(folder / "source")
    for arguments in (
        ["init", *words],
        ["synthesize", "--years", "2012", "--out", source, "--scale", "0.01"],
        ["build", "--year", "2012", "--source", source, "--no-prefect"],
    ):
        if command([*home, *arguments]):
            sys.exit("bench_desk: cannot make the home")
    config = folder / "home" / "config.toml"
    config.write_text(PROXY + config.read_text(encoding="utf-8"), encoding="utf-8")
    return folder / "home"


def filled(home: Home) -> dict[str, str]:
    """Copies of the candidate, of which half are published; returns a candidate and a release by kind."""
    (first,) = sorted(home.candidates.iterdir())
    names = [f"2012-{number:012x}" for number in range(1, CANDIDATES + 1)]
    for number, name in enumerate(names):
        copied(home, first, name, published=number < RELEASES)
    return {"candidate": names[-1], "release": names[0]}


def copied(home: Home, first: Path, name: str, *, published: bool) -> None:
    """A copy of a candidate under another name, with its entries in the trail."""
    folder = home.candidates / name
    shutil.copytree(first, folder)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
    public = renamed(folder / "public" / MANIFEST, release=name)
    internal = renamed(folder / "internal" / MANIFEST, release=name, public_manifest_sha256=public)
    say(home, Verb.BUILD, name, internal, public, {"builder": "service"})
    for steward in NAMES if published else NAMES[:1]:
        say(home, Verb.APPROVE, name, internal, public, {}, steward)
    if published:
        shutil.copytree(folder / "public", home.releases / name)
        shutil.copytree(folder / "internal", home.exact / name)
        decided = {"release": name, "approvals": [{"steward": one} for one in NAMES]}
        (home.exact / name / "release.json").write_text(json.dumps(decided), encoding="utf-8")
        say(home, Verb.PUBLISH, name, internal, public, {"current": name, "files": {}})


def renamed(path: Path, **changes: str) -> str:
    """Changes a manifest and returns its digest."""
    content = json.loads(path.read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return sha256(path)


def say(  # noqa: PLR0913, PLR0917 - what an entry says
    home: Home, verb: Verb, name: str, internal: str, public: str, details: Mapping[str, Any], by: str = "service"
) -> None:
    """Adds an entry to the trail."""
    trail.say(home, Statement("", verb, name, internal, public, by, details=trail.as_json(dict(details))))


def pages(identifiers: Mapping[str, str]) -> dict[str, str]:
    """The pages by what they are."""
    candidate, release = identifiers["candidate"], identifiers["release"]
    return {
        "candidates and releases": "/",
        "a candidate": f"/c/{candidate}",
        "a release": f"/c/{release}",
        "its report": f"/c/{candidate}/internal/report/index.html",
        "its trail": f"/c/{candidate}/trail",
        "differences": f"/c/{candidate}/diff?against={release}",
        "stewards": "/stewards",
    }


def timed(desk: Desk, path: str) -> tuple[float, float, float]:
    """Milliseconds of the first request for a page, the median of some more, and of the processor for one of those."""
    first = asked(desk, path)
    began = time.process_time()
    found = [asked(desk, path) for _ in range(TIMES)]
    return first, statistics.median(found), (time.process_time() - began) * MILLISECONDS / TIMES


def asked(desk: Desk, path: str) -> float:
    """Milliseconds of a request that must succeed."""
    app, told = application(desk), []
    target, _, query = path.partition("?")
    headers = [(b"host", b"localhost:8700"), (HEADER.encode(), NAMES[0].encode())]
    scope: dict[str, Any] = {"type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": target}
    scope |= {"raw_path": target.encode(), "query_string": query.encode(), "root_path": "", "headers": headers}

    async def receive() -> Any:  # noqa: ANN401 - as ASGI has it
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:  # noqa: ANN401 - as ASGI has it
        told.append(message)

    async def once() -> None:
        await app(scope, receive, send)

    began = time.perf_counter()
    asyncio.run(once())
    took = (time.perf_counter() - began) * MILLISECONDS
    if told[0]["status"] != 200:  # noqa: PLR2004 - OK
        sys.exit(f"bench_desk: {path}: {told[0]['status']}")
    return took


if __name__ == "__main__":
    sys.exit(main())
