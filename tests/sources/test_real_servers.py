"""Deliveries from servers that others wrote: OpenSSH's sftp and moto's S3, each with its refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support import moto_server, openssh_server
from tests.support.authority import Authority
from tests.support.sources import pulled_from, secret
from warehouse.errors import DeliveryRejectedError, SourceRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.moto_server import Moto
    from tests.support.openssh_server import OpenSsh
    from transforms.law import Law
    from warehouse.delivery.archive import Delivery
    from warehouse.home import Home

pytestmark = pytest.mark.servers


def is_whole(delivery: Delivery, home: Home, folder: Path) -> None:
    """Every file of the folder is in the archive, byte for byte."""
    assert {file.name for file in delivery.files} == {path.name for path in folder.iterdir()} - {"manifest.json"}
    for file in delivery.files:
        assert file.path(home).read_bytes() == (folder / file.name).read_bytes()


def nothing_is_kept(home: Home) -> None:
    assert not [path for path in (*home.archive.rglob("*"), *home.work.rglob("*")) if path.is_file()]


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return openssh_server.key_pair(tmp_path / "key")


@pytest.fixture
def sshd(folder: Path, tmp_path: Path, key: Path) -> Iterator[OpenSsh]:
    work = tmp_path / "sshd"
    work.mkdir()
    with openssh_server.serving(folder.parent, work, key.with_suffix(".pub")) as server:
        yield server


@pytest.fixture
def by_sftp(home: Home, sshd: OpenSsh, key: Path, law: Law) -> Callable[..., Delivery]:
    """Pulls from OpenSSH with a private key, and what `known_hosts` says of it."""

    def pulled(known: str = sshd.known, private: Path = key) -> Delivery:
        keys = secret(home, "key", private.read_text(encoding="utf-8"))
        credentials = f'user = "{openssh_server.user()}"\nprivate_key = "{keys}"\n'
        named = {
            "url": sshd.url,
            "known_hosts": secret(home, "known_hosts", known),
            "credentials": secret(home, "uwv.toml", credentials),
        }
        return pulled_from(home, "uwv", law, named={"uwv": named}, stall_seconds=10)

    return pulled


def test_openssh(by_sftp: Callable[..., Delivery], home: Home, folder: Path) -> None:
    is_whole(by_sftp(), home, folder)


def test_openssh_with_another_host_key(
    by_sftp: Callable[..., Delivery], sshd: OpenSsh, home: Home, tmp_path: Path
) -> None:
    other = openssh_server.key_pair(tmp_path / "other").with_suffix(".pub").read_text(encoding="utf-8")
    with pytest.raises(SourceRefusedError, match="host key"):
        by_sftp(known=f"{sshd.known.split()[0]} {other}")
    nothing_is_kept(home)


def test_openssh_of_which_nothing_is_known(by_sftp: Callable[..., Delivery], home: Home) -> None:
    with pytest.raises(SourceRefusedError, match="known_hosts"):
        by_sftp(
            known="elsewhere.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHVnbm9zdGljdW5rbm93bmtleWJ5dGVzMTIzNDU2\n"
        )
    nothing_is_kept(home)


def test_openssh_does_not_let_in_another_key(by_sftp: Callable[..., Delivery], home: Home, tmp_path: Path) -> None:
    with pytest.raises(SourceRefusedError):
        by_sftp(private=openssh_server.key_pair(tmp_path / "stranger"))
    nothing_is_kept(home)


def test_openssh_with_a_link_in_the_place_of_a_file(
    by_sftp: Callable[..., Delivery], home: Home, folder: Path, tmp_path: Path
) -> None:
    away = tmp_path / "elsewhere.csv"
    (folder / "polis.csv").rename(away)
    (folder / "polis.csv").symlink_to(away)
    with pytest.raises(DeliveryRejectedError, match="link"):
        by_sftp()
    nothing_is_kept(home)


@pytest.fixture
def moto(folder: Path, tmp_path: Path, authority: Authority) -> Iterator[Moto]:
    ca = tmp_path / "ca.pem"
    ca.write_text(authority.pem, encoding="ascii")
    with moto_server.serving(folder.parent, authority.server(tmp_path), ca) as server:
        yield server


@pytest.fixture
def by_s3(home: Home, moto: Moto, authority: Authority, law: Law) -> Callable[..., Delivery]:
    """Pulls from moto, with its own secret key or another."""

    def pulled(secret_key: str = moto.secret_key, ca: str = authority.pem, **more: Any) -> Delivery:
        keys = f'access_key = "{moto.access_key}"\nsecret_key = "{secret_key}"\n'
        named = {
            "url": f"s3://{moto_server.BUCKET}",
            "endpoint": moto.url,
            "region": moto_server.REGION,
            "ca": secret(home, "ca.pem", ca),
            "credentials": secret(home, "uwv.toml", keys),
        } | more
        return pulled_from(home, "uwv", law, named={"uwv": named}, stall_seconds=10)

    return pulled


def test_moto(by_s3: Callable[..., Delivery], home: Home, folder: Path) -> None:
    is_whole(by_s3(), home, folder)


def test_moto_does_not_let_in_another_signature(by_s3: Callable[..., Delivery], home: Home) -> None:
    with pytest.raises(SourceRefusedError) as error:
        by_s3(secret_key="een/andere+sleutel")
    assert "een/andere" not in str(error.value)
    nothing_is_kept(home)


def test_moto_without_the_bucket(by_s3: Callable[..., Delivery], home: Home) -> None:
    with pytest.raises(DeliveryRejectedError):
        by_s3(url="s3://een-andere-emmer")
    nothing_is_kept(home)


def test_moto_behind_a_certificate_of_somebody_else(by_s3: Callable[..., Delivery], home: Home) -> None:
    with pytest.raises(SourceRefusedError, match="certificate"):
        by_s3(ca=Authority("Somebody else").pem)
    nothing_is_kept(home)
