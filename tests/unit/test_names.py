"""Which names are those of a table's file, and which only look like one."""

from __future__ import annotations

import pytest

from warehouse.delivery.names import Named, meant, named
from warehouse.reference.book import law_book
from warehouse.reference.lists import PACKAGED

LAW = law_book(PACKAGED).law(2023)


@pytest.mark.parametrize("name", ["polis.csv", "polis-1.csv.gz", "polis-.parquet", "liv.parquet", "polis-é 2.csv"])
def test_a_name_of_a_table(name: str) -> None:
    found = named(name)
    assert found == Named(name.split(".", maxsplit=1)[0].split("-", maxsplit=1)[0], name.partition(".")[2])
    assert meant(name, LAW) is None


@pytest.mark.parametrize(
    ("name", "right"),
    {
        "polis_2.csv": "polis-2.csv",
        "Polis-2.csv": "polis-2.csv",
        "polis-2.CSV": "polis-2.csv",
        "polis2.csv": "polis-2.csv",
        "polis (2).csv": "polis-2.csv",
        "polis.2.Csv.GZ": "polis-2.csv.gz",
        " polis.csv": "polis.csv",
        "\uff50olis.csv": "polis.csv",
        "POLIS.PARQUET": "polis.parquet",
        "social_return_2.csv": "social_return-2.csv",
    }.items(),
)
def test_a_name_that_looks_like_one(name: str, right: str) -> None:
    assert (named(name), meant(name, LAW)) == (None, right)


@pytest.mark.parametrize(
    "name", ["polissen.csv", "polis.csv.md5", "toelichting.csv", "oud_polis.csv", "polis", "manifest.json", "polis.txt"]
)
def test_a_name_of_something_else(name: str) -> None:
    assert (named(name), meant(name, LAW)) == (None, None)


def test_a_table_that_the_year_does_not_have() -> None:
    """Detachments are in the polis since 2022."""
    assert meant("wsw_detacheringen_2.csv", LAW) is None
    assert meant("wsw_detacheringen_2.csv", law_book(PACKAGED).law(2021)) == "wsw_detacheringen-2.csv"
