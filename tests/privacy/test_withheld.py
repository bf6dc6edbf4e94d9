"""No exact value of a withheld figure stands in any byte that is published, in no form (disclosure.md, section 9).

The values that are looked for are planted to be recognisable: hours that give many decimals, amounts to the cent.
"""

from __future__ import annotations

import hashlib
import re
import stat
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pyreadstat
import pytest

from tests.support.cli import build, new_home, publish
from tests.support.exposed import exposed, plain
from tests.support.pdf import Pdf
from tests.support.published_files import SECRET, WITHHOLDABLE, Release, release_of

#: A value is recognised by so many digits.
DIGITS = 5
TEXTS = {".csv", ".json", ".jsonld", ".ttl", ".html", ".svg", ".txt", ".xml", ".atom", ".css", ".js", ""}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("withheld")
    place = new_home(folder / "home")
    publish(place, build(place, plain(2012), folder / "source"))
    publish(place, build(place, exposed(2023), folder / "source"))
    return place


@pytest.fixture(scope="module")
def release(home: Path) -> Release:
    return release_of(home, (home / "published" / "current").resolve().name)


def planted(release: Release) -> set[float]:
    """The exact values of withheld figures that can be recognised, and that no free figure has too."""
    found: dict[bool, set[float]] = {True: set(), False: set()}
    for mart, columns in WITHHOLDABLE.items():
        for place, row in release.truth.get(mart, {}).items():
            for column in columns:
                secret = release.shown[mart][place][f"{column}_status"] == SECRET
                exact = (row.get(column), row.get(f"{column}_exact"))
                found[secret] |= {float(value) for value in exact if value is not None}
    return {value for value in found[True] - found[False] if recognisable(value)}


def recognisable(value: float) -> bool:
    return len(re.sub(r"\D", "", f"{value:.10g}")) >= DIGITS


def forms(value: float) -> set[str]:
    """How a value can be written: with more or fewer decimals, with a point or a comma, in thousands."""
    plain_ones = {repr(value), f"{value:.10g}", *(f"{value:.{decimals}f}" for decimals in range(1, 7))}
    grouped = {f"{value:,.{decimals}f}" for decimals in range(3)}
    dutch = {text.translate(str.maketrans(",.", ".,")) for text in grouped}
    every = plain_ones | {text.replace(".", ",") for text in plain_ones} | grouped | dutch
    return {text for text in every if len(re.sub(r"\D", "", text)) >= DIGITS}


def files(home: Path) -> list[Path]:
    return sorted(path for path in (home / "published").rglob("*") if path.is_file() and not path.is_symlink())


def texts(home: Path) -> Iterator[tuple[Path, str]]:
    """Everything that can be read as text: files, pages as PDF, tables of DuckDB, Parquet and SPSS, parts of Excel."""
    for path in files(home):
        if path.suffix in TEXTS:
            yield path, path.read_text(encoding="utf-8")
        elif path.suffix == ".pdf":
            document = Pdf(path.read_bytes())
            yield path, "\n".join(document.text(page) for page in range(len(document.pages)))
        elif path.suffix == ".parquet":
            yield path, pl.read_parquet(path).write_csv()
        elif path.suffix == ".duckdb":
            yield path, text_of_duckdb(path)
        elif path.suffix == ".sav":
            yield path, pyreadstat.read_sav(path, output_format="polars")[0].write_csv()
        elif path.suffix == ".xlsx":
            yield path, unpacked(path).decode()


def unpacked(path: Path) -> bytes:
    """Every part of a workbook, notes and properties among them."""
    with zipfile.ZipFile(path) as parts:
        return b"\n".join(parts.read(name) for name in parts.namelist())


def text_of_duckdb(path: Path) -> str:
    with duckdb.connect(str(path), read_only=True) as database:
        names = [name for (name,) in database.execute("SELECT table_name FROM information_schema.tables").fetchall()]
        return "\n".join(database.execute(f'FROM "{name}"').pl().write_csv() for name in names)


def test_there_is_something_to_look_for(release: Release) -> None:
    found = planted(release)
    assert 11137.31 in found  # the employer that is alone in its size class
    assert any(abs(value - 255 / 110.92) < 1e-9 for value in found)  # two people of a ministry
    assert len(found) > 8


def test_no_withheld_value_is_written_anywhere(home: Path, release: Release) -> None:
    wanted = {form for value in planted(release) for form in forms(value)}
    pattern = re.compile(rf"(?<![\d.,])(?:{'|'.join(map(re.escape, sorted(wanted, key=len, reverse=True)))})(?![\d])")
    read = list(texts(home))
    suffixes = {path.suffix for path, _ in read}
    assert suffixes >= {
        ".csv",
        ".html",
        ".json",
        ".parquet",
        ".duckdb",
        ".pdf",
        ".xlsx",
        ".sav",
        ".xml",
        ".ttl",
        ".jsonld",
    }
    assert [path for path in files(home) if path.name == "Observations"]
    assert [path for path, text in read if pattern.search(text)] == []


def test_no_withheld_value_is_in_any_byte(home: Path, release: Release) -> None:
    """Also not as eight bytes of a number, or in a part of a file that no reader shows."""
    values = [value for value in planted(release) if value != int(value)]
    wanted = [struct.pack(order, value) for value in values for order in ("<d", ">d")]
    wanted += [form.encode() for value in values for form in forms(value) if len(form) > DIGITS + 3]
    everything = [(path, path.read_bytes()) for path in files(home)]
    everything += [(path, unpacked(path)) for path in files(home) if path.suffix == ".xlsx"]
    assert [path for path, content in everything if any(one in content for one in wanted)] == []


def test_no_digest_name_or_size_of_an_internal_file_is_public(home: Path) -> None:
    """Of the delivered files and of everything under `internal/`, but the salted digest of the internal manifest."""
    kept = [path for folder in ("archive", "internal") for path in (home / folder).rglob("*") if path.is_file()]
    hidden = [path for path in kept if path.name != "manifest.json" or path.is_relative_to(home / "archive")]
    public = {hashlib.sha256(path.read_bytes()).hexdigest() for path in files(home)}
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in hidden} - public
    names = {path.name for path in (home / "archive").rglob("*") if path.is_file()}
    everything = b"\n".join(path.read_bytes() for path in files(home)).decode("utf-8", errors="replace")
    assert hidden
    assert [one for one in digests | names if one in everything] == []


def test_nothing_public_is_a_link_to_what_is_internal(home: Path) -> None:
    public = home / "published"
    links = [path for path in public.rglob("*") if path.is_symlink()]
    assert [path for path in links if not path.resolve().is_relative_to(public)] == []
    inside = {path.stat().st_ino for path in (home / "internal").rglob("*") if path.is_file()}
    assert [path for path in files(home) if path.stat().st_ino in inside] == []


def test_what_is_internal_is_for_its_owner_alone(home: Path) -> None:
    for path in (home / "internal" / "releases").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o400), path.name
