"""The allocation key with its interval, and the response to the survey that it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.kit.charts import Bar, Interval, bars, intervals
from flows.pages.kit.layout import Column, Part, Section, Table, numbers
from transforms.law import GOVERNMENT, MARKET

if TYPE_CHECKING:
    from flows.pages.dossier import ReportData, Row
    from flows.pages.report.words import Words

PERCENT = 100


def key(data: ReportData, words: Words) -> Section:
    """The allocation key of every year with its interval, and the response to the survey of this year."""
    return Section("key", words("s_key"), [Part(texts=[words("key_intro")]), _key(data, words), _response(data, words)])


def _key(data: ReportData, words: Words) -> Part:
    found = {(row["year"], row["sector"]): row for row in data.rows("allocation_key")}
    years = sorted({year for year, _ in found})
    title = words("key_h")
    if not years:
        return Part(title, [words("no_key")])
    number = words.numbers
    rows = [
        [
            str(year),
            number.percent(found[year, GOVERNMENT]["share_pct"], 1),
            *_bounds(found[year, GOVERNMENT], words),
            number.percent(found[year, MARKET]["share_pct"], 1),
            _of(found[year, GOVERNMENT], "population", words),
        ]
        for year in years
    ]
    columns = [
        Column(words("year")),
        *numbers(words("gov_share"), words("ci_low"), words("ci_high"), group=words("overheid")),
        *numbers(words("gov_share"), group=words("markt")),
        *numbers(words("respondents"), group=words("survey")),
    ]
    table = Table("t-key", words("key_caption"), columns, rows, notes=[words("key_note")])
    drawn = [_interval(found[year, GOVERNMENT], words) for year in years]
    return Part(title, (), intervals("c-key", words("key_chart"), drawn, words("key_chart_legend")), table)


def _bounds(row: Row, words: Words) -> list[str]:
    return [words.numbers.percent(end, 1) for end in _ends(row)]


def _ends(row: Row) -> list[float | None]:
    """The bounds of the interval in percent."""
    return [row["ci_low_pct"], row["ci_high_pct"]]


def _interval(row: Row, words: Words) -> Interval:
    low, high = _ends(row)
    share = words.numbers.percent(row["share_pct"], 1)
    bounds = dict(zip(("low", "high"), _bounds(row, words), strict=True))
    text = words("key_chart_row", share=share, **bounds) if low is not None else share
    return Interval(str(row["year"]), share, text, row["share_pct"], low, high)


def _response(data: ReportData, words: Words) -> Part:
    found, title, number = data.response(), words("response_h"), words.numbers
    if not found:
        return Part(title, [words("no_response")])
    names = ("population", "units", "respondents")
    rows = [
        [row["stratum"], *[number.number(row[name]) for name in names], number.percent(_rate(row) * PERCENT, 0)]
        for row in found
    ]
    columns = [Column(words("stratum")), *numbers(*(words(name) for name in (*names, "response")))]
    drawn = [Bar(row["stratum"], _of(row, "units", words), _rate(row), whole=1.0) for row in found]
    chart = bars("c-response", words("response_chart", year=data.year), drawn, words("response_chart_legend"))
    return Part(title, (), chart, Table("t-response", words("response_caption", year=data.year), columns, rows))


def _rate(row: Row) -> float:
    """The part (0-1) of the lenders approached that responded."""
    return float(row["respondents"] / max(row["units"], 1))


def _of(row: Row, whole: str, words: Words) -> str:
    """The respondents out of the lenders approached or the population."""
    return words("of", part=words.numbers.number(row["respondents"]), whole=words.numbers.number(row[whole]))
