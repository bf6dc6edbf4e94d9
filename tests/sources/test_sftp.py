"""sftp: the host key first, then who we are; files only, whole."""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING, Any

import paramiko
import pytest

from tests.support.delivered import YEAR, promise
from tests.support.sftp_server import PASSWORD, USER, Sftp, serving
from tests.support.sources import pulled_from, secret
from warehouse.errors import DeliveryRejectedError, SourceRefusedError, SourceUnavailableError, WrongUseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from transforms.law import Law
    from warehouse.delivery.archive import Delivery
    from warehouse.home import Home


@pytest.fixture(scope="session")
def keys() -> list[paramiko.PKey]:
    return [paramiko.ECDSAKey.generate() for _ in range(3)]


@pytest.fixture
def sftp(folder: Path, keys: list[paramiko.PKey]) -> Iterator[Sftp]:
    with serving(Sftp(folder.parent, keys[0], accepted=keys[1])) as server:
        yield server


@pytest.fixture
def pull(home: Home, sftp: Sftp, law: Law) -> Callable[..., Delivery]:
    """Pulls from the source named `uwv`, which is the server."""

    def pulled(known: str | None = None, credentials: str = f'password = "{PASSWORD}"', **settings: Any) -> Delivery:
        named = {
            "url": sftp.url,
            "known_hosts": secret(home, "known_hosts", sftp.known() if known is None else known),
            "credentials": secret(home, "uwv.toml", f'user = "{USER}"\n{credentials}\n'),
        }
        return pulled_from(home, "uwv", law, **{"named": {"uwv": named}, "stall_seconds": 1, **settings})

    return pulled


def refused(pull: Callable[..., Delivery], home: Home, kind: type[Exception], says: str, **how: Any) -> None:
    """The pull ends with one line of this kind; nothing of polis.csv is in the archive, and no secret is shown."""
    with pytest.raises((DeliveryRejectedError, WrongUseError), match=says) as error:
        pull(**how)
    assert type(error.value) is kind
    assert "\n" not in str(error.value)
    assert PASSWORD not in str(error.value)
    assert not [path for path in (*home.archive.rglob("*"), *home.work.rglob("*")) if path.is_file()]


def test_a_delivery_comes_from_a_server_whose_key_is_known(
    pull: Callable[..., Delivery], home: Home, folder: Path
) -> None:
    delivery = pull()
    assert delivery.source == "uwv"
    assert {file.name for file in delivery.files} == {path.name for path in folder.iterdir()} - {"manifest.json"}
    for file in delivery.files:
        assert file.path(home).read_bytes() == (folder / file.name).read_bytes()


def test_a_file_of_many_chunks_comes_whole(pull: Callable[..., Delivery], home: Home, folder: Path) -> None:
    (folder / "polis.csv").write_bytes(bytes(range(256)) * 4_000)
    promise(folder)
    (polis,) = pull().of("polis")
    assert polis.path(home).read_bytes() == (folder / "polis.csv").read_bytes()


def test_a_hashed_line_of_known_hosts(pull: Callable[..., Delivery], sftp: Sftp) -> None:
    hashed = paramiko.HostKeys.hash_host(f"[127.0.0.1]:{sftp.port}")
    assert pull(known=f"# of the supplier\n\n{hashed} {sftp.key.get_name()} {sftp.key.get_base64()}\n").files


def test_either_of_two_keys_of_one_kind(pull: Callable[..., Delivery], sftp: Sftp, keys: list[paramiko.PKey]) -> None:
    assert pull(known=sftp.known(keys[2]) + sftp.known()).files


def test_a_private_key_gets_in_as_well(
    pull: Callable[..., Delivery], home: Home, sftp: Sftp, keys: list[paramiko.PKey]
) -> None:
    written = io.StringIO()
    keys[1].write_private_key(written, password="zin")
    secret(home, "id", written.getvalue())
    assert pull(credentials='private_key = "id"\npassphrase = "zin"').files
    assert PASSWORD not in sftp.tried
    refused_key = 'private_key = "id"\npassphrase = "onzin"'
    with pytest.raises(WrongUseError, match="private_key: its file is no private key, or"):
        pull(credentials=refused_key)


def test_a_host_that_is_not_known_is_not_spoken_to(pull: Callable[..., Delivery], home: Home, sftp: Sftp) -> None:
    other = sftp.known().replace("127.0.0.1", "127.0.0.2")
    refused(pull, home, SourceRefusedError, "its host key is not in known_hosts", known=other)
    assert sftp.tried == []


def test_a_changed_host_key_gets_no_password(
    pull: Callable[..., Delivery], home: Home, sftp: Sftp, keys: list[paramiko.PKey]
) -> None:
    refused(pull, home, SourceRefusedError, "its host key is another one", known=sftp.known(keys[2]))
    assert sftp.tried == []


def test_a_host_key_of_another_kind_gets_no_password(pull: Callable[..., Delivery], home: Home, sftp: Sftp) -> None:
    other = sftp.known(paramiko.RSAKey.generate(2048))
    refused(pull, home, SourceRefusedError, "its host key is another one", known=other)
    assert sftp.tried == []


@pytest.mark.parametrize("line", ["@revoked {}", "{} nonsense", "127.0.0.1 ssh-ed25519 AAAA", "127.0.0.1"])
def test_a_line_of_known_hosts_that_is_not_understood(
    pull: Callable[..., Delivery], home: Home, sftp: Sftp, line: str
) -> None:
    known = line.format(sftp.known().strip()) if "nonsense" not in line else sftp.known().replace(" ", " x ", 1)
    refused(pull, home, WrongUseError, "known_hosts: line 1 is no host key, or has a marker", known=known)


def test_known_hosts_without_a_key(pull: Callable[..., Delivery], home: Home) -> None:
    refused(pull, home, WrongUseError, "known_hosts: its file in secrets/ holds no host key", known="# none\n")


def test_a_wrong_password(pull: Callable[..., Delivery], home: Home, sftp: Sftp) -> None:
    refused(pull, home, SourceRefusedError, "does not accept our credentials", credentials='password = "ander"')
    assert sftp.tried == ["ander"]


def test_a_link_in_the_place_of_a_table(pull: Callable[..., Delivery], home: Home, folder: Path) -> None:
    (folder / "polis.csv").rename(folder.parent / "elsewhere")
    (folder / "polis.csv").symlink_to(folder.parent / "elsewhere")
    refused(pull, home, DeliveryRejectedError, "polis.csv: a link, device or pipe, which is not followed")


def test_a_link_in_the_place_of_the_year(pull: Callable[..., Delivery], home: Home, folder: Path) -> None:
    folder.rename(folder.parent / "elsewhere")
    folder.symlink_to(folder.parent / "elsewhere")
    refused(pull, home, SourceRefusedError, "folder of the year: is a link or no folder")


def test_a_year_that_is_not_there(pull: Callable[..., Delivery], folder: Path) -> None:
    folder.rename(folder.parent / str(YEAR + 1))
    with pytest.raises(DeliveryRejectedError, match="folder of the year: is not there"):
        pull()


def test_a_delivery_without_manifest(pull: Callable[..., Delivery], home: Home, folder: Path) -> None:
    (folder / "manifest.json").unlink()
    refused(pull, home, DeliveryRejectedError, "manifest.json: missing, a delivery from uwv must have it")


def test_a_file_that_the_manifest_does_not_list(pull: Callable[..., Delivery], home: Home, folder: Path) -> None:
    (folder / "bsn 123456782.txt").write_text("")
    refused(pull, home, DeliveryRejectedError, "bsn #########.txt: delivered but not listed")


def test_a_file_that_the_manifest_lists_and_nobody_delivered(
    pull: Callable[..., Delivery], home: Home, folder: Path
) -> None:
    (folder / "leesmij.txt").write_text("")
    promise(folder)
    (folder / "leesmij.txt").unlink()
    refused(pull, home, DeliveryRejectedError, "leesmij.txt: listed in manifest.json but not delivered")


def test_a_file_that_ends_too_early(pull: Callable[..., Delivery], home: Home, sftp: Sftp) -> None:
    sftp.read = lambda _, offset, __: paramiko.SFTP_EOF if offset else b"{"
    refused(pull, home, SourceUnavailableError, "manifest.json: cannot be read .1 of [0-9]+ bytes came")


def test_a_server_that_fails_while_it_sends(pull: Callable[..., Delivery], home: Home, sftp: Sftp) -> None:
    sftp.read = lambda *_: paramiko.SFTP_FAILURE
    refused(pull, home, SourceUnavailableError, "manifest.json: cannot be read")
    sftp.read = None
    assert len(pull().files) == 4


def test_a_server_that_stalls(pull: Callable[..., Delivery], home: Home, sftp: Sftp) -> None:
    def late(server: Sftp, *_: int) -> bytes:
        server.over.wait(4)
        return b""

    sftp.read = late
    began = time.monotonic()
    refused(pull, home, SourceUnavailableError, "manifest.json: .*nothing came for 1 s")
    sftp.over.set()
    assert time.monotonic() - began < 3.5


def test_time_that_we_take_ourselves_is_no_stall(
    pull: Callable[..., Delivery], monkeypatch: pytest.MonkeyPatch
) -> None:
    from warehouse.delivery import archive

    looked_at: list[str] = []

    def slowly(_: object, name: str, *__: object) -> None:
        looked_at.append(name)
        time.sleep(1.2 if len(looked_at) == 1 else 0)

    monkeypatch.setattr(archive, "check_unpacked", slowly)
    assert len(pull().files) == len(looked_at) == 4


def test_a_server_that_is_not_there(pull: Callable[..., Delivery], home: Home, sftp: Sftp) -> None:
    known = sftp.known().replace(f":{sftp.port}", ":1")
    sftp.port = 1
    refused(pull, home, SourceUnavailableError, "cannot be read", known=known)
