"""The sections of the quality report, each after a concept of SIMS; from public marts to tables and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.quality.sections.access import access
from flows.pages.quality.sections.accuracy import accuracy
from flows.pages.quality.sections.checks import checks
from flows.pages.quality.sections.comparability import comparability
from flows.pages.quality.sections.concepts import concepts, limits, processing
from flows.pages.quality.sections.revisions import revisions
from flows.pages.quality.sections.secrecy import secrecy

if TYPE_CHECKING:
    from flows.pages.dossier import ReportData
    from flows.pages.kit.layout import Section
    from flows.pages.quality.words import Words

#: In the order of reading.
MAKERS = (concepts, processing, accuracy, checks, secrecy, comparability, revisions, limits, access)


def sections(data: ReportData, words: Words) -> list[Section]:
    """Every section, in order."""
    return [make(data, words) for make in MAKERS]
