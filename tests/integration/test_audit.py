"""An auditor without the program: the commands of docs/audit.md, with sha256sum and ssh-keygen in an empty folder."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.integration.test_trail import home, published  # noqa: F401 - fixtures
from tests.support.signing import NAMES

PAGE = Path(__file__).parents[2] / "docs" / "audit.md"
BLOCKS = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
PASSKEYS, SCRIPT = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
TOOLS = ("sha256sum", "ssh-keygen", "sed", "cut", "sort", "diff", "find", "grep", "bash")


@pytest.fixture
def release(home: Path, tmp_path: Path) -> Path:  # noqa: F811
    """The public folder of a release, alone."""
    folder = tmp_path / "alone" / "release"
    shutil.copytree((home / "published" / "current").resolve(), folder)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


def audit(release: Path) -> bool:
    """Whether the three steps pass, with nothing but the tools on the path."""
    tools = release.parent / "tools"
    tools.mkdir(exist_ok=True)
    for name in TOOLS:
        found = shutil.which(name)
        assert found is not None
        (tools / name).unlink(missing_ok=True)
        (tools / name).symlink_to(found)
    files, signatures, manifest = (said(release, block, tools) for block in BLOCKS)
    good = signatures.splitlines()
    texts = sorted((release / "approvals").glob("*.txt"))
    one_digest = manifest.splitlines()
    return (
        files == ""
        and len(good) == len(texts) >= 2
        and all(line.startswith('Good "banenafspraak" signature') for line in good)
        and re.fullmatch(r"[0-9a-f]{64}", one_digest[0]) is not None
        and one_digest[1:] == ["verb: approve", *sorted(NAMES)]
    )


def said(release: Path, block: str, tools: Path) -> str:
    """All that the commands of a step print."""
    command = [str(tools / "bash"), "-c", block]
    done = subprocess.run(
        command, cwd=release, env={"PATH": str(tools)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return done.stdout.decode()


def sums(release: Path) -> None:
    """A new list of files, as a forger writes it."""
    command = "find . -type f ! -name SHA256SUMS | sed 's|^./||' | LC_ALL=C sort | xargs sha256sum > /tmp/sums.$$; "
    subprocess.run(["bash", "-c", command + "mv /tmp/sums.$$ SHA256SUMS"], cwd=release, check=True)


def test_a_release_passes(release: Path) -> None:
    assert len(BLOCKS) == 3
    assert audit(release)
    assert "gezien" not in "".join(path.read_text() for path in (release / "approvals").glob("*.txt"))


def test_a_new_list_of_files_alone_changes_nothing(release: Path) -> None:
    sums(release)
    assert audit(release)


@pytest.mark.parametrize("manifest_too", [False, True], ids=["list", "list and manifest"])
def test_a_forged_mart_with_a_new_list_fails(release: Path, manifest_too: bool) -> None:
    mart = release / "csv" / "realisation.csv"
    before = subprocess.run(["sha256sum", mart], capture_output=True, check=True).stdout[:64].decode()
    mart.write_bytes(mart.read_bytes().replace(b"0", b"1", 1))
    after = subprocess.run(["sha256sum", mart], capture_output=True, check=True).stdout[:64].decode()
    assert before != after
    if manifest_too:
        listed = release / "manifest.json"
        listed.write_text(listed.read_text().replace(before, after))
    sums(release)
    assert not audit(release)


@pytest.mark.parametrize("change", ["added", "missing", "unsigned", "one name", "another text"])
def test_other_forgeries_fail(release: Path, change: str) -> None:
    first, second = (release / "approvals" / name for name in ("01.txt", "02.txt"))
    if change == "added":
        (release / "csv" / "more.csv").write_text("1\n")
    elif change == "missing":
        (release / "csv" / "realisation.csv").unlink()
    elif change == "unsigned":
        second.with_suffix(".sig").unlink()
    elif change == "one name":
        shutil.copy(first, second)
        shutil.copy(first.with_suffix(".sig"), second.with_suffix(".sig"))
    else:
        second.write_text(second.read_text().replace("approve", "reject"))
    if change != "added":
        sums(release)
    assert not audit(release)


@pytest.mark.parametrize(
    "name",
    [
        "parquet/extra.parquet",
        "more.html",
        "csv/SHA256SUMS",
        "approvals/03.txt.txt",
        "more/a.csv",
        "csv/a\nrelease.json",
    ],
)
def test_a_file_that_nobody_signed_fails_with_a_new_list_too(release: Path, name: str) -> None:
    assert audit(release)
    (release / name).parent.mkdir(exist_ok=True)
    (release / name).write_text("1\n")
    with (release / "SHA256SUMS").open("a") as listed:
        digest = subprocess.run(["sha256sum"], input=b"1\n", capture_output=True, check=True).stdout[:64].decode()
        listed.write(f"{digest}  {name}\n")
    in_order = sorted((release / "SHA256SUMS").read_text().splitlines(), key=lambda line: line[66:])
    (release / "SHA256SUMS").write_text("".join(f"{line}\n" for line in in_order))
    assert not audit(release)


@pytest.mark.parametrize("name", ["csv/realisation.csv", "csv/more.csv", "csv", "more"])
def test_a_link_fails(release: Path, name: str) -> None:
    """To what it was, or to something else: what it leads to tomorrow nobody knows."""
    there, elsewhere = release / name, release.parent / "elsewhere"
    if there.exists():
        there.rename(elsewhere)
    else:
        elsewhere.mkdir()
    there.symlink_to(elsewhere)
    assert not audit(release)


@pytest.mark.parametrize("name", ["release.json", "allowed_signers", "marts.duckdb"])
def test_what_publication_adds_is_there(release: Path, name: str) -> None:
    (release / name).unlink()
    sums(release)
    assert not audit(release)


def compared(release: Path) -> set[str]:
    """What the script of the page says of each table."""
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=release, stdout=subprocess.PIPE, check=True)
    lines = done.stdout.decode().splitlines()
    assert len(lines) > len(list((release / "parquet").iterdir()))
    return {line.partition(" ")[0] for line in lines}


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE realisation SET extra_jobs = extra_jobs + 1",
        "CREATE OR REPLACE TABLE realisation AS FROM realisation ORDER BY ALL DESC",
        "ALTER TABLE realisation ALTER year TYPE INTEGER",
        "CREATE TABLE more AS FROM realisation",
        "CREATE OR REPLACE VIEW fact_realisation AS FROM realisation",
    ],
)
def test_a_forged_database_is_seen_with_duckdb_alone(release: Path, forgery: str) -> None:
    """With a new list of files the other steps pass: nobody signed it."""
    assert compared(release) == {"same"}
    with duckdb.connect(str(release / "marts.duckdb")) as marts:
        marts.execute(forgery)
    sums(release)
    assert audit(release)
    assert compared(release) == {"same", "OTHER"}
