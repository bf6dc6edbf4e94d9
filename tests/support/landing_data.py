"""What an index page is made of, for tests: a quality report's release with the files of a small one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.support import factsheet_data, quality_data, small_release
from warehouse import formats
from warehouse.registry.published import PUBLISHED

if TYPE_CHECKING:
    from pathlib import Path

    from flows.pages.dossier import ReportData
    from warehouse.formats import File


def usual() -> ReportData:
    """2023 on a published release of synthetic data."""
    return quality_data.usual()


def real() -> ReportData:
    """2022 of real people: nothing may call it synthetic."""
    data = quality_data.of(factsheet_data.met())
    return replace(data, imprint=factsheet_data.imprint(factsheet_data.REAL, 2022))


def hostile() -> ReportData:
    """Texts from outside that are markup, among them what would end the element of the dataset."""
    data = quality_data.hostile()
    return replace(data, imprint=replace(data.imprint, publisher=f"</script>{factsheet_data.MARKUP}"))


def withheld() -> ReportData:
    """A value that no page may show in every mart that can have one."""
    return quality_data.withheld()


EVERY = {
    "usual": usual,
    "real": real,
    "first year": quality_data.first_year,
    "one target": quality_data.one_target,
    "empty": quality_data.empty,
    "long": quality_data.long,
    "hostile": hostile,
    "withheld": withheld,
}


def release(folder: Path) -> list[File]:
    """Writes the files of a small release into a folder that is there; what it offers."""
    made = small_release.release(rows=2)
    registry = {one.mart.name: one.mart for one in made}
    assert list(registry) == list(PUBLISHED)
    formats.write_public(folder, {one.mart.name: one.rows for one in made}, registry, small_release.ABOUT)
    return formats.offered(folder, PUBLISHED)
