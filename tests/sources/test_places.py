"""What can be wrong with a source is said before anything is pulled, and never repeats what may be a credential."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.sources import secret
from warehouse.errors import WrongUseError
from warehouse.settings import Source, load
from warehouse.sources.places import place
from warehouse.sources.shown import all_masked

if TYPE_CHECKING:
    from warehouse.home import Home

SECRET = "geheim"
FILES: dict[str, str | bytes] = {
    "password.toml": f'user = "cbs"\npassword = "{SECRET}"\n',
    "keys.toml": f'access_key = "A"\nsecret_key = "{SECRET}"\n',
    "both.toml": f'user = "cbs"\npassword = "{SECRET}"\ntoken = "{SECRET}"\n',
    "header.toml": 'token = "a\\nb"',
    "half.toml": 'user = "cbs"\n',
    "unknown.toml": f'wachtwoord = "{SECRET}"\n',
    "number.toml": "user = 1\npassword = 2\n",
    "broken.toml": f"password = {SECRET}",
    "latin.toml": b'user = "\xe9"',
    "key.toml": 'user = "cbs"\nprivate_key = "gone"\n',
    "nokey.toml": 'user = "cbs"\nprivate_key = "none.pem"\n',
    "none.pem": "none",
    "known_hosts": "host ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKo4JjQd9JdQbYB5CgwJl6eoEf8OTVv+gXkzJpYBDyqV\n",
}


@pytest.fixture(autouse=True)
def secrets(home: Home) -> None:
    for name, content in FILES.items():
        secret(home, name, content)


def refused(home: Home, asked: str, says: str, **settings: Any) -> None:
    with pytest.raises(WrongUseError, match=says) as error:
        place(home.secrets, Source.model_validate(settings), asked)
    assert error.value.exit_code == 2
    assert "\n" not in str(error.value)
    assert SECRET not in str(error.value)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("", "no source; give --source"),
        ("uvw", "source 'uvw': not a folder, and no name of a source; .*config.toml are uwv"),
        ("/nowhere/at/all", "not a folder"),
        (f"cbs:{SECRET}@host", "^source: not a folder"),
        (f"https:/cbs:{SECRET}@host", "^source: not a folder"),
        (f"https://cbs:{SECRET}@host/x", "^source: its URL holds a user name or a password"),
        (f"https://{SECRET}@host/x", "holds a user name or a password"),
        (f"sftp://cbs:{SECRET}/2@host/x", "holds a user name or a password"),
        (f"https://host/x?token={SECRET}", "has a question mark"),
        (f"https://host/x#{SECRET}", "has a question mark or a number sign"),
        (f"htps://host/{SECRET}", "is of no known kind; write file, https, sftp or s3"),
        (f"ftp://host/{SECRET}", "is of no known kind"),
        (f"memory://{SECRET}", "is of no known kind"),
        ("http://example.nl/x", "is in clear text; write https"),
        ("http://127.0.0.1.example.nl/x", "is in clear text"),
        ("https:///x", "names no host"),
        ("s3://", "names no host"),
        ("https://host:port/x", "has a port that is no number"),
        ("https://[::1/x", "is of no known kind"),
        ("https://host/a b", "has a space"),
        ("https://host/%2e%2e/x", r"leaves its folder with '\.\.'"),
        ("file://server/x", "names another machine"),
        ("file:///nowhere/at/all", "its folder is missing"),
        ("sftp://host/x", "credentials: missing; sftp needs a named source"),
    ],
)
def test_a_source_that_is_mistyped(home: Home, asked: str, says: str) -> None:
    refused(home, asked, says, named={"uwv": {"url": "https://host/x"}})


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ({"url": "/nowhere/at/all"}, "source uwv: its folder is missing"),
        ({"url": "https://host", "credentials": SECRET}, "credentials: names no file that can be read in secrets/"),
        ({"url": "https://host", "credentials": "half.toml"}, "must hold password and user, or token, and no more"),
        ({"url": "https://host", "credentials": "both.toml"}, "must hold password and user, or token, and no more"),
        ({"url": "https://host", "credentials": "keys.toml"}, "must hold password and user, or token"),
        ({"url": "https://host", "credentials": "unknown.toml"}, "is not TOML with texts of the names user, password"),
        ({"url": "https://host", "credentials": "number.toml"}, "is not TOML with texts of the names"),
        ({"url": "https://host", "credentials": "header.toml"}, "is not TOML with texts of the names"),
        ({"url": "https://host", "credentials": "broken.toml"}, "is not TOML with texts of the names"),
        ({"url": "https://host", "credentials": "latin.toml"}, "is no text in UTF-8"),
        ({"url": "https://host", "ca": "none.pem"}, "ca: its file in secrets/ holds no certificate"),
        ({"url": "s3://bucket", "credentials": "password.toml"}, "must hold access_key and secret_key, or"),
        ({"url": "s3://bucket", "endpoint": "s3://host"}, "endpoint: not a URL of https"),
        ({"url": "sftp://host"}, "credentials: missing"),
        ({"url": "sftp://host", "credentials": "password.toml"}, "known_hosts: missing"),
        (
            {"url": "sftp://host", "credentials": "key.toml", "known_hosts": "known_hosts"},
            "private_key: names no file",
        ),
        (
            {"url": "sftp://host", "credentials": "nokey.toml", "known_hosts": "known_hosts"},
            "private_key: its file is no private key",
        ),
    ],
)
def test_a_named_source_that_lacks_what_it_needs(home: Home, named: dict[str, str], says: str) -> None:
    refused(home, "uwv", says, named={"uwv": named})


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_credentials_that_others_can_read(home: Home, mode: int) -> None:
    (home.secrets / "password.toml").chmod(mode)
    named = {"uwv": {"url": "https://host", "credentials": "password.toml"}}
    refused(home, "uwv", "credentials: its file in secrets/ can be read by others; give it the mode 0600", named=named)


def test_a_pipe_in_secrets_is_not_waited_for(home: Home) -> None:
    os.mkfifo(home.secrets / "pipe", 0o600)
    refused(home, "uwv", "credentials: ", named={"uwv": {"url": "https://host", "credentials": "pipe"}})


def test_a_folder_of_any_bytes(home: Home, tmp_path: Path) -> None:
    folder = os.fsdecode(os.fsencode(tmp_path) + b"/[x]*?$ %41 \xff key=value")
    Path(folder).mkdir()
    found = place(home.secrets, Source(), folder)
    assert os.fspath(found.folder) == folder
    assert found.shown == "[x]*?$ %41 ? key=value"


def test_a_name_comes_before_a_folder(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "uwv").mkdir()
    settings = Source.model_validate({"named": {"uwv": {"url": "https://host/x"}}})
    found = place(home.secrets, settings, "uwv")
    assert (found.shown, found.remote, found.address.host) == ("uwv", True, "host")


def test_the_setting_may_be_a_name(home: Home) -> None:
    settings = Source.model_validate({"url": "uwv", "named": {"uwv": {"url": "https://host/x"}}})
    assert place(home.secrets, settings, "").shown == "uwv"


def test_what_a_place_says_of_itself_holds_no_credential(home: Home) -> None:
    named = {"uwv": {"url": "https://host/x", "credentials": "password.toml"}}
    found = place(home.secrets, Source.model_validate({"named": named}), "uwv")
    assert SECRET not in repr(found) + repr(found.secrets.credentials("password.toml", "https"))


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (f'[source]\nurl = "https://cbs:{SECRET}@host"', "source.url: value error, holds a user name"),
        (
            f'[source.named.uwv]\nurl = "sftp://cbs:{SECRET}@host"',
            "named.uwv.url: value error, holds a user",
        ),
        (f'[source.named.uwv]\nurl = "sftp://h"\npassword = "{SECRET}"', "source.named.uwv.password: unknown setting"),
        (f'[source.named.uwv]\nurl = "sftp://h"\ncredentials = "../{SECRET}"', "source.named.uwv.credentials: "),
        ('[source.named.uwv]\ncredentials = "a"', "source.named.uwv.url: field required"),
        ('[source.named."UWV 1"]\nurl = "sftp://h"', "source.named.UWV 1"),
        ("[source]\nstall_seconds = 0", "source.stall_seconds"),
        ('[source]\nmax_unpacked = "much"', "source.max_unpacked"),
    ],
)
def test_settings_that_cannot_be(tmp_path: Path, lines: str, says: str) -> None:
    (tmp_path / "config.toml").write_text(lines, encoding="utf-8")
    with pytest.raises(WrongUseError, match=says) as error:
        load(tmp_path, {})
    assert SECRET not in str(error.value)


def test_names_that_look_the_same_when_they_are_masked_get_a_number() -> None:
    names = ["a-123456782.csv", "a-999999990.csv", "b.csv", "a-12345678.csv"]
    assert all_masked(names) == {
        "a-12345678.csv": "a-12345678.csv",
        "a-123456782.csv": "a-#########.csv",
        "a-999999990.csv": "a-#########.csv (2)",
        "b.csv": "b.csv",
    }
