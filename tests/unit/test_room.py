"""Too little memory or disk is said as that, never as a bug, never as the supplier's fault."""

from __future__ import annotations

import errno
import http.client
import os
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows import build as building
from tests.support.cli import build_arguments, new_home, run
from tests.support.deliveries import Packaging, make_delivery
from warehouse import room
from warehouse.delivery.incoming import Allowance, check_unpacked
from warehouse.errors import SourceUnavailableError, StorageError
from warehouse.sources.model import Words

NO_SPACE = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/home/123456782.csv")
SHORT = {
    "memory": (
        MemoryError(),
        pa.lib.ArrowMemoryError("malloc of size 64 failed"),
        duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate"),
        OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)),
    ),
    "disk": (NO_SPACE, duckdb.IOException("IO Error: Could not write file: No space left on device")),
}


@pytest.mark.parametrize(("what", "error"), [(what, error) for what, errors in SHORT.items() for error in errors])
def test_what_is_short_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, error: Exception) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(building, "pipeline", broken)
    done = run(new_home(tmp_path / "home"), *build_arguments(2012, tmp_path))
    assert (done.code, len(done.err.splitlines())) == (1, 1)
    assert f"too little {what}" in done.err
    assert "again" in done.err
    assert "12345678" not in done.err


def test_another_error_is_not_about_room() -> None:
    assert room.short(duckdb.ConversionException("Could not convert")) is None
    assert room.short(FileNotFoundError(errno.ENOENT, "No such file")) is None


@pytest.mark.parametrize("what", ["mkdir", "replace", "chmod"])
def test_a_full_disk_at_a_write_of_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """The home is there; then the disk takes nothing more."""

    def full(*_: object, **__: object) -> None:
        raise NO_SPACE

    home = new_home(tmp_path / "home")
    make_delivery(2012, 2).write(tmp_path / "source", Packaging())
    run(home, "publish", "2012-0123456789ab")
    with monkeypatch.context() as patched:
        patched.setattr(Path, what, full)
        done = run(home, *build_arguments(2012, tmp_path / "source"))
    assert (done.code, len(done.err.splitlines())) in {(1, 1), (2, 1)}, done.err
    assert "a bug" not in done.err
    assert "deliver" not in done.err, "not the supplier's fault"


@pytest.mark.parametrize("code", [errno.ENOMEM, errno.ENOSPC])
def test_what_is_short_while_a_source_is_read_is_ours(code: int) -> None:
    with pytest.raises(StorageError, match="source uwv: too little"):
        Words("uwv").fault("polis.csv", OSError(code, os.strerror(code)))


def test_what_a_server_says_is_short_is_the_servers() -> None:
    """It may say anything: that its own disk is full, too."""
    said = Words("uwv").fault("polis.csv", http.client.BadStatusLine("No space left on device"))
    assert isinstance(said, SourceUnavailableError)
    assert str(said) == "source uwv: polis.csv: cannot be read (BadStatusLine); try again later"


def test_a_footer_that_memory_does_not_hold_is_no_bad_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def short(*_: object) -> None:
        message = "malloc of size 64 failed"
        raise pa.lib.ArrowMemoryError(message)

    path = tmp_path / "polis.parquet"
    pq.write_table(pa.table({"a": [1]}), path)
    monkeypatch.setattr(pq, "read_metadata", short)
    with pytest.raises(StorageError, match="archive: too little memory"):
        check_unpacked(path, path.name, "parquet", Allowance(2022, "1 GB", 10**9))
