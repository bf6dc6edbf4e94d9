"""The top of the report: the verdict, what every reader must know, the main figures, and what needs a decision."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.pages.dossier import COLUMNS, agreement, total
from flows.pages.report.fact import Fact
from flows.pages.report.sections.checks import history, share, state
from flows.pages.report.sections.secrecy import fact as secret_figures
from transforms.analyses.reconciliation import MEASURES
from transforms.law import BASELINE_YEAR, TOTAL
from warehouse.registry import wording
from warehouse.registry.delivered.register import COHORT_YEARS, WITHDRAWN_YEARS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.pages.dossier import ReportData, Row
    from flows.pages.report.sections.checks import Before
    from flows.pages.report.words import Words

UNKNOWN_COLUMNS = "no_unknown_columns"
BAND = "_within_band"
#: Checks over years, and how what they found is told.
OF_YEARS = {COHORT_YEARS.name: "found_years", WITHDRAWN_YEARS.name: "found_withdrawn"}
#: How checks went, in the order in which they are counted.
STATES = ("ok", "limit", "noted", "warn", "bad")


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning that needs a decision: title, name in the code, and what was expected and found, as (term, text)."""

    title: str
    code: str
    facts: Sequence[tuple[str, str]]


def verdict(data: ReportData, words: Words) -> str:
    """The verdict in a sentence."""
    count, changed = len(data.warnings), _count_changed(data)
    if not changed:
        return words.counted("verdict", count) if count else words("verdict_0")
    if not count:
        return words.counted("verdict_changed", changed)
    return words.counted("verdict_both", count, changed=words.counted("changing", changed))


def intro(data: ReportData, words: Words) -> list[str]:
    """What an approval has to say something of."""
    changed = _count_changed(data)
    said = [words("changes_intro")] if changed else []
    said.append(words("warnings_intro" if data.warnings else "no_warnings"))
    return said if changed or data.warnings else [*said, words("no_note")]


def notices(data: ReportData, words: Words) -> list[tuple[str, str]]:
    """What every reader must know before a figure: title and text."""
    found = []
    if data.about["synthetic"]:
        found.append((words("synthetic"), _synthetic(data, words)))
    if data.about["trial"]:
        found.append((words("trial"), words("trial_text")))
    if data.own_lists:
        names = words.listed([one["name"] for one in data.own_lists])
        found.append((words("own_lists"), words("own_lists_text", names=names)))
    if data.about["supersedes"]:
        found.append(_supersedes(data, words))
    return found


def facts(data: ReportData, words: Words) -> list[Fact]:
    """The report in a few figures."""
    makers = (_jobs, _lines, _checks, _published, _changes, secret_figures)
    return [fact for make in makers if (fact := make(data, words))]


def warned(data: ReportData, words: Words) -> list[Warned]:
    """The warnings, each with what was expected and found, and how that was before."""
    before = history(data)
    return [_warned(row, before, words) for row in data.warnings]


def commands(data: ReportData, words: Words) -> list[str]:
    """The commands with which a steward decides."""
    release = data.about["release"]
    signed = f" --key {words('key_file')}" if data.about["signatures"] == "required" else ""
    note = f' --note "{words("note")}"' if data.warnings or _count_changed(data) else ""
    name = f"--steward {words('name')}{signed}"
    return [
        f"banenafspraak approve {release} {name}{note}",
        f'banenafspraak reject {release} {name} --reason "{words("why")}"',
    ]


def _supersedes(data: ReportData, words: Words) -> tuple[str, str]:
    about = data.about
    name = "supersedes_why" if about["change_type"] else "supersedes"
    title = words(name, release=about["supersedes"], kind=words.term(about["change_type"] or ""))
    reason = [words("given_reason", reason=data.given_reason.rstrip("."))] if data.given_reason else []
    return title, " ".join([*reason, words("supersedes_text")])


def _synthetic(data: ReportData, words: Words) -> str:
    years = [year for year, about in data.about["measured"].items() if about["synthetic"]]
    some = len(years) < len(data.about["measured"])
    text = words("synthetic_text")
    return f"{words.counted('synthetic_years', len(years), years=words.listed(years))} {text}" if some else text


def _jobs(data: ReportData, words: Words) -> Fact | None:
    for row in data.of_year("realisation"):
        if (row["sector"], row["form"]) == (TOTAL, TOTAL):
            return Fact(words("fact_jobs", year=data.year), words.number(row["extra_jobs"]), _target(data, row, words))
    return None


def _target(data: ReportData, row: Row, words: Words) -> str:
    if row["target_jobs"] is None:
        return words("fact_baseline" if data.year == BASELINE_YEAR else "fact_no_target")
    return words("fact_target", target=words.number(row["target_jobs"]), gap=words.signed(row["gap_jobs"]))


def _lines(data: ReportData, words: Words) -> Fact:
    number = words.numbers
    delivered, quarantined = (total(data.deliveries, name) for name in ("rows_delivered", "rows_quarantined"))
    parts = {"count": number.number(quarantined), "share": number.share(quarantined, delivered)}
    return Fact(words("fact_lines"), number.number(delivered), words("fact_quarantined", **parts))


def _checks(data: ReportData, words: Words) -> Fact:
    states = Counter(state(row) for row in data.checks_of_year())
    shown = [f"{words.number(states[name])} {words(name).lower()}" for name in STATES if states[name]]
    text = ", ".join(shown)
    return Fact(words("fact_checks"), words.numbers.number(states.total()), text)


def _published(data: ReportData, words: Words) -> Fact | None:
    rows = [row for row in data.rows("reconciliation") if row["sector"] in COLUMNS and row["measure"] in MEASURES]
    found = [state for row in rows if (state := agreement(row)) != "withheld"]
    agreeing = found.count("agrees")
    figure = words("of", part=words.numbers.number(agreeing), whole=words.numbers.number(len(found)))
    return Fact(words("fact_published"), figure, words("fact_published_text")) if found else None


def _changes(data: ReportData, words: Words) -> Fact | None:
    if data.comparison is None:
        return None
    return Fact(words("fact_changes"), words.number(_count_changed(data)), words("fact_changes_text"))


def _count_changed(data: ReportData) -> int:
    """How many released figures the candidate changes."""
    return len(data.comparison.released) if data.comparison else 0


def _warned(row: Row, before: Before, words: Words) -> Warned:
    table, expectation = row["table"], row["expectation"]
    title = (
        f"{wording.table_title(words.language, table)}: {wording.subject(words.language, table, expectation).lower()}"
    )
    shown = [
        (words("expected"), _wrong(row, words)),
        (words("found"), _found(row, words)),
        (words("earlier"), _earlier(row, before, words)),
        (words("look_at"), wording.advice(words.language, table, expectation)),
    ]
    return Warned(title, f"{table}, {expectation}", [(term, text) for term, text in shown if text])


def _wrong(row: Row, words: Words) -> str:
    """What is wrong; as the manifest has it (English) when the registry does not know the check any more."""
    table, expectation = row["table"], row["expectation"]
    known = wording.words(table, expectation) is not None
    return wording.wrong(words.language, table, expectation) if known else row["says"]


def _found(row: Row, words: Words) -> str:
    number, failed, checked = words.numbers, row["failed_rows"], row["checked_rows"]
    if row["expectation"] == UNKNOWN_COLUMNS:
        return words.counted("found_columns", failed)
    if row["expectation"] in OF_YEARS:
        return words.counted(OF_YEARS[row["expectation"]], failed, checked=number.number(checked))
    if row["expectation"].endswith(BAND):
        return words("found_band")
    parts = {"failed": number.number(failed), "share": number.share(failed, checked)}
    if wording.is_over_lines(row["table"], row["expectation"]):
        return words.counted("found_lines", checked, **parts)
    return words("found_others", checked=number.number(checked), **parts)


def _earlier(row: Row, before: Before, words: Words) -> str:
    if row["checked_rows"] <= 1:
        return ""
    found = [(name, checked.get((row["table"], row["expectation"]))) for name, checked in before]
    return "; ".join(f"{name}: {share(earlier, words)}" for name, earlier in found if earlier)
