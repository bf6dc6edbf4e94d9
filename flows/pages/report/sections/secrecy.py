"""What disclosure control withheld, whether that is enough, under which thresholds, and what to look at."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from urllib.parse import unquote

from flows.pages.dossier import total
from flows.pages.kit import code_lists, thresholds, titles
from flows.pages.kit.layout import Cell, Column, Folded, Part, Section, Table, numbers, texts
from flows.pages.kit.numbers import NONE, PERCENT
from flows.pages.report.fact import Fact

if TYPE_CHECKING:
    from flows.pages.dossier import ReportData, Row
    from flows.pages.kit.layout import Line
    from flows.pages.report.words import Words

#: Where the list of the cells stands, among the internal files of the candidate.
LIST = "stewards/withheld.csv"
#: The primary rules, each by the name that the table has for it.
RULES = ("P1", "P2", "P3", "P4", "P5")
#: Withheld besides, and what an earlier release withheld.
SECONDARY, EARLIER = "S", "earlier"
#: The kinds of warnings that are said otherwise than those of a figure that the law makes public.
SHARE, CHANGED = "share", "changed"


def secrecy(data: ReportData, words: Words) -> Section:
    """The section: by table and year, the audit, the warnings and the thresholds."""
    parts = [_warnings(data, words), _by_mart(data, words), _audit(data, words), _thresholds(data, words)]
    return Section("secrecy", words("s_secrecy"), [Part(texts=[words("secrecy_intro")]), *parts])


def fact(data: ReportData, words: Words) -> Fact | None:
    """One line in the summary: how many figures are withheld, and how many warnings the section has."""
    rows = data.secrecy.by_mart
    if not rows:
        return None
    withheld, figures = (words.number(total(rows, name)) for name in ("withheld", "figures"))
    warned = len(data.secrecy.warnings)
    text = words("fact_secrecy_of", figures=figures)
    return Fact(words("fact_secrecy"), withheld, f"{text}; {words.counted('fact_secrecy', warned)}" if warned else text)


def _warnings(data: ReportData, words: Words) -> Part:
    found = data.secrecy.warnings
    title = words("secrecy_warnings")
    if not found:
        return Part(title, [words("no_secrecy_warnings")])
    rows: list[Line] = [[Cell(words(f"secrecy_{row['kind']}"), state="warn"), _said(row, words)] for row in found]
    columns = [Column(words("warning_kind")), Column(words("warning_text"), long=True)]
    return Part(title, table=Table("t-secrecy-warnings", words("secrecy_warnings_caption"), columns, rows))


def _said(row: Row, words: Words) -> str:
    """A warning in a sentence."""
    parts = {"year": row["year"], "title": titles.title(words.language, row["mart"])}
    if row["kind"] == SHARE:
        return words("secrecy_share_text", share=words.numbers.percent(row["pct"], 1), **parts)
    if row["kind"] == CHANGED:
        return words("secrecy_changed_text", threshold=thresholds.title(words.language, row["key"]), **parts)
    figure = _figure(row, words)
    if row["rule"] == SECONDARY:
        return words("secrecy_lawful_text", figure=figure, **parts)
    return words("secrecy_legal_text", figure=figure, rule=words(f"rule_{row['rule']}"), **parts)


def _figure(row: Row, words: Words) -> str:
    """A figure by its key, `name=value;name=value/column`: the title of its column and of its codes."""
    place, _, column = row["key"].rpartition("/")
    pairs = [pair.partition("=") for pair in place.split(";")]
    named = [(name, unquote(value)) for name, _, value in pairs if value]
    called = [code_lists.title(words.language, name, value) or words.term(value) for name, value in named]
    return ", ".join([titles.column_title(words.language, row["mart"], column), *called])


def _by_mart(data: ReportData, words: Words) -> Part:
    rows = data.secrecy.by_mart
    title = words("secrecy_by_mart")
    if not rows:
        return Part(title, [words("no_secrecy")])
    now = [row for row in rows if row["year"] == data.year]
    others = sorted(_worth_showing(data) - {data.year}, reverse=True)
    folded = [_of_year(year, [row for row in rows if row["year"] == year], words) for year in others]
    table = _counted(data.year, now, words) if now else None
    said = [words("secrecy_by_mart_text", list=LIST), words("secrecy_rules"), words("secrecy_columns")]
    return Part(title, said, table=table, folded=folded)


def _worth_showing(data: ReportData) -> set[int]:
    """The years that were measured, and others of which something is withheld."""
    measured = set(data.about["years"])
    return {row["year"] for row in data.secrecy.by_mart if row["year"] in measured or row["withheld"]}


def _of_year(year: int, rows: list[Row], words: Words) -> Folded:
    counts = {name: words.number(total(rows, name)) for name in ("withheld", "figures")}
    return Folded(words("secrecy_summary", year=year, **counts), _counted(year, rows, words))


def _counted(year: int, rows: list[Row], words: Words) -> Table:
    columns = [
        Column(words("table")),
        *numbers(words("figures")),
        *numbers(*RULES, group=words("by_rule")),
        *numbers(words("besides"), words("kept_earlier"), words("withheld_all"), words("share")),
        Column(words("widest_loss"), long=True),
    ]
    caption = words("secrecy_caption", year=year)
    lines = [*(_line(row, words) for row in rows), _total(rows, words)]
    return Table(f"t-secrecy-{year}", caption, columns, lines, totals=1)


def _line(row: Row, words: Words) -> Line:
    title = titles.title(words.language, row["mart"])
    share = words.numbers.percent(row["share_pct"], 1)
    return [Cell(title, row["mart"]), *_counts(row, words), share, str(row["widest_loss"] or NONE)]


def _total(rows: list[Row], words: Words) -> Line:
    names = ("figures", *RULES, SECONDARY, EARLIER, "withheld")
    sums: Row = {name: total(rows, name) for name in names}
    share = PERCENT * sums["withheld"] / max(sums["figures"], 1)
    return [words("total"), *_counts(sums, words), words.numbers.percent(share, 1), NONE]


def _counts(row: Row, words: Words) -> list[str]:
    return [words.number(row[name]) for name in ("figures", *RULES, SECONDARY, EARLIER, "withheld")]


def _audit(data: ReportData, words: Words) -> Part:
    audit = data.secrecy.audit
    title = words("secrecy_audit")
    if not audit.get("tried"):
        return Part(title, [words("no_audit")])
    counts = {name: words.number(audit[name]) for name in ("tried", "solved", "rounds")}
    return Part(
        title, [words("audit_text", **counts)], table=_narrowest(audit, words) if "narrowest" in audit else None
    )


def _narrowest(audit: Row, words: Words) -> Table:
    rows = [
        [words("narrowest_left"), *(_bound(audit[name], words) for name in ("low", "high"))],
        [words("narrowest_needed"), *(_bound(audit[name], words) for name in ("needed_low", "needed_high"))],
    ]
    columns = [Column(words("interval")), *numbers(words("lowest"), words("highest"))]
    return Table("t-audit", words("audit_caption", figure=audit["narrowest"]), columns, rows)


def _bound(value: float | None, words: Words) -> str:
    """An end of an interval: whole, or with one decimal; a dash when there is none on that side."""
    if value is None or math.isinf(value):
        return NONE
    rounded = round(value, 1)  # the solver leaves 29.000000000000004
    return words.number(rounded, 0 if rounded == round(rounded) else 1)


def _thresholds(data: ReportData, words: Words) -> Part:
    title = words("secrecy_thresholds")
    found = thresholds.by_value(data.secrecy.thresholds, words)
    if not found:
        return Part(title, [words("no_thresholds")])
    names = ("threshold", "threshold_value", "threshold_years", "threshold_source")
    rows: list[Line] = [[Cell(called, name), *others] for name, called, *others in found]
    table = Table("t-thresholds", words("thresholds_caption"), texts(*(words(name) for name in names)), rows)
    return Part(title, [words("thresholds_text")], table=table)
