"""Loan jobs: why they changed, and how certain the allocation key makes the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.factsheet import charts
from flows.pages.factsheet.blocks.marks import mark
from flows.pages.factsheet.layout import Block, Panel
from transforms.law import GOVERNMENT, LOAN, SECTORS

if TYPE_CHECKING:
    from flows.pages.factsheet.figures import Figures, Row
    from flows.pages.factsheet.words import Words


def bridge(figures: Figures, words: Words) -> Block:
    """From the loan jobs of the year before to those of the year: volume effect and key effect, by sector."""
    title, found = words("s_bridge"), figures.of_sector("decomposition")
    before = {sector: figures.cell(sector, LOAN, figures.before) for sector in SECTORS}
    if not all(sector in found and before[sector] for sector in SECTORS):
        name = "no_bridge_baseline" if figures.is_baseline else "no_bridge"
        return Block("bridge", title, [words(name, before=figures.before)])
    text = words("bridge_text", key=_key_change(figures, words))
    panels = [_bridge(figures, sector, found[sector], words) for sector in SECTORS]
    return Block("bridge", title, [text], panels=panels, notes=[words("bridge_note")])


def uncertainty(figures: Figures, words: Words) -> Block:
    """The extra jobs of both sectors with their interval, and what it means for the target."""
    title, found = words("s_uncertainty"), figures.of_sector("uncertainty")
    rows = [found[sector] for sector in SECTORS if sector in found and found[sector]["ci_low_jobs"] is not None]
    if figures.is_baseline:
        return Block("uncertainty", title, [words("no_uncertainty_baseline")])
    if not rows:
        return Block("uncertainty", title, [words("no_uncertainty")])
    panels = [_interval(figures, row, words) for row in rows]
    has_target = any(row["gap_ci_low_jobs"] is not None for row in rows)
    notes = [words("uncertainty_note"), *([words("uncertainty_note_target")] if has_target else [])]
    return Block("uncertainty", title, [words("uncertainty_text")], panels=panels, notes=[" ".join(notes)])


def _key_change(figures: Figures, words: Words) -> str:
    shares = {row["year"]: row["share_pct"] for row in figures.every("allocation_key") if row["sector"] == GOVERNMENT}
    if not {figures.before, figures.year} <= shares.keys():
        return ""
    old, new = (words.numbers.percent(shares[year], 1) for year in (figures.before, figures.year))
    return words("bridge_key", old=old, new=new)


def _bridge(figures: Figures, sector: str, row: Row, words: Words) -> Panel:
    """Every text is its own rounded column, and so are the bars: what is drawn is no finer than what is published."""
    start, end = figures.cell(sector, LOAN, figures.before), figures.cell(sector, LOAN)
    first, last = start["level_jobs"], end["level_jobs"]
    between = first + row["volume_effect_jobs"]
    steps = [
        charts.Step(words("bridge_level", year=figures.before), words.number(start["level_jobs"]), 0.0, first, True),
        charts.Step(words("bridge_volume"), words.signed(row["volume_effect_jobs"]), first, between),
        charts.Step(words("bridge_key_effect"), words.signed(row["key_effect_jobs"]), between, last),
        charts.Step(words("bridge_level", year=figures.year), words.number(end["level_jobs"]), 0.0, last, True),
    ]
    said = words(
        "said_bridge",
        sector=words(f"in_{sector}"),
        before=figures.before,
        year=figures.year,
        steps="; ".join(f"{step.label}: {step.text}" for step in steps),
    )
    drawn = charts.bridge(steps, mark(figures, f"bridge-{sector}", said, words))
    title = words("bridge_panel", sector=words(sector), change=words.signed(row["change_jobs"]))
    return Panel(title, drawn)


def _interval(figures: Figures, row: Row, words: Words) -> Panel:
    sector, target = words(row["sector"]), figures.cell(row["sector"])["target_jobs"]
    low, jobs, high = row["ci_low_jobs"], row["extra_jobs"], row["ci_high_jobs"]
    parts = {"sector": sector, "low": words.number(low), "high": words.number(high)}
    said = [words("said_interval", jobs=words.number(jobs), **parts)]
    if target is not None:
        gaps = {name: words.signed(row[f"gap_ci_{name[4:]}_jobs"]) for name in ("gap_low", "gap_high")}
        said.append(words("said_interval_gap", target=words.number(target), **gaps))
    aim = words("interval_target", target=words.number(target))
    estimate = charts.Estimate(low, jobs, high, words.number(jobs), target, aim)
    drawn = charts.interval(estimate, mark(figures, f"interval-{row['sector']}", " ".join(said), words))
    return Panel(words("uncertainty_panel", **parts), drawn, _meaning(row, words))


def _meaning(row: Row, words: Words) -> str:
    """What the interval means for the target; nothing when there is none."""
    low, high = row["gap_ci_low_jobs"], row["gap_ci_high_jobs"]
    if low is None:
        return ""
    which = "missed" if high < 0 else "met" if low >= 0 else "between"
    gaps = {"gap_low": words.signed(low), "gap_high": words.signed(high)}
    return words(f"uncertainty_{which}", **gaps)
