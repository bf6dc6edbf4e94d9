"""What the candidate was made from and with, and which lists of the reference data are the organisation's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.pages.kit.layout import Cell, Column, Part, Section, Table

if TYPE_CHECKING:
    from flows.pages.dossier import ReportData
    from flows.pages.report.words import Words

NAMES = ("code_version", "code_digest", "lock_digest", "settings_digest", "rule_set")


def provenance(data: ReportData, words: Words) -> Section:
    """The digests and settings of the candidate."""
    about = data.about
    rows = [
        *([words("delivery_of", year=year), digest] for year, digest in about["delivery_digests"].items()),
        *([words(name), str(about[name])] for name in NAMES),
        *([words("choice", name=name), str(choice)] for name, choice in about["choices"].items()),
    ]
    columns = [Column(words("item")), Column(words("value"), code=True)]
    table = Table("t-provenance", words("provenance_caption"), columns, rows)
    return Section("provenance", words("s_provenance"), [Part(table=table)])


def reference(data: ReportData, words: Words) -> list[Section]:
    """The lists of the reference data that are the organisation's own, and what they change; none without any."""
    lists = data.own_lists
    if not lists:
        return []
    said = words("own_lists_text", names=words.listed([one["name"] for one in lists]))
    rows = [
        [Cell(one["name"], one["sha256"]), change] for one in lists for change in one["changes"] or [words("list_same")]
    ]
    columns = [Column(words("list")), Column(words("list_changes"), long=True)]
    table = Table("t-reference", words("reference_caption"), columns, rows)
    return [Section("reference", words("s_reference"), [Part(texts=[said], table=table)])]
