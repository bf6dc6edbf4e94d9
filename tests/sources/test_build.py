"""A build from a named source on another server: only its name is kept, and what is wrong ends with the right code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.cli import Run, new_home, run
from tests.support.delivered import promise
from tests.support.deliveries import Packaging, make_delivery
from tests.support.sources import secret
from tests.support.web_server import Web, serving
from warehouse.errors import WrongUseError
from warehouse.home import Home

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.authority import Authority

PASSWORD = "geheim-wachtwoord"
#: Nobody's BSN in the delivery.
NUMBER = "999999990"


def build(home: Path, source: str, *more: str) -> Run:
    return run(home, "build", "--year", "2012", "--source", source, *more)


def test_a_build_keeps_no_more_of_a_named_source_than_its_name(tmp_path: Path, authority: Authority) -> None:
    root = new_home(tmp_path / "home")
    home = Home(root)
    home.create()
    delivery = make_delivery(2012, 3, people=12, employers=6)
    written = delivery.write(tmp_path / "source", Packaging()) / "2012"
    (written / "polis.csv").rename(written / f"polis-{NUMBER}.csv")
    promise(written)
    secret(home, "ca.pem", authority.pem)
    secret(home, "uwv.toml", f'user = "cbs"\npassword = "{PASSWORD}"\n')
    with serving(Web(tmp_path / "source", authority.server(tmp_path))) as web:
        with (root / "config.toml").open("a", encoding="utf-8") as config:
            config.write(f'[source.named.uwv]\nurl = "{web.url}"\ncredentials = "uwv.toml"\nca = "ca.pem"\n')
        done = build(root, "uwv", "--no-prefect")
    assert done.code == 0, done.err
    hidden = [PASSWORD, NUMBER, "127.0.0.1", str(web.server_port)]
    kept = [path for path in root.rglob("*") if path.is_file() and path.name != "config.toml"]
    outside = [path for path in kept if path.parent != home.secrets]
    assert len(outside) > 20
    texts = {path: path.read_bytes() for path in outside if path.suffix != ".woff2"}
    assert any(b"polis-#########.csv" in text for text in texts.values())
    assert [(path, word) for path, text in texts.items() for word in hidden[:3] if word.encode() in text] == []
    assert [word for word in hidden if word in done.out + done.err] == []


@pytest.mark.parametrize(
    ("source", "says"),
    [("", "no source"), ("uvw", "not a folder"), (f"https://cbs:{PASSWORD}@host/x", "holds a user name or a password")],
)
@pytest.mark.parametrize("how", [(), ("--no-prefect",)])
def test_a_mistyped_source_ends_with_2_before_anything_begins(
    tmp_path: Path, source: str, says: str, how: tuple[str, ...]
) -> None:
    home = new_home(tmp_path / "home")
    before = set(home.rglob("*"))
    done = build(home, source, *how)
    assert done.code == 2
    assert says in done.err
    assert len(done.err.splitlines()) == 1
    new = set(home.rglob("*")) - before
    assert {path.relative_to(home).parts[0] for path in new} <= {"logs"}, "the log of the run, and nothing else"
    logs = [path.read_text(encoding="utf-8") for path in new if path.is_file()]
    assert [text for text in (done.err, done.out, done.told, *logs) if PASSWORD in text] == []


def test_a_year_before_the_nulmeting_is_wrong_use(tmp_path: Path) -> None:
    from flows.build import request_for

    with pytest.raises(WrongUseError, match="2011 is before the nulmeting, 2012"):
        request_for(new_home(tmp_path / "home"), str(tmp_path), [2011, 2023])


def test_a_deployment_takes_the_name_of_a_source_only(tmp_path: Path) -> None:
    home = new_home(tmp_path / "home")
    done = run(home, "schedule", "--source", str(tmp_path))
    assert done.code == 2
    assert "a deployment takes a source's name only" in done.err
    assert str(tmp_path) not in done.err
