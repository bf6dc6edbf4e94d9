"""A folder on this machine: nothing that leads out of it is followed, and nothing in it shows a number of a person."""

from __future__ import annotations

import gzip
import json
import os
import re
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.support.delivered import YEAR, promise
from tests.support.sources import pulled_from
from warehouse.errors import DeliveryRejectedError, SourceRefusedError, SourceUnavailableError

if TYPE_CHECKING:
    from pathlib import Path

    from transforms.law import Law
    from warehouse.home import Home

BSN = "123456782"


def refused(home: Home, folder: Path, law: Law, kind: type[Exception], says: str, **settings: Any) -> None:
    """The pull ends with one line of this kind and leaves nothing half-done."""
    with pytest.raises(DeliveryRejectedError, match=says) as error:
        pulled_from(home, str(folder.parent), law, **settings)
    assert type(error.value) is kind
    assert "\n" not in str(error.value)
    assert not list(home.work.iterdir())
    assert not [path for path in home.archive.rglob("*") if path.is_file() and path.read_bytes().startswith(b"polis")]


def test_a_link_in_the_place_of_a_table(home: Home, folder: Path, law: Law) -> None:
    (folder / "polis.csv").rename(folder.parent / "elsewhere.csv")
    (folder / "polis.csv").symlink_to("../elsewhere.csv")
    refused(home, folder, law, DeliveryRejectedError, "polis.csv: a link, device or pipe, which is not followed")


def test_a_link_in_the_place_of_the_manifest(home: Home, folder: Path, law: Law) -> None:
    (folder / "manifest.json").rename(folder.parent / "other.json")
    (folder / "manifest.json").symlink_to("../other.json")
    refused(home, folder, law, DeliveryRejectedError, "manifest.json: a link, device or pipe")


def test_a_pipe_in_the_place_of_a_table_is_not_waited_for(home: Home, folder: Path, law: Law) -> None:
    (folder / "polis.csv").unlink()
    os.mkfifo(folder / "polis.csv")
    refused(home, folder, law, DeliveryRejectedError, "polis.csv: a link, device or pipe")


def test_a_link_in_the_place_of_the_year(home: Home, folder: Path, law: Law) -> None:
    folder.rename(folder.parent / "elsewhere")
    folder.symlink_to("elsewhere")
    refused(home, folder, law, SourceRefusedError, f"{YEAR}: is a link, which is not followed")


@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_what_replaces_a_file_after_it_was_listed_is_not_followed(
    home: Home, folder: Path, law: Law, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The check of the list is one thing, the opening of the file another."""
    from warehouse.sources.local import LocalFolder
    from warehouse.sources.model import Listing

    (folder / "polis.csv").rename(folder.parent / "elsewhere.csv")
    if kind == "link":
        (folder / "polis.csv").symlink_to("../elsewhere.csv")
    else:
        os.mkfifo(folder / "polis.csv")
    every = tuple(sorted(path.name for path in folder.iterdir()))
    monkeypatch.setattr(LocalFolder, "listing", lambda _: Listing(every))
    expected = SourceUnavailableError if kind == "link" else SourceRefusedError
    refused(home, folder, law, expected, "polis.csv: ")


def test_links_beside_the_tables_are_named_and_not_read(home: Home, folder: Path, law: Law) -> None:
    (folder / "leesmij.txt").symlink_to("/etc/hostname")
    assert pulled_from(home, str(folder.parent), law).ignored == ("leesmij.txt",)


def test_the_digits_of_a_person_in_a_name_are_not_shown(home: Home, folder: Path, law: Law) -> None:
    (folder / "polis.csv").rename(folder / f"polis-{BSN}.csv")
    (folder / f"polis-{int(BSN) + 7}.csv").write_text("more\n")
    (folder / f"kopie {BSN}-20240501\n.txt").write_text("")
    promise(folder)
    delivery = pulled_from(home, str(folder.parent), law)
    shown = [file.name for file in delivery.files if file.table == "polis"]
    assert shown == ["polis-#########.csv", "polis-#########.csv (2)"]
    assert delivery.ignored == ("kopie #########-20240501?.txt",)
    assert set(delivery.promised) == {*shown, *delivery.ignored, *(f"{table}.csv" for table in OTHERS)}
    (record,) = (home.archive / "records").iterdir()
    assert not re.search(r"\d{9}(?=[-.])", json.dumps([one["name"] for one in json.loads(record.read_text())["files"]]))


OTHERS = ("doelgroepregister", "verdeelsleutel", "werkgevers")


def test_the_digits_of_a_person_are_not_shown_in_a_refusal(home: Home, folder: Path, law: Law) -> None:
    (folder / "polis.csv").rename(folder / "polis-1.csv")
    promise(folder)
    (folder / f"polis-{BSN}.csv").write_text("more")
    refused(home, folder, law, DeliveryRejectedError, "polis-#########.csv: delivered but not listed")


def test_a_folder_named_after_a_person(home: Home, folder: Path, law: Law) -> None:
    folder.parent.rename(folder.parent.with_name(BSN))
    assert pulled_from(home, str(folder.parent.with_name(BSN)), law).source == "#########"


def test_a_manifest_is_required_of_all_when_the_settings_say_so(home: Home, folder: Path, law: Law) -> None:
    (folder / "leesmij.txt").write_text("")
    assert pulled_from(home, str(folder.parent), law).ignored == ("leesmij.txt",)
    always = {"manifest_required": "always"}
    with pytest.raises(DeliveryRejectedError, match=r"leesmij\.txt: delivered but not listed"):
        pulled_from(home, str(folder.parent), law, **always)
    (folder / "manifest.json").unlink()
    with pytest.raises(DeliveryRejectedError, match=r"manifest\.json: missing"):
        pulled_from(home, str(folder.parent), law, **always)
    assert pulled_from(home, str(folder.parent), law).files


def test_a_file_that_differs_from_the_manifest_is_not_archived(home: Home, folder: Path, law: Law) -> None:
    promise(folder, sha256="0" * 64)
    refused(home, folder, law, DeliveryRejectedError, "polis.csv: its sha256 differs")


TOO_MUCH = r"unpacks, with the files before it, to more than 1MB \(\[source\] max_unpacked\)"


def limited(home: Home, folder: Path, law: Law, says: str) -> None:
    """The delivery is refused under a limit of one megabyte."""
    promise(folder)
    refused(home, folder, law, DeliveryRejectedError, says, max_unpacked="1MB")


def replace(folder: Path, name: str, content: bytes) -> None:
    """The polis under another name."""
    (folder / "polis.csv").unlink()
    (folder / name).write_bytes(content)


def test_a_manifest_does_not_raise_the_limit(home: Home, folder: Path, law: Law) -> None:
    (folder / "polis.csv").write_bytes(b"polis\n" * 200_000)
    promise(folder, bytes=2**40)
    refused(home, folder, law, DeliveryRejectedError, f"polis.csv: {TOO_MUCH}", max_unpacked="1MB")


def test_a_file_larger_than_the_limit(home: Home, folder: Path, law: Law) -> None:
    (folder / "polis.csv").write_bytes(b"polis\n" * 200_000)
    limited(home, folder, law, f"polis.csv: {TOO_MUCH}")


def test_files_that_are_too_much_together(home: Home, folder: Path, law: Law) -> None:
    (folder / "doelgroepregister.csv").write_bytes(b"x" * 600_000)
    (folder / "polis.csv").write_bytes(b"polis\n" * 100_000)
    limited(home, folder, law, f"polis.csv: {TOO_MUCH}")


@pytest.mark.parametrize("members", [1, 2])
def test_a_gzip_bomb(home: Home, folder: Path, law: Law, members: int) -> None:
    bomb = gzip.compress(bytes(1_200_000 // members)) * members
    assert len(bomb) < 5_000
    replace(folder, "polis.csv.gz", bomb)
    limited(home, folder, law, f"polis.csv.gz: {TOO_MUCH}")


def test_a_bomb_in_a_bomb_takes_no_memory(home: Home, folder: Path, law: Law) -> None:
    """4 GB, of which no more than a chunk is ever unpacked at a time."""
    import tracemalloc

    block = gzip.compress(bytes(64 * 1024 * 1024), 1)
    replace(folder, "polis.csv.gz", block * 64)
    tracemalloc.start()
    limited(home, folder, law, f"polis.csv.gz: {TOO_MUCH}")
    assert tracemalloc.get_traced_memory()[1] < 40 * 1024 * 1024
    tracemalloc.stop()


def parquet(folder: Path, table: pa.Table, **how: Any) -> None:
    replace(folder, "polis.parquet", b"")
    pq.write_table(table, folder / "polis.parquet", **how)


def test_a_parquet_file_that_unpacks_to_too_much(home: Home, folder: Path, law: Law) -> None:
    parquet(folder, pa.table({"a": ["x" * 1_200_000]}), compression="zstd", use_dictionary=False)
    assert (folder / "polis.parquet").stat().st_size < 10_000
    limited(home, folder, law, f"polis.parquet: {TOO_MUCH}")


def test_one_value_repeated_without_end(home: Home, folder: Path, law: Law) -> None:
    """Packed as one run, its bytes are few, packed and unpacked; its lines are not."""
    parquet(folder, pa.table({"a": pa.nulls(10_000_000, pa.int64())}))
    assert (folder / "polis.parquet").stat().st_size < 50_000
    limited(home, folder, law, f"polis.parquet: {TOO_MUCH}")


def test_a_parquet_file_of_very_many_columns(home: Home, folder: Path, law: Law) -> None:
    parquet(folder, pa.table({f"c{number}": [1] for number in range(1_001)}))
    limited(home, folder, law, "polis.parquet: it has more than 1000 columns")


def test_a_footer_without_end(home: Home, folder: Path, law: Law) -> None:
    size = 33 * 1024 * 1024
    replace(folder, "polis.parquet", b"PAR1" + bytes(size) + size.to_bytes(4, "little") + b"PAR1")
    promise(folder)
    refused(home, folder, law, DeliveryRejectedError, "polis.parquet: its footer is larger than")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("polis.csv.gz", b"no gzip"),
        ("polis.parquet", b"no parquet"),
        ("polis.parquet", b"PAR1junkPAR1"),
        ("polis.csv.gz", b""),
    ],
)
def test_what_cannot_be_read_is_left_to_the_reader(
    home: Home, folder: Path, law: Law, name: str, content: bytes
) -> None:
    """Its refusal names the file and says what to do."""
    replace(folder, name, content)
    promise(folder)
    assert pulled_from(home, str(folder.parent), law).of("polis")
