"""What is measured, how, and what the figures do not say: texts that hold for every release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.kit.layout import Column, Part, Section, Table
from flows.pages.kit.numbers import NONE, spans
from transforms.law import BASELINE_YEAR, TOTAL
from transforms.realisation import PUBLISHED

if TYPE_CHECKING:
    from flows.pages.dossier import ReportData
    from flows.pages.quality.words import Words

#: The concepts in the order in which each needs the ones before it.
CONCEPTS = ("job", "target_group", "formal", "loan", "sector", "nulmeting", "extra", "target", "opgave")
#: What describes the statistic as a whole.
FEATURES = ("subject", "unit", "reference", "area", "base_year", "law", "sources", "frequency")
STEPS = ("returns", "employment", "december", "people", "division", "key", "jobs", "rounding")
LIMITS = ("people", "sub_sectors", "key", "register", "causes", "insider", "ratios")


def concepts(data: ReportData, words: Words) -> Section:
    """What the statistic is about, for which years, and what its words mean."""
    features = [[words(f"f_{name}"), words(f"f_{name}_text", base=BASELINE_YEAR)] for name in FEATURES]
    features += [[words(f"f_{name}"), spans(years) or NONE] for name, years in _years(data).items()]
    defined = [[words(f"c_{name}"), words(f"c_{name}_text")] for name in CONCEPTS]
    parts = [
        Part(texts=[words("concepts_intro")], table=_two("t-features", "features", "feature", features, words)),
        Part(words("definitions"), table=_two("t-concepts", "definitions_caption", "concept", defined, words)),
    ]
    return Section("concepts", words("s_concepts"), parts)


def processing(data: ReportData, words: Words) -> Section:
    """From payroll returns to jobs, step by step."""
    rows = [[words(f"p_{name}"), words(f"p_{name}_text", next=data.year + 1)] for name in STEPS]
    table = _two("t-steps", "steps_caption", "step", rows, words)
    return Section("processing", words("s_processing"), [Part(texts=[words("processing_intro")], table=table)])


def limits(data: ReportData, words: Words) -> Section:  # noqa: ARG001 - as every section
    """What the figures do not say."""
    return Section("limits", words("s_limits"), [Part(texts=[words(f"l_{name}") for name in LIMITS])])


def _years(data: ReportData) -> dict[str, list[int]]:
    """The years that were measured, and those whose total was taken from a publication."""
    rows = [row for row in data.rows("realisation") if (row["sector"], row["form"]) == (TOTAL, TOTAL)]
    published = [row["year"] for row in rows if row.get("origin") == PUBLISHED]
    return {"measured": sorted(data.about["years"]), "published": sorted(published)}


def _two(name: str, caption: str, first: str, rows: list[list[str]], words: Words) -> Table:
    """A table of terms and what is said of them."""
    return Table(name, words(caption), [Column(words(first)), Column(words("description"), long=True)], rows)
