"""The sections of the report: from figures to tables, charts and sentences in one language; no HTML here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.report.sections.allocation import key
from flows.pages.report.sections.analyses import analyses
from flows.pages.report.sections.changes import changes
from flows.pages.report.sections.checks import checks
from flows.pages.report.sections.deliveries import corrections, deliveries
from flows.pages.report.sections.provenance import provenance, reference
from flows.pages.report.sections.reconciliation import reconciliation
from flows.pages.report.sections.results import table_1
from flows.pages.report.sections.secrecy import secrecy

if TYPE_CHECKING:
    from flows.pages.dossier import ReportData
    from flows.pages.kit.layout import Section
    from flows.pages.report.words import Words


def sections(data: ReportData, words: Words) -> list[Section]:
    """The sections after the verdict and what needs a decision, in order."""
    first = (deliveries, corrections, checks)
    last = (key, table_1, analyses, secrecy, reconciliation, changes, provenance)
    found = [make(data, words) for make in first]
    return [*found, *reference(data, words), *(make(data, words) for make in last)]
