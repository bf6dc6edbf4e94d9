"""The page that stewards read with a candidate: one HTML file, in Dutch, without any request, counts only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from transforms.rules import FORMS, GOVERNMENT, MARKET, TOTAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

TEMPLATES = Path(__file__).parent / "templates"


def write(folder: Path, about: Mapping[str, object], marts: Mapping[str, pl.DataFrame]) -> None:
    """Writes `index.html` into `folder` from the manifest and the marts of a candidate."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    environment.filters["getal"] = dutch
    quality = marts["quality"]
    page = environment.get_template("report.html.j2").render(
        about=about,
        table_1=table_1(marts["realisation"], int(str(about["year"]))),
        checks=quality.filter(quality["year"] == about["year"]).to_dicts(),
        reconciliation=marts["reconciliation"].to_dicts(),
        keys=marts["allocation_key"].to_dicts(),
    )
    folder.mkdir()
    (folder / "index.html").write_text(page, encoding="utf-8")


def table_1(realisation: pl.DataFrame, year: int) -> list[tuple[str, list[int | None]]]:
    """Table 1 of the letter: extra jobs by form and sector, and the targets.

    Rows are (label, [market, government, total]).
    """
    found = {(row["sector"], row["form"]): row for row in realisation.to_dicts() if row["year"] == year}
    sectors = (MARKET, GOVERNMENT, TOTAL)
    rows = [(form, [found[sector, form]["extra_jobs"] for sector in sectors]) for form in (*FORMS, TOTAL)]
    return [*rows, ("doelstelling", [found[sector, TOTAL]["target_jobs"] for sector in sectors])]


def dutch(value: float | None, decimals: int = 0) -> str:
    """A number as Dutch readers write it: a point between thousands, a decimal comma; a dash for none."""
    if value is None:
        return "–"
    text = f"{value:,.{decimals}f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")
