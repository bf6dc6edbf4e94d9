"""The top of the first page: the result in one line, in a few sentences, and in three key figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.factsheet.layout import KeyFigure
from transforms.law import GOVERNMENT, MARKET, SECTORS, TOTAL

if TYPE_CHECKING:
    from flows.pages.factsheet.figures import Figures, Row
    from flows.pages.factsheet.words import Words


def headline(figures: Figures, words: Words) -> str:
    """The result in one line."""
    row = figures.cell(TOTAL)
    if not row:
        return words("headline_none", year=figures.year)
    if figures.is_baseline:
        return words("headline_baseline", jobs=words.number(row["level_jobs"]), year=figures.year)
    jobs, gap = words.size(row["extra_jobs"]), row["gap_jobs"]
    if row["extra_jobs"] < 0:
        return words("headline_fewer", jobs=jobs, year=figures.year)
    if gap is None:
        return words("headline", jobs=jobs, year=figures.year)
    which = "less" if gap < 0 else "more" if gap > 0 else "none"
    return words(f"headline_gap_{which}", jobs=jobs, year=figures.year, gap=words.size(gap))


def lead(figures: Figures, words: Words) -> str:
    """The result in sentences."""
    row = figures.cell(TOTAL)
    if not row:
        return words("lead_none")
    if figures.is_baseline:
        market, government = (words.number(figures.cell(sector)["level_jobs"]) for sector in (MARKET, GOVERNMENT))
        jobs = words.number(row["level_jobs"])
        return words("lead_baseline", year=figures.year, jobs=jobs, market=market, government=government)
    name = "lead" if row["extra_jobs"] >= 0 else "lead_fewer"
    sentences = [
        words(name, year=figures.year, jobs=words.size(row["extra_jobs"])),
        _growth(figures, row, words),
        *_target(figures, row, words),
    ]
    return " ".join(sentences)


def key_figures(figures: Figures, words: Words) -> list[KeyFigure]:
    """The key figures of market, government and both; none when nothing was measured."""
    rows = [figures.cell(sector) for sector in (*SECTORS, TOTAL)]
    return [_key_figure(figures, row, words) for row in rows if row]


def _growth(figures: Figures, row: Row, words: Words) -> str:
    growth = row["growth_jobs"]
    if growth is None:
        return words("lead_no_growth", before=figures.before)
    if row["extra_jobs"] < 0:
        return words("lead_change", growth=words.signed(growth))
    which = "less" if growth < 0 else "more" if growth > 0 else "none"
    return words(f"lead_growth_{which}", growth=words.size(growth))


def _target(figures: Figures, row: Row, words: Words) -> list[str]:
    if row["target_jobs"] is None:
        return [words("no_target", year=figures.year)]
    said = words("lead_met" if row["target_met"] else "lead_missed", target=words.number(row["target_jobs"]))
    if figures.has_one_target:
        return [said, *_one_target(figures, words)]
    met = [sector for sector in SECTORS if figures.cell(sector).get("target_met")]
    which = "both" if len(met) == len(SECTORS) else met[0] if met else "none"
    if which == "none" and row["target_met"]:
        return [said]
    return [said, words(f"lead_sectors_{which}")]


def _one_target(figures: Figures, words: Words) -> list[str]:
    said = [words("one_target", year=figures.year)]
    return [*said, words("one_target_is_sum")] if figures.data.one_target_is_sum(figures.year) else said


def _key_figure(figures: Figures, row: Row, words: Words) -> KeyFigure:
    title, target = words(row["sector"]), row["target_jobs"]
    if figures.is_baseline:
        return KeyFigure(title, words.number(row["level_jobs"]), words("unit_level"))
    jobs, unit = words.number(row["extra_jobs"]), words("unit_extra")
    if target is None:
        missing = "key_one_target" if figures.has_one_target else "key_no_target"
        return KeyFigure(title, jobs, unit, words(missing, year=figures.year))
    verdict = ("key_met" if row["target_met"] else "key_missed") + ("_gap" if row["gap_jobs"] else "")
    said = words(verdict, gap=words.size(row["gap_jobs"]))
    share = min(1.0, max(0.0, row["extra_jobs"] / target)) if target else None
    aim = words("key_target", target=words.number(target))
    return KeyFigure(title, jobs, unit, aim, said, bool(row["target_met"]), share)
