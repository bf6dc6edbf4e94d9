"""The command line, called in this process as a user calls it, and what a release is read back with."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.support.deliveries import Delivery, Packaging
from tests.support.oracle import Cell, MartRow

#: What a home needs before it takes a delivery that is not synthetic; the first lines of its `config.toml`.
SECURITY = "[security]\nvolume_encrypted = true\n\n"
#: And what a release of it says of who publishes it.
PUBLICATION = (
    '[publication]\npublisher = "Uitgever van de test"\ncontact = "test@voorbeeld.invalid"\n'
    'licence = "https://voorbeeld.invalid/licentie"\nbase_url = "https://voorbeeld.invalid/banenafspraak"\n\n'
)
ENCRYPTED = f"{SECURITY}{PUBLICATION}"
#: A line about progress begins with its time.
PROGRESS = re.compile(r"\d{2}:\d{2}:\d{2} ")
NOTE = "Trial, warnings seen."
STEWARDS = ("Steward Een", "Steward Twee")
MART_KEYS = {
    "realisation": ("year", "sector", "form"),
    "allocation_key": ("year", "sector"),
    "decomposition": ("year", "sector"),
    "uncertainty": ("year", "sector", "form"),
    "government_sectors": ("year", "overheidssector"),
    "ministries": ("year", "ministerie"),
    "target_group": ("year", "ground", "arbeidsmarktregio"),
    "participation_cohort": ("cohort_start", "ground"),
    "quota": ("year", "sector"),
    "social_return": ("year", "opdrachtgever"),
    "liv_by_size": ("year", "size_class"),
    "scenarios": ("scenario", "year", "sector"),
    "reconciliation": ("year", "sector", "form", "measure"),
    "observations": ("measure", "year", "dimensions"),
}


@dataclass(frozen=True)
class Run:
    """What a command left behind: exit code, output, and what it said of its progress."""

    code: int
    out: str
    err: str
    told: str = ""

    @property
    def answer(self) -> dict[str, Any]:
        """The JSON object on the last line of standard output."""
        answer: dict[str, Any] = json.loads(self.out.rstrip().splitlines()[-1])
        return answer


def with_group(home: Path, group: str) -> None:
    """Gives the settings of a home this group of stewards, as TOML has it, or none when it is empty."""
    config = home / "config.toml"
    lines = config.read_text(encoding="utf-8").splitlines()
    place = lines.index("[security]") + 1
    others = [line for line in lines if not line.startswith("steward_group")]
    added = [f"steward_group = {group}"] if group else []
    config.write_text("\n".join([*others[:place], *added, *others[place:], ""]), encoding="utf-8")


def run(home: Path, *arguments: str) -> Run:
    """Run one command on a home folder, with `--json`."""
    from flows.cli import main

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["--home", str(home), "--json", *arguments])
    return Run(code, out.getvalue(), *parted(err.getvalue()))


def parted(said: str) -> tuple[str, str]:
    """Standard error without the lines about progress, and those."""
    lines = said.splitlines(keepends=True)
    told = [line for line in lines if PROGRESS.match(line)]
    return "".join(line for line in lines if line not in told), "".join(told)


def succeed(home: Path, *arguments: str) -> dict[str, Any]:
    """Run a command that must succeed and return its answer."""
    done = run(home, *arguments)
    assert done.code == 0, f"{arguments[0]} ended with {done.code}: {done.err}"
    return done.answer


def new_home(folder: Path, stewards: Mapping[str, Path] | None = None) -> Path:
    """A home folder on a volume that is said to be encrypted.

    For a trial, two approvals by name; or with stewards, by the file of the public key of each.
    """
    named = [word for name, key in (stewards or {}).items() for word in ("--steward", f"{name}={key}")]
    succeed(folder, "init", *(named or ["--trial"]))
    config = folder / "config.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(f"{SECURITY if '[publication]' in text else ENCRYPTED}{text}", encoding="utf-8")
    return folder


def roll_back(home: Path, release: str) -> None:
    """Lead readers back to a release, as two stewards."""
    for steward in STEWARDS:
        succeed(home, "rollback", release, "--reason", "trial", "--steward", steward)


def build_arguments(year: int, source: Path | str) -> tuple[str, ...]:
    """The arguments of a build without Prefect."""
    return ("build", "--year", str(year), "--source", str(source), "--no-prefect")


def build(home: Path, delivery: Delivery, source: Path, packaging: Packaging | None = None) -> Path:
    """Write a delivery, build it, and return the folder of the candidate, which has both sides."""
    delivery.write(source, packaging)
    candidate: str = succeed(home, *build_arguments(delivery.year, source))["candidate"]
    return home / "candidates" / candidate


def publish(home: Path, candidate: Path) -> Path:
    """Approve a candidate as two stewards, publish it, and return the link to the public side of the release."""
    for steward in STEWARDS:
        succeed(home, "approve", candidate.name, "--steward", steward, "--note", NOTE)
    succeed(home, "publish", candidate.name)
    return home / "published" / "current"


def internal(release: Path) -> Path:
    """The internal side of a candidate (by its folder) or of a release (by its public side or a link to that)."""
    if (release / "internal").is_dir():
        return release / "internal"
    public_side = release.resolve()
    return public_side.parents[2] / "internal" / "releases" / public_side.name


def public(release: Path) -> Path:
    """The public side of a candidate (by its folder) or of a release."""
    return release / "public" if (release / "public").is_dir() else release


def manifest(release: Path) -> dict[str, Any]:
    """The internal manifest of a candidate or release."""
    found: dict[str, Any] = json.loads((internal(release) / "manifest.json").read_text(encoding="utf-8"))
    return found


def tree(folder: Path) -> dict[str, str]:
    """Every file, link and folder below a folder, with the digest of its content."""
    return {str(path.relative_to(folder)): fingerprint(path) for path in sorted(folder.rglob("*"))}


def but_logs(home: Path) -> dict[str, str]:
    """What the home holds besides the logs: that a run was refused is in one."""
    return {path: digest for path, digest in tree(home).items() if not path.startswith("logs")}


def fingerprint(path: Path) -> str:
    """What a path is and holds."""
    if path.is_symlink():
        return f"-> {path.readlink()}"
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"


def delivered_files(release: Path) -> list[dict[str, Any]]:
    """The counts of lines of every delivered file, as the manifest of a candidate or release holds them."""
    files: list[dict[str, Any]] = manifest(release)["deliveries"]
    return files


def mart_tables(release: Path) -> dict[str, pa.Table]:
    """The exact marts of a candidate or release without the metadata that names its sources."""
    files = sorted((internal(release) / "marts").glob("*.parquet"))
    return {path.stem: pq.read_table(path).replace_schema_metadata(None) for path in files}


def mart_files(release: Path) -> dict[str, bytes]:
    """The bytes of the exact marts of a candidate or release."""
    return {path.name: path.read_bytes() for path in sorted((internal(release) / "marts").glob("*.parquet"))}


def mart_rows(release: Path, mart: str) -> list[dict[str, Any]]:
    """The exact rows of a mart in the order of the file."""
    content = (internal(release) / "marts" / f"{mart}.parquet").read_bytes()
    rows: list[dict[str, Any]] = pq.read_table(io.BytesIO(content)).to_pylist()
    return rows


def differences(release: Path, expected: dict[str, list[MartRow]]) -> list[str]:
    """Every cell of a release's marts that is not what the oracle says."""
    return [
        f"{mart}: {difference}"
        for mart, rows in expected.items()
        for difference in row_differences(mart_rows(release, mart), rows, MART_KEYS[mart])
    ]


def row_differences(found: Sequence[dict[str, Any]], expected: Sequence[MartRow], key: Sequence[str]) -> list[str]:
    """Differences of two tables whose rows should have the same keys in the same order."""
    found_keys, expected_keys = ([tuple(row[name] for name in key) for row in rows] for rows in (found, expected))
    if found_keys != expected_keys:
        return [f"rows {found_keys} instead of {expected_keys}"]
    return [
        f"{[wanted[name] for name in key]} {name}: {row.get(name)!r} instead of {wanted[name]!r}"
        for row, wanted in zip(found, expected, strict=True)
        for name in wanted
        if name not in row or not same(row[name], wanted[name])
    ]


def same(found: object, expected: Cell) -> bool:
    """Whether two cells agree: floats to nine digits, everything else exactly and of one type."""
    if isinstance(expected, float):
        return isinstance(found, float | Decimal) and math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
    return type(found) is type(expected) and found == expected
